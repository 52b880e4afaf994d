import { sha256Hex } from "../canonical.ts";
import { readFile } from "../format/engine.ts";
import type { Assumption, TableReader } from "../format/reader.ts";
import { importBody } from "../mission/import-body.ts";
import { catalogue, Problem } from "../problems.ts";
import type { Body } from "../record/registry.ts";

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** All that is wrong with the cells, in one refusal. */
export const refusedCells = (faults: readonly { readonly field: string; readonly why: string }[]): Problem =>
  new Problem(
    catalogue.badFile.code,
    catalogue.badFile.status,
    catalogue.badFile.exit,
    faults.map(({ field, why }) => `${field}: ${why}`).join("\n"),
  );

/**
 * What a form says, as a table of one row in a format of ours, and the body of its import. What is no observation, a
 * watch or an impediment, enters the record as a file does, by the same reader.
 * @param cells by the reader's columns; empty ones are left out
 * @param more  what else tells this import from others
 * @throws Problem format/file that names each field, what was seen and what was expected
 */
export async function rowImport(
  reader: TableReader,
  cells: Readonly<Record<string, string>>,
  { name, zone, more = [] }: { readonly name: string; readonly zone: string; readonly more?: readonly Assumption[] },
): Promise<{ readonly bytes: Uint8Array; readonly body: Body<"import"> }> {
  const stated = (reader.columns ?? []).filter((c) => cells[c]);
  const rows = [stated, stated.map((c) => cells[c] ?? "")];
  const bytes = new TextEncoder().encode(rows.map((r) => `${r.map(cell).join(",")}\n`).join(""));
  async function* once(): AsyncGenerator<Uint8Array, void> {
    yield bytes;
  }
  const items = readFile({ name, sha256: sha256Hex(bytes), bytes: once(), as: reader.name, zone }, [reader]);
  for (;;) {
    const step = await items.next();
    if (!step.done) continue;
    const account = step.value;
    if (account.refused > 0) throw refusedCells(account.refusals);
    const body = importBody(account, bytes.length, { zone });
    return { bytes, body: { ...body, assumptions: [...body.assumptions, ...more] } };
  }
}
