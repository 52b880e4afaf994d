import { type FileInput, readFile, readSome } from "../format/engine.ts";
import type { Item, Reconciliation } from "../format/reader.ts";
import { readers } from "../format/registry.ts";
import type { FileContents } from "../mission/gather.ts";
import { Interning } from "../mission/interning.ts";
import type { Order } from "../place/angles.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { findZone } from "../time/zone.ts";
import { bytesOf, type InputFile } from "./input-files.ts";

export interface ReadOptions {
  /** Format to read every file as. */
  readonly as?: string | undefined;
  /** Zone of local times in files that state none. */
  readonly zone?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly firstRow?: number | undefined;
  readonly order?: Order | undefined;
}

/** Flags that say how a table is to be read; the same for every command that reads files. */
export const READ_FLAGS = {
  as: "text",
  zone: "text",
  "header-row": "text",
  "first-row": "text",
  order: "text",
} as const;
export const READ_USAGE = "[--as FORMAT] [--zone ZONE] [--header-row N] [--first-row N] [--order lat-lon|lon-lat]";

/** @throws Problem (exit 2) for a row that is no whole number from 1, and for another order */
export function readOptions(text: Readonly<Record<string, string | undefined>>): ReadOptions {
  const row = (flag: string): number | undefined => {
    const value = text[flag];
    if (value === undefined) return undefined;
    if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
    throw problem(catalogue.usage, { why: `--${flag} ${value}: expected a row of the file or sheet, 1 or more` });
  };
  const { as, zone, order } = text;
  if (order !== undefined && order !== "lat-lon" && order !== "lon-lat")
    throw problem(catalogue.usage, { why: `--order ${order}: expected lat-lon or lon-lat` });
  const [headerRow, firstRow] = [row("header-row"), row("first-row")];
  if (firstRow !== undefined && firstRow <= (headerRow ?? 1))
    throw problem(catalogue.usage, { why: "--first-row must be below the header row" });
  return { as, zone, order, headerRow, firstRow };
}

/** One file's records as they are met; its account is the generator's return value. */
export const itemsOf = (file: InputFile, options: ReadOptions): AsyncGenerator<Item, Reconciliation, void> =>
  readFile(inputOf(file, options), readers);

/** The same, those of some rows at once. */
export const someItemsOf = (
  file: InputFile,
  options: ReadOptions,
): AsyncGenerator<readonly Item[], Reconciliation, void> => readSome(inputOf(file, options), readers);

function inputOf(file: InputFile, { as, zone, headerRow, firstRow, order }: ReadOptions): FileInput {
  // Also where every row states its own: a zone that is none is a slip, and the next file may need it.
  if (zone !== undefined && findZone(zone) === null)
    throw problem(catalogue.usage, {
      why: `--zone ${zone}: is no zone; expected an IANA name such as Europe/Kyiv, or an offset such as +03:00`,
    });
  return {
    name: file.name,
    sha256: file.sha256,
    bytes: bytesOf(file),
    ...(as && { as }),
    ...(zone && { zone }),
    ...(headerRow && { headerRow }),
    ...(firstRow && { firstRow }),
    ...(order && { order }),
  };
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
    const generator = someItemsOf(file, options);
    try {
      for (;;) {
        const step = await generator.next();
        if (step.done) {
          contents.push({ reconciliation: step.value, items });
          break;
        }
        for (const item of step.value) items.push(interning.item(item));
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
