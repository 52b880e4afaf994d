import { basename } from "node:path";
import { catalogue, problem } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import { readPlainCsv } from "./label-csv.ts";

export const LABELS = ["same", "different", "cannot-tell"] as const;
export type Label = (typeof LABELS)[number];

/** What one person said of a set of pairs. */
export interface Labels {
  readonly file: string;
  readonly set: string;
  readonly labeller: string;
  /** By pair. */
  readonly of: ReadonlyMap<string, Label>;
  /** How long each pair took, s, rising; of those of which the page says so. */
  readonly seconds: readonly number[];
}

/** @throws Problem (exit 1) for another label than ours, two sets or two people in one file, or a pair labelled twice */
export function readLabels(path: string): Labels {
  const file = basename(path);
  const rows = readPlainCsv(path, ["set", "pair", "label", "labeller"]);
  const first = rows[0];
  if (!first) throw problem(catalogue.badFile, { why: "no pair is labelled" }, { file });
  const of = new Map<string, Label>();
  const seconds: number[] = [];
  for (const { line, cells } of rows) {
    const fault = (why: string) => problem(catalogue.badFile, { why }, { file, line });
    const label = LABELS.find((l) => l === cells.label);
    if (!label) throw fault(`label: expected one of ${LABELS.join(", ")}, got "${cells.label}"`);
    for (const column of ["set", "labeller"] as const)
      if (cells[column] !== first.cells[column])
        throw fault(`${column}: expected ${first.cells[column]} as on line ${first.line}, got ${cells[column]}`);
    const pair = cells.pair as string;
    if (of.has(pair)) throw fault(`pair ${pair} is labelled twice`);
    of.set(pair, label);
    if (/^\d{1,6}$/.test(cells["seconds"] ?? "")) seconds.push(Number(cells["seconds"]));
  }
  seconds.sort((a, b) => a - b);
  return { file, set: first.cells.set as string, labeller: first.cells.labeller as string, of, seconds };
}

/** Agreement of two people over the pairs that both labelled. */
export interface Kappa {
  readonly pairs: number;
  /** Share of pairs on which both say the same. */
  readonly observed: number;
  /** The share that two people would reach who label at random, each as often as they did. */
  readonly expected: number;
  /** Cohen's kappa; null where either says one thing of every pair and chance would do as well. */
  readonly kappa: number | null;
  /** 95 % interval, large-sample error. */
  readonly interval: readonly [number, number] | null;
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4;

/**
 * Cohen's kappa with its large-sample 95 % interval.
 * Source: Cohen 1960; variance of Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72, formula 13
 * @param table counts: `table[i][j]` pairs that the first calls i and the second j
 */
export function cohensKappa(table: readonly (readonly number[])[]): Kappa {
  const n = table.flat().reduce((a, b) => a + b, 0);
  const p = table.map((row) => row.map((c) => c / n));
  const rows = p.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = p.map((_, j) => p.reduce((sum, row) => sum + (row[j] as number), 0));
  let [observed, expected] = [0, 0];
  for (let i = 0; i < p.length; i++) {
    observed += p[i]?.[i] as number;
    expected += (rows[i] as number) * (columns[i] as number);
  }
  if (n === 0) return { pairs: 0, observed: 0, expected: 0, kappa: null, interval: null };
  const base = { pairs: n, observed: round(observed), expected: round(expected) };
  if (expected >= 1 - 1e-12) return { ...base, kappa: null, interval: null };
  const kappa = (observed - expected) / (1 - expected);
  let [own, other] = [0, 0];
  for (let i = 0; i < p.length; i++)
    for (let j = 0; j < p.length; j++) {
      const share = p[i]?.[j] as number;
      if (i === j) own += share * (1 - expected - ((rows[i] as number) + (columns[i] as number)) * (1 - observed)) ** 2;
      else other += share * ((columns[i] as number) + (rows[j] as number)) ** 2;
    }
  const variance =
    (own + (1 - observed) ** 2 * other - (observed * expected - 2 * expected + observed) ** 2) /
    (n * (1 - expected) ** 4);
  const half = 1.959964 * Math.sqrt(Math.max(0, variance));
  return {
    ...base,
    kappa: round(kappa),
    interval: [round(Math.max(-1, kappa - half)), round(Math.min(1, kappa + half))],
  };
}

/** How long labelling took one person, pauses over ten minutes aside. */
export interface Took {
  readonly medianSeconds: number;
  readonly hours: number;
}

const tookOf = ({ seconds }: Labels): Took | null =>
  seconds.length === 0
    ? null
    : {
        medianSeconds: seconds[seconds.length >> 1] as number,
        hours: Math.round(seconds.reduce((a, b) => a + b, 0) / 360) / 10,
      };

export interface Joined {
  readonly set: string;
  readonly labellers: readonly [string, string];
  readonly adjudicator: string | null;
  /** Over the three answers. */
  readonly agreement: Kappa;
  /** Over the pairs that both took to be the same or different. */
  readonly agreementWhereBothDecide: Kappa;
  /** Pairs that only one of the two labelled: in neither figure. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Of either person the middle time for a pair, s, and the hours of all; null where the tables do not say. */
  readonly took: readonly [Took | null, Took | null];
  /** By pair: where the two differ, or cannot tell, and nobody has decided yet. */
  readonly open: readonly { readonly pair: string; readonly first: Label; readonly second: Label }[];
  /** The labelled set, by pair: what both said, or what the third decided. */
  readonly labelled: readonly {
    readonly pair: string;
    readonly label: "same" | "different";
    readonly by: "both" | "adjudicated";
  }[];
}

/**
 * Joins the labels of two people. Pairs on which they differ, or of which either cannot tell, enter the set only where a
 * third person's labels decide them.
 * @throws Problem (exit 1) where the files are of two sets, or of one person
 */
export function joinLabels(first: Labels, second: Labels, third?: Labels): Joined {
  for (const other of third ? [second, third] : [second]) {
    if (other.set !== first.set) {
      const why = `labels of two sets: ${first.set} and ${other.set}; join labels of one page`;
      throw problem(catalogue.badFile, { why }, { file: other.file });
    }
    if (other.labeller === first.labeller || (other !== second && other.labeller === second.labeller)) {
      const why = `"${other.labeller}" labelled both: the labels have to be of different people`;
      throw problem(catalogue.badFile, { why }, { file: other.file });
    }
  }
  const table = LABELS.map(() => LABELS.map(() => 0));
  const open: Joined["open"][number][] = [];
  const labelled: Joined["labelled"][number][] = [];
  const both = [...first.of.keys()].filter((pair) => second.of.has(pair)).sort(byCodePoint);
  if (both.length === 0) {
    const why = `no pair is labelled in both: ${first.of.size} by ${first.labeller} in ${first.file}, ${second.of.size} others by ${second.labeller}`;
    throw problem(catalogue.badFile, { why }, { file: second.file });
  }
  for (const pair of both) {
    const [x, y] = [first.of.get(pair) as Label, second.of.get(pair) as Label];
    const row = table[LABELS.indexOf(x)] as number[];
    row[LABELS.indexOf(y)] = (row[LABELS.indexOf(y)] as number) + 1;
    const decided = third?.of.get(pair);
    if (x === y && x !== "cannot-tell") labelled.push({ pair, label: x, by: "both" });
    else if (decided && decided !== "cannot-tell") labelled.push({ pair, label: decided, by: "adjudicated" });
    else open.push({ pair, first: x, second: y });
  }
  return {
    set: first.set,
    labellers: [first.labeller, second.labeller],
    adjudicator: third?.labeller ?? null,
    agreement: cohensKappa(table),
    agreementWhereBothDecide: cohensKappa(table.slice(0, 2).map((row) => row.slice(0, 2))),
    onlyFirst: first.of.size - both.length,
    onlySecond: second.of.size - both.length,
    took: [tookOf(first), tookOf(second)],
    open,
    labelled,
  };
}
