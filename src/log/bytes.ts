import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "../canonical.ts";
import { catalogue, type Problem, problem } from "../problems.ts";

/** A proof, note, tile or envelope that does not have its one allowed form. */
export const malformed = (why: string): Problem => problem(catalogue.malformed, { why });

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let sextet = 0; sextet < 4; sextet++)
      text += sextet <= left ? ALPHABET.charAt((word >> (18 - 6 * sextet)) & 63) : "=";
  }
  return text;
}

/**
 * The bytes of padded standard base64. Only the one text that `toBase64` writes is accepted: no white space, no
 * missing padding, no stray bits behind the last byte, so that two texts never stand for the same bytes.
 * @throws Problem log/malformed
 */
export function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array(Math.max(0, Math.floor(text.length / 4) * 3 - padding));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text.slice(0, text.length - padding)) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw malformed(`base64: saw ${JSON.stringify(letter)}, expected A-Z a-z 0-9 + / with = at the end`);
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (word >> bits) & 255;
  }
  if (text.length % 4 !== 0 || toBase64(bytes) !== text) throw malformed("base64: not padded standard base64");
  return bytes;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws Problem log/malformed where the bytes are not UTF-8. A byte-order mark is kept, and so is seen. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw Object.assign(malformed("not UTF-8"), { cause });
  }
}

/** 32 bytes as 64 lower-case hex digits. @throws Problem log/malformed on anything else */
export function hash32(hex: unknown, what: string): Uint8Array {
  if (typeof hex !== "string" || !/^[0-9a-f]{64}$/.test(hex))
    throw malformed(`${what}: expected 64 lower-case hex digits, saw ${shown(hex)}`);
  return hexToBytes(hex);
}

/** A tree size or an index without leading zeros, up to 2^53 - 1. @throws Problem log/malformed */
export function decimal(text: string, what: string): number {
  const n = Number(text);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(n))
    throw malformed(`${what}: expected a decimal number without leading zeros, saw ${shown(text)}`);
  return n;
}

/** Canonical JSON and one newline: the only form of a JSON file that a bundle may hold. */
export const jsonFile = (value: unknown): Uint8Array => utf8ToBytes(`${canonical(value)}\n`);

/**
 * Reads what `jsonFile` wrote; any other spelling of the same value is refused (white space, member order, a member
 * named twice).
 * @throws Problem log/malformed
 */
export function parseJsonFile(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw Object.assign(malformed("not JSON"), { cause });
  }
  if (deeperThan(value, DEEPEST)) throw malformed(`JSON nested more than ${DEEPEST} deep`);
  let expected: string | undefined;
  try {
    expected = `${canonical(value)}\n`;
  } catch (cause) {
    throw Object.assign(malformed(`not canonical JSON: ${(cause as Error).message}`), { cause });
  }
  if (expected !== text) throw malformed("not canonical JSON (RFC 8785) with one newline at the end");
  return value;
}

/** Far above any payload's nesting, and far below what fills the stack. */
const DEEPEST = 200;
const deeperThan = (value: unknown, depth: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (depth === 0 || Object.values(value).some((v) => deeperThan(v, depth - 1)));

/** The members of an object that has exactly the members named. @throws Problem log/malformed */
export function members(value: unknown, names: readonly string[], what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformed(`${what}: expected an object, saw ${shown(value)}`);
  for (const name of Object.keys(value))
    if (!names.includes(name)) throw malformed(`${what}: unknown member ${shown(name)}`);
  for (const name of names) if (!Object.hasOwn(value, name)) throw malformed(`${what}: member "${name}" is missing`);
  return value as Readonly<Record<string, unknown>>;
}

/** A value as it may stand in a message: short, and on one line. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

export { bytesToHex as toHex, utf8ToBytes as toUtf8 };
