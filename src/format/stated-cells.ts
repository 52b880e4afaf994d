import { type CountInterval, type CountUnit } from "../observation/count.ts";
import { parseCount } from "../observation/count-text.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import type { UncertainTime } from "../time/interval.ts";
import { parseStated, type StatedOptions } from "../time/stated.ts";
import { Cells, oddLetters, quoted } from "./cells.ts";
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

  /**
   * As of every table, but a decimal comma is read as well: in degrees it can be nothing else, since a comma of
   * thousands would leave the range.
   */
  override position(lonField: string, latField: string): { readonly lon: number; readonly lat: number } | undefined {
    if (!this.text(lonField).includes(",") && !this.text(latField).includes(","))
      return super.position(lonField, latField);
    const point = (field: string) => this.text(field).replace(/^([+-]?\d{1,3}),(\d+)$/, "$1.$2");
    const read = new Cells({ [lonField]: point(lonField), [latField]: point(latField) });
    const at = read.position(lonField, latField);
    for (const { field, why } of read.faults) this.fault(field, why);
    return at;
  }

  /** Acts joined by vertical bars; [] where the cell is empty. */
  acts(field: string): readonly ActId[] | undefined {
    const text = this.text(field);
    if (text === "") return [];
    if (!text.includes("|")) {
      const act = this.oneOf(field, text, ACTS);
      return act && [act];
    }
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
    const known = byLowerCase(words);
    const word = known.get(text) ?? known.get(text.toLowerCase());
    if (word !== undefined) return word;
    const near = nearest(text, words);
    const hint = near ? ` did you mean "${near}"?` : "";
    return this.fault(field, `got ${quoted(text)};${hint}${oddLetters(text)} ${expectedOneOf(words)}`);
  }
}

const spelled = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** Words of a vocabulary by their lower-case form, the first of each: a vocabulary is asked for in every row. */
function byLowerCase<const T extends string>(words: readonly T[]): ReadonlyMap<string, T> {
  const known = spelled.get(words);
  if (known) return known as ReadonlyMap<string, T>;
  const made = new Map<string, T>();
  for (const word of words) if (!made.has(word.toLowerCase())) made.set(word.toLowerCase(), word);
  spelled.set(words, made);
  return made;
}

const expectations = new WeakMap<readonly string[], string>();

/** One text for each vocabulary: a file may hold a million rows with the same fault. */
function expectedOneOf(words: readonly string[]): string {
  const known = expectations.get(words) ?? `expected one of ${words.join(", ")}`;
  expectations.set(words, known);
  return known;
}

/** What other programs and people call our columns. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["longitude", "lon"],
  ["lng", "lon"],
  ["long", "lon"],
  ["x", "lon"],
  ["latitude", "lat"],
  ["y", "lat"],
  ["coordinates", "position"],
  ["mgrs", "position"],
  ["utm", "position"],
  ["date", "time_from"],
  ["datetime", "time_from"],
  ["event_date", "time_from"],
  ["end_date", "time_until"],
  ["timezone", "zone"],
  ["tz", "zone"],
  ["event_type", "act"],
  ["type", "act"],
  ["fatalities", "killed"],
  ["dead", "killed"],
  ["wounded", "injured"],
  ["notes", "note"],
  ["comment", "note"],
  ["description", "note"],
  ["azimuth", "bearing"],
  ["direction", "bearing"],
  ["id", "key"],
  ["location", "place_name"],
]);

/** Why a header of our own formats is refused: a column that is not known, with the nearest that is. */
export function unknownColumn(
  header: readonly string[],
  columns: readonly string[],
): { readonly field: string; readonly why: string } | undefined {
  const field = header.find((name) => !columns.includes(name));
  if (field === undefined) return undefined;
  const near = ALIASES.get(field.trim().toLowerCase()) ?? nearest(field.trim(), columns);
  const pair = /^(lat|lon)\w*\s*[,;/ ]\s*(lat|lon|lng)\w*$/i.exec(field.trim());
  if (pair && columns.includes("position")) {
    const order = /^lat/i.test(field.trim()) ? "lat-lon" : "lon-lat";
    return {
      field,
      why: `unknown column ${quoted(field)}; call it "position", and state the order (--order ${order})`,
    };
  }
  const advice = near && columns.includes(near) ? `did you mean "${near}"?` : `known are ${columns.join(", ")}`;
  return { field, why: `unknown column ${quoted(field)}; ${advice}` };
}
