import { expect, test } from "vitest";
import { boxOfText } from "./asked-incidents.ts";

test.each([
  ["160.6,-55.95,-170,-25.89", [160.6, -55.95, -170, -25.89]],
  ["-180,-90,180,90", [-180, -90, 180, 90]],
  [" 37 , 48 , 37 , 48 ", [37, 48, 37, 48]],
])("case 71: %s is a box, also across the antimeridian and where it is one point", (text, box) =>
  expect(boxOfText(text)).toEqual(box),
);

test.each(["181,0,10,10", "0,10,10,0", "0,0,10", "0,0,10,10,5", "a,b,c,d", ",,,", "0,-91,10,0", "1e999,0,2,2"])(
  "%s is refused with what was expected",
  (text) => expect(() => boxOfText(text)).toThrow("expected west,south,east,north in degrees"),
);
