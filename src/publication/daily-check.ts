import { z } from "zod";
import { canonical } from "../canonical.ts";

const figure = z.object({
  label: z.string(),
  figure: z.string(),
  list: z.string(),
  rows: z.array(z.int()).optional(),
});
const form = z.object({
  kind: z.literal("daily"),
  summary: z.array(figure),
  counts: z.array(z.object({ unit: z.string(), heard: z.string(), list: z.string(), rows: z.array(z.int()) })),
  weapons: z.array(figure),
  lists: z.array(z.object({ id: z.string(), columns: z.array(z.string()), rows: z.array(z.array(z.string())) })),
});

type Lists = z.output<typeof form>["lists"];

/** What a check of a report by itself came to. */
export interface DailyChecked {
  /** Where it says something else than its own lists, in words; empty: nowhere. */
  readonly differences: readonly string[];
  /** Figures that were counted again, and those that no sum gives, such as of fire that nobody counted. */
  readonly recounted: number;
  readonly notRecounted: number;
}

/**
 * Checks a daily report by itself, as its JSON says it: every figure against the rows that it names. Pure.
 * @returns undefined where the text is no daily report
 */
export function checkDaily(text: string): DailyChecked | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = form.safeParse(value);
  if (!parsed.success) return undefined;
  const { summary, counts, weapons, lists } = parsed.data;
  const differences = [
    ...(text === `${canonical(value)}\n` ? [] : ["its JSON is not in the one form that a report has: it was edited"]),
    ...lists.flatMap(listFaults),
  ];
  let [recounted, notRecounted] = [0, 0];
  const figures = [
    ...[...summary, ...weapons].map((f) => ({ ...f, said: f.figure, sums: f.list === "A1" })),
    ...counts.map((c) => ({ ...c, label: `${c.unit}, as heard`, said: c.heard, sums: true })),
  ];
  for (const { label, said, list: id, rows, sums } of figures) {
    const list = lists.find((l) => l.id === id);
    if (!list) {
      differences.push(`${label}: rests on list ${id}, which the report does not have`);
      continue;
    }
    const of = rows ?? list.rows.map((_, i) => i + 1);
    const wrong = of.find((n, i) => n < 1 || n > list.rows.length || of.indexOf(n) !== i);
    if (wrong !== undefined) {
      differences.push(`${label}: row ${wrong} of list ${id} is not there, or is counted twice`);
      continue;
    }
    const counted = sums ? sumOf(list, of) : String(of.length);
    if (counted === undefined) {
      notRecounted++;
      continue;
    }
    recounted++;
    if (counted !== said) differences.push(`${label}: says ${said}, its rows of list ${id} give ${counted}`);
  }
  return { differences, recounted, notRecounted };
}

function listFaults({ id, columns, rows }: Lists[number]): string[] {
  return rows.flatMap((row, i) => {
    if (row.length !== columns.length) return [`list ${id}, row ${i + 1}: ${row.length} cells of ${columns.length}`];
    return row[0] === String(i + 1) ? [] : [`list ${id}, row ${i + 1}: is numbered ${row[0]}`];
  });
}

/** Sum of the counts of rows, as a figure says it; undefined where one is no count that adds up. */
function sumOf({ columns, rows }: Lists[number], of: readonly number[]): string | undefined {
  const column = columns.indexOf("Count");
  let [least, most] = [0, 0];
  for (const n of of) {
    const found = bounds(rows[n - 1]?.[column] ?? "");
    if (!found) return undefined;
    least += found[0];
    most += found[1];
  }
  if (most === Number.POSITIVE_INFINITY) return `at least ${least}`;
  return least === most ? String(least) : `${least}–${most}`;
}

/** "7 explosions", "15–20 shots", "at least 30 explosions"; a duration or fire that was not counted adds to nothing. */
function bounds(cell: string): readonly [least: number, most: number] | undefined {
  if (/not counted|uncounted|minute|hour/.test(cell)) return undefined;
  const [, open, least, most] = /^(at least )?(\d+)(?:–(\d+))?\b/.exec(cell) ?? [];
  if (least === undefined) return undefined;
  return [Number(least), open ? Number.POSITIVE_INFINITY : Number(most ?? least)];
}
