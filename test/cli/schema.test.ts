import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, trucekeeper } from "./run.ts";

test("the published JSON Schema is the one that the parser's definition gives (npx trucekeeper schema > schema/agreement.schema.json)", () => {
  const ran = trucekeeper(["schema"]);
  expect(ran.code).toBe(0);
  expect(readFileSync(join(root, "schema/agreement.schema.json"), "utf8")).toBe(ran.out);
  expect(JSON.parse(ran.out).$schema).toContain("2020-12");
});
