import type { Millis } from "../units.ts";
import { malformed, toHex } from "./bytes.ts";
import { type OpenedCheckpoint, vouching } from "./checkpoint.ts";
import { type Citation, type Envelope, parseEnvelope } from "./envelope.ts";
import { type VerifierKey, verifyNote } from "./note.ts";
import { verifyEntryProof } from "./proof-file.ts";

/**
 * The envelope by which an entry of one log is appended again in another, as when two laptops' records are joined at
 * headquarters. The commitment is kept, so payload and salt open both and can be seen to be the same without being
 * opened; the blind is new, so the two leaves cannot be matched by an outsider. An entry belongs to its first log for
 * ever: one that had been joined before keeps its citation.
 * @param first    the envelope in the log that it is taken from
 * @param from     that log's origin, and the index there
 * @param received when the joining log received it
 * @param blind    32 new random bytes
 */
export function joinedEnvelope(first: Envelope, from: Citation, received: Millis, blind: Uint8Array): Envelope {
  if (toHex(blind) === first.blind) throw new RangeError("joining: the blind must be new");
  return parseEnvelope({ ...first, received, blind: toHex(blind), cites: first.cites ?? from });
}

/**
 * Checks that a joined entry is the one that its first log holds.
 * @param joined the envelope in the joined log
 * @param proof  file of `entryProofBytes` from the first log, made before the join and kept beside the entry
 * @returns the first log's checkpoint, and which of the keys given signed it
 * @throws Problem log/malformed with what is wrong first
 */
export function verifyJoined(joined: Envelope, proof: Uint8Array, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const { cites } = joined;
  if (!cites) throw malformed("joining: this entry cites no other log");
  // Without keys first: none of those given need be the first log's. Those that are must verify, below.
  const { envelope: first, checkpoint, note, index } = verifyEntryProof(proof, []);
  if (checkpoint.origin !== cites.origin || index !== cites.index)
    throw malformed(
      `joining: the entry cites ${cites.origin} ${cites.index}, the proof is of ${checkpoint.origin} ${index}`,
    );
  for (const field of ["kind", "author", "role", "stated", "marking", "commitment"] as const)
    if (first[field] !== joined[field]) throw malformed(`joining: ${field} is not that of the first log`);
  if (first.cites !== null) throw malformed("joining: the proof is not of the entry's first log");
  return { checkpoint, note, verified: vouching({ checkpoint, note, verified: verifyNote(note, keys) }) };
}
