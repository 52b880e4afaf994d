import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** A value that JSON can hold. `undefined` members are left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Text that stands between its quotes as it is: nothing to escape, and no surrogate that might be alone. */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new TypeError("canonical: lone surrogate in a string");
  return JSON.stringify(value);
}

/** Member names in their canonical order with the form in which they are written, by the order in which they came. */
const orders = new Map<string, readonly (readonly [name: string, written: string])[]>();

function orderOf(names: readonly string[]): readonly (readonly [name: string, written: string])[] {
  // A name that holds the separator could be mistaken for two names.
  const key = names.some((n) => n.includes("\n")) ? undefined : `${names.length}\n${names.join("\n")}`;
  const known = key === undefined ? undefined : orders.get(key);
  if (known) return known;
  const order = [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((n) => [n, `${text(n)}:`] as const);
  // Our own records have few shapes; a hostile file may have very many.
  if (key !== undefined && orders.size < 1024) orders.set(key, order);
  return order;
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
  // join() gives one flat piece; text that is put together by + stays a tree of its pieces for as long as it is held.
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v === undefined ? null : v)).join(",")}]`;
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
