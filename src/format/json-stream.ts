import { Tokenizer } from "@streamparser/json";
import { catalogue, type Problem, problem } from "../problems.ts";
import { LIMITS } from "./reader.ts";

/** A number as it is written in the file: 1.50 stays 1.50, and 20 digits stay 20 digits. */
export class Numeral {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = null | boolean | string | Numeral | readonly JsonValue[] | JsonObject;

/** What a JSON file is made of, piece by piece, each with the line on which it starts. */
export type JsonPiece =
  | ({ readonly kind: "element"; readonly of: "array" | "features"; readonly line: number } & Built)
  | ({ readonly kind: "member"; readonly key: string; readonly line: number } & Built)
  /** The list itself begins; it may stay empty. */
  | { readonly kind: "list"; readonly of: "array" | "features" };
interface Built {
  readonly value: JsonValue;
  /** A key that an object in it has twice: which of the values is meant cannot be told. */
  readonly duplicate: string | undefined;
}

/** Token types of the parser by number: its enum is not at hand under erasable syntax. */
const TOKEN = ["{", "}", "[", "]", ":", ",", "true", "false", "null", "string", "number"] as const;

class ExactTokenizer extends Tokenizer {
  override parseNumber(text: string): number {
    return new Numeral(text) as unknown as number;
  }
}

interface Frame {
  readonly map?: Map<string, JsonValue>;
  readonly list?: JsonValue[];
  key?: string;
  /** What may come next. */
  wants: "key" | "key-or-end" | "colon" | "value" | "value-or-end" | "comma-or-end";
  /** Children are handed out as pieces, not kept. */
  readonly streams?: "root" | "array" | "features";
}

/**
 * The pieces of a JSON document in order: elements of a top-level array or of the top-level member `features`, and the
 * other top-level members. Memory is bounded by the longest piece.
 * @throws Problem format/file for text that is not JSON or is cut off; format/limit for a piece of more than
 *   LIMITS.lineBytes or nesting deeper than LIMITS.depth
 */
export async function* jsonPieces(file: string, text: AsyncIterable<string>): AsyncGenerator<JsonPiece, void> {
  const tokenizer = new ExactTokenizer();
  const stack: Frame[] = [];
  const keys = new Set<string>();
  let found: JsonPiece[] = [];
  let line = 1;
  let written = 0;
  let pieceLine = 1;
  let pieceStart: number | undefined;
  let duplicate: string | undefined;
  let ended = false;

  const fault = (why: string): Problem => problem(catalogue.badFile, { why }, { file, line });
  const tooLong = () =>
    problem(
      catalogue.limit,
      { what: "one value of the JSON", limit: `${LIMITS.lineBytes} bytes`, seen: "more" },
      { file, line: pieceLine },
    );

  function accept(value: JsonValue): void {
    const frame = stack[stack.length - 1];
    if (!frame) {
      ended = true;
      throw fault("expected a JSON object or array at the top");
    }
    frame.wants = "comma-or-end";
    if (frame.streams === "root")
      found.push({ kind: "member", key: frame.key ?? "", line: pieceLine, value, duplicate });
    else if (frame.streams) found.push({ kind: "element", of: frame.streams, line: pieceLine, value, duplicate });
    else if (frame.map) {
      if (frame.map.has(frame.key ?? "")) duplicate ??= frame.key;
      frame.map.set(frame.key ?? "", value);
      return;
    } else {
      frame.list?.push(value);
      return;
    }
    pieceStart = undefined;
    duplicate = undefined;
  }

  function open(token: "{" | "["): void {
    const parent = stack[stack.length - 1];
    if (stack.length >= LIMITS.depth)
      throw problem(
        catalogue.limit,
        { what: "nesting of the JSON", limit: `${LIMITS.depth} levels`, seen: "more" },
        { file, line },
      );
    const wants = token === "{" ? "key-or-end" : "value-or-end";
    if (!parent) {
      stack.push({ wants, streams: token === "{" ? "root" : "array" });
      if (token === "[") found.push({ kind: "list", of: "array" });
    } else if (parent.streams === "root" && parent.key === "features" && token === "[") {
      stack.push({ wants, streams: "features" });
      found.push({ kind: "list", of: "features" });
      pieceStart = undefined;
    } else stack.push(token === "{" ? { wants, map: new Map() } : { wants, list: [] });
  }

  function close(token: "}" | "]"): void {
    const frame = stack[stack.length - 1];
    const isObject = frame?.streams === "root" || frame?.map !== undefined;
    const may = frame && (frame.wants === "comma-or-end" || frame.wants.endsWith("-or-end"));
    if (!frame || !may || isObject !== (token === "}")) throw unexpected(`"${token}"`);
    stack.pop();
    const parent = stack[stack.length - 1];
    if (!parent) ended = true;
    else if (frame.streams) parent.wants = "comma-or-end";
    else accept(frame.map ?? frame.list ?? null);
  }

  const unexpected = (seen: string): Problem => {
    const wants = stack[stack.length - 1]?.wants.replaceAll("-", " ") ?? "the end of the file";
    return fault(`this is not JSON: expected ${wants}, saw ${seen}`);
  };

  tokenizer.onToken = ({ token, value, offset }) => {
    const kind = TOKEN[token as number];
    const frame = stack[stack.length - 1];
    if (ended && kind === "{")
      throw unexpected("more after the end; if it is one object a line (NDJSON), put [ ] around, and commas between");
    if (ended) throw unexpected("more after the end");
    if (kind === "}" || kind === "]") return close(kind);
    if (kind === ",") {
      if (frame?.wants !== "comma-or-end") throw unexpected('","');
      frame.wants = frame.map || frame.streams === "root" ? "key" : "value";
      return;
    }
    if (kind === ":") {
      if (frame?.wants !== "colon") throw unexpected('":"');
      frame.wants = "value";
      return;
    }
    if (frame && (frame.wants === "key" || frame.wants === "key-or-end")) {
      if (kind !== "string") throw unexpected(`${kind}`);
      frame.key = String(value);
      frame.wants = "colon";
      if (frame.streams !== "root") return;
      if (keys.has(frame.key)) throw fault(`the key "${frame.key}" stands twice at the top; delete one`);
      keys.add(frame.key);
      return;
    }
    if (frame && frame.wants !== "value" && frame.wants !== "value-or-end") throw unexpected(`${kind}`);
    if (frame?.streams) {
      pieceStart = offset;
      pieceLine = line;
    }
    if (kind === "{" || kind === "[") open(kind);
    else accept(value as unknown as JsonValue);
  };

  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (error instanceof Error && error.name === "Problem") throw error;
      throw fault(`this is not JSON: ${(error as Error).message}`);
    }
  };
  for await (const part of text) {
    // Line by line, so that a token's line is known: JSON has no line breaks inside tokens.
    for (let at = 0; at < part.length; ) {
      const end = part.indexOf("\n", at);
      const until = end < 0 ? part.length : end + 1;
      const piece = new TextEncoder().encode(part.slice(at, until));
      guarded(() => tokenizer.write(piece));
      written += piece.length;
      if (end >= 0) line++;
      at = until;
      if (pieceStart !== undefined && written - pieceStart > LIMITS.lineBytes) throw tooLong();
      if (pieceStart === undefined && stack.length === 0 && !ended && written > LIMITS.lineBytes) throw tooLong();
      yield* found;
      found = [];
    }
  }
  if (!ended) throw fault("the JSON ends too early: the file is cut off; copy or download it again");
  guarded(() => tokenizer.end());
}
