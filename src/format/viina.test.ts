import { describe, expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { parseInstant } from "../time/day.ts";
import { during } from "../time/interval.ts";
import { millis } from "../units.ts";
import { viina } from "./viina.ts";
import { capitalAt, OBLASTS_AS_VILLAGES, oblastAt, REGIONAL_CENTRES } from "./viina-places.ts";

// Rows of our own; no text of any outlet.
const ROW = {
  datetime: "2025-04-19 18:56:00",
  lon: "37.27507",
  lat: "47.98769",
  place_name: "Kurakhove",
  event_type: "artillery|loc",
  headline: "Перевірка: вигаданий текст",
};
const read = (cells: Partial<typeof ROW> = {}, zone?: string) =>
  viina.row({ ...ROW, ...cells }, { sha256: "f".repeat(64), line: 2, ordinal: 0, zone });
const observe = (cells: Partial<typeof ROW> = {}, zone?: string): Observation => {
  const result = read(cells, zone);
  const item = "use" in result ? result.use[0] : undefined;
  if (item?.type !== "observation") throw new Error(JSON.stringify(result));
  return item.value;
};
const at = (text: string) => parseInstant(text) ?? millis(0);

test("a row is one observation, with a machine's label and nothing of the text", () => {
  const o = observe();
  expect(o).toMatchObject({ source: "VIINA", sourceKind: "dataset", mode: "told", labelBasis: "machine" });
  expect(o.acts).toEqual(["explosion.artillery", "explosion.mortar", "explosion.mlrs", "explosion.tank"]);
  expect(JSON.stringify(o)).not.toContain("вигаданий");
  expect(o.alleged).toBeUndefined();
});

describe("labels", () => {
  test.each<[string, string[]]>([
    ["civcas|loc", ["harm.casualty"]],
    ["property", ["harm.damage"]],
    ["property|civcas|milcas", ["harm.damage", "harm.casualty"]],
    ["airstrike|civcas|loc", ["explosion.air-strike", "explosion.missile", "explosion.uav-strike"]],
    ["uav|san", ["explosion.uav-strike", "flight.uav"]],
    ["firefighb", ["clash", "fire"]],
    ["firefight", ["clash", "fire"]],
    ["retreab", ["control.withdrawal"]],
    ["arresb|loc", ["detention"]],
    ["airalerb", ["alert"]],
    ["ied", ["explosion"]],
    ["cyber", ["cyber"]],
  ])("%s", (event_type, acts) => expect(observe({ event_type }).acts).toEqual(acts));

  test.each(["", "loc", " ", "loc|", "loc|loc"])("%j is no event", (event_type) =>
    expect(read({ event_type })).toEqual({ skip: "no-event-label" }),
  );
  test("sanctions are no act", () => expect(read({ event_type: "san|loc" })).toEqual({ skip: "label-is-no-act" }));
  test("an unknown label refuses the row and says what is known", () => {
    const result = read({ event_type: "artillery|eclipse" });
    expect(result).toMatchObject({ refuse: [{ field: "event_type" }] });
    expect(JSON.stringify(result)).toContain("eclipse");
  });
});

describe("time", () => {
  test("a text tells of what happened before it: from the start of the day before until its publication", () => {
    const { time } = observe();
    expect([time.from, time.until]).toEqual([at("2025-04-18 00:00 +03:00"), at("2025-04-19 18:56 +03:00")]);
    expect(time).toMatchObject({ kind: "window", precision: "days", zone: "Europe/Kyiv", zoneBasis: "assumed" });
  });
  test("a text of 18:56 may speak of a strike before 18:00, so it decides nothing about a truce from 18:00", () => {
    const truce = { from: at("2025-04-19 18:00 +03:00"), until: at("2025-04-21 00:00 +03:00") };
    expect(during(observe().time, truce)).toBe("unknown");
    expect(during(observe({ datetime: "2025-04-19 17:59:00" }).time, truce)).toBe(false);
    expect(during(observe({ datetime: "2025-04-24 09:00:00" }).time, truce)).toBe(false);
  });
  test("00:00:00 is a time unknown, and not midnight", () => {
    const { time } = observe({ datetime: "2025-03-03 00:00:00" });
    expect([time.from, time.until]).toEqual([at("2025-03-01 00:00 +02:00"), at("2025-03-04 00:00 +02:00")]);
    expect(time.stated).toBe("published 2025-03-03, time unknown");
  });
  test("00:00:01 is a time", () =>
    expect(observe({ datetime: "2025-03-03 00:00:01" }).time.until).toBe(at("2025-03-03 00:00:01 +02:00")));
  test("an hour that clocks passed twice is read as the later one", () =>
    expect(observe({ datetime: "2024-10-27 03:30:00" }).time.until).toBe(at("2024-10-27 03:30 +02:00")));
  test("the caller's zone is used", () =>
    expect(observe({}, "Europe/Moscow").time.from).toBe(at("2025-04-18 00:00 +03:00")));
  test("an unknown zone is an error and not UTC (case 39)", () =>
    expect(read({}, "MSK")).toMatchObject({ refuse: [{ field: "zone" }] }));
  test.each(["2025-02-30 10:00:00", "19.04.2025 18:56", "2025-04-19", "", "2025-04-19 24:00:00"])(
    "%j is refused",
    (datetime) => expect(read({ datetime })).toMatchObject({ refuse: [{ field: "datetime" }] }),
  );
});

describe("place", () => {
  const radius = (cells: Partial<typeof ROW>) => {
    const { place } = observe(cells);
    return place.kind === "point" ? [place.radiusM, place.name] : [place.kind, place.name];
  };
  test("a settlement", () => expect(radius({})).toEqual([3000, "Kurakhove"]));
  test.each(["37.675289,47.955082", "37.67529,47.95508"])("an oblast that poses as a village, at %s", (p) => {
    const [lon = "", lat = ""] = p.split(",");
    expect(radius({ lon, lat, place_name: "Ruttschenkowo" })).toEqual([
      145_000,
      "Donetsk oblast (named as Ruttschenkowo)",
    ]);
  });
  test("a village of the same name elsewhere is a village", () =>
    expect(radius({ lon: "38.14524", lat: "48.74372", place_name: "Vesele" })).toEqual([3000, "Vesele"]));
  test("Kyiv is a catch-all, wherever its point is", () => {
    expect(radius({ lon: "30.52355", lat: "50.450441", place_name: "Kyiv" })).toEqual([25_000, "Kyiv"]);
    expect(radius({ lon: "30.489", lat: "50.442", place_name: "Kyiv" })).toEqual([25_000, "Kyiv"]);
  });
  test("a regional centre stands for its oblast where the text names the oblast", () => {
    const kharkiv = { lon: "36.231202", lat: "49.992167", place_name: "Kharkiv" };
    expect(radius({ ...kharkiv, headline: "Вигадано: у Харкові тихо" })).toEqual([15_000, "Kharkiv"]);
    expect(radius({ ...kharkiv, headline: "Вигадано: у ХАРКІВСЬКІЙ області тихо" })).toEqual([
      165_000,
      "Kharkiv oblast (named as Kharkiv)",
    ]);
  });
  test("words that are no place", () => {
    expect(radius({ lon: "31.041", lat: "51.306", place_name: "Kozerohy" })).toEqual([
      "unknown",
      "Capricorn (named as Kozerohy)",
    ]);
    expect(radius({ place_name: "Druzhba", headline: "Вигадано: нафтопровід «Дружба»" })[0]).toBe("unknown");
    expect(radius({ place_name: "Druzhba", headline: "Вигадано: село Дружба" })).toEqual([3000, "Druzhba"]);
  });
  test("no name is no name", () => expect(radius({ place_name: "" })).toEqual([3000, undefined]));
  test.each([{ lon: "0", lat: "0" }, { lon: "" }, { lat: "91" }, { lon: "37,5" }])("%j is refused", (cells) =>
    expect(read(cells)).toHaveProperty("refuse"),
  );
  test("each known point is found again, and no two stand for different things", () => {
    for (const p of OBLASTS_AS_VILLAGES) expect(oblastAt(p.lon, p.lat)).toBe(p);
    for (const c of REGIONAL_CENTRES) expect(capitalAt(c.lon, c.lat, "")).toBe(c);
    for (const c of REGIONAL_CENTRES) expect(oblastAt(c.lon, c.lat)).toBeUndefined();
  });
  test("stems are in lower case", () => {
    for (const c of REGIONAL_CENTRES) for (const s of c.stems) expect(s).toBe(s.toLowerCase());
  });
});

describe("identity", () => {
  test("rows of one text are one report", () => {
    const a = observe();
    const b = observe({ place_name: "Pokrovsk", lon: "37.1756", lat: "48.28035" });
    expect(a.report).toBe(b.report);
    expect(a.id).not.toBe(b.id);
    expect(observe({ datetime: "2025-04-19 18:57:00" }).report).not.toBe(a.report);
  });
  test("the id is of the cells, and not of the file or line", () => {
    const moved = viina.row(ROW, { sha256: "a".repeat(64), line: 99, ordinal: 0, zone: "+02:00" });
    expect(moved).toMatchObject({ use: [{ value: { id: observe().id } }] });
  });
});
