const START = 1024;
/** Slots above which a table grows in smaller steps. */
const LARGE = 1 << 20;
/** What a byte can count; rows met more often are counted apart. */
const MANY = 255;

/**
 * How often each row was met before, by a hash of 64 bits of its cells: 9 bytes a slot, at most
 * four of five slots filled. Two different rows share a hash once in 2⁶⁴ pairs: among 10 million rows, the odds of a single mix-up are
 * about 1 in 400,000. It is no cryptographic hash: who can aim for a collision writes the file, and could as well
 * leave the row out.
 */
export class Repeats {
  private low = new Uint32Array(START);
  private high = new Uint32Array(START);
  private seen = new Uint8Array(START);
  private readonly many = new Map<string, number>();
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

  /** The same for a SHA-256 in hex, which is a hash already. */
  ordinalOfHash(hash: string): number {
    const [low, high] = [hex32(hash, 0), hex32(hash, 8)];
    return low < 0 || high < 0 ? this.ordinal([hash]) : this.count(low, high);
  }

  private count(low: number, high: number): number {
    if (this.size * 5 >= this.seen.length * 4) this.grow();
    const at = this.slot(low, high);
    const before = this.seen[at] ?? 0;
    if (before === 0) {
      this.low[at] = low;
      this.high[at] = high;
      this.size++;
    }
    if (before < MANY) {
      this.seen[at] = before + 1;
      return before;
    }
    const row = `${high} ${low}`;
    const times = this.many.get(row) ?? MANY;
    this.many.set(row, times + 1);
    return times;
  }

  private slot(low: number, high: number): number {
    const { length } = this.seen;
    // By the size of the hash and not by its last bits, so that a table may have any length.
    let at = Math.floor((low / 0x1_0000_0000) * length);
    while (this.seen[at] !== 0 && (this.low[at] !== low || this.high[at] !== high)) at = at + 1 === length ? 0 : at + 1;
    return at;
  }

  private grow(): void {
    const { low, high, seen } = this;
    // Large tables grow by less: a table that is half empty and its double beside it are most of the memory of a reader.
    const length = Math.ceil(seen.length * (seen.length < LARGE ? 2 : 1.3));
    this.low = new Uint32Array(length);
    this.high = new Uint32Array(length);
    this.seen = new Uint8Array(length);
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

/** The number that eight lower-case hex digits from `at` on write; -1 where they are none. */
function hex32(text: string, at: number): number {
  let n = 0;
  for (let i = at; i < at + 8; i++) {
    const code = text.charCodeAt(i);
    const digit = code >= 48 && code < 58 ? code - 48 : code >= 97 && code < 103 ? code - 87 : -1;
    if (digit < 0) return -1;
    n = n * 16 + digit;
  }
  return n;
}

/** The final mix of MurmurHash3. */
function mixed(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
