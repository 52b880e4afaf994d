import type { Readable } from "node:stream";

/** A working copy's name: what `copyName` gives, and nothing that leads elsewhere. */
export const checkedCopyName = (name: string): string => {
  if (!/^[a-z]+-[0-9]+\.webp$/.test(name)) throw new RangeError(`evidence: no copy is called ${JSON.stringify(name)}`);
  return name;
};

export interface PutEvidence {
  /** 64 hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** True: these bytes were here before. */
  readonly present: boolean;
}

/** Bytes as they arrived, by their own hash. Never altered; destroyed only by an erasure. */
export interface Evidence {
  /**
   * Keeps bytes; durable when this resolves, which must be before an entry that names them is appended.
   * @param limit most bytes that are taken
   * @throws Problem format/limit above it; store/full where there is no room
   */
  put(bytes: AsyncIterable<Uint8Array> | Uint8Array, limit?: number): Promise<PutEvidence>;
  /** The bytes, or a stretch `[from, until)` of them; undefined where they are not here. */
  get(sha256: string, range?: { readonly from: number; readonly until: number }): Promise<Readable | undefined>;
  /** Length in bytes, or undefined where it is not here. */
  size(sha256: string): Promise<number | undefined>;
  /** A working copy that was kept beside it, or undefined. @param name "thumbnail-1.webp" */
  copy(sha256: string, name: string): Promise<Buffer | undefined>;
  /** Keeps a working copy. It can be made again: it is in no list, no backup, and goes with what it was made of. */
  keepCopy(sha256: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Called by the store when an erasure is carried out; nothing else may. */
  destroy(sha256: string): Promise<void>;
  /** Every hash here, in order. */
  list(): AsyncIterable<string>;
}

/** Most bytes of one piece of evidence, where the caller says nothing: 16 GiB. */
export const EVIDENCE_LIMIT = 17_179_869_184;
