/** One fault of a row: the column, the rule broken, the value seen. */
export interface Fault {
  readonly field: string;
  readonly why: string;
}

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A value as an error shows it: in quotes, cut at 60 characters; "an empty cell" where there is none. */
export const quoted = (text: string): string => (text.trim() === "" ? "an empty cell" : `"${shown(text)}"`);

/** The point off Africa that programs write where they know no position. */
export const NOWHERE = "0, 0 stands for a position that is not known; leave it out";

/** " the letter …" where a word holds letters of another script that look like Latin ones; "" where it holds none. */
export function oddLetters(text: string): string {
  const odd = /[A-Za-z]/.test(text) ? /[\u0370-\u03ff\u0400-\u04ff]/.exec(text)?.[0] : undefined;
  return odd ? ` the letter "${odd}" in it is ${odd >= "\u0400" ? "Cyrillic" : "Greek"}, type it again;` : "";
}

/** The cells of one row, read with every fault noted, so that a person sees all of them at once. */
export class Cells {
  readonly faults: Fault[] = [];
  private readonly cells: Readonly<Record<string, string>>;

  constructor(cells: Readonly<Record<string, string>>) {
    this.cells = cells;
  }

  /** The cell without surrounding blanks; "" where the row has no such column. */
  text(field: string): string {
    // What an object inherits is no text.
    const cell: unknown = this.cells[field];
    return typeof cell === "string" ? cell.trim() : "";
  }

  fault(field: string, why: string): undefined {
    this.faults.push({ field, why });
    return undefined;
  }

  /** A decimal number in [min, max]. An empty cell is a fault: it is not 0. */
  decimal(field: string, min: number, max: number): number | undefined {
    const text = this.text(field);
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) {
      const comma = /^[+-]?\d+,\d+$/.test(text) ? "; write the decimals after a point" : "";
      return this.fault(field, `expected a decimal number, got ${quoted(text)}${comma}`);
    }
    const n = Number(text);
    if (!(n >= min && n <= max)) return this.fault(field, `expected ${min} to ${max}, got ${quoted(text)}`);
    return Object.is(n, -0) ? 0 : n;
  }

  /** A whole number in [0, max], written in digits. */
  whole(field: string, max = 9_999_999): number | undefined {
    const text = this.text(field);
    if (!/^\d+$/.test(text)) return this.fault(field, `expected a whole number, got ${quoted(text)}`);
    const n = Number(text);
    return n <= max ? n : this.fault(field, `expected 0 to ${max}, got ${quoted(text)}`);
  }

  /** Longitude and latitude in degrees on WGS 84. */
  position(lonField: string, latField: string): { readonly lon: number; readonly lat: number } | undefined {
    const lon = this.decimal(lonField, -180, 180);
    const lat = this.decimal(latField, -90, 90);
    if (lon === undefined || lat === undefined) return undefined;
    if (lon === 0 && lat === 0) return this.fault(latField, NOWHERE);
    return { lon, lat };
  }

  /** Exactly one of the words. */
  word<const T extends string>(field: string, words: readonly T[]): T | undefined {
    const text = this.text(field);
    const word = words.find((w) => w === text);
    return word ?? this.fault(field, `expected one of ${words.join(", ")}, got ${quoted(text)}`);
  }
}

/** Whether a header has every one of these columns, in any order and with any others beside them. */
export const hasAll = (header: readonly string[], columns: readonly string[]): boolean =>
  columns.every((c) => header.includes(c));
