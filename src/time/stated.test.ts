import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis } from "../units.ts";
import { dayInterval, dayOf, formatInstant, parseInstant } from "./day.ts";
import { parseStated, type StatedOptions } from "./stated.ts";
import { findZone, type Zone } from "./zone.ts";

const zoneOf = (name: string): Zone => {
  const zone = findZone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
};
const kyiv: StatedOptions = { zone: "Europe/Kyiv" };
const read = (from: string, options: StatedOptions = kyiv, until?: string) => {
  const t = parseStated(until === undefined ? { from } : { from, until }, options);
  if ("error" in t) throw new Error(t.error);
  return t;
};
const errorOf = (from: string, options: StatedOptions = kyiv, until?: string): string => {
  const t = parseStated(until === undefined ? { from } : { from, until }, options);
  return "error" in t ? t.error : `read as ${JSON.stringify(t)}`;
};
const iso = (ms: number) => new Date(ms).toISOString().replace(/\.000Z$/, "Z");
const span = (t: { from: number; until: number }) => `${iso(t.from)}/${iso(t.until)}`;

describe("stated times", () => {
  const forms: readonly (readonly [from: string, span: string, precision: string])[] = [
    ["2025-04-20", "2025-04-19T21:00:00Z/2025-04-20T21:00:00Z", "day"],
    ["2025-04-20 14:30", "2025-04-20T11:30:00Z/2025-04-20T11:31:00Z", "minute"],
    ["2025-04-20T14:30", "2025-04-20T11:30:00Z/2025-04-20T11:31:00Z", "minute"],
    ["  2025-04-20 14:30:05 ", "2025-04-20T11:30:05Z/2025-04-20T11:30:06Z", "second"],
    ["2025-04-20T14:30:05.250", "2025-04-20T11:30:05.250Z/2025-04-20T11:30:05.251Z", "second"],
    ["2025-04-20T14:30:05.5", "2025-04-20T11:30:05.500Z/2025-04-20T11:30:05.600Z", "second"],
    ["2025-04-20T14:30Z", "2025-04-20T14:30:00Z/2025-04-20T14:31:00Z", "minute"],
    ["2025-04-20 14:30 +05:45", "2025-04-20T08:45:00Z/2025-04-20T08:46:00Z", "minute"],
    ["2025-04-20T14:30:00-0230", "2025-04-20T17:00:00Z/2025-04-20T17:00:01Z", "second"],
    ["2024-02-29", "2024-02-28T22:00:00Z/2024-02-29T22:00:00Z", "day"],
  ];
  for (const [from, expected, precision] of forms)
    test(from, () => {
      const t = read(from);
      expect(span(t)).toBe(expected);
      expect(t).toMatchObject({
        precision,
        stated: from.trim(),
        zone: "Europe/Kyiv",
        zoneBasis: "stated",
        kind: "window",
        sdMs: 0,
      });
    });

  test("days of 23, 24 and 25 hours", () => {
    const hours = (from: string, zone: string) => (read(from, { zone }).until - read(from, { zone }).from) / 3_600_000;
    expect([
      hours("2025-03-30", "Europe/Kyiv"),
      hours("2025-03-31", "Europe/Kyiv"),
      hours("2025-10-26", "Europe/Kyiv"),
    ]).toEqual([23, 24, 25]);
    expect(hours("2025-04-06", "Australia/Lord_Howe")).toBe(24.5);
    expect(errorOf("2011-12-30", { zone: "Pacific/Apia" })).toMatch(/does not exist in Pacific\/Apia/);
  });

  test("a zone is stated, or assumed and recorded, or asked for", () => {
    expect(read("2025-04-20 14:30", { assumedZone: "Europe/Moscow" })).toMatchObject({
      zone: "Europe/Moscow",
      zoneBasis: "assumed",
    });
    expect(read("2025-04-20 14:30", { zone: "Europe/Kiev", assumedZone: "UTC" })).toMatchObject({
      zone: "Europe/Kiev",
      zoneBasis: "stated",
    });
    expect(read("2025-04-20 14:30+03:00", { assumedZone: "UTC" })).toMatchObject({
      zone: "+03:00",
      zoneBasis: "stated",
    });
    // Case 41: a camera's time without an offset.
    expect(errorOf("2025-04-20 14:30", {})).toMatch(/neither an offset nor a zone: state a zone/);
    expect(errorOf("2025-04-20 14:30", { zone: "Europe/Kyjiv" })).toMatch(/unknown time zone "Europe\/Kyjiv"/);
    expect(errorOf("2025-04-20 14:30Z", { zone: "MSK" })).toMatch(/unknown time zone "MSK"/);
    expect(errorOf("2025-04-20 14:30", { assumedZone: "EEST" })).toMatch(/unknown time zone/);
    expect(read("2025-04-20 14:30", { zone: " ", assumedZone: "UTC" }).zoneBasis).toBe("assumed");
  });

  test("clocks put forward: refused; put back: both readings, as a window", () => {
    expect(errorOf("2025-03-30 03:30")).toMatch(/does not exist in Europe\/Kyiv: clocks were put forward/);
    const twice = read("2025-10-26 03:30", { ...kyiv, kind: "seen" });
    expect(span(twice)).toBe("2025-10-26T00:30:00Z/2025-10-26T01:31:00Z");
    expect(twice.kind).toBe("window");
    expect(span(read("2025-10-26 03:30 +03:00", { ...kyiv, kind: "seen" }))).toBe(
      "2025-10-26T00:30:00Z/2025-10-26T00:31:00Z",
    );
    expect(span(read("2025-10-26 02:00", { ...kyiv, kind: "seen" }, "2025-10-26 03:30"))).toBe(
      "2025-10-25T23:00:00Z/2025-10-26T01:30:00Z",
    );
    // Beyond the tables either offset may be in force.
    expect(span(read("2600-07-01 12:00"))).toBe("2600-07-01T09:00:00Z/2600-07-01T10:01:00Z");
  });

  test("seen holds only with a time of day", () => {
    expect(read("2025-04-20 14:30", { ...kyiv, kind: "seen", sdMs: 2000 })).toMatchObject({ kind: "seen", sdMs: 2000 });
    expect(read("2025-04-20", { ...kyiv, kind: "seen" }).kind).toBe("window");
    expect(read("2025-04-20 14:30", { ...kyiv, kind: "seen" }, "2025-04-21").kind).toBe("window");
  });

  test("two times: up to the second, a date whole", () => {
    expect(read("2025-04-20 14:30", kyiv, "2025-04-20 15:00")).toMatchObject({
      from: Date.parse("2025-04-20T11:30Z"),
      until: Date.parse("2025-04-20T12:00Z"),
      stated: "2025-04-20 14:30 – 2025-04-20 15:00",
    });
    expect(span(read("2025-04-20", kyiv, "2025-04-21"))).toBe("2025-04-19T21:00:00Z/2025-04-21T21:00:00Z");
    expect(span(read("2025-04-20 18:00", kyiv, "2025-04-20 24:00"))).toBe("2025-04-20T15:00:00Z/2025-04-20T21:00:00Z");
    expect(read("2025-04-20 14:30", kyiv, "2025-04-20 14:30").stated).toBe("2025-04-20 14:30");
    expect(read("2025-04-20 14:30", kyiv, " ").precision).toBe("minute");
    expect(errorOf("2025-04-20 14:30", kyiv, "2025-04-20 14:00")).toMatch(/not after the beginning/);
    expect(errorOf("2025-04-20", kyiv, "2025-04-19")).toMatch(/not after the beginning/);
  });

  test("midnight that means nothing is the whole day", () => {
    const unknown = { ...kyiv, unknownMidnight: true };
    expect(read("2025-04-20 00:00:00", unknown)).toMatchObject({ precision: "day", kind: "window" });
    expect(span(read("2025-04-20 00:00:00", unknown))).toBe(span(read("2025-04-20")));
    expect(read("2025-04-20 00:00:01", unknown).precision).toBe("second");
    expect(read("2025-04-20 00:00:00").precision).toBe("second");
    expect(read("2025-04-20 00:00", { ...unknown, kind: "seen" }).kind).toBe("window");
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ["", /time is empty/],
    ["2025-02-31", /not a day of the calendar/],
    ["2023-02-29 10:00", /not a day of the calendar/],
    ["2025-13-01", /not a day of the calendar/],
    ["2025-04-20 24:61", /there is no 24:61/],
    ["2025-04-20 23:60", /there is no 23:60/],
    ["2025-04-20 23:59:60", /there is no 23:59:60/],
    ["2025-04-20 24:00", /write 00:00 of the next day/],
    ["20.04.2025", /day and month cannot be told apart/],
    ["03/04/2025 10:00", /day and month cannot be told apart/],
    ["03/04/25", /year of two digits/],
    ["25-04-20", /year of two digits/],
    ["14:30", /without its date/],
    ["2025-04-20 14:30 EEST", /zone in words/],
    ["2025-04-20 2:30 pm", /zone in words|YYYY-MM-DD HH:MM/],
    ["2025-04-20T14:30+3", /offset is incomplete/],
    ["2025-04-20T14:30+19:00", /no place uses the offset/],
    ["1745148600", /bare number/],
    ["yesterday", /write YYYY-MM-DD/],
    ["0000-01-01", /not a day of the calendar/],
  ];
  for (const [text, why] of refused) test(`refused: ${text}`, () => expect(errorOf(text)).toMatch(why));
});

const someZone = fc
  .constantFrom("Europe/Kyiv", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "UTC", "-02:30")
  .map(zoneOf);
const someSecond = fc
  .integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 11, 30) })
  .map((t) => millis(Math.floor(t / 1000) * 1000));

test("cases 23 and 29: what was opened and saved stays the same time", () => {
  fc.assert(
    fc.property(someZone, someSecond, (zone, instant) => {
      // As printed, with its offset, it is read back to the second, in any zone.
      const text = formatInstant(instant, zone);
      expect(parseInstant(text)).toBe(instant);
      const first = read(text, { zone: zone.name });
      expect([first.from, first.until]).toEqual([instant, instant + 1000]);
      // Saved again from its own words it is the same value, however often.
      expect(parseStated({ from: first.stated }, { zone: first.zone })).toEqual(first);
    }),
    { numRuns: 1000 },
  );
});

test("case 29: 14:00 entered in summer stays 14:00", () => {
  for (const day of ["2025-07-01", "2025-12-01"])
    expect(formatInstant(read(`${day} 14:00`).from, zoneOf("Europe/Kyiv"), "minute")).toMatch(`${day} 14:00`);
});

describe("mission days", () => {
  test("days partition time", () => {
    fc.assert(
      fc.property(someZone, someSecond, (zone, instant) => {
        const day = dayOf(instant, zone);
        const { from, until } = dayInterval(day, zone);
        expect(from <= instant && instant < until).toBe(true);
        expect(dayOf(until, zone) > day).toBe(true);
        expect(dayOf(millis(from - 1), zone) < day).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("known days", () => {
    const hours = (day: string, zone: string) =>
      (dayInterval(day, zoneOf(zone)).until - dayInterval(day, zoneOf(zone)).from) / 3_600_000;
    expect(hours("2025-03-30", "Europe/Kyiv")).toBe(23);
    expect(hours("2025-10-26", "Europe/Kyiv")).toBe(25);
    expect(hours("2010-11-06", "America/St_Johns")).toBe(25);
    expect(hours("2011-12-30", "Pacific/Apia")).toBe(0);
    expect(dayOf(millis(Date.parse("2025-04-19T21:00Z")), zoneOf("Europe/Kyiv"))).toBe("2025-04-20");
    for (const text of ["2025-02-31", "2025-2-3", "20250203", ""])
      expect(() => dayInterval(text, zoneOf("UTC"))).toThrow(RangeError);
  });

  test("formats by precision", () => {
    const at = millis(Date.parse("2025-04-20T11:30:05.250Z"));
    const zone = zoneOf("Europe/Kyiv");
    expect(formatInstant(at, zone, "second")).toBe("2025-04-20 14:30:05.250 +03:00");
    expect(formatInstant(at, zone, "minute")).toBe("2025-04-20 14:30 +03:00");
    expect(formatInstant(at, zone, "day")).toBe("2025-04-20");
    expect(formatInstant(at, zone, "month")).toBe("2025-04");
    expect(formatInstant(at, zone, "year")).toBe("2025");
    expect(formatInstant(at, zoneOf("UTC"), "minute")).toBe("2025-04-20 11:30 +00:00");
    expect(formatInstant(at, zoneOf("America/St_Johns"), "minute")).toBe("2025-04-20 09:00 -02:30");
  });

  test("instants of agreement files are strict", () => {
    const good = [
      ["2025-04-19T18:00+03:00", "2025-04-19T15:00:00.000Z"],
      ["2025-04-19 18:00 +03:00", "2025-04-19T15:00:00.000Z"],
      ["2025-04-19T18:00:01.5Z", "2025-04-19T18:00:01.500Z"],
      ["2025-04-20T24:00Z", "2025-04-21T00:00:00.000Z"],
    ] as const;
    for (const [text, expected] of good)
      expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(expected);
    for (const text of [
      "2025-04-19T18:00",
      "2025-04-19",
      "2025-02-31T00:00Z",
      "2025-04-19T25:00Z",
      "2025-04-19T24:01Z",
      "2025-04-19T18:00+0300",
      "2025-04-19T18:00 Europe/Kyiv",
      "19.04.2025 18:00Z",
      "2025-04-19t18:00z",
      "",
    ])
      expect(parseInstant(text)).toBeNull();
  });
});
