import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeShared, sharedBytes, sharedPath } from "../../test/shared.ts";
import type { Item, TableReader } from "./reader.ts";
import { addsUp, reading } from "./reading.fixture.ts";

/** Takes any table: shows cells as they come. */
const any: TableReader = {
  name: "any",
  recognises: () => true,
  assumptions: [],
  row: (cells, { line }) => ({
    use: [
      {
        type: "observation",
        value: { id: `${line} ${Math.random()}`, cells: { ...cells }, time: {} },
      } as unknown as Item,
    ],
  }),
};
const read = (json: string, sizes?: readonly number[]) =>
  reading("f.geojson", json, sizes ? { readers: [any], sizes } : { readers: [any] });
const cellsOf = async (json: string) =>
  (await read(json)).items.map((i) => (i.value as unknown as { cells: unknown }).cells);
const feature = (geometry: string, properties = '{"x":1}') =>
  `{"type":"Feature","geometry":${geometry},"properties":${properties}}`;
const collection = (...features: string[]) => `{"type":"FeatureCollection","features":[\n${features.join(",\n")}\n]}`;
const point = '{"type":"Point","coordinates":[30.5,50.4]}';
const faults = async (json: string) =>
  (await read(json)).account?.refusals.map((r) => `${r.line} ${r.field}: ${r.why}`);

describe("GeoJSON as a table", () => {
  test("properties are flattened to text, numbers as they are written", async () => {
    const properties =
      '{"a":{"b":[1,{"c":2.50}],"d":{}},"e":null,"f":true,"g":12345678901234567890,"h":1.50,"__proto__":"p"}';
    expect(await cellsOf(collection(feature(point, properties)))).toEqual([
      {
        "a.b": '[1,{"c":2.50}]',
        "a.d": "{}",
        e: "",
        f: "true",
        g: "12345678901234567890",
        h: "1.50",
        ["__proto__"]: "p",
        geometry: '{"type":"Point","coordinates":[30.5,50.4]}',
      },
    ]);
  });
  test("a single feature, an array of objects, members in any order, an empty collection", async () => {
    expect(await cellsOf(feature("null"))).toEqual([{ x: "1" }]);
    expect(await cellsOf('[{"x":1},{"y":"2"}]')).toEqual([{ x: "1" }, { y: "2" }]);
    expect(await cellsOf(`{"features":[${feature("null")}],"bbox":[1,2,3,4],"type":"FeatureCollection"}`)).toEqual([
      { x: "1" },
    ]);
    expect((await read(collection())).account).toMatchObject({
      rowsIn: 0,
      warnings: ["the file holds no features or objects"],
    });
  });
  test("case 65, case 79: bad features are refused one by one, with line and index; the others are read", async () => {
    const json = collection(
      feature(point),
      feature('{"type":"Point","coordinates":[null,15.66388]}'),
      feature('{"type":"Point","coordinates":[]}'),
      '{"type":"feature"}',
      "7",
      feature("null"),
      '{"type":"Feature","properties":{"x":1}}',
      feature(point, "[]"),
      feature('{"type":"LineString","coordinates":[[1,2],[3,4]]}'),
      feature(point, '{"x":1,"x":2}'),
      feature(point, '{"x":"\\ud800"}'),
    );
    expect((await read(json)).account).toMatchObject({ rowsIn: 11, rowsUsed: 2, refused: 9 });
    expect(await faults(json)).toEqual([
      "3 features[1].geometry: coordinates: expected two numbers, longitude then latitude, saw [null, 15.66388]",
      "4 features[2].geometry: coordinates: expected two numbers, longitude then latitude, saw []",
      '5 features[3].type: expected "Feature", saw "feature"',
      "6 features[4]: expected an object, saw 7",
      "8 features[6].geometry: expected an object, or null where there is no place; saw nothing",
      "9 features[7].properties: expected an object or null, saw an array",
      '10 features[8].geometry: type: expected Point, Polygon or MultiPolygon, saw "LineString"; give a Point or an area, one feature for each place',
      '11 features[9].x: the key "x" stands twice; which is meant cannot be told',
      "12 features[10].x: half a surrogate pair (\\ud800 to \\udfff): no character",
    ]);
  });
  test("case 45, case 47: longitude first, and a likely swap is named", async () => {
    expect(await faults(collection(feature('{"type":"Point","coordinates":[50.4,130.5]}')))).toBeUndefined();
    expect((await read(collection(feature('{"type":"Point","coordinates":[50.4,130.5]}')))).problem).toMatch(
      /look swapped: GeoJSON is longitude first/,
    );
  });
  test("case 67, case 77: null corners, polygons nested too shallow, open or crossing rings are refused", async () => {
    const polygon = (rings: string) => feature(`{"type":"Polygon","coordinates":${rings}}`);
    const json = collection(
      feature(point),
      polygon("[[[0,0],[1,0],[1,1],null]]"),
      polygon("[[0,0],[1,0],[1,1],[0,0]]"),
      polygon("[[[0,0],[1,0],[1,1],[0,1]]]"),
      polygon("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]"),
      polygon("[[[0,0],[1,0],[1,1],[0,0]]]"),
    );
    const found = (await faults(json)) ?? [];
    expect(found).toHaveLength(4);
    expect(found[0]).toMatch(
      /^3 features\[1\]\.geometry: coordinates\[0\]\[3\]: expected \[longitude, latitude\], saw null/,
    );
    expect(found[1]).toMatch(/nested one level too shallow/);
    expect(found[2]).toMatch(/not closed/);
    expect(found[3]).toMatch(/cross/);
  });
});

describe("damage and limits", () => {
  test("cut off, mistyped or doubled JSON is refused with its line", async () => {
    const whole = collection(feature(point), feature(point));
    for (let cut = 1; cut < whole.length; cut++)
      expect((await read(whole.slice(0, cut))).problem).toMatch(
        /^f\.geojson:\d+: (the JSON ends too early|this is not JSON|unknown)/,
      );
    expect((await read(`${whole}{}`)).problem).toMatch(/saw more after the end|not JSON/);
    expect((await read('{"a":1,\n"a":2}')).problem).toBe(
      'f.geojson:2: the key "a" stands twice at the top; delete one',
    );
    expect((await read('{"a" 1}')).problem).toMatch(/not JSON/);
    expect((await read("[1,]")).problem).toMatch(/not JSON/);
  });
  test("deep nesting and values without end are refused by limits that the error names", async () => {
    expect((await read("[".repeat(100_000))).problem).toMatch(/nesting of the JSON: the limit is 64 levels/);
    expect((await read(`[{"x":"${"a".repeat(3_000_000)}"}]`)).problem).toMatch(
      /one value of the JSON: the limit is 1048576 bytes/,
    );
    expect((await read(`{"x":[${"1,".repeat(3_000_000)}1]}`)).problem).toMatch(/one value of the JSON: the limit is/);
  });
  test("members at the top are bounded", async () => {
    const members = Array.from({ length: 2001 }, (_, i) => `"k${i}":1`).join(",\n");
    expect((await read(`{${members}}`)).problem).toMatch(
      /^f\.geojson:2001: members of the top object: the limit is 2000/,
    );
  });
  test("other JSON is told apart from GeoJSON", async () => {
    expect((await read('{"type":"Point","coordinates":[1,2]}')).problem).toMatch(
      /saw JSON of type "Point"; expected one of a GeoJSON/,
    );
    expect((await read('{"a":1,"b":[]}')).problem).toMatch(/saw JSON with the members "a", "b"/);
    expect((await read('{"features":[],"type":"featureCollection"}')).problem).toMatch(/type "featureCollection"/);
  });
  test("random JSON and cut JSON: a Problem or an account that adds up, however the bytes arrive", async () => {
    const broken = fc
      .tuple(fc.jsonValue(), fc.nat(3), fc.nat(300), fc.constantFrom("", "}", "[", ",", '"', "\\", "1e", "\n"))
      .map(([value, form, at, more]) => {
        const text = JSON.stringify(value);
        const whole =
          [collection(feature(point, text)), collection(feature(text)), `[${text},{"x":2}]`, `{"features":${text}}`][
            form
          ] ?? "";
        return whole.slice(0, at) + more + whole.slice(at);
      });
    await fc.assert(
      fc.asyncProperty(
        broken,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        async (json, sizes) => {
          const together = await read(json);
          expect(addsUp(together)).toBe(true);
          const apart = await read(json, sizes);
          expect([apart.account, apart.problem]).toEqual([together.account, together.problem]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describeShared("GeoJSON, good, bad and borderline", () => {
  for (const folder of ["good", "bad"] as const)
    for (const name of readdirSync(sharedPath(`geojson-edge/${folder}`)).filter((n) => n.endsWith(".geojson")))
      test(`${folder}/${name}`, async () => {
        const bytes = sharedBytes(`geojson-edge/${folder}/${name}`);
        const own = await reading(name, bytes);
        expect(own.problem ?? "").toMatch(/unknown format|not JSON|too early|stands twice/);
        const o = await reading(name, bytes, { readers: [any] });
        expect(addsUp(o)).toBe(true);
        const all = o.account !== undefined && o.account.refused === 0 && o.account.rowsIn > 0;
        // What we let pass though a strict checker would not, and what we refuse though it is sound.
        const lenient = /rhr|winding|bbox|featureid|excessive_precision|changed_semantics/;
        const noPlace =
          /geometrycollection|linestring|multipoint|good-point|good-polygon|multipolygon|issue82|nullgeometry/;
        if (folder === "good" && !noPlace.test(name)) {
          expect([name, o.problem]).toEqual([name, undefined]);
          for (const r of o.account?.refusals ?? []) expect(r.why).toMatch(/expected Point, Polygon or MultiPolygon/);
        }
        if (folder === "bad" && !lenient.test(name)) expect([name, all]).toEqual([name, false]);
      });
});
