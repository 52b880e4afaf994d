/** How well a partition of reports reproduces the true one. Keys are reports, values are groups. */
export interface Scores {
  /** Over pairs of reports: of those put together, the share that belongs together. */
  readonly precision: number;
  /** Over pairs: of those that belong together, the share put together. */
  readonly recall: number;
  readonly f1: number;
  /** B-cubed F: the same seen from each report (Bagga and Baldwin 1998). */
  readonly b3: number;
  /** Adjusted Rand index (Hubert and Arabie 1985). */
  readonly ari: number;
  /** Share of true groups reproduced with exactly their reports. */
  readonly exact: number;
  /** Share of the groups found that hold reports of two true groups or more. */
  readonly overMerged: number;
  /** Share of the true groups whose reports stand in two groups or more. */
  readonly overSplit: number;
  readonly incidents: number;
  readonly truthIncidents: number;
  /** (incidents − true incidents) ÷ true incidents. */
  readonly countError: number;
  readonly largestCluster: number;
}

/** Scores the reports that both maps hold; `found` must hold every report of `truth`. */
export function scores(truth: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): Scores {
  const sizeTrue = new Map<string, number>();
  const sizeFound = new Map<string, number>();
  const both = new Map<string, Map<string, number>>();
  const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [report, incident] of truth) {
    const group = found.get(report);
    if (group === undefined) throw new Error(`report ${report} is in no group`);
    add(sizeTrue, incident);
    add(sizeFound, group);
    const row = both.get(group) ?? new Map<string, number>();
    add(row, incident);
    both.set(group, row);
  }
  const pairs = (n: number): number => (n * (n - 1)) / 2;
  const sum = (counts: Iterable<number>, of: (n: number) => number): number => {
    let total = 0;
    for (const n of counts) total += of(n);
    return total;
  };
  const truePairs = sum(sizeTrue.values(), pairs);
  const foundPairs = sum(sizeFound.values(), pairs);
  let [hit, cubedPrecision, cubedRecall, exact] = [0, 0, 0, 0];
  for (const [group, row] of both)
    for (const [incident, n] of row) {
      const [g, t] = [sizeFound.get(group) as number, sizeTrue.get(incident) as number];
      hit += pairs(n);
      cubedPrecision += (n * n) / g;
      cubedRecall += (n * n) / t;
      if (n === g && n === t) exact++;
    }
  const homes = new Map<string, number>();
  for (const row of both.values()) for (const incident of row.keys()) add(homes, incident);
  const shared = [...both.values()].filter((row) => row.size > 1).length;
  const split = [...homes.values()].filter((groups) => groups > 1).length;
  const n = truth.size;
  const precision = foundPairs === 0 ? 1 : hit / foundPairs;
  const recall = truePairs === 0 ? 1 : hit / truePairs;
  const expected = n < 2 ? 0 : (truePairs * foundPairs) / pairs(n);
  const best = (truePairs + foundPairs) / 2;
  const harmonic = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b));
  const round = (x: number): number => Math.round(x * 1e4) / 1e4;
  return {
    precision: round(precision),
    recall: round(recall),
    f1: round(harmonic(precision, recall)),
    b3: round(harmonic(cubedPrecision / n, cubedRecall / n)),
    ari: round(best === expected ? 1 : (hit - expected) / (best - expected)),
    exact: round(exact / sizeTrue.size),
    overMerged: round(shared / sizeFound.size),
    overSplit: round(split / sizeTrue.size),
    incidents: sizeFound.size,
    truthIncidents: sizeTrue.size,
    countError: round((sizeFound.size - sizeTrue.size) / sizeTrue.size),
    largestCluster: Math.max(0, ...sizeFound.values()),
  };
}
