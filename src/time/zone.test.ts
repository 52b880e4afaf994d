import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Millis, millis } from "../units.ts";
import {
  findZone,
  firstInstantFrom,
  instantsOf,
  sameZone,
  toInstant,
  toLocal,
  UTC,
  wallMillis,
  ZONE_TABLES_VERSION,
  type Zone,
} from "./zone.ts";

const zoneOf = (name: string): Zone => {
  const zone = findZone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
};
const utc = (text: string): Millis => millis(Date.parse(text));
const wall = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute, second };
};

/** Zone, wall clock, the instants that it may mean (tz database, facts). */
const table: readonly (readonly [zone: string, wall: string, ...instants: string[]])[] = [
  ["Europe/Kyiv", "2025-04-20 14:30:00", "2025-04-20T11:30:00Z"],
  ["Europe/Kyiv", "2025-01-20 14:30:00", "2025-01-20T12:30:00Z"],
  ["Europe/Kyiv", "2025-03-30 02:59:59", "2025-03-30T00:59:59Z"],
  ["Europe/Kyiv", "2025-03-30 03:00:00"],
  ["Europe/Kyiv", "2025-03-30 03:59:59"],
  ["Europe/Kyiv", "2025-03-30 04:00:00", "2025-03-30T01:00:00Z"],
  ["Europe/Kyiv", "2025-10-26 02:59:59", "2025-10-25T23:59:59Z"],
  ["Europe/Kyiv", "2025-10-26 03:30:00", "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"],
  ["Europe/Kyiv", "2025-10-26 04:00:00", "2025-10-26T02:00:00Z"],
  ["Europe/Moscow", "2025-04-19 18:00:00", "2025-04-19T15:00:00Z"],
  ["Europe/Moscow", "2014-10-26 01:30:00", "2014-10-25T21:30:00Z", "2014-10-25T22:30:00Z"],
  ["America/St_Johns", "2025-07-01 12:00:00", "2025-07-01T14:30:00Z"],
  ["America/St_Johns", "2025-03-09 02:30:00"],
  ["America/St_Johns", "2025-11-02 01:30:00", "2025-11-02T04:00:00Z", "2025-11-02T05:00:00Z"],
  // Until 2011 clocks there changed at 00:01, so the evening before came twice.
  ["America/St_Johns", "2010-11-06 23:30:00", "2010-11-07T02:00:00Z", "2010-11-07T03:00:00Z"],
  ["America/St_Johns", "2010-03-14 00:30:00"],
  ["Asia/Kathmandu", "2025-04-20 00:00:00", "2025-04-19T18:15:00Z"],
  ["Asia/Kathmandu", "1985-12-31 23:59:00", "1985-12-31T18:29:00Z"],
  ["Asia/Kathmandu", "1986-01-01 00:10:00"],
  ["Pacific/Apia", "2011-12-29 23:59:59", "2011-12-30T09:59:59Z"],
  ["Pacific/Apia", "2011-12-30 12:00:00"],
  ["Pacific/Apia", "2011-12-31 00:00:00", "2011-12-30T10:00:00Z"],
  ["Asia/Gaza", "2024-01-15 08:00:00", "2024-01-15T06:00:00Z"],
  ["Australia/Lord_Howe", "2025-04-06 01:45:00", "2025-04-05T14:45:00Z", "2025-04-05T15:15:00Z"],
  ["Africa/Juba", "2021-01-31 23:30:00", "2021-01-31T20:30:00Z", "2021-01-31T21:30:00Z"],
  ["+03:00", "2025-03-30 03:30:00", "2025-03-30T00:30:00Z"],
  ["UTC", "2025-03-30 03:30:00", "2025-03-30T03:30:00Z"],
];

describe("wall clock to instants", () => {
  for (const [zone, text, ...instants] of table)
    test(`${zone} ${text}`, () => {
      expect(
        toInstant(wall(text), zoneOf(zone)).instants.map((i) => new Date(i).toISOString().replace(".000Z", "Z")),
      ).toEqual(instants);
    });
});

describe("finding a zone", () => {
  test("case 39: both spellings of a zone are accepted and equal", () => {
    const [kiev, kyiv] = [zoneOf("Europe/Kiev"), zoneOf("Europe/Kyiv")];
    expect(sameZone(kiev, kyiv)).toBe(true);
    expect(kiev.id).toBe(kyiv.id);
    expect([kiev.name, kyiv.name]).toEqual(["Europe/Kiev", "Europe/Kyiv"]);
    expect(sameZone(zoneOf("Asia/Katmandu"), zoneOf("asia/kathmandu"))).toBe(true);
    expect(sameZone(kyiv, zoneOf("Europe/Moscow"))).toBe(false);
  });
  test("case 39: an unknown zone is null and never UTC", () => {
    for (const name of [
      "",
      "Europe/Kyjiv",
      "MSK",
      "EEST",
      "+3",
      "+25:00",
      "+03:60",
      "+14:30",
      "local",
      "constructor",
      "03:00",
    ])
      expect(findZone(name)).toBeNull();
  });
  test("fixed offsets and names of UTC", () => {
    for (const name of ["UTC", "utc", "Z", "GMT", "+00:00", "-00:00", "Etc/UTC"]) expect(zoneOf(name).id).toBe("UTC");
    for (const [name, minutes] of [
      ["+03:00", 180],
      ["+0300", 180],
      ["+03", 180],
      ["-02:30", -150],
      ["\u221202:30", -150],
    ] as const)
      expect(toLocal(utc("2025-01-01T00:00:00Z"), zoneOf(name)).offsetMinutes).toBe(minutes);
    expect(zoneOf("+0300").name).toBe("+03:00");
  });
  test("the tables name their version", () => expect(ZONE_TABLES_VERSION).toMatch(/^iana-20\d\d[a-z]$/));
});

test("beyond the tables: both readings, and said so", () => {
  const kyiv = zoneOf("Europe/Kyiv");
  expect(new Date(kyiv.tablesEnd).getUTCFullYear()).toBeGreaterThan(2100);
  expect(toInstant(wall("2600-07-01 12:00:00"), kyiv).instants).toHaveLength(2);
  expect(toLocal(utc("2600-07-01T12:00:00Z"), kyiv).beyondTables).toBe(true);
  expect(toLocal(utc("2041-07-01T12:00:00Z"), kyiv)).toMatchObject({ hour: 15, beyondTables: false });
  // A zone that no longer changes its clocks is known for good.
  expect(toInstant(wall("2600-07-01 12:00:00"), zoneOf("Asia/Kathmandu")).instants).toHaveLength(1);
  expect(toLocal(utc("2600-07-01T12:00:00Z"), zoneOf("Europe/Moscow")).beyondTables).toBe(false);
});

const someZone = fc
  .constantFrom(
    "Europe/Kyiv",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "+03:00",
    "UTC",
  )
  .map(zoneOf);
const someInstant = fc
  .integer({ min: Date.UTC(1930, 0, 1), max: Date.UTC(2090, 11, 31) })
  .map((s) => millis(Math.floor(s / 1000) * 1000));

test("an instant is one of those that its own wall clock may mean", () => {
  fc.assert(
    fc.property(someZone, someInstant, (zone, instant) => {
      expect(toInstant(toLocal(instant, zone), zone).instants).toContain(instant);
    }),
    { numRuns: 2000 },
  );
});

test("every meaning of a wall clock shows that wall clock; a gap has a first moment after it", () => {
  fc.assert(
    fc.property(someZone, someInstant, (zone, at) => {
      for (const instant of instantsOf(at, zone).instants) expect(wallMillis(toLocal(instant, zone))).toBe(at);
      const first = firstInstantFrom(at, zone);
      expect(wallMillis(toLocal(first, zone))).toBeGreaterThanOrEqual(at);
      expect(wallMillis(toLocal(millis(first - 1000), zone))).toBeLessThan(at);
    }),
    { numRuns: 2000 },
  );
});

test("the same as the platform's own tables, in years that both know well", () => {
  // Intl is for tests only. Its tables may be older: rules that changed lately are left out.
  for (const name of ["Europe/Kyiv", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Europe/Moscow"]) {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: name.replace("Kyiv", "Kiev"),
      dateStyle: "short",
      timeStyle: "medium",
    });
    for (let t = Date.UTC(1995, 0, 1); t < Date.UTC(2020, 0, 1); t += 7.3 * 86_400_000) {
      const l = toLocal(millis(Math.floor(t)), zoneOf(name));
      const two = (n: number) => String(n).padStart(2, "0");
      expect(format.format(t)).toBe(
        `${two(l.day)}/${two(l.month)}/${l.year}, ${two(l.hour)}:${two(l.minute)}:${two(l.second)}`,
      );
    }
  }
});

test("case 25: the machine's own zone changes nothing", () => {
  const script = `
    const { parseStated } = await import("./src/time/stated.ts");
    const { dayOf, formatInstant } = await import("./src/time/day.ts");
    const { findZone } = await import("./src/time/zone.ts");
    const z = findZone("Europe/Kyiv");
    const t = parseStated({ from: "2025-10-26 03:30" }, { zone: "Europe/Kyiv" });
    console.log(JSON.stringify([t, dayOf(t.from, z), formatInstant(t.until, z, "minute")]));`;
  const outputs = ["UTC", "America/St_Johns", "Asia/Kathmandu"].map((TZ) =>
    execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      env: { ...process.env, TZ },
      encoding: "utf8",
    }),
  );
  expect(new Set(outputs).size).toBe(1);
  expect(outputs[0]).toContain("2025-10-26 03:31 +02:00");
});

test("UTC is UTC", () =>
  expect(toLocal(utc("2025-04-20T11:30:05.250Z"), UTC)).toMatchObject({
    hour: 11,
    second: 5,
    millisecond: 250,
    offsetMinutes: 0,
  }));
