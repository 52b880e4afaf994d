import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import type { LiveSnapshot } from "../mission/live.ts";

/** A snapshot of the state in memory, and what it was made of. It holds nothing that a source said. */
export interface KeptState {
  readonly derivation: string;
  /** The log's size and root (64 hex digits). */
  readonly size: number;
  readonly root: string;
  readonly snapshot: LiveSnapshot;
}

/** Name of a mission's snapshot. */
export const keptName = (mission: string): string => `${mission}/live.bin`;

const VERSION = 1;
const HASH = 32;
const HEADER = 1 + HASH + 4;

/** Layout: version, SHA-256 of all that follows, length (u32) of the description, the description as JSON, groups. */
export function keptToBytes({ snapshot: { groups, counts }, ...of }: KeptState): Uint8Array {
  const description = Buffer.from(canonical({ ...of, counts }));
  const bytes = Buffer.alloc(HEADER + description.length + groups.length);
  bytes[0] = VERSION;
  bytes.writeUInt32BE(description.length, 1 + HASH);
  description.copy(bytes, HEADER);
  bytes.set(groups, HEADER + description.length);
  bytes.set(hashOf(bytes), 1);
  return bytes;
}

/** @returns undefined where the bytes are of another version, cut off, or otherwise than they were written */
export function keptFromBytes(bytes: Uint8Array): KeptState | undefined {
  if (bytes.length < HEADER || bytes[0] !== VERSION) return undefined;
  if (!hashOf(bytes).equals(bytes.subarray(1, 1 + HASH))) return undefined;
  const description = HEADER + Buffer.from(bytes.buffer, bytes.byteOffset).readUInt32BE(1 + HASH);
  if (description > bytes.length) return undefined;
  const text = Buffer.from(bytes.subarray(HEADER, description)).toString("utf8");
  const { counts, ...of } = JSON.parse(text) as Omit<KeptState, "snapshot"> & Pick<LiveSnapshot, "counts">;
  return { ...of, snapshot: { counts, groups: bytes.subarray(description) } };
}

const hashOf = (bytes: Uint8Array): Buffer =>
  createHash("sha256")
    .update(bytes.subarray(1 + HASH))
    .digest();
