import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, sha256Hex } from "../canonical.ts";
import { editDistance } from "../edit-distance.ts";
import { COUNT_UNITS } from "../observation/count.ts";
import { MODES, type Observation, SOURCE_KINDS } from "../observation/observation.ts";
import { ACTS } from "../observation/taxonomy.ts";
import { COVERAGE_COLUMNS } from "./coverage-csv.ts";
import { IMPEDIMENT_COLUMNS } from "./impediments-csv.ts";
import { nearest } from "./nearest.ts";
import { addsUp, reading } from "./reading.fixture.ts";
import { OBSERVATION_COLUMNS, WEAPON_CLASSES } from "./trucekeeper-csv.ts";

type Row = Readonly<Record<string, string>>;
const BASE: Row = {
  source: "Post 3",
  source_kind: "monitor",
  time_from: "2025-04-20 14:30",
  zone: "Europe/Kyiv",
  act: "explosion",
};
const quoted = (s: string) => (/[",;\t\r\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s);
const csv = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  return `${[columns, ...rows.map((r) => columns.map((c) => r[c] ?? ""))].map((r) => r.map(quoted).join(",")).join("\n")}\n`;
};
const read = (rows: readonly Row[], zone?: string) => reading("f.csv", csv(rows), zone ? { zone } : {});
const one = async (row: Row): Promise<Observation> => {
  const o = await read([{ ...BASE, ...row }]);
  expect([o.problem, o.account?.refusals]).toEqual([undefined, []]);
  return o.items[0]?.value as Observation;
};
const faults = async (row: Row, zone?: string) =>
  (await read([{ ...BASE, ...row }], zone)).account?.refusals.map((r) => `${r.field}: ${r.why}`) ?? [];

describe("a row", () => {
  test("says nothing that it does not state", async () => {
    const o = await one({});
    expect(o).toMatchObject({
      kind: "observation",
      source: "Post 3",
      mode: "document",
      acts: ["explosion"],
      labelBasis: "person",
      role: "undetermined",
      count: { min: 1, max: null, unit: "event", form: "not-stated" },
      activity: "unknown",
      place: { kind: "unknown" },
      marking: "TLP:CLEAR",
      time: { kind: "window", precision: "minute", zone: "Europe/Kyiv", zoneBasis: "stated" },
    });
    expect(o.report).toBe(o.id);
    expect(o).not.toHaveProperty("weapon");
  });
  test("carries every column", async () => {
    const o = await one({
      key: "k",
      report: "r",
      independence_group: "g",
      reliability: "b",
      credibility: "2",
      mode: "heard",
      time_until: "2025-04-20 14:50",
      time_sd_s: "30",
      lon: "37.8",
      lat: "48.35",
      bearing: "NW+NNW",
      distance_min_m: "5000",
      distance_max_m: "10000",
      place_name: "Post",
      act: "explosion.mortar|explosion.artillery",
      label_basis: "machine",
      role: "Outgoing",
      weapon: "tube-artillery",
      model: "D-30",
      calibre_mm: "122",
      weapon_certainty: "stated",
      count: "15-20",
      count_unit: "explosion",
      pair: "p",
      activity: "ceasefire-event",
      asserted_zone: "DA:1:inside",
      object_kind: "school",
      object_name: "No 5",
      alleged_actor: "A",
      killed: "0",
      injured: "at least 2",
      revises: "j",
      marking: "tlp:amber",
    });
    expect(o).toMatchObject({
      independenceGroup: "g",
      reliability: "B",
      credibility: 2,
      mode: "heard",
      acts: ["explosion.mortar", "explosion.artillery"],
      labelBasis: "machine",
      role: "outgoing",
      weapon: { class: "tube-artillery", model: "D-30", calibreMm: 122, certainty: "stated" },
      count: { min: 15, max: 20, unit: "explosion", form: "range" },
      pair: "p",
      activity: "ceasefire-event",
      time: { kind: "seen", sdMs: 30_000, from: Date.UTC(2025, 3, 20, 11, 30), until: Date.UTC(2025, 3, 20, 11, 50) },
      place: {
        kind: "sector",
        fromDeg: 303.75,
        untilDeg: 348.75,
        minM: 5000,
        maxM: 10_000,
        distance: "stated",
        name: "Post",
      },
      assertedZone: { zone: "DA:1", relation: "inside" },
      object: { kind: "school", name: "No 5" },
      alleged: { actor: "A", by: "Post 3" },
      killed: { min: 0, max: 0, unit: "person" },
      injured: { min: 2, max: null },
      revises: sha256Hex(canonical(["trucekeeper", "key", "Post 3", "j"])),
      marking: "TLP:AMBER",
    });
    expect(o.report).not.toBe(o.id);
  });
  test("places: radius, notations, sectors at unknown distance, rings, areas", async () => {
    const at = { lon: "37.8", lat: "48.35" };
    expect((await one(at)).place).toEqual({ kind: "point", lon: 37.8, lat: 48.35, radiusM: 100 });
    expect((await one({ ...at, radius_m: "2500" })).place).toMatchObject({ radiusM: 2500 });
    const dms = (await one({ position: "48°21'00\"N 37°48'00\"E" })).place;
    expect(dms).toMatchObject({ kind: "point" });
    if (dms.kind === "point") expect([dms.lon.toFixed(4), dms.lat.toFixed(4)]).toEqual(["37.8000", "48.3500"]);
    expect((await one({ ...at, bearing: "315", mode: "heard" })).place).toMatchObject({
      fromDeg: 310,
      untilDeg: 320,
      minM: 0,
      maxM: 10_000,
      distance: "assumed",
    });
    expect((await one({ ...at, bearing: "2", bearing_halfwidth_deg: "10" })).place).toMatchObject({
      fromDeg: 352,
      untilDeg: 12,
    });
    expect((await one({ ...at, bearing: "N", bearing_halfwidth_deg: "20" })).place).toMatchObject({
      fromDeg: 340,
      untilDeg: 20,
    });
    expect((await one({ ...at, bearing: "NW+NNW", bearing_halfwidth_deg: "5" })).place).toMatchObject({
      fromDeg: 310,
      untilDeg: 342.5,
    });
    expect((await one({ ...at, distance_max_m: "3000" })).place).toMatchObject({
      fromDeg: 0,
      untilDeg: 0,
      maxM: 3000,
      distance: "stated",
    });
    const wkt = "POLYGON ((37 48, 38 48, 38 49, 37 48))";
    expect((await one({ area_wkt: wkt, place_name: "box" })).place).toMatchObject({ kind: "area", name: "box" });
    expect((await one({ place_name: "somewhere" })).place).toEqual({ kind: "unknown", name: "somewhere" });
  });
  test("kinds: claims need a claimant, aggregates may be none", async () => {
    expect(await one({ kind: "claim", claimant: "A" })).toMatchObject({ kind: "claim", claimant: "A" });
    expect(await one({ kind: "aggregate", count: "0" })).toMatchObject({ count: { min: 0, max: 0 } });
    expect(await faults({ kind: "claim" })).toEqual(["claimant: a claim needs the party that asserts it"]);
    expect(await faults({ claimant: "A" })).toEqual(["claimant: only a claim has a claimant, and kind is observation"]);
  });
});

describe("ids", () => {
  test("a key holds the id while other cells change; without one the cells make it", async () => {
    expect((await one({ key: "k", count: "7" })).id).toBe((await one({ key: "k", count: "8" })).id);
    expect((await one({ key: "k", source: "Post 4" })).id).not.toBe((await one({ key: "k" })).id);
    expect((await one({ count: "7" })).id).not.toBe((await one({ count: "8" })).id);
  });
  test("ids hang on neither the order of columns and rows nor on empty columns", async () => {
    const rows = [BASE, { ...BASE, count: "7" }, { ...BASE, act: "fire" }];
    const ids = (o: Awaited<ReturnType<typeof read>>) => new Set(o.items.map((i) => i.value.id));
    const turned = rows.map((r) => Object.fromEntries([...Object.entries(r), ["note", ""]].reverse())).reverse();
    expect(ids(await read(turned))).toEqual(ids(await read(rows)));
    expect(ids(await read(rows)).size).toBe(3);
  });
  test("the very same row twice is two events without a key, and one with it", async () => {
    const twice = await read([BASE, BASE]);
    expect(new Set(twice.items.map((i) => i.value.id)).size).toBe(2);
    const keyed = await read([
      { ...BASE, key: "k" },
      { ...BASE, key: "k" },
    ]);
    expect(keyed.account).toMatchObject({ rowsUsed: 1, skipped: { "exact-repeat": 1 } });
  });
  test("one key with two contents in one file: which holds cannot be told", async () => {
    const o = await read([
      { ...BASE, key: "k" },
      { ...BASE, key: "k", count: "7" },
    ]);
    expect(o.account?.refusals).toEqual([
      { line: 3, field: "", why: "a row above has the same id (source and key) and other cells; keep one of the two" },
    ]);
  });
  test("GeoJSON: the geometry is the place, longitude first (case 45), and unknown properties refuse their feature", async () => {
    const feature = (geometry: unknown, more: object = {}) => ({
      type: "Feature",
      geometry,
      properties: { ...BASE, ...more },
    });
    const features = [
      feature({ type: "Point", coordinates: [30.5, 50.4] }),
      feature({ type: "Point", coordinates: [30.5, 50.4] }, { radius_m: 500, count: 7 }),
      feature(
        {
          type: "Polygon",
          coordinates: [
            [
              [30, 50],
              [31, 50],
              [31, 51],
              [30, 50],
            ],
          ],
        },
        { place_name: "box" },
      ),
      feature(null),
      feature({ type: "Point", coordinates: [30.5, 50.4] }, { lon: 1, lat: 2 }),
    ];
    const later = feature(null, { colour: "red" });
    const o = await reading(
      "f.geojson",
      JSON.stringify({ type: "FeatureCollection", features: [...features, ...Array(64).fill(features[0]), later] }),
    );
    expect(o.account?.format).toBe("trucekeeper-geojson");
    expect(o.items.slice(0, 4).map((i) => (i.value as Observation).place)).toMatchObject([
      { kind: "point", lon: 30.5, lat: 50.4, radiusM: 100 },
      { kind: "point", radiusM: 500 },
      { kind: "area", name: "box" },
      { kind: "unknown" },
    ]);
    expect(o.account?.refusals.map((r) => `${r.field}: ${r.why.slice(0, 45)}`)).toEqual([
      "features[4].geometry: the place is given twice, by lon and by geome",
      'features[69].colour: unknown column "colour"; known are key, repor',
    ]);
  });
});

describe("case 13: a refusal names field, value, expectation and the nearest name", () => {
  const table: readonly (readonly [Row, RegExp])[] = [
    [{ act: "" }, /^act: expected an act of the taxonomy, got an empty cell/],
    [{ act: "", weapon: "mortar", count_unit: "explosion" }, /^act: expected an act/],
    [{ act: "explosion.motar" }, /^act: got "explosion.motar"; did you mean "explosion.mortar"\? expected one of /],
    [{ act: "mortar" }, /did you mean "explosion.mortar"/],
    [{ source: " " }, /^source: expected a value, got an empty cell/],
    [{ source_kind: "moniter" }, /^source_kind: .*did you mean "monitor"/],
    [{ time_from: "20/04/2025" }, /^time_from: .*day and month cannot be told apart/],
    [{ time_from: "" }, /^time_from: the time is empty/],
    [{ zone: "Kiev" }, /^zone: unknown time zone "Kiev"/],
    [{ zone: "" }, /^time_from: .*neither an offset nor a zone/],
    [{ time_until: "2025-04-20 14:00" }, /is not after the beginning/],
    [{ time_kind: "seen", time_from: "2025-04-20" }, /^time_kind: a time that was seen needs a time of day/],
    [{ lon: "37.8" }, /^lat: expected a decimal number, got an empty cell/],
    [{ lon: "37,8", lat: "48,2", radius_m: "0,5" }, /^radius_m: .*write the decimals after a point/],
    [{ lon: "1,200,5", lat: "48" }, /^lon: expected a decimal number/],
    [{ lon: "1200,5", lat: "48" }, /^lon: expected a decimal number/],
    [{ lon: "800,5", lat: "48" }, /^lon: expected -180 to 180/],
    [{ lon: "48.3", lat: "137.8" }, /^lat: .*the two look swapped/],
    [{ lon: "37.8", lat: "48.3", position: "x" }, /^position: the place is given twice, by lon and by position/],
    [{ position: "48.35, 37.8" }, /^position: /],
    [{ bearing: "NW" }, /^bearing: a bearing or distance needs the observer's position/],
    [{ lon: "37.8", lat: "48", bearing: "N+S" }, /^bearing: .*not neighbours/],
    [{ lon: "37.8", lat: "48", bearing: "400" }, /^bearing: expected 0 to 360/],
    [
      { lon: "37.8", lat: "48", distance_min_m: "5000", distance_max_m: "5000" },
      /^distance_max_m: expected more than distance_min_m/,
    ],
    [{ lon: "37.8", lat: "48", distance_min_m: "90000" }, /^distance_max_m: distance_min_m is beyond the 10000 m/],
    [{ lon: "37.8", lat: "48", radius_m: "0" }, /^radius_m: expected more than 0/],
    [{ area_wkt: "POLYGON ((37 48, 38 48))" }, /^area_wkt: /],
    [{ area_wkt: "POLYGON ((37 48, 38 48, 38 49, 37 48))", bearing: "N" }, /^bearing: an area has no bearing/],
    [{ calibre_mm: "122" }, /^calibre_mm: needs a class in weapon/],
    [{ weapon: "mortar", calibre_mm: "300" }, /^calibre_mm: a mortar has 50 to 240 mm, got 300/],
    [{ count: "lots" }, /^count: cannot read the count "lots"/],
    [{ asserted_zone: "DA1" }, /^asserted_zone: expected ID:inside or ID:outside, got "DA1"/],
    [{ object_name: "x" }, /^object_kind: an object_name needs its kind/],
    [{ alleged_by: "x" }, /^alleged_actor: alleged_by without/],
    [{ reliability: "G" }, /^reliability: got "G"; expected one of A, B/],
    [{ key: "k", revises: "k" }, /^revises: a row cannot revise itself/],
    [{ marking: "TLP:WHITE" }, /^marking: /],
  ];
  for (const [row, why] of table)
    test(JSON.stringify(row), async () => {
      const found = await faults(row);
      expect(
        found.some((f) => why.test(f)),
        found.join("\n"),
      ).toBe(true);
    });
  test("all faults of a row are listed", async () => {
    expect(await faults({ act: "x", source_kind: "y", count: "z" })).toHaveLength(3);
  });
  test("an unknown column refuses the file with the nearest name", async () => {
    expect((await read([{ ...BASE, calibre: "1" }])).problem).toMatch(/^f\.csv:1: calibre: unknown column "calibre"/);
    expect((await read([{ ...BASE, "place-name": "1" }])).problem).toMatch(/did you mean "place_name"\?/);
  });
});

test("a zone given for the import is recorded as an assumption, once", async () => {
  const o = await read(
    [
      { ...BASE, zone: "" },
      { ...BASE, zone: "", count: "7" },
    ],
    "Europe/Moscow",
  );
  expect(o.items[0]?.value).toMatchObject({ time: { zone: "Europe/Moscow", zoneBasis: "assumed" } });
  expect(o.account?.assumptions.filter((a) => a.what === "zone")).toEqual([
    { what: "zone", value: "Europe/Moscow", why: "some rows state no zone; this one was given for the import" },
  ]);
  expect((await read([BASE], "Europe/Moscow")).account?.assumptions.some((a) => a.what === "zone")).toBe(false);
});

describe("coverage and impediments", () => {
  test("coverage: a watch has an end, and an area", async () => {
    const text =
      "station,kind,from,until,zone,state,detects,blind_to,area_name,lon,lat,radius_m\n" +
      "Post 3,station,2025-04-20 00:00,2025-04-20 06:00,Europe/Kyiv,watching,fire|explosion,flight,box,37.8,48.35,10000\n" +
      "Post 3,,2025-04-21,,Europe/Kyiv,Denied,,,,,,\n" +
      "Post 3,,2025-04-21,,Europe/Kyiv,Denied,,,,,,\n" +
      "Post 3,,2025-04-21 10:00,,Europe/Kyiv,down,,,,,,\n" +
      "Post 3,,2025-04-22,,Europe/Kyiv,watchng,fire,fire,,,,\n" +
      "EXAMPLE,,x,,,,,,,,,\n";
    const o = await reading("c.csv", text);
    expect(o.items.map((i) => i.value)).toMatchObject([
      {
        station: "Post 3",
        kind: "station",
        state: "watching",
        detects: ["fire", "explosion"],
        blindTo: ["flight"],
        area: { kind: "point", name: "box", radiusM: 10_000 },
      },
      { state: "denied", from: Date.UTC(2025, 3, 20, 21), until: Date.UTC(2025, 3, 21, 21), area: { kind: "unknown" } },
    ]);
    expect(o.account).toMatchObject({ observations: 0, skipped: { "exact-repeat": 1, "example-row": 1 } });
    expect(o.account?.refusals.map((r) => `${r.line} ${r.field}`)).toEqual(["5 until", "6 state", "6 blind_to"]);
  });
  test("impediments: a delay lasts as long as it is said to", async () => {
    const text =
      "impediment_kind,from,until,zone,minutes,by,control_side,reason,source,place_name\n" +
      "delay,2025-04-20 13:00,,Europe/Kyiv,35,two men,A,“no passage”,Patrol 4,checkpoint\n" +
      "denial,2025-04-20,,Europe/Kyiv,,,,,,\n" +
      "denail,2025-04-20,,Europe/Kyiv,1.5,,,,,\n";
    const o = await reading("i.csv", text);
    expect(o.items.map((i) => i.value)).toMatchObject([
      {
        kind: "delay",
        minutes: 35,
        from: Date.UTC(2025, 3, 20, 10),
        until: Date.UTC(2025, 3, 20, 10, 35),
        by: "two men",
        controlSide: "A",
      },
      { kind: "denial", minutes: null, until: Date.UTC(2025, 3, 20, 21) },
    ]);
    expect(o.account?.refusals.map((r) => `${r.line} ${r.field}`)).toEqual(["4 impediment_kind", "4 minutes"]);
  });
});

test("nearest: the closest name, or none; edits counted with swaps", () => {
  expect(editDistance("denail", "denial")).toBe(1);
  expect(editDistance("", "abc")).toBe(3);
  expect(nearest("hundred-years", MODES)).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, a)).toBe(0);
    }),
  );
});

test("docs/formats.md names exactly the columns that are read", () => {
  const text = readFileSync(new URL("../../docs/formats.md", import.meta.url), "utf8");
  for (const column of [...OBSERVATION_COLUMNS, ...COVERAGE_COLUMNS, ...IMPEDIMENT_COLUMNS])
    expect(text).toContain(`\`${column}\``);
  const table = text.slice(0, text.indexOf("## Coverage"));
  const cells = [...table.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap((m) =>
    [...(m[1] ?? "").matchAll(/`([^`]+)`/g)].map((n) => n[1]),
  );
  expect(new Set(cells)).toEqual(new Set(OBSERVATION_COLUMNS));
});

describe("fuzz", () => {
  const odd = fc.oneof(
    fc.constantFrom(
      "",
      " ",
      "0",
      "-1",
      "1e9",
      "NaN",
      "2025-04-20",
      "2025-02-30 25:61",
      "NW",
      "about 7",
      "constructor",
      "__proto__",
      "=1+1",
      "\u0000".replace("\0", ""),
    ),
    fc.constantFrom(...ACTS, ...MODES, ...SOURCE_KINDS, ...COUNT_UNITS, ...WEAPON_CLASSES),
    fc.string({ unit: "grapheme", maxLength: 12 }).map((s) => s.replaceAll("\0", "")),
  );
  const mutated = (columns: readonly string[], base: Row) =>
    fc
      .array(fc.dictionary(fc.constantFrom(...columns), odd, { maxKeys: 5 }), { minLength: 1, maxLength: 4 })
      .map((rows) => rows.map((r) => ({ ...base, ...r })));
  const coverage: Row = { station: "s", from: "2025-04-20", state: "down", zone: "UTC" };
  const impediment: Row = { impediment_kind: "denial", from: "2025-04-20", zone: "UTC" };
  for (const [name, rows] of [
    ["observations", mutated(OBSERVATION_COLUMNS, BASE)],
    ["coverage", mutated(COVERAGE_COLUMNS, coverage)],
    ["impediments", mutated(IMPEDIMENT_COLUMNS, impediment)],
  ] as const)
    test(`${name}: any cells give rows that are used, skipped or refused with a reason, the same each time`, async () => {
      await fc.assert(
        fc.asyncProperty(
          rows,
          fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 }),
          async (r, sizes) => {
            const o = await read(r);
            expect(addsUp(o)).toBe(true);
            expect(await reading("f.csv", csv(r), { sizes })).toEqual(o);
            for (const { value } of o.items) expect(value.id).toMatch(/^[0-9a-f]{64}$/);
          },
        ),
        { numRuns: 200 },
      );
    });
});
