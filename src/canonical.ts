import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ringText } from "./ring-text.ts";

/** A value that JSON can hold. `undefined` members are left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Text that stands between its quotes as it is: nothing to escape, and no surrogate that might be alone. */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new TypeError("canonical: lone surrogate in a string");
  return JSON.stringify(value);
}

/** Names of members as they came, and in their canonical order, each with the form in which it is written. */
interface Shape {
  readonly names: readonly string[];
  readonly order: readonly (readonly [name: string, written: string])[];
}

/** Shapes by their first name. Our own records have few; a hostile file may have very many. */
const shapes = new Map<string, Shape[]>();
const MOST_SHAPES = 1024;
const MOST_OF_ONE = 32;
let kept = 0;

function orderOf(names: readonly string[]): Shape["order"] {
  const first = names[0] ?? "";
  const known = shapes.get(first);
  if (known) for (const shape of known) if (same(shape.names, names)) return shape.order;
  const order = [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((n) => [n, `${text(n)}:`] as const);
  if (kept < MOST_SHAPES && (known?.length ?? 0) < MOST_OF_ONE) {
    kept++;
    if (known) known.push({ names, order });
    else shapes.set(first, [{ names, order }]);
  }
  return order;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

function list(values: readonly unknown[]): string {
  // Outlines hold most of the numbers of a record.
  const ring = Array.isArray(values[0]) ? ringText(values) : undefined;
  if (ring !== undefined) return ring;
  const parts: string[] = [];
  for (const v of values) parts.push(canonical(v === undefined ? null : v));
  // join() gives one flat piece; text that is put together by + stays a tree of its pieces for as long as it is held.
  return `[${parts.join(",")}]`;
}

/**
 * Canonical JSON: members sorted by UTF-16 code unit, numbers as ECMAScript prints them, no white space.
 * @throws TypeError on a number that is not finite, a lone surrogate, or a value that JSON cannot hold
 * Source: RFC 8785 (JCS)
 */
export function canonical(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`canonical: ${value} is not a JSON number`);
    return Object.is(value, -0) ? "0" : String(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return list(value);
  if (typeof value === "object") {
    const members = value as Readonly<Record<string, unknown>>;
    let out = "{";
    for (const [name, written] of orderOf(Object.keys(members))) {
      const member = members[name];
      if (member !== undefined) out += (out === "{" ? "" : ",") + written + canonical(member);
    }
    return `${out}}`;
  }
  throw new TypeError(`canonical: a ${typeof value} is not JSON`);
}

/** Texts up to here are hashed without making anything anew: an id is made for every row of a file. */
const SHORT = 320;
const encoder = new TextEncoder();
const room = new Uint8Array(3 * SHORT);
const digest = new Uint8Array(32);
const blank = sha256.create();
const hasher = sha256.create();

/** SHA-256 of UTF-8 text or of bytes, as 64 lower-case hex digits. */
export function sha256Hex(content: string | Uint8Array): string {
  if (typeof content !== "string") return bytesToHex(sha256(content));
  const { length } = content;
  if (length > SHORT) return bytesToHex(sha256(utf8ToBytes(content)));
  let written = 0;
  for (let code = 0; written < length; room[written++] = code) {
    code = content.charCodeAt(written);
    if (code > 0x7f) break;
  }
  if (written < length) ({ written } = encoder.encodeInto(content, room));
  blank._cloneInto(hasher);
  hasher.update(room.subarray(0, written)).digestInto(digest);
  return bytesToHex(digest);
}
