import type { Readable } from "node:stream";

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
  /** Called by the store when an erasure is carried out; nothing else may. */
  destroy(sha256: string): Promise<void>;
  /** Every hash here, in order. */
  list(): AsyncIterable<string>;
}

/** Most bytes of one piece of evidence, where the caller says nothing: 16 GiB. */
export const EVIDENCE_LIMIT = 17_179_869_184;
