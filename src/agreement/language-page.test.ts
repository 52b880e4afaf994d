import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { sayFinding } from "./finding.ts";
import { parseAgreement } from "./parse.ts";
import { jsonSchema } from "./schema.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/terms-language.md`, "utf8");
const schema = jsonSchema();

describe("docs/terms-language.md", () => {
  test("its example is right, down to the last warning", () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const result = parseAgreement(example, "example.yaml");
    expect("errors" in result ? result.errors.map(sayFinding) : result.warnings.map(sayFinding)).toEqual([]);
  });

  test("names every key of the language", () => {
    const keys = new Set<string>();
    const walk = (node: unknown) => {
      if (node === null || typeof node !== "object") return;
      const { properties } = node as { properties?: object };
      for (const key of Object.keys(properties ?? {})) keys.add(key);
      for (const sub of Object.values(node)) walk(sub);
    };
    walk(schema);
    const missing = [...keys].filter((key) => !page.includes(`\`${key}\``) && !page.includes(`\`${key}:`));
    expect(missing).toEqual([]);
  });
});

const examples = existsSync(`${root}examples`) ? readdirSync(`${root}examples`).sort() : [];
describe("worked examples", () => {
  const validator = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  for (const name of examples.filter((n) => existsSync(`${root}examples/${n}/agreement.yaml`)))
    test(`${name} passes the parser and the published schema alike`, () => {
      const folder = `${root}examples/${name}/`;
      const text = readFileSync(`${folder}agreement.yaml`, "utf8");
      const result = parseAgreement(text, "agreement.yaml", (part) =>
        existsSync(folder + part) ? readFileSync(folder + part, "utf8") : undefined,
      );
      expect("errors" in result ? result.errors.map(sayFinding) : []).toEqual([]);
      expect(validator.safeParse(parse(text)).error?.issues).toBeUndefined();
    });
});
