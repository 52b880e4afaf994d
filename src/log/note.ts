import { getPublicKey, hashes, sign, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { fromBase64, fromUtf8, malformed, sameBytes, shown, toBase64, toHex, toUtf8 } from "./bytes.ts";

hashes.sha512 = sha512;

/** What a key signs: a note's text (0x01), or a timestamped cosignature of a checkpoint (0x04). */
export type KeyUse = "note" | "cosignature";
const USES = new Map<number, KeyUse>([
  [1, "note"],
  [4, "cosignature"],
]);
const byteOf = (use: KeyUse): number => (use === "note" ? 1 : 4);

/** A key that may verify a note: who signs, for what use, and the 32 bytes of the Ed25519 public key. */
export interface VerifierKey {
  readonly name: string;
  readonly use: KeyUse;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ use ‖ public key) as 8 hex digits. */
  readonly id: string;
  readonly publicKey: Uint8Array;
}

/** A key that signs: the verifier's key and its 32-byte seed (RFC 8032), which never leaves the key folder. */
export interface SigningKey extends VerifierKey {
  readonly seed: Uint8Array;
}

/** One signature line as it stands: the name, the key's id, and the bytes behind the id. */
export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

/** A text and the signatures under it, none of them verified yet. */
export interface Note {
  /** Ends in a newline; may contain empty lines. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature that was verified: by which key, and for a cosignature when (seconds since 1970 UTC, as the cosigner says). */
export interface Verified {
  readonly key: VerifierKey;
  readonly seconds?: number;
}

const NAME = /^[^\s\u0085+]+$/u;

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/**
 * @param name a URL without scheme is advised ("example.org/mission"); no white space, no plus
 * @throws Problem log/malformed on such a name, or a key that is not 32 bytes
 */
export function verifierKey(name: string, use: KeyUse, publicKey: Uint8Array): VerifierKey {
  if (!NAME.test(name) || CONTROL.test(name) || !name.isWellFormed())
    throw malformed(`key name: white space, plus or nothing in ${shown(name)}`);
  if (publicKey.length !== 32) throw malformed(`public key: ${publicKey.length} bytes, expected 32`);
  const id = sha256(concatBytes(toUtf8(`${name}\n`), Uint8Array.of(byteOf(use)), publicKey)).slice(0, 4);
  return { name, use, id: toHex(id), publicKey };
}

/** A signing key from its seed. @param seed 32 random bytes, given from outside */
export const signingKey = (name: string, use: KeyUse, seed: Uint8Array): SigningKey => {
  if (seed.length !== 32) throw malformed(`seed: ${seed.length} bytes, expected 32`);
  return { ...verifierKey(name, use, getPublicKey(seed)), seed };
};

const material = (use: KeyUse, bytes: Uint8Array): string => toBase64(concatBytes(Uint8Array.of(byteOf(use)), bytes));

/** The verifier key as text: "name+id+base64(use ‖ public key)". Source: C2SP signed-note, verifier keys */
export const vkeyText = (key: VerifierKey): string => `${key.name}+${key.id}+${material(key.use, key.publicKey)}`;

/** The signing key as text, in the form of golang.org/x/mod/sumdb/note. Secret: it belongs in the key folder only. */
export const skeyText = (key: SigningKey): string => `PRIVATE+KEY+${key.name}+${key.id}+${material(key.use, key.seed)}`;

function parts(text: string): { name: string; id: string; use: KeyUse; bytes: Uint8Array } {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text);
  if (!match) throw malformed(`key: expected name+id+key, with an id of 8 lower-case hex digits`);
  const bytes = fromBase64(match[3] as string);
  const use = USES.get(bytes[0] ?? 0);
  if (!use)
    throw malformed(`key of ${shown(match[1])}: type ${bytes[0] ?? "none"}, expected 1 (Ed25519) or 4 (cosignature)`);
  return { name: match[1] as string, id: match[2] as string, use, bytes: bytes.slice(1) };
}

/** Undoes `vkeyText`. @throws Problem log/malformed, also where the id is not that of the key */
export function parseVkey(text: string): VerifierKey {
  const { name, id, use, bytes } = parts(text);
  const key = verifierKey(name, use, bytes);
  if (key.id !== id) throw malformed(`key of ${shown(name)}: id ${id}, expected ${key.id}; was the text copied whole?`);
  return key;
}

/** Undoes `skeyText`; its message never repeats the key. @throws Problem log/malformed */
export function parseSkey(text: string): SigningKey {
  if (!text.startsWith("PRIVATE+KEY+")) throw malformed("signing key: expected PRIVATE+KEY+name+id+key");
  const { name, id, use, bytes } = parts(text.slice("PRIVATE+KEY+".length));
  const key = signingKey(name, use, bytes);
  if (key.id !== id) throw malformed(`signing key of ${shown(name)}: id ${id}, expected ${key.id}`);
  return key;
}

/** @throws Problem log/malformed unless the text is whole lines without other control characters */
function checkText(text: string): void {
  if (!text.endsWith("\n") || text === "\n")
    throw malformed("note: the text must be one or more lines, each ended by a newline");
  if (CONTROL.test(text)) throw malformed("note: a control character other than newline");
  if (!text.isWellFormed()) throw malformed("note: a lone surrogate");
}

/** What a cosigner signs. Source: C2SP tlog-cosignature, Ed25519 signed message */
const cosigned = (text: string, seconds: number): Uint8Array => toUtf8(`cosignature/v1\ntime ${seconds}\n${text}`);

/**
 * Signs a text with a key for notes, or cosigns a checkpoint's text at a time.
 * @param seconds since 1970 UTC, for a cosignature only; given, never read from a clock
 * @throws Problem log/malformed on a text that cannot stand in a note; RangeError where use and time do not agree
 */
export function signText(text: string, key: SigningKey, seconds?: number): NoteSignature {
  checkText(text);
  const { name, id, use } = key;
  if (use === "note") {
    if (seconds !== undefined) throw new RangeError("signText: a note's signature has no time");
    // With this first line the same bytes would be a cosignature, should one key ever serve both uses.
    if (text.startsWith("cosignature/v1\n")) throw malformed('note: the text may not begin with "cosignature/v1"');
    return { name, id, signature: sign(toUtf8(text), key.seed) };
  }
  if (seconds === undefined || !Number.isSafeInteger(seconds) || seconds < 0)
    throw new RangeError(`signText: a cosignature needs a time in whole seconds, got ${seconds}`);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return { name, id, signature: concatBytes(time, sign(cosigned(text, seconds), key.seed)) };
}

/** "— name base64(id ‖ signature)", without newline. */
export const signatureLine = ({ name, id, signature }: NoteSignature): string =>
  `— ${name} ${toBase64(
    concatBytes(
      Uint8Array.from(id.match(/../g) ?? [], (h) => Number.parseInt(h, 16)),
      signature,
    ),
  )}`;

/** Undoes `signatureLine`. @throws Problem log/malformed */
export function parseSignatureLine(line: string): NoteSignature {
  const match = /^— ([^ ]+) ([^ ]+)$/u.exec(line);
  if (!match || !NAME.test(match[1] as string))
    throw malformed(`note: expected "— name signature", saw ${shown(line)}`);
  const bytes = fromBase64(match[2] as string);
  if (bytes.length < 5) throw malformed(`note: the signature of ${shown(match[1])} has ${bytes.length} bytes`);
  return { name: match[1] as string, id: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/** The note as a file: text, empty line, signature lines. Source: C2SP signed-note, Format */
export function noteBytes(note: Note): Uint8Array {
  checkText(note.text);
  if (note.signatures.length === 0) throw new RangeError("noteBytes: a note has at least one signature");
  return toUtf8(`${note.text}\n${note.signatures.map((s) => `${signatureLine(s)}\n`).join("")}`);
}

/** Most signatures and bytes that a note may have; the format asks for at least 16. */
export const NOTE_LIMITS = { signatures: 100, bytes: 1_000_000 } as const;

/** Undoes `noteBytes`; verifies nothing. @throws Problem log/malformed */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > NOTE_LIMITS.bytes)
    throw malformed(`note: ${bytes.length} bytes, the limit is ${NOTE_LIMITS.bytes}`);
  const whole = fromUtf8(bytes);
  if (CONTROL.test(whole)) throw malformed("note: a control character other than newline");
  const at = whole.lastIndexOf("\n\n");
  if (at < 0 || !whole.endsWith("\n")) throw malformed("note: expected a text, an empty line, and signature lines");
  const text = whole.slice(0, at + 1);
  checkText(text);
  const lines = whole.slice(at + 2, -1).split("\n");
  if (lines.length > NOTE_LIMITS.signatures) throw malformed(`note: more than ${NOTE_LIMITS.signatures} signatures`);
  return { text, signatures: lines.map(parseSignatureLine) };
}

/** Verifies one signature by one key that has its name and id. Undefined: it does not verify. Never throws. */
function verifySignature(text: string, { signature }: NoteSignature, key: VerifierKey): Verified | undefined {
  try {
    // The strict branch of RFC 8032, so that no second encoding of a signature or key is taken for the first.
    const strict = { zip215: false };
    if (key.use === "note") return verify(signature, toUtf8(text), key.publicKey, strict) ? { key } : undefined;
    if (signature.length !== 72) return undefined;
    const seconds = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
    if (!Number.isSafeInteger(seconds)) return undefined;
    return verify(signature.slice(8), cosigned(text, seconds), key.publicKey, strict) ? { key, seconds } : undefined;
  } catch {
    return undefined; // a signature of another length, or a key that is no point of the curve
  }
}

/**
 * Verifies the signatures of all known keys. Signatures of unknown keys are passed over, as the format demands; one
 * of a known key that fails spoils the note.
 * @returns those verified, in the note's order, a key that signed twice once; empty where no key is known
 * @throws Problem log/malformed on a signature of a known key that does not verify
 * Source: C2SP signed-note, Signatures; C2SP tlog-cosignature
 */
export function verifyNote(note: Note, keys: readonly VerifierKey[]): Verified[] {
  const verified: Verified[] = [];
  for (const signature of note.signatures) {
    const known = keys.filter((k) => k.name === signature.name && k.id === signature.id);
    // Two keys may share name and id by chance or design; the signature must be by one of them.
    const found = known.map((k) => verifySignature(note.text, signature, k)).find((v) => v !== undefined);
    if (known.length > 0 && !found) throw malformed(`the signature of ${signature.name} does not verify`);
    if (
      found &&
      !verified.some(
        (v) =>
          v.key.use === found.key.use &&
          sameBytes(v.key.publicKey, found.key.publicKey) &&
          v.key.name === found.key.name,
      )
    )
      verified.push(found);
  }
  return verified;
}
