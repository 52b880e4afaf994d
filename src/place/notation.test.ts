import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeShared, sharedBytes } from "../../test/shared.ts";
import { distanceM } from "./geodesy.ts";
import { fromGrid, gridZone, toGrid } from "./grid.ts";
import { formatMgrs, parseMgrs } from "./mgrs.ts";
import { formatPosition, NOTATIONS, parsePosition } from "./notation.ts";

const read = (text: string, order?: "lat-lon" | "lon-lat") => {
  const p = parsePosition(text, order ? { order } : {});
  if ("error" in p) throw new Error(p.error);
  return p;
};
const errorOf = (text: string, order?: "lat-lon" | "lon-lat"): string => {
  const p = parsePosition(text, order ? { order } : {});
  return "error" in p ? p.error : `read as ${JSON.stringify(p)}`;
};

/** Known answers: name, latitude, longitude, reference of 1 m, UTM to the millimetre. */
const known = [
  ["Kyiv", 50.4501, 30.5234, "36UUA2418291607", "36n 324182.209 5591607.607"],
  ["Sevastopol", 44.6167, 33.5254, "36TWQ4168440506", "36n 541684.724 4940506.303"],
  ["Juba", 4.8594, 31.5713, "36NUL4157237289", "36n 341572.800 537289.970"],
  ["Bergen, zone 32 by exception", 60.39299, 5.32415, "32VKN9747700830", "32n 297477.307 6700830.063"],
  ["Svalbard", 79, 21, "35XLH7241076538", "35n 372410.074 8776538.302"],
  ["80° S is UTM", -80, 10, "32CNS1938418247", "32s 519384.803 1118247.585"],
  ["equator", 0, 31.5, "36NUF3306800000", "36n 333068.357 0.000"],
  ["antimeridian", 10, 180, "01PAM7107106908", "01n 171071.264 1106908.854"],
  ["polar north", 85.5, -45, "YUD4655046550", "n 1646550.014 1646550.014"],
  ["polar south", -85, 120, "BGK8104022271", "s 2481040.212 1722271.304"],
] as const;

describe("known answers", () => {
  for (const [name, lat, lon, mgrs, utm] of known)
    test(name, () => {
      expect(formatPosition(lon, lat, "mgrs")).toBe(mgrs);
      expect(formatPosition(lon, lat, "utm")).toBe(utm);
      const back = read(utm);
      expect(distanceM([back.lon, back.lat], [lon, lat])).toBeLessThan(0.001);
      const square = read(mgrs);
      expect(distanceM([square.lon, square.lat], [lon, lat])).toBeLessThanOrEqual(square.radiusM * 1.001);
    });

  test("case 53: southern hemisphere", () => {
    const capeTown = read("34HBH5897707354");
    expect(capeTown.lat).toBeCloseTo(-34.24702624, 7);
    expect(capeTown.lon).toBeCloseTo(18.38279293, 7);
  });

  test("case 55: the poles and beyond UTM", () => {
    expect(formatPosition(0, 90, "mgrs")).toBe("ZAH0000000000");
    expect(formatPosition(0, -90, "mgrs")).toBe("BAN0000000000");
    expect(formatPosition(0, 84, "mgrs")).toMatch(/^Z/);
    expect(formatPosition(0, 83.9999999, "mgrs")).toMatch(/^31X/);
    expect(formatPosition(0, -80.0000001, "mgrs")).toMatch(/^B/);
    expect(read("ZAH0000000000").lat).toBeCloseTo(90, 4);
  });

  test("a truncated square is read at its centre, with half its diagonal", () => {
    for (const [text, radius] of [
      ["36UUA", 70710.678],
      ["36UUA29", 7071.068],
      ["36U UA 24 91", 707.107],
      ["36uua241916", 70.711],
    ] as const) {
      const p = read(text);
      expect(p.radiusM).toBeCloseTo(radius, 2);
      const grid = toGrid(p.lon, p.lat);
      const square = parseMgrs(text);
      if ("error" in square) throw new Error(square.error);
      expect(grid.easting).toBeCloseTo(square.corner.easting + square.side / 2, 3);
      expect(grid.northing).toBeCloseTo(square.corner.northing + square.side / 2, 3);
    }
  });

  test("zones with exceptions", () => {
    const zones = [
      [2.9, 60, 31],
      [3, 60, 32],
      [12, 60, 33],
      [5, 64, 31],
      [8.9, 72, 31],
      [9, 72, 33],
      [21, 80, 35],
      [33, 83, 37],
      [42, 83, 38],
      [-180, 0, 1],
      [180, 0, 1],
      [179.9, 0, 60],
      [36, 48, 37],
    ];
    for (const [lon = 0, lat = 0, zone] of zones) expect(gridZone(lon, lat)).toBe(zone);
  });
});

describeShared("mgrs vectors of GeographicLib", () => {
  const rows = () =>
    new TextDecoder()
      .decode(sharedBytes("mgrs/mgrs_vectors.csv"))
      .trim()
      .split("\n")
      .slice(1)
      .map((l) => l.split(","));
  test("all 416, every precision, both directions", () => {
    expect(rows()).toHaveLength(416);
    for (const row of rows()) {
      const [lat, lon] = [Number(row[1]), Number(row[2])];
      for (let digits = 0; digits <= 5; digits++) {
        expect(formatPosition(lon, lat, "mgrs", digits)).toBe(row[3 + digits]);
        const p = read(row[3 + digits] ?? "");
        // The position lies in the square, whose corners are one radius from the centre (grid scale aside).
        expect(distanceM([p.lon, p.lat], [lon, lat])).toBeLessThanOrEqual(p.radiusM * 1.007);
      }
      expect(formatPosition(lon, lat, "utm")).toBe(row[9]);
      const utm = read(row[9] ?? "");
      expect(distanceM([utm.lon, utm.lat], [lon, lat])).toBeLessThan(0.001);
      const [clat = 0, clon = 0] = (row[10] ?? "").split(" ").map(Number);
      const centre = read(row[8] ?? "");
      expect(distanceM([centre.lon, centre.lat], [clon, clat])).toBeLessThan(1e-4);
      const square = parseMgrs(row[8] ?? "");
      if ("error" in square) throw new Error(square.error);
      const [slat = 0, slon = 0] = (row[11] ?? "").split(" ").map(Number);
      const corner = fromGrid(square.corner);
      expect(distanceM([corner.lon, corner.lat], [slon, slat])).toBeLessThan(1e-4);
    }
  });
});

describe("forms that give the same point", () => {
  const kyiv = [
    "50.4501N 30.5234E",
    "N50.4501 E30.5234",
    "N 50.4501, 30.5234 E",
    "50.4501 N E 30.5234",
    "30.5234 E; 50.4501 N",
    "lat 50.4501 lon 30.5234",
    "Longitude: 30.5234, Latitude: 50.4501",
    "50,4501N 30,5234E",
    "50.4501° north, 30.5234° east",
    "50° 27.006' N, 30° 31.404' E",
    "50°27′0.36″N 30°31′24.24″E",
    "50º 27’ 00.36” N 30º 31’ 24.24” E",
    "50 27 0.36 N 30 31 24.24 E",
    "50°27'0.36''N, 30°31'24.24''E",
    "50d 27m 0.36s N, 30d 31m 24.24s E",
    "+50.4501 N, +30.5234 E",
    "50°27,006'N 30°31,404'E",
  ];
  for (const text of kyiv)
    test(text, () => {
      const p = read(text);
      expect(p.lat).toBeCloseTo(50.4501, 9);
      expect(p.lon).toBeCloseTo(30.5234, 9);
    });

  test("case 51: prefix, postfix and mixed letters", () => {
    for (const text of [
      "50 11 30.0N 8 30 30.0E",
      "N50 11 30.0 E8 30 30.0",
      "N 50 11 30.0 8 30 30.0 E",
      "50 11 30.0 N E 8 30 30.0",
      "8 30 30.0E 50 11 30.0N",
    ]) {
      expect(read(text).lat).toBeCloseTo(50.191666667, 8);
      expect(read(text).lon).toBeCloseTo(8.508333333, 8);
    }
  });

  test("case 43: an explicit order, and the only possible order", () => {
    expect(read("50.4501, 30.5234", "lat-lon")).toMatchObject({ lat: 50.4501, lon: 30.5234 });
    expect(read("30.5234, 50.4501", "lon-lat")).toMatchObject({ lat: 50.4501, lon: 30.5234 });
    expect(read("−42.29; 147.3")).toMatchObject({ lat: -42.29, lon: 147.3 });
    expect(read("50,4501 30,5234", "lat-lon")).toMatchObject({ lat: 50.4501, lon: 30.5234 });
    expect(read("50,30", "lat-lon")).toMatchObject({ lat: 50, lon: 30 });
  });

  test("case 57: 90N 50E", () => expect(read("90N 50E")).toMatchObject({ lat: 90, lon: 50 }));
  test("case 59: letters are applied", () => {
    expect(read("38.02 S, 23 E")).toMatchObject({ lat: -38.02, lon: 23 });
    expect(read("lat 38.02 S, lon 23 W")).toMatchObject({ lat: -38.02, lon: -23 });
    expect(read("0 S 0 W")).toMatchObject({ lat: 0, lon: 0 });
  });
  test("UTM by hemisphere and by band", () => {
    for (const text of [
      "36n 324182 5591607",
      "36U 324182 5591607",
      "36u 324182mE 5591607mN",
      "36N 324182 5591607",
      "36 north 324182, 5591607",
      "UTM: 36U 324182 5591607",
    ])
      expect(formatPosition(read(text).lon, read(text).lat, "utm", 0)).toBe("36n 324182 5591607");
    expect(read("32s 519384.803 1118247.585").lat).toBeCloseTo(-80, 7);
    expect(read("36S 500000 1200000").lat).toBeLessThan(-75);
  });
});

describe("refusals say why", () => {
  const refusals: readonly (readonly [text: string, why: RegExp, order?: "lat-lon"])[] = [
    ["", /empty/],
    ["50.4501, 30.5234", /which is the latitude is not said/],
    ["50,4501,30,5234", /decimal signs or separators/],
    ["50,45N 30E", /decimal sign or a separator/],
    ["-42° 17' 40\" N, 89° 38' 16\" W", /sign - and the letter N/],
    ["-42 S, 89 W", /sign - and the letter S/],
    ["+42 S, 89 W", /sign \+ and the letter S/],
    ["130.5N 50E", /likely swapped/],
    ["130.5, 50.4", /likely swapped/, "lat-lon"],
    ["50N 181E", /outside ±180/],
    ["91 N 100 E", /outside ±90/],
    ["50N 30S", /both latitudes/],
    ["50N", /hemisphere letter/],
    ["50.4501 N 30.5234", /only one of the two/],
    ["38° 1' 12\", 23° 0' 0\"", /no hemisphere letter/, "lat-lon"],
    ["50 60 00N 30 00 00E", /go to 59, saw 60/],
    ["50.5 30 N 30 E", /only the last number/],
    ["50' 27° N 30 E", /stands where/],
    ["lat 50 E lon 30", /label says lat/],
    ["somewhere near Kyiv", /cannot read/],
    ["1e-07 N 5 E", /hemisphere letters/],
    ["5-10 N 20 E", /sign between two numbers/],
    ["36UUA123", /same number of digits/],
    ["36IUA", /bands go from C to X/],
    ["61UUA", /zones go from 1 to 60/],
    ["36UAA", /columns of zone 36/],
    ["36UUW", /rows go from A to V/],
    ["36NUA", /does not lie in zone 36, band N/],
    ["32XNS", /no zone 32X/],
    ["UUA1234", /no zone number/],
    ["YAA", /no polar square/],
    ["36T 324182 5591607", /outside band T/],
    ["36S 500000 4000000", /southern hemisphere/],
    ["36U 5591607 324182", /likely swapped/],
    ["36n 24182 5591607", /eastings go from/],
    ["n 324182 5591607", /polar grid/],
  ];
  for (const [text, why, order] of refusals)
    test(text === "" ? "(empty)" : text, () => expect(errorOf(text, order)).toMatch(why));
});

const lonLat = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }));

test("what is written reads back to the same place, in every notation", () => {
  fc.assert(
    fc.property(
      lonLat,
      fc.constantFrom(...NOTATIONS),
      fc.integer({ min: 0, max: 5 }),
      ([lon, lat], notation, digits) => {
        const text = formatPosition(lon, lat, notation, digits);
        expect(text).not.toMatch(/\de[+-]?\d/);
        const back = read(text);
        expect(back.notation).toBe(notation);
        expect(distanceM([back.lon, back.lat], [lon, lat])).toBeLessThanOrEqual(back.radiusM * 1.02 + 1e-6);
      },
    ),
    { numRuns: 2000 },
  );
});

test("the grid undoes itself to a micrometre", () => {
  fc.assert(
    fc.property(lonLat, ([lon, lat]) => {
      const back = fromGrid(toGrid(lon, lat));
      expect(distanceM([back.lon, back.lat], [lon, lat])).toBeLessThan(1e-6);
    }),
  );
});

test("a coarser reference is the finer one cut off", () => {
  fc.assert(
    fc.property(lonLat, fc.integer({ min: 0, max: 4 }), ([lon, lat], digits) => {
      const [fine, coarse] = [formatMgrs(lon, lat, 5), formatMgrs(lon, lat, digits)];
      const head = fine.slice(0, -10);
      expect(coarse).toBe(head + fine.slice(-10, -10 + digits) + (digits === 0 ? "" : fine.slice(-5).slice(0, digits)));
    }),
  );
});

test("any text gives a position in range or an error, never a throw", () => {
  const alphabet = fc.constantFrom(..." 0123456789.,;°'\"NSEWnsewUA-+′latlonm/\u2212".split(""));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(alphabet, { maxLength: 30 }).map((a) => a.join("")),
      ),
      (text) => {
        const p = parsePosition(text);
        if ("error" in p) {
          expect(p.error.length).toBeGreaterThan(10);
          return;
        }
        expect(Math.abs(p.lat)).toBeLessThanOrEqual(90);
        expect(Math.abs(p.lon)).toBeLessThanOrEqual(180);
        expect(p.radiusM).toBeGreaterThan(0);
      },
    ),
    { numRuns: 3000 },
  );
});
