import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../cli/run.ts";

const page = readFileSync(join(root, "docs/security.md"), "utf8");
const files = ["src", "test", "web"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path)).replaceAll("\\", "/")),
);

test("every test and file that the page on security names is there", () => {
  const named = [...page.matchAll(/`([\w./*-]+\.(?:test\.ts|ts|mjs|md))`/g)].map((m) => m[1] as string);
  expect(named.length).toBeGreaterThan(40);
  const known = (name: string): boolean => {
    if (/^(scripts|docs)\//.test(name) || name === "CONTRIBUTING.md") return readFileSync(join(root, name)).length > 0;
    const form = new RegExp(`(^|/)${name.replaceAll(".", "\\.").replaceAll("*", "[\\w-]+")}$`);
    return files.some((file) => form.test(file));
  };
  expect(named.filter((name) => !known(name))).toEqual([]);
});

test("its list has the chapters of ASVS in their order, each line once, and says of each how it stands", () => {
  const lines = [...page.matchAll(/^\| ([\d., –]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((m) =>
    m.slice(1, 4).map((t) => t.trim()),
  );
  const numbers = lines.flatMap(([no = ""]) => no.split(", "));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(numbers.map((n) => n.split(".")[0]))).toEqual(
    new Set(Array.from({ length: 14 }, (_, i) => `${i + 1}`)),
  );
  for (const [no, state, why] of lines)
    expect([no, /^(held|partly|no|run|—)$/.test(state ?? ""), (why ?? "").length > 2]).toEqual([no, true, true]);
});
