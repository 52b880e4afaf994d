import { describe, expect, test } from "vitest";
import { describeShared, sharedBytes } from "../../test/shared.ts";
import { COUNT_UNITS } from "./count.ts";
import {
  actsOf,
  type Crosswalk,
  FUSION_TYPES,
  imageOf,
  OSCE_NO_WORD,
  OSCE_PHENOMENA,
  OSCE_ROLES,
  OSCE_WEAPONS,
  UCDP_TYPES,
  wordsOf,
} from "./crosswalk.ts";
import { ACLED_OF, ACLED_SUB_EVENTS } from "./crosswalk-acled.ts";
import { armsClasses, EYES_ON_RUSSIA_GROUPS, eventGroup } from "./crosswalk-eyes-on-russia.ts";
import { VIINA_LABELS, VIINA_OUTCOMES } from "./crosswalk-viina.ts";
import { ROLES } from "./observation.ts";
import { ACTS, WEAPONS } from "./taxonomy.ts";

const tables: Readonly<Record<string, Crosswalk>> = {
  OSCE_PHENOMENA,
  OSCE_WEAPONS,
  UCDP_TYPES,
  FUSION_TYPES,
  ACLED_SUB_EVENTS,
  VIINA_LABELS,
  EYES_ON_RUSSIA_GROUPS,
};

describe.each(Object.entries(tables))("%s", (_, table) => {
  test.each(Object.entries(table))("%s maps into the taxonomy, or says why it is not an act", (_word, image) => {
    if ("notAnAct" in image) return expect(image.notAnAct).not.toBe("");
    expect(image.acts.length).toBeGreaterThan(0);
    expect(new Set(image.acts).size).toBe(image.acts.length);
    for (const act of image.acts) expect(ACTS).toContain(act);
    if (image.weapon) expect(Object.keys(WEAPONS)).toContain(image.weapon);
    if (image.unit) expect(COUNT_UNITS).toContain(image.unit);
    if (image.role) expect(ROLES).toContain(image.role);
  });
});

test("a word that every object inherits is no word of a vocabulary", () => {
  expect(imageOf(VIINA_LABELS, "constructor")).toBeUndefined();
  expect(imageOf(UCDP_TYPES, "4")).toBeUndefined();
});

test("several words give the union of their alternatives, each once", () => {
  const images = ["airstrike", "uav", "loc"].map((w) => VIINA_LABELS[w]).filter((i) => i !== undefined);
  expect(actsOf(images)).toEqual(["explosion.air-strike", "explosion.missile", "explosion.uav-strike", "flight.uav"]);
});

describe("OSCE SMM", () => {
  test("incoming, the wording of 2015 to 2017, is an impact", () => expect(OSCE_ROLES.incoming).toBe("impact"));
  test.each(ROLES)("the role %s has a word", (role) => expect(Object.values(OSCE_ROLES)).toContain(role));
  test.each(ACTS)("%s has a word, or a reason why not, and never both", (act) => {
    const words = [...wordsOf(OSCE_PHENOMENA, act), ...wordsOf(OSCE_WEAPONS, act)];
    expect(words.length > 0).toBe(OSCE_NO_WORD[act] === undefined);
  });
  test("every weapon class that OSCE SMM heard fire has a word", () => {
    const named = Object.values(OSCE_WEAPONS).map((i) => ("acts" in i ? i.weapon : undefined));
    for (const w of [
      "mortar",
      "tank",
      "tube-artillery",
      "self-propelled-artillery",
      "mlrs",
      "ifv-cannon",
      "small-arms",
    ])
      expect(named).toContain(w);
  });
});

describe("ACLED", () => {
  test("all 25 sub-event types are here", () => expect(Object.keys(ACLED_SUB_EVENTS)).toHaveLength(25));
  test.each(ACTS)("%s has an image, or a reason why not", (act) => {
    const image = ACLED_OF[act];
    if ("none" in image) return expect(image.none).not.toBe("");
    for (const word of image) expect(ACLED_SUB_EVENTS).toHaveProperty([word]);
  });
  // What is sent out and read again is still what it was, or one of the alternatives.
  test.each(ACTS)("%s out and in again may still be itself", (act) => {
    const words = ACLED_OF[act];
    if ("none" in words) return;
    const back = actsOf(words.map((w) => ACLED_SUB_EVENTS[w]).filter((i) => i !== undefined));
    const related = back.some(
      (b) => b === act || act.startsWith(`${b}.`) || b.startsWith(`${act}.`) || b === "undetermined",
    );
    const known = ["fire.cannon", "fire.anti-aircraft", "movement.assault", "explosion.anti-tank", "explosion.naval"];
    expect(related || known.includes(act)).toBe(true);
  });
});

describe("VIINA", () => {
  test.each([
    ["arrest", "arresb"],
    ["retreat", "retreab"],
    ["firefight", "firefighb"],
    ["airalert", "airalerb"],
  ])("%s and its mangled spelling %s are one label", (right, mangled) =>
    expect(VIINA_LABELS[mangled]).toBe(VIINA_LABELS[right]),
  );
  test("outcomes are harm and nothing else", () => {
    for (const label of VIINA_OUTCOMES) {
      const image = VIINA_LABELS[label];
      expect(image && "acts" in image && image.acts.every((a) => a.startsWith("harm"))).toBe(true);
    }
  });
});

describe("Eyes on Russia", () => {
  test.each(["Civilian Infrastructure Damage Sep 2022", "Civilian Infrastructure Damage February 2022"])(
    "%s",
    (group) => expect(eventGroup(group)).toBe(EYES_ON_RUSSIA_GROUPS["Civilian Infrastructure Damage"]),
  );
  test("a period without a month", () =>
    expect(eventGroup("Bombing or Explosion July - Now")).toBe(EYES_ON_RUSSIA_GROUPS["Bombing or Explosion"]));
  test.each<[string, string[]]>([
    ["BM-21 x2", ["mlrs"]],
    ["9M55K Smerch", ["mlrs"]],
    ["Tocha-U", ["tactical-missile"]],
    ["Iskender", ["ballistic-missile"]],
    ["2S19M2 Msta-S 152mm howitzers", ["self-propelled-artillery"]],
    ["T-80BV and T-72B3", ["tank"]],
    ["T-72B tank and MT-LB", ["tank", "armour"]],
    ["S-200 SAM", ["air-defence"]],
    ["btr-80", ["armour"]],
    ["missing link", []],
    ["2S6M Tunguska-M", ["air-defence"]],
    ["2S3 Akatsiya", ["self-propelled-artillery"]],
    ["Tactical ballistic missile OTR-21 Tochka", ["tactical-missile"]],
    ["9K720 Iskander short-range ballistic missile", ["ballistic-missile"]],
    ["Possible 9M79", ["tactical-missile"]],
    ["", []],
  ])("arms word %j", (words, classes) => expect(armsClasses(words)).toEqual(classes));
});

describeShared("crosswalks over ../shared/data", () => {
  test("every type of the synthetic reports maps one to one", () => {
    const lines = new TextDecoder().decode(sharedBytes("fusion/taxonomy.csv")).trim().split("\n").slice(1);
    const types = lines.map((l) => l.split(",")[0] ?? "");
    expect(types.sort()).toEqual(Object.keys(FUSION_TYPES).sort());
  });
});
