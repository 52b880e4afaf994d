import { decimal, fromBase64, malformed, sameBytes, shown, toBase64 } from "./bytes.ts";
import { type Hash, type Nodes, rootOf } from "./merkle.ts";
import {
  type Note,
  type NoteSignature,
  parseNote,
  type SigningKey,
  signText,
  type Verified,
  type VerifierKey,
  verifyNote,
} from "./note.ts";

/** What a log says of itself: at this size it has this root. */
export interface Checkpoint {
  /** The log's identity, a URL without scheme ("example.org/mission"); never a place to fetch from. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** Opaque lines behind the root; ours has none, those of others are kept. */
  readonly extensions: readonly string[];
}

/** The checkpoint's note text. @throws Problem log/malformed on an origin or extension that is empty or has a line break */
export function checkpointText({ origin, size, root, extensions }: Checkpoint): string {
  if (root.length !== 32) throw malformed(`checkpoint: a root of ${root.length} bytes, expected 32`);
  for (const line of [origin, ...extensions])
    if (line === "" || line.includes("\n"))
      throw malformed(`checkpoint: ${shown(line)} cannot stand on a line of its own`);
  return [origin, decimal(String(size), "checkpoint size"), toBase64(root), ...extensions, ""].join("\n");
}

/** Undoes `checkpointText`. @throws Problem log/malformed. Source: C2SP tlog-checkpoint, Note text */
export function parseCheckpointText(text: string): Checkpoint {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.includes(""))
    throw malformed("checkpoint: expected the lines origin, size and root, none of them empty");
  const [origin, size, root, ...extensions] = lines as [string, string, string, ...string[]];
  const bytes = fromBase64(root);
  if (bytes.length !== 32) throw malformed(`checkpoint: a root of ${bytes.length} bytes, expected 32`);
  return { origin, size: decimal(size, "checkpoint size"), root: bytes, extensions };
}

/**
 * The checkpoint to sign next, over a tree that still gives the root of the one signed before.
 * @param previous the newest checkpoint that was ever signed, or the origin alone for a log's first
 * @throws Problem log/malformed where the tree has fewer entries, or others, than it had: nothing may be signed then
 */
export function nextCheckpoint(
  previous: Checkpoint | Pick<Checkpoint, "origin">,
  nodes: Nodes,
  size: number,
): Checkpoint {
  if ("root" in previous) {
    if (size < previous.size)
      throw malformed(`${previous.origin}: the log has ${size} entries and signed a checkpoint of ${previous.size}`);
    if (!sameBytes(rootOf(nodes, previous.size), previous.root))
      throw malformed(
        `${previous.origin}: the first ${previous.size} entries are not those of the last signed checkpoint`,
      );
  }
  return { origin: previous.origin, size, root: rootOf(nodes, size), extensions: [] };
}

/**
 * A checkpoint with the log's own signature. The caller signs only after the entries are committed
 * (design: order of durability), and only what `nextCheckpoint` gave.
 */
export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): Note {
  const text = checkpointText(checkpoint);
  return { text, signatures: [signText(text, key)] };
}

/**
 * A party's or witness's timestamped cosignature. The caller has checked that the checkpoint extends the one that it
 * cosigned before (`verifyConsistency`): that is what the cosignature states.
 * @param seconds since 1970 UTC
 */
export function cosignCheckpoint(note: Note, key: SigningKey, seconds: number): NoteSignature {
  parseCheckpointText(note.text);
  return signText(note.text, key, seconds);
}

/**
 * The note with a cosignature added, as a log accepts it from a party or a witness that it knows. An older one of the
 * same key is replaced.
 * @throws Problem log/malformed where the signature is not of a given key, or does not verify
 */
export function withCosignature(note: Note, signature: NoteSignature, cosigners: readonly VerifierKey[]): Note {
  if (verifyNote({ text: note.text, signatures: [signature] }, cosigners).length === 0)
    throw malformed(`cosignature: ${signature.name} (${signature.id}) is not a cosigner known here`);
  const others = note.signatures.filter((s) => s.name !== signature.name || s.id !== signature.id);
  return { text: note.text, signatures: [...others, signature] };
}

/** A checkpoint that was read, its note, and which of the given keys signed it. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  readonly verified: readonly Verified[];
}

/**
 * Reads a checkpoint and verifies the signatures of the keys given. `verified` is empty where none of them signed:
 * the caller decides whether that is enough.
 * @throws Problem log/malformed where it is not a checkpoint, or a given key's signature does not verify
 */
export function openCheckpoint(bytes: Uint8Array, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const note = parseNote(bytes);
  return { checkpoint: parseCheckpointText(note.text), note, verified: verifyNote(note, keys) };
}

/**
 * The verified signatures that vouch for this log: its own, by the key whose name is the origin, and cosignatures. The
 * key of another log is trusted for that log only, even where somebody gives the keys of several.
 */
export const vouching = ({ checkpoint, verified }: OpenedCheckpoint): Verified[] =>
  verified.filter(({ key }) => key.use === "cosignature" || key.name === checkpoint.origin);
