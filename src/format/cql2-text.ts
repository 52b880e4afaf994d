import type { Position } from "../place/place.ts";
import { parseWkt } from "../place/wkt.ts";
import { catalogue, type Problem, problem } from "../problems.ts";

/** An expression as CQL2 JSON writes it; both notations are read into this (OGC 21-065r2, annex A). */
export type Cql2Json = null | boolean | number | string | readonly Cql2Json[] | { readonly [member: string]: Cql2Json };

/** Most brackets inside each other, and most parts of a filter in either notation. */
export const CQL2_LIMIT = { depth: 24, parts: 400 } as const;

const COMPARISONS = new Set(["=", "<>", "<", ">", "<=", ">="]);
const GEOMETRIES = new Set([
  "POINT",
  "POLYGON",
  "MULTIPOLYGON",
  "MULTIPOINT",
  "LINESTRING",
  "MULTILINESTRING",
  "GEOMETRYCOLLECTION",
]);

interface Token {
  readonly kind: "name" | "quoted" | "text" | "number" | "sign" | "end";
  readonly text: string;
  /** Of its first character, from 0. */
  readonly at: number;
}

const wrong = (at: number, why: string): Problem =>
  problem(catalogue.badRequest, { why: `query parameter filter, character ${at + 1}: ${why}.` });

const TOKEN =
  /\s*(?:(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_:][\p{L}\p{N}_.:-]*)|"(?<quoted>(?:[^"]|"")*)"|'(?<text>(?:[^'\\]|''|\\'|\\)*)'|(?<sign><>|<=|>=|[=<>(),]))/uy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; ; ) {
    const rest = /\s*/y;
    rest.lastIndex = at;
    rest.exec(text);
    if (rest.lastIndex === text.length) {
      tokens.push({ kind: "end", text: "", at: text.length });
      return tokens;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found?.groups)
      throw wrong(
        rest.lastIndex,
        `${JSON.stringify(text.slice(rest.lastIndex, rest.lastIndex + 12))} begins no name, number or 'text'; a text ends with the same quotation mark, and one in it is doubled or has a backslash before it`,
      );
    const [kind, value] = Object.entries(found.groups).find(([, v]) => v !== undefined) as [Token["kind"], string];
    const plain =
      kind === "text" ? value.replaceAll(/''|\\'/g, "'") : kind === "quoted" ? value.replaceAll('""', '"') : value;
    tokens.push({ kind, text: plain, at: rest.lastIndex });
    if (tokens.length > CQL2_LIMIT.parts * 4) throw wrong(at, "the filter has too many parts");
    at = TOKEN.lastIndex;
  }
}

/**
 * Reads CQL2 text: and, or, not, comparisons, like, between, in, is null, functions s_… and t_…, dates, times,
 * intervals, points, polygons and boxes. What an operand may be is asked later, by whoever knows the properties.
 * @returns the same as CQL2 JSON
 * @throws Problem http/bad-request with the character and what was expected there
 * Source: OGC 21-065r2, annex B
 */
export function cql2FromText(text: string): Cql2Json {
  return new Reader(text).whole();
}

class Reader {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  whole(): Cql2Json {
    const found = this.either();
    if (this.now.kind !== "end") throw this.expected("and, or, or the end");
    return found;
  }

  private get now(): Token {
    return this.tokens[Math.min(this.index, this.tokens.length - 1)] as Token;
  }

  private expected(what: string): Problem {
    const seen = this.now.kind === "end" ? "the end" : JSON.stringify(this.now.text.slice(0, 40));
    return wrong(this.now.at, `expected ${what}, saw ${seen}`);
  }

  /** Takes a word of the language, in any case. */
  private word(...words: readonly string[]): boolean {
    if (!this.isWord(0, ...words)) return false;
    this.index++;
    return true;
  }
  private isWord(ahead: number, ...words: readonly string[]): boolean {
    const token = this.tokens[this.index + ahead];
    return token?.kind === "name" && words.includes(token.text.toUpperCase());
  }
  private sign(sign: string): boolean {
    if (this.now.kind !== "sign" || this.now.text !== sign) return false;
    this.index++;
    return true;
  }
  private must(sign: string): void {
    if (!this.sign(sign)) throw this.expected(JSON.stringify(sign));
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > CQL2_LIMIT.depth)
      throw wrong(this.now.at, `more than ${CQL2_LIMIT.depth} brackets inside each other`);
    const found = read();
    this.depth--;
    return found;
  }

  private either(): Cql2Json {
    const args = [this.both()];
    while (this.word("OR")) args.push(this.both());
    return args.length === 1 ? (args[0] as Cql2Json) : { op: "or", args };
  }

  private both(): Cql2Json {
    const args = [this.factor()];
    while (this.word("AND")) args.push(this.factor());
    return args.length === 1 ? (args[0] as Cql2Json) : { op: "and", args };
  }

  private factor(): Cql2Json {
    if (this.word("NOT")) return this.deeper(() => ({ op: "not", args: [this.factor()] }));
    if (this.sign("(")) {
      const inner = this.deeper(() => this.either());
      this.must(")");
      return inner;
    }
    return this.test();
  }

  private test(): Cql2Json {
    const name = this.now.kind === "name" ? this.now.text.toLowerCase() : "";
    if (/^[st]_/.test(name) && this.opensNext()) return this.call(name);
    const left = this.operand();
    const negated = this.word("NOT");
    const not = (test: Cql2Json): Cql2Json => (negated ? { op: "not", args: [test] } : test);
    if (this.word("LIKE")) return not({ op: "like", args: [left, this.operand()] });
    if (this.word("BETWEEN")) {
      const low = this.operand();
      if (!this.word("AND")) throw this.expected("and, as in between 1 and 2");
      return not({ op: "between", args: [left, low, this.operand()] });
    }
    if (this.word("IN")) {
      this.must("(");
      const list = this.listed();
      return not({ op: "in", args: [left, list] });
    }
    if (negated) throw this.expected("like, between or in");
    if (this.word("IS")) {
      const is = !this.word("NOT");
      if (!this.word("NULL")) throw this.expected("null");
      const test = { op: "isNull", args: [left] };
      return is ? test : { op: "not", args: [test] };
    }
    if (this.now.kind === "sign" && COMPARISONS.has(this.now.text)) {
      const { text } = this.now;
      this.index++;
      return { op: text, args: [left, this.operand()] };
    }
    // "true" by itself is a test.
    if (typeof left === "boolean") return left;
    throw this.expected("=, <>, <, >, <=, >=, like, between, in or is null");
  }

  private opensNext(): boolean {
    const next = this.tokens[this.index + 1];
    return next?.kind === "sign" && next.text === "(";
  }

  private call(op: string): Cql2Json {
    this.index++;
    this.must("(");
    return { op, args: this.listed() };
  }

  /** Operands up to the closing bracket. */
  private listed(): Cql2Json[] {
    const found = [this.operand()];
    while (this.sign(",")) found.push(this.operand());
    this.must(")");
    return found;
  }

  private operand(): Cql2Json {
    const { kind, text } = this.now;
    if (kind === "text") return this.taken(text);
    if (kind === "number") return this.taken(Number(text));
    if (kind === "quoted") return this.taken({ property: text });
    if (kind !== "name") throw this.expected("a property, a number or 'text'");
    if (this.isWord(0, "TRUE", "FALSE")) return this.taken(text.toUpperCase() === "TRUE");
    const upper = text.toUpperCase();
    if (!this.opensNext()) return this.taken({ property: text });
    if (GEOMETRIES.has(upper)) return this.geometry(upper);
    if (upper === "DATE" || upper === "TIMESTAMP") {
      this.index += 2;
      const value = this.literal();
      this.must(")");
      return { [upper.toLowerCase()]: value };
    }
    if (upper === "INTERVAL") {
      this.index += 2;
      const from = this.end();
      this.must(",");
      const until = this.end();
      this.must(")");
      return { interval: [from, until] };
    }
    if (upper === "BBOX") {
      this.index += 2;
      const numbers = this.listed();
      return { bbox: numbers };
    }
    throw wrong(
      this.now.at,
      `there is no function ${JSON.stringify(text.slice(0, 40))}; this server has none but s_intersects and t_…`,
    );
  }

  private taken(value: Cql2Json): Cql2Json {
    this.index++;
    return value;
  }

  private literal(): string {
    if (this.now.kind !== "text") throw this.expected("a 'text'");
    return this.taken(this.now.text) as string;
  }

  /** One end of an interval: a date, a time, '..', or a property. */
  private end(): Cql2Json {
    if (this.now.kind === "text") return this.literal();
    if (this.now.kind === "name" || this.now.kind === "quoted") return this.taken({ property: this.now.text });
    throw this.expected("'a date or time', '..' or a property");
  }

  private geometry(kind: string): Cql2Json {
    const begin = this.now.at;
    let open = 0;
    for (this.index++; ; this.index++) {
      if (this.now.kind === "end") throw this.expected('")"');
      if (this.sign("(")) {
        open++;
        this.index--;
      } else if (this.sign(")")) {
        if (--open === 0) break;
        this.index--;
      }
    }
    const text = this.text.slice(begin, this.now.at);
    if (kind === "POINT") {
      const numbers = text
        .slice(text.indexOf("(") + 1, text.lastIndexOf(")"))
        .trim()
        .split(/\s+/)
        .map(Number);
      if (numbers.length < 2 || numbers.some((n) => !Number.isFinite(n)))
        throw wrong(begin, "expected POINT(longitude latitude)");
      return { type: "Point", coordinates: numbers };
    }
    if (kind !== "POLYGON" && kind !== "MULTIPOLYGON")
      throw wrong(begin, `${kind} is not taken; use POINT, POLYGON, MULTIPOLYGON or BBOX`);
    const found = parseWkt(text);
    if ("error" in found) throw wrong(begin, found.error);
    const coordinates = found.polygons as unknown as readonly (readonly (readonly Position[])[])[];
    return kind === "POLYGON"
      ? { type: "Polygon", coordinates: (coordinates[0] ?? []) as unknown as Cql2Json }
      : { type: "MultiPolygon", coordinates: coordinates as unknown as Cql2Json };
  }
}
