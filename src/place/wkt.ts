import type { PolygonRings, Position, Ring } from "./place.ts";
import { polygonProblems } from "./polygon-problems.ts";

/** What is wrong with a WKT text, and at which character (1-based). */
export interface WktError {
  readonly error: string;
  readonly at: number;
}

class Stop extends Error {
  readonly at: number;
  constructor(why: string, at: number) {
    super(why);
    this.at = at;
  }
}

/**
 * Polygons from POLYGON or MULTIPOLYGON text, longitude first, in the OGC's well-known text. A leading SRID=4326; is
 * read over; Z and M values are dropped; a separator too many before a bracket or at the end is harmless (case 77).
 * @returns the polygons, each ring closed as it was given; or the first mistake with its character. Rings that are
 *   open, cross themselves or leave the range of degrees are refused and not repaired (case 67).
 * Source: OGC 06-103r4 section 7
 */
export function parseWkt(text: string): { readonly polygons: readonly PolygonRings[] } | WktError {
  try {
    const polygons = new Reader(text).polygons();
    const [problem] = polygonProblems(polygons);
    return problem === undefined ? { polygons } : { error: problem, at: 1 };
  } catch (e) {
    if (e instanceof Stop) return { error: `WKT character ${e.at + 1}: ${e.message}`, at: e.at + 1 };
    throw e;
  }
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  polygons(): PolygonRings[] {
    this.take(/SRID\s*=\s*4326\s*;/iy);
    const srid = this.take(/SRID\s*=\s*\d+\s*;/iy);
    if (srid !== null) throw new Stop("only SRID 4326 (WGS 84, longitude latitude) is read", 0);
    const kind = this.take(/[A-Za-z]+/y)?.toUpperCase();
    if (kind !== "POLYGON" && kind !== "MULTIPOLYGON")
      throw new Stop(
        `expected POLYGON or MULTIPOLYGON, saw ${kind === undefined ? this.seen() : `"${kind.slice(0, 40)}"`}`,
        this.at - (kind?.length ?? 0),
      );
    this.take(/(ZM|Z|M)\b/iy);
    if (this.take(/EMPTY\b/iy) !== null) throw new Stop("the area is EMPTY; give at least one ring", this.at - 5);
    const polygons =
      kind === "POLYGON" ? [this.list(() => this.ring())] : this.list(() => this.list(() => this.ring()));
    this.take(/[;,\s]+/y);
    if (this.at < this.text.length) throw new Stop(`expected the end, saw ${this.seen()}`, this.at);
    return polygons;
  }

  private ring(): Ring {
    return this.list(() => this.position());
  }

  private list<T>(item: () => T): T[] {
    this.expect("(");
    const items: T[] = [];
    for (;;) {
      if (this.take(/\)/y) !== null) break;
      items.push(item());
      const separators = this.take(/[,;]+/y);
      if (separators === null) {
        this.expect(")");
        break;
      }
      const second = this.at - separators.length + 1;
      if (separators.length > 1 && this.peek() !== ")")
        throw new Stop("two separators in a row: is something missing between them?", second);
    }
    if (items.length === 0) throw new Stop("an empty pair of brackets", this.at - 1);
    return items;
  }

  private position(): Position {
    const start = this.skip();
    const numbers: number[] = [];
    for (;;) {
      const number = this.take(/[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[\s,;)]|$)/y);
      if (number === null) break;
      numbers.push(Number(number));
    }
    const [lon, lat] = numbers;
    if (lon === undefined || lat === undefined || numbers.length > 4)
      throw new Stop(
        `expected "longitude latitude", saw ${numbers.length === 0 ? this.seen() : `${numbers.length} number${numbers.length === 1 ? "" : "s"} and then ${this.seen()}`}`,
        numbers.length === 0 ? this.at : start,
      );
    return [lon, lat];
  }

  private skip(): number {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
    return this.at;
  }

  private peek(): string | undefined {
    return this.text[this.skip()];
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.skip();
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at += found[0].length;
    return found[0];
  }

  private expect(character: "(" | ")"): void {
    if (this.peek() !== character) throw new Stop(`expected "${character}", saw ${this.seen()}`, this.at);
    this.at++;
  }

  private seen(): string {
    return this.at >= this.text.length ? "the end of the text" : `"${this.text.slice(this.at, this.at + 12)}"`;
  }
}

/** A number without exponent: 1e-7 is "0.0000001"; at most 12 decimals (0.1 µm). */
export function plainNumber(n: number): string {
  const short = String(n);
  const text = short.includes("e") ? n.toFixed(12).replace(/\.?0+$/, "") : short;
  return text === "-0" ? "0" : text;
}

/** POLYGON for one polygon, MULTIPOLYGON for several; longitude first. `parseWkt` reads the same polygons back. */
export function formatWkt(polygons: readonly PolygonRings[]): string {
  const ring = (r: Ring) => `(${r.map(([lon, lat]) => `${plainNumber(lon)} ${plainNumber(lat)}`).join(", ")})`;
  const bodies = polygons.map((rings) => `(${rings.map(ring).join(", ")})`);
  const [only] = bodies;
  if (only === undefined) return "MULTIPOLYGON EMPTY";
  return bodies.length === 1 ? `POLYGON ${only}` : `MULTIPOLYGON (${bodies.join(", ")})`;
}
