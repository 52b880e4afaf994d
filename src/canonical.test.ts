import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, sha256Hex } from "./canonical.ts";

test("the example of RFC 8785, 3.2.2 and 3.2.3", () => {
  const value = {
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  expect(canonical(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("members are sorted by UTF-16 code unit, integer-like names among them", () => {
  expect(
    canonical({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "10": 8, "9": 9 }),
  ).toBe('{"\\r":2,"1":4,"10":8,"9":9,"\u0080":6,"€":1,"😀":5,"\ufb33":3}');
});

test("what JSON cannot hold is refused", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", { a: "x\udc00" }, 1n, () => 1, { "\ud800": 1 }])
    expect(() => canonical(bad)).toThrow(TypeError);
});

test("undefined members are left out, -0 is 0, names with line breaks stay apart", () => {
  expect(canonical({ b: undefined, a: -0 })).toBe('{"a":0}');
  expect(canonical({ "a\nb": 1 })).toBe('{"a\\nb":1}');
  expect(canonical({ a: 1, b: 2 })).toBe('{"a":1,"b":2}');
});

test("parsing gives the value back, and the order of members changes nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const text = canonical(value);
      expect(canonical(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.integer()), (members) => {
      const reversed = Object.fromEntries(Object.entries(members).reverse());
      expect(canonical(reversed)).toBe(canonical(members));
    }),
  );
});

test("SHA-256 of the empty text", () => {
  expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("SHA-256 of any text, one after the other, is what Node's own gives", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ maxLength: 700 }),
    fc.nat(400).map((n) => "é".repeat(n)),
  );
  fc.assert(
    fc.property(text, (t) => {
      expect(sha256Hex(t)).toBe(createHash("sha256").update(t, "utf8").digest("hex"));
    }),
  );
});
