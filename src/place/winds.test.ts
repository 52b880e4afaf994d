import { describe, expect, test } from "vitest";
import { parseWinds, WINDS, windName } from "./winds.ts";

describe("winds", () => {
  const sectors: readonly (readonly [string, number, number])[] = [
    ["N", 348.75, 11.25],
    ["NNW", 326.25, 348.75],
    ["north-north-west", 326.25, 348.75],
    ["North Northwest", 326.25, 348.75],
    ["NW+NNW", 303.75, 348.75],
    ["NNW and NW", 303.75, 348.75],
    ["north-west and north-north-west", 303.75, 348.75],
    ["NNE, N, NNW", 326.25, 33.75],
    ["south-eastern", 123.75, 146.25],
    ["NW+NW", 303.75, 326.25],
  ];
  for (const [text, from, until] of sectors)
    test(text, () => expect(parseWinds(text)).toEqual({ fromDeg: from, untilDeg: until }));

  test("all sixteen are all round", () => {
    const all = parseWinds(WINDS.join("+"));
    expect("error" in all ? all.error : all.fromDeg === all.untilDeg).toBe(true);
  });

  test("winds that do not touch are refused", () => {
    expect(parseWinds("N+S")).toMatchObject({ error: expect.stringContaining("not neighbours (N, S)") });
    expect(parseWinds("NW+N")).toHaveProperty("error");
  });

  test("words that are no winds are refused", () => {
    for (const text of ["", "NWN", "up", "N+", "north-south", "315"]) expect(parseWinds(text)).toHaveProperty("error");
  });

  test("every wind names the middle of its own sector", () => {
    WINDS.forEach((wind, i) => {
      expect(windName(i * 22.5)).toBe(wind);
      expect(windName(i * 22.5 - 11.25)).toBe(wind);
      const sector = parseWinds(wind);
      if ("error" in sector) throw new Error(sector.error);
      expect(windName(sector.untilDeg)).toBe(WINDS[(i + 1) % 16]);
    });
    expect(windName(-1)).toBe("N");
    expect(windName(720 + 90)).toBe("E");
  });
});
