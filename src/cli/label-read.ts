import { readFile } from "../format/engine.ts";
import type { Item, TableReader } from "../format/reader.ts";
import { readers } from "../format/registry.ts";
import { fuse } from "../incident/fuse.ts";
import type { Incident } from "../incident/incident.ts";
import { gather } from "../mission/gather.ts";
import type { Observation } from "../observation/observation.ts";
import { bytesOf, type InputFile, inputSet } from "./input-files.ts";
import type { Row } from "./label-page.ts";
import { accountLine, refusalLines } from "./read-files.ts";
import { reportsReader } from "./reports-file.ts";
import { say } from "./talk.ts";

/** Every reader, with the areas that stand beside a file of the fusion sets. */
const readersOf = (file: InputFile): TableReader[] => {
  const reports = reportsReader(file.path);
  return readers.map((r) => (r.name === reports.name ? reports : r));
};

/** The observations of some files, each once and by id, and what fusion makes of them. */
export async function readAndFuse(
  paths: readonly string[],
  zone: string | undefined,
): Promise<{
  readonly files: readonly InputFile[];
  readonly observations: readonly Observation[];
  readonly incidents: readonly Incident[];
}> {
  const files = await inputSet(paths, say);
  const contents = [];
  for (const file of files) {
    const input = { name: file.name, sha256: file.sha256, bytes: bytesOf(file), ...(zone && { zone }) };
    const generator = readFile(input, readersOf(file));
    const items: Item[] = [];
    for (;;) {
      const step = await generator.next();
      if (step.done) {
        for (const line of refusalLines(step.value)) say(line);
        say(accountLine(step.value));
        contents.push({ reconciliation: step.value, items });
        break;
      }
      items.push(step.value);
    }
  }
  const { observations } = gather(contents);
  return { files, observations, incidents: fuse(observations) };
}

/**
 * The rows of some observations as they stand in their files, read again: only these are kept. Workbooks and other
 * containers give none; their reports are shown by what was read.
 * @param hidden columns that a labeller is not to see
 */
export async function rowsOf(
  files: readonly InputFile[],
  wanted: ReadonlySet<string>,
  zone: string | undefined,
  hidden: ReadonlySet<string>,
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const noting = (reader: TableReader): TableReader => ({
    ...reader,
    row(cells, context) {
      const found = reader.row(cells, context);
      if (!("use" in found)) return found;
      for (const item of found.use)
        if (item.type === "observation" && wanted.has(item.value.id) && !rows.has(item.value.id))
          rows.set(
            item.value.id,
            Object.entries(cells).filter(([column, cell]) => cell.trim() !== "" && !hidden.has(column)),
          );
      return found;
    },
  });
  for (const file of files) {
    const input = { name: file.name, sha256: file.sha256, bytes: bytesOf(file), ...(zone && { zone }) };
    const generator = readFile(input, readersOf(file).map(noting));
    while (!(await generator.next()).done);
  }
  return rows;
}
