import { describe, expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { parseInstant } from "../time/day.ts";
import { ucdpGed } from "./ucdp.ts";

// An event of our own in the shape of GED; the columns that are not read are left out.
const ROW = {
  id: "900001",
  code_status: "Clear",
  type_of_violence: "1",
  side_a: "Government of Elsewhere",
  side_b: "Northern Front",
  where_prec: "2",
  where_coordinates: "Mill village",
  latitude: "48.1",
  longitude: "37.7",
  country: "Ukraine",
  event_clarity: "1",
  date_prec: "1",
  date_start: "5/4/2014 12:00:00 AM",
  date_end: "05/04/2014 00:00",
  best: "2",
  high: "4",
  low: "1",
};
const read = (cells: Partial<typeof ROW> = {}, zone?: string) =>
  ucdpGed.row({ ...ROW, ...cells }, { sha256: "f".repeat(64), line: 2, ordinal: 0, zone });
const observe = (cells: Partial<typeof ROW> = {}, zone?: string): Observation => {
  const result = read(cells, zone);
  const item = "use" in result ? result.use[0] : undefined;
  if (item?.type !== "observation") throw new Error(JSON.stringify(result));
  return item.value;
};
const at = (text: string) => parseInstant(text);

describe("time", () => {
  test("both shapes of a date are month/day/year: 5/4 is 4 May", () => {
    const { time } = observe();
    expect([time.from, time.until]).toEqual([at("2014-05-04 00:00 +03:00"), at("2014-05-05 00:00 +03:00")]);
    expect(time).toMatchObject({ kind: "window", precision: "day", zone: "Europe/Kyiv", zoneBasis: "assumed" });
  });
  test("an event of many days is a window over all of them", () => {
    const { time } = observe({ date_start: "1/22/2014 12:00:00 AM", date_end: "03/23/2014 00:00", date_prec: "5" });
    expect([time.from, time.until]).toEqual([at("2014-01-22 00:00 +02:00"), at("2014-03-24 00:00 +02:00")]);
    expect(time.precision).toBe("year");
  });
  test("outside Ukraine a day is a day in some zone, unless one is given", () => {
    const wide = observe({ country: "Elsewhere" }).time;
    expect([wide.from, wide.until]).toEqual([at("2014-05-03 10:00 Z"), at("2014-05-05 12:00 Z")]);
    expect(observe({ country: "Elsewhere" }, "Asia/Kolkata").time.from).toBe(at("2014-05-04 00:00 +05:30"));
  });
  test.each<[string, string]>([
    ["13/1/2014 00:00", "no month 13; the order here is month/day/year"],
    ["2/30/2014 12:00:00 AM", "not a day of the calendar"],
    ["1/22/14", "expected month/day/year"],
    ["1/22/2014 3:00:00 PM", "expected month/day/year"],
    ["", "got an empty cell"],
  ])("%j is refused", (date_start, why) => {
    const result = read({ date_start });
    expect(result).toMatchObject({ refuse: [{ field: "date_start", why: expect.stringContaining(why) }] });
  });
  test("an end before its beginning is refused", () =>
    expect(read({ date_end: "5/3/2014 12:00:00 AM" })).toMatchObject({ refuse: [{ field: "date_end" }] }));
});

describe("place", () => {
  test.each([
    ["1", 5000],
    ["2", 25_000],
    ["3", 60_000],
    ["4", 150_000],
    ["5", 250_000],
  ])("where_prec %s is a radius of %i m", (where_prec, radiusM) =>
    expect(observe({ where_prec }).place).toMatchObject({ kind: "point", radiusM, name: "Mill village" }),
  );
  test.each(["6", "7"])("where_prec %s is no place, whatever point is given", (where_prec) =>
    expect(observe({ where_prec }).place).toEqual({ kind: "unknown", name: "Mill village" }),
  );
  test("another where_prec is refused", () =>
    expect(read({ where_prec: "8" })).toMatchObject({ refuse: [{ field: "where_prec" }] }));
});

describe("deaths", () => {
  test.each<[string, string, string, number, number]>([
    ["1", "2", "4", 1, 4],
    ["1", "3", "1", 1, 3],
    ["7", "6", "7", 6, 7],
    ["0", "0", "10", 0, 10],
    ["2", "2", "2", 2, 2],
  ])("low %s, best %s, high %s are from %s", (low, best, high, min, max) =>
    expect(observe({ low, best, high }).killed).toMatchObject({ min, max, unit: "person" }),
  );
  test("a figure that is no number is refused", () =>
    expect(read({ best: "-1" })).toMatchObject({ refuse: [{ field: "best" }] }));
});

describe("what it says, and what it does not", () => {
  test("the means is not told, and the sides are not who did it", () => {
    const o = observe();
    expect(o.acts).toEqual(["clash", "explosion", "fire"]);
    expect(o.alleged).toBeUndefined();
    expect(JSON.stringify(o)).not.toContain("Northern Front");
  });
  test("a summary of several events is one or more", () => {
    expect(observe().count).toMatchObject({ min: 1, max: 1, form: "number" });
    expect(observe({ event_clarity: "2" }).count).toMatchObject({ min: 1, max: null, form: "not-stated" });
  });
  test("a status other than Clear is doubtful", () => {
    expect(observe().credibility).toBeUndefined();
    expect(observe({ code_status: "Check deaths" }).credibility).toBe(4);
  });
  test("the id is of the event's number alone, so that a revised row is a version of the same", () => {
    expect(observe({ best: "3" }).id).toBe(observe().id);
    expect(observe({ id: "900002" }).id).not.toBe(observe().id);
  });
  test("all faults of a row are named at once", () => {
    const result = read({ id: "x", type_of_violence: "4", where_prec: "0", date_prec: "9", low: "" });
    expect("refuse" in result && result.refuse.map((f) => f.field)).toEqual([
      "id",
      "type_of_violence",
      "date_prec",
      "where_prec",
      "low",
    ]);
  });
});
