import { catalogue, type Problem, problem } from "../problems.ts";
import { joined, startsWith } from "./bytes.ts";
import { type CodePage, firstUndefined, fromCodePage } from "./code-pages.ts";
import type { Encoding } from "./reader.ts";

const BOM = [0xef, 0xbb, 0xbf];

const ASCII = new TextDecoder();

/** Index of the first byte that is not UTF-8, or -1. A sequence that the end cuts off is bad, at its first byte. */
export function firstBadUtf8(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length =
      lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length === 0) return i;
    for (let k = 1; k < length; k++) {
      const next = bytes[i + k];
      // Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
      const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (next === undefined || next < low || next > high) return i;
    }
    i += length;
  }
  return -1;
}

/** Index of the first byte above 127, or -1: four bytes at a time where they lie so. */
function firstHigh(bytes: Uint8Array): number {
  const { length, byteOffset } = bytes;
  let at = Math.min(length, -byteOffset & 3);
  for (let i = 0; i < at; i++) if ((bytes[i] as number) > 0x7f) return i;
  const words = new Uint32Array(bytes.buffer, byteOffset + at, (length - at) >> 2);
  for (let w = 0; w < words.length && ((words[w] as number) & 0x80808080) === 0; w++) at += 4;
  for (; at < length; at++) if ((bytes[at] as number) > 0x7f) return at;
  return -1;
}

/** How many bytes at the end begin a UTF-8 sequence that is not complete yet: 0 to 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

/** The likely code page of a word that is not UTF-8, and the word as it would read. */
export function likelyCodePage(bytes: Uint8Array, at: number): { readonly name: CodePage; readonly word: string } {
  const inWord = (b: number | undefined) =>
    b !== undefined && (b >= 0x80 || b === 0x27 || (b >= 65 && b <= 90) || (b >= 97 && b <= 122));
  let from = at;
  let until = at;
  while (at - from < 20 && inWord(bytes[from - 1])) from--;
  while (until - at < 20 && inWord(bytes[until])) until++;
  const word = bytes.subarray(from, until);
  // Cyrillic words are written in high bytes only; accented Latin letters stand between plain ones.
  const high = word.filter((b) => b >= 0xa8).length;
  const latin = word.filter((b) => (b >= 65 && b <= 90) || (b >= 97 && b <= 122)).length;
  const name = high > latin ? "windows-1251" : "windows-1252";
  return { name, word: fromCodePage(word, name) };
}

const SAVE_AS = 'save it as "CSV UTF-8"';

/**
 * Text of a stream of bytes, checked strictly. ASCII reads the same in every encoding that we accept, so the first
 * byte above 127 decides between `encodings` (a byte-order mark decides for UTF-8), and all that follows must agree:
 * a file is never read in two encodings.
 * @param chosen told once, as soon as the encoding is known and if it is not UTF-8
 * @throws Problem format/encoding with line and column of the first byte that fits none
 */
export async function* decoded(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  encodings: readonly Encoding[] = ["utf-8"],
  chosen: (encoding: Encoding) => void = () => {},
): AsyncGenerator<string, void> {
  const place = new TextPlace();
  let encoding: Encoding | undefined;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let rest: Uint8Array = new Uint8Array(0);
  const bad = (chunk: Uint8Array, at: number, why: string): Problem => {
    const before = chunk.subarray(0, at);
    const page = encoding === undefined || encoding === "utf-8" ? undefined : encoding;
    place.pass(page ? fromCodePage(before, page) : new TextDecoder("utf-8", { ignoreBOM: true }).decode(before));
    const { line, column } = place;
    return problem(catalogue.badEncoding, { why }, { file, line, column });
  };

  function decode(chunk: Uint8Array, last: boolean): string {
    const nul = chunk.indexOf(0);
    if (nul >= 0) {
      // What stands before it may hold an earlier fault.
      decode(chunk.subarray(0, nul), true);
      throw bad(chunk, nul, `a NUL byte: this is not a text file, or it is UTF-16; ${SAVE_AS}`);
    }
    if (!encoding) {
      const high = firstHigh(chunk);
      if (high < 0) return ASCII.decode(chunk);
      // Four bytes settle whether the first character above ASCII is UTF-8.
      if (chunk.length - high < 4 && !last) {
        rest = chunk.slice(high);
        return ASCII.decode(chunk.subarray(0, high));
      }
      const length = [4, 3, 2].find(
        (n) => firstBadUtf8(chunk.subarray(high, high + n)) < 0 && high + n <= chunk.length,
      );
      const wanted = encodings.find((e) => e !== "utf-8" || length !== undefined);
      encoding = wanted ?? "utf-8";
      if (encoding === "utf-8") decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      else chosen(encoding);
    }
    if (encoding !== "utf-8") {
      const at = firstUndefined(chunk, encoding);
      const hex = (chunk[at] ?? 0).toString(16);
      if (at >= 0) throw bad(chunk, at, `byte 0x${hex} is nothing in ${encoding}, the encoding of this file`);
      return fromCodePage(chunk, encoding);
    }
    const keep = last ? 0 : unfinished(chunk);
    rest = chunk.slice(chunk.length - keep);
    const part = chunk.subarray(0, chunk.length - keep);
    try {
      return decoder?.decode(part) ?? "";
    } catch {
      const at = firstBadUtf8(part);
      const guess = likelyCodePage(part, at);
      const hex = (part[at] ?? 0).toString(16);
      throw bad(
        part,
        at,
        `byte 0x${hex} is not UTF-8; it may be ${guess.name}, in which the word reads "${guess.word}"; ${SAVE_AS}`,
      );
    }
  }

  let first = true;
  for await (const chunk of bytes) {
    let part = rest.length > 0 ? joined([rest, chunk]) : chunk;
    rest = part.subarray(0, 0);
    if (first) {
      if (part.length < 4) {
        rest = part.slice();
        continue;
      }
      part = withoutMark(part);
      first = false;
    }
    const text = decode(part, false);
    place.pass(text);
    if (text) yield text;
  }
  const part = first ? withoutMark(rest) : rest;
  if (part.length > 0) yield decode(part, true);

  function withoutMark(start: Uint8Array): Uint8Array {
    if (startsWith(start, [0xff, 0xfe, 0, 0]) || startsWith(start, [0, 0, 0xfe, 0xff])) {
      const why = `this is UTF-32 (its byte-order mark says so); we read UTF-8: ${SAVE_AS}`;
      throw problem(catalogue.badEncoding, { why }, { file, line: 1, column: 1 });
    }
    const utf16 = startsWith(start, [0xff, 0xfe]) ? "LE" : startsWith(start, [0xfe, 0xff]) ? "BE" : undefined;
    if (utf16) {
      const why = `this is UTF-16 ${utf16} (its byte-order mark says so); we read UTF-8: ${SAVE_AS}`;
      throw problem(catalogue.badEncoding, { why }, { file, line: 1, column: 1 });
    }
    if (!startsWith(start, BOM)) return start;
    encoding = "utf-8";
    decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return start.subarray(3);
  }
}

/** 1-based line and column (in UTF-16 units) of the next character. */
class TextPlace {
  line = 1;
  column = 1;
  pass(text: string): void {
    let at = 0;
    for (let next = text.indexOf("\n"); next >= 0; next = text.indexOf("\n", at)) {
      this.line++;
      this.column = 1;
      at = next + 1;
    }
    this.column += text.length - at;
  }
}
