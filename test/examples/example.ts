import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../../src/agreement/compile.ts";
import { parseAgreement } from "../../src/agreement/parse.ts";
import { sha256Hex } from "../../src/canonical.ts";
import { readFile } from "../../src/format/engine.ts";
import type { Item } from "../../src/format/reader.ts";
import { readers } from "../../src/format/registry.ts";
import { type Derived, derive } from "../../src/mission/derive.ts";
import type { FileContents } from "../../src/mission/gather.ts";

/** Path of a file or folder of a worked example. */
export const examplePath = (name: string, file = ""): string =>
  fileURLToPath(new URL(`../../examples/${name}/${file}`, import.meta.url));

/** The agreement of a worked example with its findings; every mistake in it is thrown as it would be printed. */
export function agreementOf(name: string) {
  const parsed = parseAgreement(readFileSync(examplePath(name, "agreement.yaml"), "utf8"), "agreement.yaml", (path) =>
    readFileSync(examplePath(name, path), "utf8"),
  );
  if ("errors" in parsed)
    throw new Error(parsed.errors.map((e) => `${e.file}:${e.line}:${e.column}: ${e.message}`).join("\n"));
  return parsed;
}

/** What one file of an example holds, through the import engine. */
export async function contentsOf(name: string, file: string): Promise<FileContents> {
  const bytes = new Uint8Array(readFileSync(examplePath(name, file)));
  const whole = (async function* () {
    yield bytes;
  })();
  const items: Item[] = [];
  const reading = readFile({ name: file, sha256: sha256Hex(bytes), bytes: whole }, readers);
  for (;;) {
    const step = await reading.next();
    if (step.done) return { reconciliation: step.value, items };
    items.push(step.value);
  }
}

/** The CSV files of an example, in the order of the folder unless some are named. */
export async function deriveExample(
  name: string,
  files: readonly string[] = readdirSync(examplePath(name)).filter((f) => f.endsWith(".csv")),
): Promise<Derived> {
  const contents = await Promise.all(files.map((file) => contentsOf(name, file)));
  return derive({ agreement: compile(agreementOf(name).agreement), contents, period: null });
}

/** Rows of a CSV file of our own making: no quoted line breaks. */
export function csvRows(name: string, file: string): Record<string, string>[] {
  const [header = "", ...lines] = readFileSync(examplePath(name, file), "utf8").trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    );
    return Object.fromEntries(columns.map((c, i) => [c, cells[i] ?? ""]));
  });
}
