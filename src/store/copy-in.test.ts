import fc from "fast-check";
import { expect, test } from "vitest";
import { copyText } from "./copy-in.ts";

/** What PostgreSQL's manual says of the text format, read back: backslash escapes, tabs between fields, `\N`. */
function readBack(text: string): (string | null)[][] {
  const plain: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\" };
  const field = (f: string): string | null =>
    f === "\\N" ? null : f.replaceAll(/\\(.)/g, (_, c) => plain[c] as string);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t").map(field));
}

test("rows of any text come back as they were, a line for each", () => {
  const text = fc.string({ unit: fc.constantFrom("\\", "\n", "\r", "\t", "N", ".", "a", "ї", "🚧", "") });
  const row = fc.tuple(text, fc.option(text), text);
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(readBack(copyText(rows))).toEqual(rows);
    }),
  );
});

test("numbers and bytes are written as PostgreSQL reads them", () => {
  expect(copyText([[1, -0.5, 2 ** 53, 1e-7, null, new Uint8Array([0, 10, 255])]])).toBe(
    "1\t-0.5\t9007199254740992\t1e-7\t\\N\t\\\\x000aff\n",
  );
});
