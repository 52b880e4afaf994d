import { sha256Hex } from "../canonical.ts";
import { Problem } from "../problems.ts";
import { type FileInput, readFile } from "./engine.ts";
import type { Item, Reconciliation, TableReader } from "./reader.ts";
import { readers } from "./registry.ts";

export interface Outcome {
  readonly items: readonly Item[];
  readonly account?: Reconciliation;
  /** "file:line:column: message" where the file was refused. */
  readonly problem?: string;
}

/** The bytes in chunks of these sizes, over and over. */
export async function* chunked(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array, void> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** Reads text or bytes as a file of this name; anything thrown that is no Problem is a failure of the test. */
export async function reading(
  name: string,
  content: string | Uint8Array,
  more: Partial<FileInput> & { readonly readers?: readonly TableReader[]; readonly sizes?: readonly number[] } = {},
): Promise<Outcome> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const items: Item[] = [];
  const { readers: some = readers, sizes = [1 << 30], ...input } = more;
  const read = readFile({ name, sha256: sha256Hex(bytes), bytes: chunked(bytes, sizes), ...input }, some);
  try {
    for (;;) {
      const next = await read.next();
      if (next.done) return { items, account: next.value };
      items.push(next.value);
    }
  } catch (error) {
    if (error instanceof Problem) return { items, problem: error.toString() };
    throw error;
  }
}

/** Whether rows in = rows used + refused + skipped, and each refused row says why. */
export function addsUp({ account }: Outcome): boolean {
  if (!account) return true;
  const skipped = Object.values(account.skipped).reduce((n, m) => n + m, 0);
  const refusedRows = new Set(account.refusals.map((r) => r.line)).size;
  return account.rowsIn === account.rowsUsed + account.refused + skipped && refusedRows <= account.refused;
}
