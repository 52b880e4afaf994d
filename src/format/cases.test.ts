import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { LIMITS } from "./reader.ts";
import { addsUp, reading } from "./reading.fixture.ts";
import { xlsx } from "./xlsx.fixture.ts";
import { zipOf } from "./zip-writer.ts";

const HEADER = "source,source_kind,time_from,zone,act,position,note";
const row = (position: string, note = "") => `post 1,patrol,2025-04-20 14:00,Europe/Kyiv,explosion,${position},${note}`;
const read = (content: string | Uint8Array, more: Parameters<typeof reading>[2] = {}, name = "f.csv") =>
  reading(name, content, more);
const observations = (o: Awaited<ReturnType<typeof read>>): Observation[] =>
  o.items.flatMap((i) => (i.type === "observation" ? [i.value] : []));
const ascii = (text: string, pad = 0) => {
  const bytes = new Uint8Array(text.length + pad);
  bytes.set(Array.from(text, (c) => c.charCodeAt(0)));
  return bytes;
};

describe("case 17: a header that is not the first row", () => {
  const noted = `Log of post 4, week 16\n\n${HEADER}\nwho,what kind,when,where the clock is,what,where,\n${row("48.2 N 37.1 E")}\n`;
  test("the error says which row looks like the header, and what to do", async () => {
    expect((await read(noted)).problem).toMatch(
      /^f\.csv:1: .*row 3 looks like the header of trucekeeper-csv; delete the rows above it, or .*--header-row 3/,
    );
    const wide = `Log of post 4,,,,,,\n${HEADER.replaceAll(",", ";")}\n`;
    expect((await read(wide)).problem).toMatch(/row 2 looks like the header/);
  });
  test("header row and first row are what the caller says; notes are counted and become no records", async () => {
    const pointed = await read(noted, { headerRow: 3 });
    expect(pointed.account).toMatchObject({ rowsIn: 3, rowsUsed: 1, refused: 1, skipped: { "note-row": 1 } });
    expect(pointed.account?.refusals[0]).toMatchObject({ line: 4 });
    const both = await read(noted, { headerRow: 3, firstRow: 5 });
    expect(both.account).toMatchObject({ rowsIn: 3, rowsUsed: 1, refused: 0, skipped: { "note-row": 2 } });
    expect(observations(both)[0]?.origin.line).toBe(5);
    expect((await read(noted, { headerRow: 2 })).problem).toMatch(/^f\.csv:2: no row starts on line 2/);
    expect((await read(noted, { headerRow: 9 })).problem).toMatch(/^f\.csv:9: no row starts on line 9/);
    expect((await read('[{"a":1}]', { headerRow: 2 })).problem).toMatch(/JSON has no header row/);
  });
  test("in a workbook", async () => {
    const rows = noted
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    for (const name of ["observations", "Sheet1"]) {
      const book = xlsx([{ name, rows }]);
      expect((await read(book, {}, "f.xlsx")).problem).toMatch(/^f\.xlsx:1: .*row 3 looks like the header/);
      const both = await read(book, { headerRow: 3, firstRow: 5 }, "f.xlsx");
      expect(both.account).toMatchObject({ rowsIn: 3, rowsUsed: 1, refused: 0, skipped: { "note-row": 2 } });
      expect((await read(book, { headerRow: 2 }, "f.xlsx")).problem).toMatch(/row 2, which is said to be the header/);
    }
  });
});

describe("headers as programs write them", () => {
  test("case 7, case 9: sep= names the delimiter and is no row", async () => {
    const text = `sep=;\r\n${HEADER.replaceAll(",", ";")}\r\n${row("48.2 N 37.1 E", "a").replaceAll(",", ";")}\r\n`;
    expect((await read(text)).account).toMatchObject({ rowsIn: 1, rowsUsed: 1 });
  });
  test("nameless columns at the end are none, and what stands in them is not lost in silence (case 33)", async () => {
    const o = await read(
      `${HEADER},,\n${row("48.2 N 37.1 E")},,\n${row("48.2 N 37.1 E")},,x\n${row("48.2 N 37.1 E")}\n`,
    );
    expect(o.account).toMatchObject({ rowsIn: 3, rowsUsed: 1, refused: 2 });
    expect(o.account?.refusals.map((r) => r.why)).toEqual([
      'a value ("x") stands in column 9, which has no name',
      expect.stringMatching(/^the row has 7 cells, the header has 9/),
    ]);
  });
  test("blanks around names are none of theirs; other spellings are named", async () => {
    expect((await read(`${HEADER.replaceAll(",", " , ")}\n${row("48.2 N 37.1 E")}\n`)).account?.rowsUsed).toBe(1);
    const capitals = (await read(`${HEADER.toUpperCase().replaceAll("_", " ")}\n`)).problem;
    expect(capitals).toMatch(/spelt otherwise; write "source" and not "SOURCE"/);
    expect((await read(`${HEADER},longitude\n`)).problem).toMatch(/unknown column "longitude"; did you mean "lon"\?/);
  });
});

describe("case 43: both numbers in one cell", () => {
  test("either order, once it is said; the order stands in the account", async () => {
    const placed = async (cell: string, order?: "lat-lon" | "lon-lat") => {
      const o = await read(`${HEADER}\n${row(`"${cell}"`)}\n`, order ? { order } : {});
      const place = observations(o)[0]?.place;
      return place?.kind === "point" ? [place.lat, place.lon] : o.account?.refusals[0]?.why;
    };
    for (const cell of ["48.2,37.1", "48.2, 37.1", "48.2; 37.1", "48,2; 37,1"]) {
      expect(await placed(cell, "lat-lon")).toEqual([48.2, 37.1]);
      expect(await placed(cell, "lon-lat")).toEqual([37.1, 48.2]);
      expect(await placed(cell)).toMatch(/which is the latitude is not said/);
    }
    expect(await placed("48.2 N, 37.1 E", "lon-lat")).toEqual([48.2, 37.1]);
    const { account } = await read(`${HEADER}\n${row("")}\n`, { order: "lat-lon" });
    expect(account?.assumptions).toContainEqual({
      what: "order of a bare pair in position",
      value: "lat-lon",
      why: "given for the import",
    });
  });
  test("a column that holds the pair is told how it is read", async () => {
    const o = await read(`${HEADER.replace("position", '"lat,lon"')}\n`);
    expect(o.problem).toMatch(/unknown column "lat,lon"; call it "position", and state the order \(--order lat-lon\)/);
  });
});

test("case 23, case 29: a wall-clock time stays as written, with its zone and whether it was stated", async () => {
  const o = await read(
    `${HEADER}\npost 1,patrol,2025-07-01 14:00,Europe/Kyiv,explosion,,a\npost 1,patrol,2025-12-01 14:00,Europe/Kyiv,explosion,,b\npost 1,patrol,2025-07-01T11:00Z,Europe/Kyiv,explosion,,c\npost 1,patrol,14:00,Europe/Kyiv,explosion,,d\n`,
  );
  expect(observations(o).map(({ time }) => [time.stated, time.zone, time.zoneBasis, time.from])).toEqual([
    ["2025-07-01 14:00", "Europe/Kyiv", "stated", Date.UTC(2025, 6, 1, 11)],
    ["2025-12-01 14:00", "Europe/Kyiv", "stated", Date.UTC(2025, 11, 1, 12)],
    ["2025-07-01T11:00Z", "Europe/Kyiv", "stated", Date.UTC(2025, 6, 1, 11)],
  ]);
  expect(o.account?.refusals[0]?.why).toMatch(/a time of day without its date/);
});

test("degrees with a decimal comma, as half of the world's spreadsheets write them", async () => {
  const o = await read("source;source_kind;time_from;zone;act;lon;lat\na;patrol;2025-04-20;UTC;fire;-37,8;48,35\n");
  expect(observations(o)[0]?.place).toMatchObject({ lon: -37.8, lat: 48.35 });
});

test("case 25: a zone that was assumed stands in the account, of coverage and impediments too", async () => {
  const notes = async (text: string) =>
    (await read(text, { zone: "Europe/Kyiv" })).account?.assumptions
      .filter((a) => a.what === "zone")
      .map((a) => a.value);
  for (const [start, kind] of [
    ["station,state,from,until,zone\np,down", "coverage"],
    ["source,impediment_kind,from,until,zone\np,denial", "impediment"],
  ] as const) {
    expect([kind, await notes(`${start},2025-04-20,,\n`)]).toEqual([kind, ["Europe/Kyiv"]]);
    expect([kind, await notes(`${start},2025-04-20,,UTC\n`)]).toEqual([kind, []]);
    expect([kind, await notes(`${start},2025-04-20 10:00+03:00,2025-04-20 11:00+03:00,\n`)]).toEqual([kind, []]);
  }
});

test("case 49: a sign and a letter that contradict each other refuse the row", async () => {
  const o = await read(
    `${HEADER}\n${row(`"-42° 17' 40"" N, 89° 38' 16"" W"`)}\n${row(`"42° 17' 40"" N, 89° 38' 16"" W"`)}\n`,
  );
  expect(o.account?.refusals).toEqual([
    { line: 2, field: "position", why: expect.stringMatching(/both the sign - and the letter N/) },
  ]);
  expect(observations(o)[0]?.place).toMatchObject({ lat: 42 + 17 / 60 + 40 / 3600 });
});

test("case 79: 0, 0 is no place in any column", async () => {
  for (const [header, cells] of [
    ["lon,lat", "0,0"],
    ["position", '"0 N, 0 E"'],
  ] as const) {
    const o = await read(
      `source,source_kind,time_from,zone,act,${header}\na,patrol,2025-04-20,UTC,explosion,${cells}\n`,
    );
    expect(o.account?.refusals[0]?.why).toMatch(/^0, 0 stands for a position that is not known/);
  }
  const properties = { source: "a", source_kind: "patrol", time_from: "2025-04-20", zone: "UTC", act: "explosion" };
  const features = [{ type: "Feature", properties, geometry: { type: "Point", coordinates: [0, 0] } }];
  const o = await read(JSON.stringify({ type: "FeatureCollection", features }));
  expect(o.account?.refusals[0]?.why).toMatch(/^0, 0 stands/);
});

test("case 45, case 53: a grid that is not longitude and latitude is refused, wherever the file names it", async () => {
  const properties = { source: "a", source_kind: "patrol", time_from: "2025-04-20", zone: "UTC", act: "explosion" };
  const features = [{ type: "Feature", properties, geometry: { type: "Point", coordinates: [37, 48] } }];
  const named = (name: string) => ({ type: "name", properties: { name } });
  for (const crs of [named("urn:ogc:def:crs:EPSG::32637"), named("EPSG:3857"), { type: "link", properties: {} }])
    for (const file of [
      { type: "FeatureCollection", crs, features },
      { type: "FeatureCollection", features, crs },
    ])
      expect((await read(JSON.stringify(file))).problem).toMatch(/"crs" names .*export it again in WGS 84/);
  for (const crs of [
    named("urn:ogc:def:crs:OGC:1.3:CRS84"),
    named("urn:ogc:def:crs:EPSG::4326"),
    named("EPSG:4326"),
    null,
  ])
    expect((await read(JSON.stringify({ type: "FeatureCollection", crs, features }))).account?.rowsUsed).toBe(1);
});

test("case 69: all polygons of one area are kept", async () => {
  const ring = (x: number) => `((${x} 50,${x + 1} 50,${x + 1} 51,${x} 50))`;
  const o = await read(
    `source,source_kind,time_from,zone,act,area_wkt\na,patrol,2025-04-20,UTC,explosion,"MULTIPOLYGON(${ring(30)},${ring(32)})"\n`,
  );
  const place = observations(o)[0]?.place;
  expect(place?.kind === "area" && place.polygons.map((p) => p[0]?.[0])).toEqual([
    [30, 50],
    [32, 50],
  ]);
});

test("case 107, case 109: the same file gives the same ids; one name in two formats gives two", async () => {
  const text = `${HEADER},key\n${row("48.2 N 37.1 E")},Kyiv\n`;
  const [first, again] = [await read(text), await read(text, { sizes: [7] }, "copy.csv")];
  expect(again.items).toEqual(first.items);
  const impediment = await read("source,impediment_kind,from,zone\npost 1,denial,2025-04-20,UTC\n");
  const coverage = await read("station,from,state,zone\npost 1,2025-04-20,down,UTC\n");
  const ids = [...first.items, ...impediment.items, ...coverage.items].map((i) => i.value.id);
  expect(new Set(ids).size).toBe(3);
});

test("case 125: words that a spreadsheet would take for a formula are words", async () => {
  const notes = ["=1+1", "+1", "-1", "@x", "'=1+1", "\t=1"];
  for (const word of notes) {
    const o = await read(`${HEADER}\n"${word}",patrol,2025-04-20,UTC,explosion,,\n`);
    expect(observations(o)[0]?.source).toBe(word.trim());
  }
});

describe("files that are not read are named, with what to do", () => {
  const kml = '<?xml version="1.0"?>\n<!-- <gpx> -->\n<kml xmlns="http://www.opengis.net/kml/2.2">';
  const laughs = `<!DOCTYPE kml [<!ENTITY a "&b;&b;">]>\n<kml>&a;</kml>`;
  const dbf = ascii("\x03\x7d\x04\x14\x01\0\0\0\x61\0\x20\0", 100);
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["case 61: KML with a link only", `${kml}<NetworkLink/></kml>`, /saw KML, which is not read yet/],
    ["case 63: KML with an undeclared prefix", '\ufeff \n<kml xsi:schemaLocation="x"/>', /saw KML/],
    ["case 65: KML with bad coordinates", `${kml}<coordinates>,15.66388</coordinates></kml>`, /saw KML/],
    ["case 131: KML with nested entities", laughs, /saw KML/],
    ["case 95: GPX", "<gpx:gpx xmlns:gpx='x'>", /saw GPX/],
    ["case 67: CAP", "\n<cap:alert xmlns:cap='urn:oasis:names:tc:emergency:cap:1.2'>", /saw a CAP alert/],
    ["case 99: Cursor on Target", '<event version="2.0" uid="x">', /saw a Cursor-on-Target event/],
    ["case 85: a form's submission", '<data id="form" instanceID="x">', /saw XML \(its root is data\)/],
    ["a form", '<h:html xmlns="http://www.w3.org/2002/xforms">', /saw the definition of an ODK form/],
    ["a web page", "<!DOCTYPE html><html>", /saw a web page/],
    ["XML without a root", "<", /saw XML, which/],
    ["case 19: a shapefile", Uint8Array.of(0, 0, 0x27, 0x0a, 0, 0), /saw a shapefile \(\.shp\)/],
    ["case 19: a dBASE table in a code page", dbf, /saw a dBASE table/],
    ["case 19: a zipped shapefile", zipOf([{ name: "x/a.shp", bytes: ascii("a") }]), /saw a zipped shapefile/],
    ["case 129: KMZ", zipOf([{ name: "doc.kml", bytes: ascii(kml) }]), /saw a KMZ/],
    ["OpenDocument", zipOf([{ name: "content.xml", bytes: ascii("a") }]), /saw an OpenDocument file.*\.xlsx/],
    ["a Word document", zipOf([{ name: "word/document.xml", bytes: ascii("a") }]), /saw a Word document/],
    ["case 41, case 59: a photograph", Uint8Array.of(0xff, 0xd8, 0xff, 0xe1), /saw a JPEG image/],
    ["an old workbook", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), /old Excel workbook/],
    ["a pointer", "version https://git-lfs.github.com/spec/v1\n", /Git LFS pointer/],
    ["an archive", ascii(`${"x".repeat(257)}ustar`, 50), /TAR/],
    ["KML in a gzip", new Uint8Array(gzipSync(kml)), /saw KML/],
  ];
  for (const [name, content, why] of cases)
    test(name, async () => {
      const o = await read(content);
      expect(o.problem).toMatch(why);
      expect(addsUp(o)).toBe(true);
    });
});

test("faults beyond the limit are counted and not listed, and the account says so", async () => {
  const rows = 34_000;
  const o = await read(`source,source_kind,time_from,zone,act\n${",patrol,x,UTC,\n".repeat(rows)}`);
  expect(o.account).toMatchObject({ rowsIn: rows, rowsUsed: 0, refused: rows });
  expect(o.account?.refusals.length).toBe(LIMITS.refusals);
  const words = `${3 * rows - LIMITS.refusals} further faults are counted and not listed: the limit is 100000 in a file`;
  expect(o.account?.warnings).toEqual([words]);
});

describe("case 13: what is wrong with a word that looks right", () => {
  const why = async (cells: Readonly<Record<string, string>>) => {
    const whole = { source: "a", source_kind: "patrol", time_from: "2025-04-20", zone: "UTC", act: "fire", ...cells };
    const text = `${Object.keys(whole).join(",")}\n${Object.values(whole).join(",")}\n`;
    return (await read(text)).account?.refusals[0]?.why;
  };
  test("letters of another script, signs that look alike, other clocks", async () => {
    expect(await why({ act: "firе" })).toMatch(/did you mean "fire"\?.*"е" in it is Cyrillic/);
    expect(await why({ position: "48.2 N 37.1 Е" })).toMatch(/cannot read "Е" \(its first letter is Cyrillic\)/);
    expect(await why({ time_from: "2025‑04‑20" })).toMatch(/U\+2011, which looks like another/);
    expect(await why({ time_from: "\u200e2025-04-20" })).toMatch(/U\+200E/);
    expect(await why({ time_from: "2025-04-20 2:30 PM" })).toMatch(/twelve hours.*14:30/);
    expect(await why({ time_from: "45767" })).toMatch(/the number behind a spreadsheet's date/);
  });
});
