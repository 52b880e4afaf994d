import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { writeWorkbook } from "../format/workbook.ts";
import { catalogue, problem } from "../problems.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { say } from "./talk.ts";

const USAGE = "npx trucekeeper workbook FILE.xlsx";

/** `workbook`: writes an empty mission workbook; never over a file that is there, since it may hold a day's work. */
export async function workbook(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, USAGE);
  const path = positionals[0];
  if (path === undefined || positionals.length > 1) wrongUsage("name one file to write", USAGE);
  if (!path.toLowerCase().endsWith(".xlsx")) wrongUsage(`${path}: the name must end in .xlsx`, USAGE);
  if (existsSync(path)) wrongUsage(`${path}: is there already; name a new file`, USAGE);
  if (!existsSync(dirname(path))) throw problem(catalogue.noSuchFile, { path: dirname(path) });
  const draft = `${path}.draft-${process.pid}`;
  await writeFile(draft, await writeWorkbook());
  await rename(draft, path);
  say(`${path}: an empty mission workbook of five sheets; the notes sheet says how to fill it`);
  return 0;
}
