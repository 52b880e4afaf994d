/**
 * Units that stand in the types. Arithmetic loses the brand; one of the named functions below gives it back.
 * Every window in this project is half-open: `[from, until)`.
 */
declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

/** An instant: integer milliseconds since 1970-01-01T00:00Z. */
export type Millis = Quantity<"ms">;
/** A length of time in integer milliseconds. */
export type Span = Quantity<"span-ms">;
/** A distance in metres on the WGS 84 ellipsoid. */
export type Metres = Quantity<"m">;
/** Degrees on WGS 84, or of a bearing clockwise from true north. */
export type Degrees = Quantity<"deg">;
/** A share or a probability, 0 to 1. */
export type Share = Quantity<"share">;

/** @throws RangeError unless `n` is an integer that a Date can hold (±8.64e15). */
export const millis = (n: number): Millis => {
  if (!Number.isInteger(n) || Math.abs(n) > 8.64e15) throw new RangeError(`millis: expected an integer, got ${n}`);
  return n as Millis;
};

/** @throws RangeError unless `n` is a finite number, 0 or more. */
export const span = (n: number): Span => {
  if (!(n >= 0 && n < Number.POSITIVE_INFINITY)) throw new RangeError(`span: expected 0 or more, got ${n}`);
  return n as Span;
};

/** @throws RangeError unless `n` is a finite number, 0 or more (NaN is refused as well). */
export const metres = (n: number): Metres => {
  if (!(n >= 0 && n < Number.POSITIVE_INFINITY)) throw new RangeError(`metres: expected 0 or more, got ${n}`);
  return n as Metres;
};

/** @throws RangeError unless `n` is within ±90. */
export const latitude = (n: number): Degrees => {
  if (!(n >= -90 && n <= 90)) throw new RangeError(`latitude: expected -90 to 90, got ${n}`);
  return n as Degrees;
};

/** Longitudes are kept in [-180, 180]. @throws RangeError outside ±180. */
export const longitude = (n: number): Degrees => {
  if (!(n >= -180 && n <= 180)) throw new RangeError(`longitude: expected -180 to 180, got ${n}`);
  return n as Degrees;
};

/** A bearing brought into [0, 360). @throws RangeError unless finite. */
export const bearing = (n: number): Degrees => {
  if (!Number.isFinite(n)) throw new RangeError(`bearing: expected degrees, got ${n}`);
  return (((n % 360) + 360) % 360) as Degrees;
};

/** @throws RangeError outside [0, 1]. */
export const share = (n: number): Share => {
  if (!(n >= 0 && n <= 1)) throw new RangeError(`share: expected 0 to 1, got ${n}`);
  return n as Share;
};

export const SECOND = 1000 as Span;
export const MINUTE = 60_000 as Span;
export const HOUR = 3_600_000 as Span;
export const DAY = 86_400_000 as Span;

/** Rounds to a grid of 2⁻²⁰, so that two sums made in different ways compare equal (design.md section 7). */
export const rounded = (n: number): number => Math.round(n * 1_048_576) / 1_048_576;

/** Compares by Unicode code point: the one order of text in every output, whatever the locale. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate stands for a code point above every BMP code unit, U+E000..U+FFFF included.
    const xs = x >= 0xd800 && x <= 0xdfff;
    const ys = y >= 0xd800 && y <= 0xdfff;
    if (xs !== ys) return xs ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}
