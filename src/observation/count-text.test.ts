import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCount } from "./count-text.ts";

const read = (text: string, least: 0 | 1 = 1) => {
  const c = parseCount(text, "burst", least);
  return "error" in c ? c.error : [c.form, c.min, c.max];
};

describe("counts as monitors write them", () => {
  const good: readonly (readonly [string, string, number, number | null])[] = [
    ["7", "number", 7, 7],
    [" 98 ", "number", 98, 98],
    ["15-20", "range", 15, 20],
    ["15–20", "range", 15, 20],
    ["15 to 20", "range", 15, 20],
    ["between 15 and 20", "range", 15, 20],
    ["at least 98", "at-least", 98, null],
    [">=98", "at-least", 98, null],
    ["≥ 98", "at-least", 98, null],
    ["98+", "at-least", 98, null],
    ["over 60", "at-least", 61, null],
    ["more than 90", "at-least", 91, null],
    ["> 60", "at-least", 61, null],
    ["up to 5", "range", 1, 5],
    ["<=5", "range", 1, 5],
    ["fewer than 5", "range", 1, 4],
    ["about 60", "about", 60, 60],
    ["~60", "about", 60, 60],
    ["about 15-20", "about", 15, 20],
    ["hundreds", "hundreds", 100, null],
    ["Hundreds of bursts", "hundreds", 100, null],
    ["dozens", "hundreds", 12, null],
    ["20 min", "duration", 1, null],
    ["1 h 20 min", "duration", 1, null],
    ["12/min", "rate", 1, null],
    ["", "not-stated", 1, null],
  ];
  for (const [text, ...want] of good) test(`"${text}"`, () => expect(read(text)).toEqual(want));
  test("casualties may be none, and an empty figure is then at least none", () => {
    expect(read("0", 0)).toEqual(["number", 0, 0]);
    expect(read("up to 5", 0)).toEqual(["range", 0, 5]);
    expect(read("", 0)).toEqual(["not-stated", 0, null]);
  });
  const bad: readonly (readonly [string, RegExp])[] = [
    ["0", /nothing happened/],
    ["20-15", /backwards/],
    ["1,200", /thousands/],
    ["1 200", /thousands/],
    ["2.5", /whole number/],
    ["-3", /write a whole number/],
    ["about at least 5", /write a whole number/],
    ["some", /write a whole number/],
    ["99999999", /at most 9999999/],
    ["constructor", /write a whole number/],
    ["fewer than 1", /above 1/],
  ];
  for (const [text, why] of bad) test(`"${text}" is refused`, () => expect(read(text)).toMatch(why));
  test("only a plain number goes without its words", () => {
    expect(parseCount("7", "shot")).toEqual({ min: 7, max: 7, unit: "shot", form: "number" });
    expect(parseCount("15–20", "shot")).toMatchObject({ stated: "15–20" });
  });
  test("any text: an interval whose ends are in order, or an error", () => {
    const part = fc.constantFrom(
      "about ",
      "at least ",
      "<",
      ">=",
      "7",
      "20",
      "-",
      "–",
      " ",
      "min",
      "hundreds",
      "of",
      "+",
      "to",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).map((p) => p.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom<0 | 1>(0, 1), (t, least) => {
        const c = parseCount(t, "event", least);
        if ("error" in c) expect(c.error).toContain("cannot read the count");
        else expect(Number.isInteger(c.min) && c.min >= least && (c.max === null || c.max >= c.min)).toBe(true);
      }),
    );
  });
});
