import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withTable } from "./readme-table.mjs";

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

test("the README's table is the one that bench/results.json gives", () => {
  const readme = read("README.md");
  expect(withTable(readme, JSON.parse(read("bench/results.json")))).toBe(readme);
});

test("a README whose marks are gone is refused", () => {
  expect(() => withTable("# Nothing", { runs: 1, node: "v20", measured: [] })).toThrow(/marks/);
});
