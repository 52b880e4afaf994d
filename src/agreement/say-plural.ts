import type { Plural } from "./say-phrases.ts";

/**
 * The three plural forms of Ukrainian and Russian: 1, 21, 101 take the first; 2 to 4, 22 to 24 the second; 0, 5 to 20,
 * 25 to 30, and 11 to 14 of every hundred the third. A number with a fraction takes the second.
 */
export const slavic =
  (one: string, few: string, many: string): Plural =>
  (n) => {
    if (!Number.isInteger(n)) return `${n} ${few}`;
    const [tens, units] = [n % 100, n % 10];
    if (tens >= 11 && tens <= 14) return `${n} ${many}`;
    return `${n} ${units === 1 ? one : units >= 2 && units <= 4 ? few : many}`;
  };
