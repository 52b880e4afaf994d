/**
 * Edits of single characters (insert, delete, replace, swap of neighbours) that turn one word into the other; case is
 * not counted. Source: optimal string alignment distance (Damerau 1964, restricted).
 */
export function editDistance(a: string, b: string): number {
  const x = [...a.toLowerCase()];
  const y = [...b.toLowerCase()];
  let before: number[] = [];
  let last = Array.from({ length: y.length + 1 }, (_, j) => j);
  for (let i = 1; i <= x.length; i++) {
    const row = [i];
    for (let j = 1; j <= y.length; j++) {
      const replaced = (last[j - 1] as number) + (x[i - 1] === y[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[y.length] as number;
}

/** The word that was meant, as the end of a message; empty where none is near enough. */
export function didYouMean(word: string, known: readonly string[]): string {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best === undefined ? "" : `; did you mean "${best}"?`;
}
