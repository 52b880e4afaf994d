import { type CountInterval, type CountUnit } from "../observation/count.ts";
import { parseCount } from "../observation/count-text.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import type { UncertainTime } from "../time/interval.ts";
import { parseStated, type StatedOptions } from "../time/stated.ts";
import { Cells, quoted } from "./cells.ts";
import { nearest } from "./nearest.ts";

/** Cells of our own formats: what people type, checked against the vocabularies, every fault noted. */
export class StatedCells extends Cells {
  /** A word of the vocabulary, whatever its capitals; undefined where the cell is empty, and where it is at fault. */
  choice<const T extends string>(field: string, words: readonly T[]): T | undefined {
    const text = this.text(field);
    return text === "" ? undefined : this.oneOf(field, text, words);
  }

  /** A word of the vocabulary that must be there. */
  required<const T extends string>(field: string, words: readonly T[]): T | undefined {
    return this.oneOf(field, this.text(field), words);
  }

  /** Text that must be there. */
  name(field: string): string | undefined {
    return this.text(field) || this.fault(field, "expected a value, got an empty cell");
  }

  /** A number that may be absent; undefined where the cell is empty, and where it is at fault. */
  optional(field: string, min: number, max: number): number | undefined {
    return this.text(field) === "" ? undefined : this.decimal(field, min, max);
  }

  /** Acts joined by vertical bars; [] where the cell is empty. */
  acts(field: string): readonly ActId[] | undefined {
    const text = this.text(field);
    if (text === "") return [];
    const acts: ActId[] = [];
    for (const part of text.split("|")) {
      const act = this.oneOf(field, part.trim(), ACTS);
      if (act === undefined) return undefined;
      if (!acts.includes(act)) acts.push(act);
    }
    return acts;
  }

  count(field: string, unit: CountUnit, least: 0 | 1): CountInterval | undefined {
    const count = parseCount(this.text(field), unit, least);
    return "error" in count ? this.fault(field, count.error) : count;
  }

  time(from: string, until: string, options: StatedOptions): UncertainTime | undefined {
    const zone = this.text("zone");
    const time = parseStated({ from: this.text(from), until: this.text(until) }, zone ? { ...options, zone } : options);
    if (!("error" in time)) return time;
    const field = zone && time.error.startsWith("unknown time zone") ? "zone" : from;
    return this.fault(field, time.error);
  }

  private oneOf<const T extends string>(field: string, text: string, words: readonly T[]): T | undefined {
    const lower = text.toLowerCase();
    const word = words.find((w) => w.toLowerCase() === lower);
    if (word !== undefined) return word;
    const near = nearest(text, words);
    return this.fault(
      field,
      `expected one of ${words.join(", ")}; got ${quoted(text)}${near ? `; did you mean "${near}"?` : ""}`,
    );
  }
}

/** Why a header of our own formats is refused: a column that is not known, with the nearest that is. */
export function unknownColumn(
  header: readonly string[],
  columns: readonly string[],
): { readonly field: string; readonly why: string } | undefined {
  const field = header.find((name) => !columns.includes(name));
  if (field === undefined) return undefined;
  const near = nearest(field.trim(), columns);
  const advice = near ? `did you mean "${near}"?` : `known are ${columns.join(", ")}`;
  return { field, why: `unknown column ${quoted(field)}; ${advice}` };
}
