import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lintTree } from "./lint-house.mjs";

const fixtures = new URL("./fixtures/lint/", import.meta.url);

for (const name of readdirSync(fixtures).sort()) {
  const { tree, expected } = JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));
  test(`the rule "${name.replace(".json", "")}" finds its violation`, () => {
    const found: string[] = lintTree(new Map(Object.entries(tree)));
    expect(found.join("\n")).toContain(expected);
  });
}

test("a tree that keeps the rules has no problem", () => {
  const tree = new Map([
    ["src/place/zone.ts", 'import type { Interval } from "../time/interval.ts";\nexport type X = Interval;\n'],
    [
      "src/format/engine.ts",
      'import { createGunzip } from "node:zlib";\nimport { parse } from "csv-parse";\nexport const x = [createGunzip, parse];\n',
    ],
    ["src/place/zone.test.ts", 'import { readFileSync } from "node:fs";\nexport const x = readFileSync;\n'],
  ]);
  expect(lintTree(tree)).toEqual([]);
});
