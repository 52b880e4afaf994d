import type { Observation } from "../src/observation/observation.ts";
import { extentOf } from "../src/place/shape.ts";

/** B-cubed of the reports of one kind: seen from each of them, over all reports (Bagga and Baldwin 1998). */
export interface GroupScore {
  readonly reports: number;
  /** Of the reports put with one of these, the share that belongs with it: low where fusion over-merges. */
  readonly precision: number;
  /** Of the reports that belong with one of these, the share put with it: low where fusion over-splits. */
  readonly recall: number;
  readonly f: number;
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4;

/** B-cubed by groups of reports, in the order of the groups' names. */
export function groupScores(
  truth: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
  groupOf: ReadonlyMap<string, string>,
): Record<string, GroupScore> {
  const count = (of: Iterable<string>): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of of) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const ids = [...truth.keys()];
  const both = (id: string): string => `${truth.get(id)}\n${found.get(id)}`;
  const [trueSizes, foundSizes, bothSizes] = [
    count(truth.values()),
    count(ids.map((id) => found.get(id) as string)),
    count(ids.map(both)),
  ];
  const sums = new Map<string, [reports: number, precision: number, recall: number]>();
  for (const id of ids) {
    const group = groupOf.get(id);
    if (group === undefined) continue;
    const row = sums.get(group) ?? [0, 0, 0];
    const shared = bothSizes.get(both(id)) as number;
    row[0]++;
    row[1] += shared / (foundSizes.get(found.get(id) as string) as number);
    row[2] += shared / (trueSizes.get(truth.get(id) as string) as number);
    sums.set(group, row);
  }
  return Object.fromEntries(
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, [reports, p, r]]) => {
        const [precision, recall] = [p / reports, r / reports];
        const f = (2 * precision * recall) / (precision + recall);
        return [group, { reports, precision: round(precision), recall: round(recall), f: round(f) }];
      }),
  );
}

/** The kind of source of each report. */
export const bySourceKind = (observations: readonly Observation[]): Map<string, string> =>
  new Map(observations.map((o) => [o.id, o.sourceKind]));

/** How many reports there are in a report's cell of some 20 km and UTC day, in powers of two: "8 to 15 a cell and day". */
export function byLocalRate(observations: readonly Observation[]): Map<string, string> {
  const cells = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const o of observations) {
    const extent = extentOf(o.place);
    if (!extent) continue;
    const [west, south, east, north] = extent;
    const lat = (south + north) / 2;
    const column = Math.floor((((west + east) / 2) * Math.cos((lat * Math.PI) / 180)) / 0.18);
    const cell = `${column} ${Math.floor(lat / 0.18)} ${Math.floor(o.time.from / 86_400_000)}`;
    cells.set(o.id, cell);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return new Map(
    [...cells].map(([id, cell]) => {
      const low = 2 ** Math.floor(Math.log2(counts.get(cell) as number));
      return [id, `${String(low).padStart(3, "0")} to ${String(2 * low - 1).padStart(3, "0")} a cell and day`];
    }),
  );
}
