import { canonical } from "../canonical.ts";
import {
  decimal,
  fromBase64,
  fromUtf8,
  hash32,
  malformed,
  members,
  parseJsonFile,
  shown,
  toBase64,
  toHex,
  toUtf8,
} from "./bytes.ts";
import { type OpenedCheckpoint, openCheckpoint, vouching } from "./checkpoint.ts";
import { type Envelope, leafOf, opens, parseEnvelope, payloadBytes } from "./envelope.ts";
import { type Hash, verifyInclusion } from "./merkle.ts";
import type { VerifierKey } from "./note.ts";

const FIRST_LINE = "c2sp.org/tlog-proof@v1";

/** A proof that one entry is in a log, with all that is needed to check it but the keys. */
export interface ProofFile {
  readonly index: number;
  /** The leaf's sibling first. */
  readonly proof: readonly Hash[];
  /** The signed checkpoint as it stands. */
  readonly checkpoint: Uint8Array;
  /** Data that the proof does not vouch for; ours holds the entry itself, which the leaf hash then vouches for. */
  readonly extra?: Uint8Array;
}

/** The proof as a text file (name it *.tlog-proof). Source: C2SP tlog-proof */
export function proofFileBytes({ index, proof, checkpoint, extra }: ProofFile): Uint8Array {
  const head = [
    FIRST_LINE,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${decimal(String(index), "index")}`,
    ...proof.map(toBase64),
  ];
  return toUtf8(`${head.join("\n")}\n\n${fromUtf8(checkpoint)}`);
}

/** Undoes `proofFileBytes`; verifies nothing. @throws Problem log/malformed */
export function parseProofFile(bytes: Uint8Array): ProofFile {
  const text = fromUtf8(bytes);
  const end = text.indexOf("\n\n");
  if (end < 0) throw malformed("proof: expected an empty line before the checkpoint");
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== FIRST_LINE) throw malformed(`proof: expected ${FIRST_LINE} on the first line`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64((lines.shift() as string).slice(6)) : undefined;
  const at = lines.shift() ?? "";
  if (!at.startsWith("index ")) throw malformed(`proof: expected "index" and a number, saw ${shown(at)}`);
  const proof = lines.map(fromBase64);
  if (proof.length > 63 || proof.some((h) => h.length !== 32))
    throw malformed("proof: expected at most 63 hashes of 32 bytes");
  const checkpoint = toUtf8(text.slice(end + 2));
  return { index: decimal(at.slice(6), "proof: index"), proof, checkpoint, ...(extra ? { extra } : {}) };
}

/**
 * Checks that the leaf is in the tree of the checkpoint. Which keys signed is in the result; none is no error here.
 * @throws Problem log/malformed where the checkpoint, a signature of a key given, or the proof is wrong
 */
export function verifyProof(file: ProofFile, leaf: Hash, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const opened = openCheckpoint(file.checkpoint, keys);
  const { size, root } = opened.checkpoint;
  if (!verifyInclusion(leaf, file.index, size, file.proof, root))
    throw malformed(`proof: it does not lead from this entry at index ${file.index} to the root of ${size} entries`);
  return opened;
}

/** An entry as it is given to somebody who may read it; without payload and salt only the envelope is shown. */
export interface ShownEntry {
  readonly envelope: Envelope;
  readonly opened?: { readonly payload: unknown; readonly salt: Uint8Array };
}

/** The proof of an entry with the entry in it: one file to hand over, to mail, or to print beside a figure. */
export function entryProofBytes(entry: ShownEntry, proof: Omit<ProofFile, "extra">): Uint8Array {
  const { envelope, opened } = entry;
  const shownEntry = opened ? { envelope, payload: opened.payload, salt: toHex(opened.salt) } : { envelope };
  return proofFileBytes({ ...proof, extra: toUtf8(`${canonical(shownEntry)}\n`) });
}

/**
 * Checks a file of `entryProofBytes` by itself: the payload is the one committed to, the envelope is the leaf, the leaf
 * is in the log, and the log's key signed the root. Without keys nobody vouches for the root.
 * @throws Problem log/malformed with what is wrong first
 */
export function verifyEntryProof(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
): ShownEntry & OpenedCheckpoint & { readonly index: number } {
  const file = parseProofFile(bytes);
  if (!file.extra) throw malformed("proof: it holds no entry; check it with verifyProof and the entry's leaf");
  const entry = parseShownEntry(parseJsonFile(file.extra));
  const checked = verifyProof(file, leafOf(entry.envelope), keys);
  if (keys.length > 0 && vouching(checked).length === 0)
    throw malformed("proof: the checkpoint is not signed by a key given");
  return { ...entry, ...checked, index: file.index };
}

function parseShownEntry(value: unknown): ShownEntry {
  if (typeof value === "object" && value !== null && !Object.hasOwn(value, "salt"))
    return { envelope: parseEnvelope(members(value, ["envelope"], "entry")["envelope"]) };
  const m = members(value, ["envelope", "payload", "salt"], "entry");
  const envelope = parseEnvelope(m["envelope"]);
  const opened = { payload: m["payload"], salt: hash32(m["salt"], "entry: salt") };
  if (!opens(envelope, payloadBytes(opened.payload), opened.salt))
    throw malformed("entry: payload and salt are not those that the envelope commits to");
  return { envelope, opened };
}
