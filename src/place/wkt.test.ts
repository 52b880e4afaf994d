import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ring } from "./place.ts";
import { polygonProblems } from "./polygon-problems.ts";
import { formatWkt, parseWkt, plainNumber } from "./wkt.ts";

const square: Ring = [
  [30, 48],
  [32, 48],
  [32, 50],
  [30, 50],
  [30, 48],
];

describe("WKT", () => {
  const good: readonly string[] = [
    "POLYGON ((30 48, 32 48, 32 50, 30 50, 30 48))",
    "polygon((30 48,32 48,32 50,30 50,30 48))",
    "SRID=4326;POLYGON((30.0 48,32 48,32 50,30 50,30 48))",
    "POLYGON Z ((30 48 1, 32 48 1, 32 50 1, 30 50 1, 30 48 1))",
    "POLYGON ((30 48, 32 48, 32 50, 30 50, 30 48,));",
    "MULTIPOLYGON (((30 48, 32 48, 32 50, 30 50, 30 48)),)",
  ];
  for (const text of good) test(`case 77: ${text}`, () => expect(parseWkt(text)).toEqual({ polygons: [[square]] }));

  const bad: readonly (readonly [text: string, why: RegExp, at: number])[] = [
    ["", /end of the text/, 1],
    ["POINT (30 48)", /expected POLYGON or MULTIPOLYGON, saw "POINT"/, 1],
    ["POLYGON (30 48, 32 48)", /expected "\(", saw "30 48/, 10],
    ["POLYGON ((30 48, 32 x))", /1 number and then "x/, 18],
    ["POLYGON ((30 48, , 32 50))", /two separators|expected "longitude latitude"/, 18],
    ["POLYGON ((30 48,, 32 50))", /two separators in a row/, 17],
    ["POLYGON ((30 48, 32 48, 32 50, 30 48)", /expected "\)", saw the end/, 38],
    ["POLYGON ((30 48, 32 48, 32 50, 30 48)) x", /expected the end, saw "x"/, 40],
    ["POLYGON EMPTY", /EMPTY/, 9],
    ["SRID=3857;POLYGON((30 48, 32 48, 32 50, 30 48))", /only SRID 4326/, 1],
    ["POLYGON ((30 48, 32 48, 32 50, 30 50))", /not closed/, 1],
    ["POLYGON ((48 300, 50 30, 50 32, 48 300))", /out of range/, 1],
    ["POLYGON ((30 48, 32 50, 32 48, 30 50, 30 48))", /crosses itself at \[31, 49\]/, 1],
    ["POLYGON ((30 48, 32 48, 30 48))", /at least 4/, 1],
  ];
  for (const [text, why, at] of bad)
    test(`refused: ${text}`, () => {
      const r = parseWkt(text);
      if (!("error" in r)) throw new Error("was read");
      expect(r.error).toMatch(why);
      expect(r.at).toBe(at);
    });

  test("what is written reads back the same, without exponents", () => {
    const c = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((n) => Number(n.toFixed(7)) + 0);
    const triangle = fc.tuple(c(-180, -1), c(-90, -1), c(0, 179), c(-90, 0), c(-90, 170), c(0.001, 90)).map(
      ([a, b, d, e, f, g]): Ring => [
        [a, b],
        [d, e],
        [f, g],
        [a, b],
      ],
    );
    fc.assert(
      fc.property(fc.array(triangle, { minLength: 1, maxLength: 3 }), (rings) => {
        const polygons = rings.filter((r) => polygonProblems([[r]]).length === 0).map((r) => [r]);
        fc.pre(polygons.length > 0);
        const text = formatWkt(polygons);
        expect(text).not.toMatch(/\de/);
        expect(parseWkt(text)).toEqual({ polygons });
      }),
    );
    expect(plainNumber(1e-7)).toBe("0.0000001");
    expect(plainNumber(-0)).toBe("0");
    expect(plainNumber(-1e-14)).toBe("0");
  });

  test("any text is read or refused, never thrown on", () => {
    const alphabet = fc.constantFrom(
      "POLYGON",
      "MULTIPOLYGON",
      "(",
      ")",
      ",",
      ";",
      " ",
      "30 48",
      "32 48",
      "32 50",
      "1e3",
      "-",
      "Z",
      "x",
    );
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 25 }), (parts) => {
        const r = parseWkt(parts.join(""));
        if ("error" in r) expect(r.at).toBeGreaterThan(0);
        else expect(polygonProblems(r.polygons)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("problems of polygons", () => {
  const problems: readonly (readonly [string, Ring, RegExp | null])[] = [
    ["none", square, null],
    [
      "case 67: a bow tie, with its crossing",
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ],
      /crosses itself at \[1, 1\] \(edges 1 and 3\)/,
    ],
    [
      "case 67: not closed",
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
      /not closed: starts at \[0, 0\] and ends at \[0, 2\]/,
    ],
    [
      "a corner on another edge",
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
        [0, 0],
      ],
      /touches itself at \[2, 0\]/,
    ],
    [
      "a spike",
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [4, 8],
        [4, 4],
        [0, 4],
        [0, 0],
      ],
      /folds back|touches/,
    ],
    [
      "all on one line",
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ],
      /folds back|line/,
    ],
    [
      "three positions",
      [
        [0, 0],
        [1, 0],
        [0, 0],
      ],
      /at least 4/,
    ],
    [
      "case 47: swapped",
      [
        [50, 130],
        [51, 130],
        [51, 131],
        [50, 130],
      ],
      /likely swapped/,
    ],
    [
      "across the antimeridian",
      [
        [179, 0],
        [-179, 0],
        [-179, 1],
        [179, 1],
        [179, 0],
      ],
      /cut the area at the antimeridian/,
    ],
    [
      "repeated corners are harmless",
      [
        [0, 0],
        [2, 0],
        [2, 0],
        [2, 2],
        [0, 2],
        [0, 0],
        [0, 0],
      ],
      null,
    ],
    [
      "not a number",
      [
        [Number.NaN, 0],
        [2, 0],
        [2, 2],
        [Number.NaN, 0],
      ],
      /not a position/,
    ],
  ];
  for (const [name, ring, why] of problems)
    test(name, () => {
      const found = polygonProblems([[ring]]);
      if (why === null) expect(found).toEqual([]);
      else expect(found.join("\n")).toMatch(why);
    });

  test("a regular polygon has none, however many corners; one corner moved across has some", () => {
    const circle = Array.from({ length: 500 }, (_, i): [number, number] => [
      30 + Math.cos((i / 250) * Math.PI),
      50 + Math.sin((i / 250) * Math.PI),
    ]);
    const closed = (r: [number, number][]): Ring => [...r, r[0] as [number, number]];
    expect(polygonProblems([[closed(circle)]])).toEqual([]);
    const moved = circle.map((p, i): [number, number] => (i === 100 ? [30, 48] : p));
    expect(polygonProblems([[closed(moved)]]).join()).toMatch(/crosses itself/);
  });
});
