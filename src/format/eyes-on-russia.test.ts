import { describe, expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { parseInstant } from "../time/day.ts";
import { eyesOnRussia } from "./eyes-on-russia.ts";

const ROW = {
  entry: "UW99001",
  date: "2022-03-18",
  event_group: "Bombing or Explosion Feb - June",
  title: "18/03/2022 An invented event",
  "brief description": "Nothing of this happened",
  lat: "48.617886",
  lon: "38.123456",
  country: "Ukraine",
  province: "Donets’ka oblast",
  "town/city": "Millbridge",
  "arms/munition": "",
  "violence level": "GRAPHIC",
  link: "https://example.org/post/1",
};
const read = (cells: Partial<typeof ROW> = {}) =>
  eyesOnRussia.row({ ...ROW, ...cells }, { sha256: "f".repeat(64), line: 2, ordinal: 0, zone: undefined });
const observe = (cells: Partial<typeof ROW> = {}): Observation => {
  const result = read(cells);
  const item = "use" in result ? result.use[0] : undefined;
  if (item?.type !== "observation") throw new Error(JSON.stringify(result));
  return item.value;
};
const day = (from: string, until: string) => [parseInstant(from), parseInstant(until)];
const window = (o: Observation) => [o.time.from, o.time.until];

test("a row is a recorded observation that people have labelled; its texts and link are not kept", () => {
  const o = observe();
  expect(o).toMatchObject({ acts: ["explosion"], mode: "recorded", labelBasis: "person", sourceKind: "dataset" });
  expect(JSON.stringify(o)).not.toMatch(/invented|happened|example\.org/);
});

describe("time", () => {
  test("a day in Kyiv", () =>
    expect(window(observe())).toEqual(day("2022-03-18 00:00 +02:00", "2022-03-19 00:00 +02:00")));
  test("a date that the title contradicts covers both days", () => {
    const o = observe({ date: "2022-02-18" });
    expect(window(o)).toEqual(day("2022-02-18 00:00 +02:00", "2022-03-19 00:00 +02:00"));
    expect(o.time).toMatchObject({ precision: "days", stated: "2022-02-18; 2022-03-18 in the title" });
    expect(window(observe({ date: "2022-04-03" }))).toEqual(day("2022-03-18 00:00 +02:00", "2022-04-04 00:00 +03:00"));
  });
  test("a title without a date, or with one of no calendar, contradicts nothing", () => {
    expect(observe({ title: "An invented event" }).time.precision).toBe("day");
    expect(observe({ title: "31/02/2022 An invented event" }).time.precision).toBe("day");
  });
  test("a missing date is refused, and the title's date is named and not taken", () =>
    expect(read({ date: "" })).toMatchObject({
      refuse: [{ field: "date", why: expect.stringContaining("the title gives 2022-03-18") }],
    }));
  test("abroad a day may have begun earlier", () =>
    expect(window(observe({ country: "Russa" }))).toEqual(day("2022-03-17 14:00 +02:00", "2022-03-19 01:00 +02:00")));
});

describe("place", () => {
  test("latitude copied into longitude is refused with that reason", () =>
    expect(read({ lon: "48.617886" })).toMatchObject({
      refuse: [{ field: "lon", why: expect.stringContaining("is the latitude copied") }],
    }));
  test("events in Siberia are kept", () =>
    expect(observe({ lat: "51.623273", lon: "114.346724", country: "Russia" }).place).toMatchObject({
      lon: 114.346724,
    }));
  test.each([
    ["48.617886", "38.123456", 100],
    ["48.6178", "38.1234", 100],
    ["48.617", "38.123456", 200],
    ["48.61", "38.12", 1500],
    ["48.6", "38.12", 10_000],
    ["48", "38.12", 50_000],
  ])("%s, %s is known to %i m", (lat, lon, radiusM) => expect(observe({ lat, lon }).place).toMatchObject({ radiusM }));
});

describe("arms and munitions", () => {
  test("one class that the words name", () =>
    expect(observe({ "arms/munition": "9M55K Smerch" }).weapon).toEqual({
      class: "mlrs",
      model: "9M55K Smerch",
      certainty: "assessed",
    }));
  test("several classes are undetermined", () =>
    expect(observe({ "arms/munition": "T-72B tank and MT-LB" }).weapon?.class).toBe("undetermined"));
  test.each(["", "missing link", "https://example.org/map?q=1"])("%j names no weapon", (words) =>
    expect(observe({ "arms/munition": words }).weapon).toBeUndefined(),
  );
});

describe("identity", () => {
  test("an entry that repeats or is empty does not merge rows", () => {
    expect(observe({ entry: "" }).id).not.toBe(observe({ entry: "", lat: "48.7" }).id);
    expect(observe().id).not.toBe(observe({ lat: "48.7" }).id);
  });
  test("rows of one post are one report; a sentence instead of a link is none", () => {
    expect(observe({ lat: "48.7" }).report).toBe(observe().report);
    const hidden = { link: "Not shown for privacy" };
    expect(observe(hidden).report).not.toBe(observe({ ...hidden, lat: "48.7" }).report);
  });
  test("an unknown group is refused", () =>
    expect(read({ event_group: "Weather" })).toMatchObject({ refuse: [{ field: "event_group" }] }));
});
