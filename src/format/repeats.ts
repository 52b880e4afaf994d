const START = 1024;

/**
 * How often each row was met before, by a hash of 64 bits of its cells: 12 bytes for each different row, doubled as it
 * fills. Two different rows share a hash once in 2⁶⁴ pairs: among 10 million rows, the odds of a single mix-up are
 * about 1 in 400,000. It is no cryptographic hash: who can aim for a collision writes the file, and could as well
 * leave the row out.
 */
export class Repeats {
  private low = new Uint32Array(START);
  private high = new Uint32Array(START);
  private seen = new Uint32Array(START);
  private size = 0;

  /** 0 when these cells come for the first time, 1 for the second, and so on. */
  ordinal(cells: readonly string[]): number {
    let h = 0x9e3779b9;
    let k = 0x85ebca6b;
    for (const cell of cells) {
      for (let i = 0; i < cell.length; i++) {
        const c = cell.charCodeAt(i);
        h = Math.imul(h ^ c, 0x9e3779b1);
        k = Math.imul(k ^ c, 0x5f356495);
        h = (h << 13) | (h >>> 19);
        k = (k << 17) | (k >>> 15);
      }
      // The length ends a cell, so that ("ab", "c") and ("a", "bc") differ.
      h = Math.imul(h ^ cell.length ^ 0x10000, 0x9e3779b1);
      k = Math.imul(k ^ cell.length ^ 0x10000, 0x5f356495);
    }
    return this.count(mixed(h ^ (k >>> 3)), mixed(k ^ (h << 5)));
  }

  private count(low: number, high: number): number {
    if (this.size * 4 >= this.seen.length * 3) this.grow();
    const at = this.slot(low, high);
    const before = this.seen[at] ?? 0;
    if (before === 0) {
      this.low[at] = low;
      this.high[at] = high;
      this.size++;
    }
    this.seen[at] = before + 1;
    return before;
  }

  private slot(low: number, high: number): number {
    const mask = this.seen.length - 1;
    let at = low & mask;
    while (this.seen[at] !== 0 && (this.low[at] !== low || this.high[at] !== high)) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { low, high, seen } = this;
    this.low = new Uint32Array(seen.length * 2);
    this.high = new Uint32Array(seen.length * 2);
    this.seen = new Uint32Array(seen.length * 2);
    for (let i = 0; i < seen.length; i++) {
      const times = seen[i] ?? 0;
      if (times === 0) continue;
      const at = this.slot(low[i] ?? 0, high[i] ?? 0);
      this.low[at] = low[i] ?? 0;
      this.high[at] = high[i] ?? 0;
      this.seen[at] = times;
    }
  }
}

/** The final mix of MurmurHash3. */
function mixed(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
