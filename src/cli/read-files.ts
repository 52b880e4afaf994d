import { readFile } from "../format/engine.ts";
import type { Item, Reconciliation } from "../format/reader.ts";
import { readers } from "../format/registry.ts";
import type { FileContents } from "../mission/gather.ts";
import { Interning } from "../mission/interning.ts";
import { Problem } from "../problems.ts";
import { bytesOf, type InputFile } from "./input-files.ts";

export interface ReadOptions {
  /** Format to read every file as. */
  readonly as?: string | undefined;
  /** Zone of local times in files that state none. */
  readonly zone?: string | undefined;
}

/** One file's records as they are met; its account is the generator's return value. */
export function itemsOf(file: InputFile, options: ReadOptions): AsyncGenerator<Item, Reconciliation, void> {
  const { as, zone } = options;
  const input = {
    name: file.name,
    sha256: file.sha256,
    bytes: bytesOf(file),
    ...(as && { as }),
    ...(zone && { zone }),
  };
  return readFile(input, readers);
}

/** What reading a set of files came to: the contents, or every file that was refused as a whole. */
export type ReadOutcome = { readonly contents: readonly FileContents[] } | { readonly problems: readonly Problem[] };

/** Reads all files into memory; a refused file does not hide the refusals of the others. */
export async function readAll(files: readonly InputFile[], options: ReadOptions): Promise<ReadOutcome> {
  const contents: FileContents[] = [];
  const problems: Problem[] = [];
  const interning = new Interning();
  for (const file of files) {
    const items: Item[] = [];
    const generator = itemsOf(file, options);
    try {
      for (;;) {
        const step = await generator.next();
        if (step.done) {
          contents.push({ reconciliation: step.value, items });
          break;
        }
        items.push(interning.item(step.value));
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error);
    }
  }
  return problems.length > 0 ? { problems } : { contents };
}

/** One line for each refused row of a file, as file:line: field: why. */
export function* refusalLines(account: Reconciliation): Generator<string> {
  for (const { line, field, why } of account.refusals)
    yield `${account.file}:${line}: ${field ? `${field}: ` : ""}${why}`;
}

/** The one-line account of a file, in the order of fields of design.md section 5. */
export const accountLine = (account: Reconciliation): string => {
  const { file, sha256, format, rowsIn, rowsUsed, refused, skipped, observations } = account;
  return JSON.stringify({ file, sha256, format, rowsIn, rowsUsed, refused, skipped, observations });
};
