import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAgreement } from "../../src/agreement/parse.ts";
import { comparePlacements } from "../../src/comparison/placement.ts";
import { guaranteesOf } from "../../src/guarantee/guarantees.ts";
import { millis } from "../../src/units.ts";
import { agreementOf, examplePath } from "./example.ts";

const { agreement } = agreementOf("paris-2026");
const g = agreement.guarantees;
if (!g) throw new Error("paris-2026 holds no guarantees");
const by = <T extends { readonly id: string }>(list: readonly T[] | undefined, id: string): T => {
  const found = list?.find((x) => x.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const text = JSON.stringify(g);

/** Facts of the worked example: section, id, modality, source. A hope stays a hope, whoever passed it on. */
const FACTS: readonly (readonly [section: string, id: string, modality: string | undefined, source: string])[] = [
  ["texts", "draft-statement", "draft", "s2"],
  ["texts", "declaration", "announced", "s7"],
  ["texts", "ua-fr-gb", "signed", "s1"],
  ["texts", "twenty-points", "draft", "s10"],
  ["texts", "us-ua-talks", "signalled", "s5"],
  ["texts", "reported-ladder", "draft", "ft-ladder"],
  ["meetings", "private-talks", undefined, "s1"],
  ["meetings", "with-us-envoys", "scheduled", "s1"],
  ["commitments", "draft-military", "draft", "s2"],
  ["commitments", "draft-intelligence", "draft", "s2"],
  ["commitments", "draft-diplomatic", "draft", "s2"],
  ["commitments", "draft-sanctions", "draft", "s2"],
  ["commitments", "deploy-fr-gb", "signed", "s1"],
  ["commitments", "article-five-like", "draft", "s10"],
  ["positions", "coalition-open", "signalled", "s1"],
  ["positions", "allies-optimistic", "signalled", "s3"],
  ["positions", "officials-hope", "hoped", "s3"],
  ["positions", "cement", "hoped", "s5"],
  ["positions", "zelensky", undefined, "s6"],
  ["positions", "tusk", undefined, "s8"],
  ["positions", "russia-opposed", undefined, "s1"],
  ["positions", "peskov", undefined, "s9"],
  ["positions", "outlet-reads-peskov", undefined, "s1"],
  ["questions", "strength", "undecided", "s3"],
  ["questions", "use-of-force", "undecided", "s4"],
  ["questions", "placement", "undecided", "s3"],
  ["questions", "us-guarantees", "undecided", "s1"],
  ["expectations", "no-final-decision", "expected", "s8"],
];

/** Facts inside a thing: list, of which thing, id, modality, voice, source. */
const INNER: readonly (readonly [string, string, string, string | undefined, string | undefined, string])[] = [
  ["questions.values", "strength", "mentioned", "undecided", undefined, "s3"],
  ["questions.values", "strength", "hoped", "hoped", undefined, "s3"],
  ["questions.values", "use-of-force", "fire-back", "undecided", "quote", "s4"],
  ["questions.values", "use-of-force", "leave", "undecided", "quote", "s4"],
  ["questions.values", "placement", "near", "undecided", undefined, "s3"],
  ["questions.values", "placement", "western-ukraine", "undecided", "paraphrase", "s3"],
  ["contingents.strengths", "mnf-u", "fifteen-to-twenty", "undecided", "paraphrase", "s3"],
  ["contingents.strengths", "mnf-u", "near-thirty", "hoped", "paraphrase", "s3"],
  ["contingents.placements", "mnf-u", "west", "undecided", "paraphrase", "s3"],
  ["contingents.placements", "mnf-u", "near-line", "undecided", "paraphrase", "s3"],
  ["contingents.useOfForce", "mnf-u", "undecided", "undecided", "quote", "s4"],
  ["contingents.useOfForce", "mnf-u", "return-fire", "undecided", "quote", "s4"],
  ["contingents.useOfForce", "mnf-u", "flee", "undecided", "quote", "s4"],
  ["contingents.contributors", "mnf-u", "FR", "signed", undefined, "s1"],
  ["contingents.contributors", "mnf-u", "GB", "signed", undefined, "s1"],
  ["contingents.tasks", "mnf-u", "support", "undecided", undefined, "s3"],
  ["contingents.tasks", "mnf-u", "train", "undecided", undefined, "s3"],
  ["expectations.outcome", "no-final-decision", "signed-declaration", "announced", "paraphrase", "s7"],
  ["expectations.outcome", "no-final-decision", "signed-agreement", "signed", "outlet", "s1"],
  ["meetings.participants", "summit", "S. Witkoff", "expected", undefined, "s1"],
  ["meetings.participants", "summit", "Delegation of the United States", undefined, undefined, "s11"],
];

describe("the framework discussed in Paris", () => {
  test.each(FACTS)("%s: %s is %s, from %s", (section, id, modality, source) => {
    const entry = by((g as unknown as Record<string, { id: string }[]>)[section], id) as unknown as {
      modality?: string;
      sources: readonly string[];
    };
    expect(entry.modality).toBe(modality);
    expect(entry.sources[0]).toBe(source);
  });

  test.each(INNER)("in %s of %s: %s is %s (%s), from %s", (list, of, id, modality, voice, source) => {
    const [section, key] = list.split(".") as [string, string];
    const outer = by((g as unknown as Record<string, { id: string }[]>)[section], of) as unknown as Record<
      string,
      unknown
    >;
    const entry = (outer[key] as { id?: string; who?: string; task?: string }[]).find(
      (e) => (e.id ?? e.who ?? e.task) === id,
    ) as { modality?: string; voice?: string; sources: readonly string[] } | undefined;
    expect(entry, `no ${id}`).toBeDefined();
    expect([entry?.modality, entry?.voice, entry?.sources[0]]).toEqual([modality, voice, source]);
  });

  test("the summit was to have leaders; only who was seen is seen", () => {
    const states = Object.fromEntries(by(g.meetings, "summit").participants?.map((p) => [p.who, p.state]) ?? []);
    expect(states).toEqual({
      "Around 35 countries, with more than 27 leaders": "planned",
      "S. Witkoff": "planned",
      "J. Kushner": "planned",
      "Leader of NATO": "planned",
      "Leaders of the EU": "planned",
      "V. Zelensky": "seen",
      "Delegation of the United States": "seen",
    });
    expect(by(g.meetings, "private-talks").participants?.map((p) => p.state)).toEqual(["held", "held"]);
    expect(by(g.meetings, "with-us-envoys").participants?.every((p) => p.state === "planned")).toBe(true);
  });

  test("hopes and readings are stances of their own, never support and never a commitment", () => {
    const stances = Object.fromEntries(g.positions.map((p) => [p.id, p.stance]));
    expect(stances).toMatchObject({
      "coalition-open": "open",
      "allies-optimistic": "hopes",
      "officials-hope": "hopes",
      cement: "hopes",
      zelensky: "supports",
      tusk: "supports",
      "russia-opposed": "opposes",
      peskov: "not-stated",
      "outlet-reads-peskov": "reads",
    });
    expect(by(g.questions, "us-guarantees").values).toEqual([]);
  });

  test("each source that others passed on keeps the chain", () => {
    const chain = (id: string) => {
      const { speaker, via } = by(agreement.sources, id);
      return [speaker, ...via];
    };
    expect(chain("s4")).toEqual(["A European diplomat", "RFE/RL", "Meduza"]);
    expect(chain("s5")).toEqual(["A senior European official", "Reuters", "Meduza"]);
    expect(chain("s2")).toEqual([undefined, "Meduza"]);
  });

  test("that the draft became the declaration is asserted by nobody", () => {
    const relation = g.relations.find((r) => r.from === "draft-statement" && r.to === "declaration");
    expect(relation).toMatchObject({ relation: "draft-of", assertedBy: [] });
  });

  test("a ceasefire and a peace deal are two triggers", () => {
    expect(by(g.commitments, "deploy-fr-gb").trigger.on).toBe("peace-deal");
    for (const id of ["draft-military", "draft-intelligence", "draft-diplomatic", "draft-sanctions"])
      expect(by(g.commitments, id)).toMatchObject({ binding: "to-be-binding", trigger: { on: "aggression" } });
    expect(agreement.thirdParties.find((p) => p.id === "RU")?.role).toBe("other-party");
    expect(agreement.thirdParties.find((p) => p.id === "US")?.role).toBe("not-stated");
  });

  test("breach, aggression and activation are three determinations, and the ladder's clock has one of its own", () => {
    expect(new Set(g.determinations.map((d) => d.kind))).toEqual(new Set(["breach", "aggression", "activation"]));
    const [ladder] = g.ladders;
    expect(ladder).toMatchObject({ unverified: true, text: "reported-ladder" });
    expect(by(g.texts, "reported-ladder").status).toBe("reported");
  });

  test("rival strengths stand beside each other and no mean of them is anywhere", () => {
    const { strengths } = by(g.contingents, "mnf-u");
    expect(strengths?.map((s) => [s.min, s.max])).toEqual([
      [15_000, 20_000],
      [30_000, 30_000],
      [25_000, 30_000],
      [10_000, 15_000],
      [15_000, 30_000],
    ]);
    expect(text).not.toMatch(/average|mean strength/i);
  });

  test("an expectation stands beside its outcome", () => {
    expect(by(g.expectations, "no-final-decision").outcome?.map((o) => o.id)).toEqual([
      "signed-declaration",
      "signed-agreement",
    ]);
  });

  test("who monitors is an open question, and nothing is assessed", () => {
    expect(by(g.questions, "who-monitors").values.map((v) => v.id)).toContain("us-led");
    expect(agreement.readings).toEqual([]);
    expect(agreement.clauses.every((c) => c.prohibits === undefined)).toBe(true);
  });
});

describe("variants for exercises", () => {
  const [near, rear] = ["near-line", "rear"].map((name) => {
    const file = `variant-${name}.yaml`;
    const parsed = parseAgreement(readFileSync(examplePath("paris-2026", file), "utf8"), file);
    if (!("agreement" in parsed)) throw new Error(JSON.stringify(parsed));
    return parsed.agreement;
  });
  if (!near || !rear) throw new Error("a variant is missing");

  test("each says that it is ours and for exercises, and lies on an empty sea", () => {
    for (const { title, status, demonstration, lines } of [near, rear]) {
      expect({ title, status, demonstration }).toMatchObject({ status: "draft", demonstration: true });
      expect(title).toMatch(/^EXERCISE/);
      for (const [lon, lat] of lines.flatMap((l) => l.positions)) expect(lon < -15 && Math.abs(lat) < 5).toBe(true);
    }
  });

  test("they differ by plain distance from the line, by tasks and by the use of force", () => {
    const [placed] = comparePlacements({ a: near, b: rear });
    // One tenth of a degree, and six degrees, of longitude a degree from the equator.
    expect(placed?.fromLines.a.map((d) => d.km)).toEqual([11]);
    expect(placed?.fromLines.b.map((d) => d.km)).toEqual([668]);
    expect(placed?.tasks.find((t) => t.task === "train")?.says).toEqual({ a: "excluded", b: "included" });
    const held = [near, rear].map((v) => guaranteesOf(v, [], millis(0))?.contingents[0]);
    expect(held.map((c) => c?.placements[0]?.constraints[0]?.result)).toEqual(["not-kept", "kept"]);
    expect(held.map((c) => c?.useOfForce[0]?.rule)).toEqual(["return-fire", "withdraw"]);
  });
});
