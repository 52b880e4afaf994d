import type { Checkpoint } from "../log/checkpoint.ts";
import type { Envelope } from "../log/envelope.ts";
import type { Hash, Nodes } from "../log/merkle.ts";
import type { NoteSignature, SigningKey, VerifierKey } from "../log/note.ts";
import type { Marking } from "../observation/observation.ts";
import type { EntryKind, KindAndPayload, Payload } from "../record/registry.ts";
import type { Millis } from "../units.ts";
import type { Derivations } from "./derivations.ts";
import type { Evidence } from "./evidence.ts";
import type { LaterErasure } from "./later-erasures.ts";
import type { MapViews } from "./map-views.ts";
import type { Snapshots } from "./snapshots.ts";
import type { DumpedRow } from "./transfer.ts";
import type { VerifiedLog } from "./verify-log.ts";

/** A mission: one record, one log, one zone. Exercise and real never mix in one. */
export interface Mission {
  /** a-z, 0-9 and -, at most 64, a letter or digit first. */
  readonly id: string;
  readonly name: string;
  /** IANA zone or fixed offset of the mission clock. */
  readonly zone: string;
  readonly exercise: boolean;
  /** The log's identity and the name of its key. */
  readonly origin: string;
  /** The log's verifier key as text. */
  readonly vkey: string;
  readonly created: Millis;
}

export type NewMission = Pick<Mission, "id" | "name" | "zone" | "exercise"> & {
  /** Where the log is to have another identity than one made here. */
  readonly origin?: string;
};

/** An entry that is to be appended. The store gives index, time received, salt and blind. */
export interface Draft<K extends EntryKind = EntryKind> {
  readonly kind: K;
  /** Pseudonymous id. */
  readonly author: string;
  readonly role: string;
  readonly stated: Millis;
  readonly marking: Marking;
  readonly payload: Payload<K>;
}

export interface Appended {
  readonly index: number;
  readonly leaf: Hash;
  /** Where the present entry's own envelope was destroyed since, one of the same content, that is not the leaf's. */
  readonly envelope: Envelope;
  /** True: this import or joined entry was here before, at this index, and nothing was appended. */
  readonly present: boolean;
}

/** An entry as the store holds it. */
export interface StoredEntry {
  readonly index: number;
  readonly leaf: Hash;
  /** Null where the envelope was destroyed with the content. */
  readonly envelope: Envelope | null;
  /** Null where the content was destroyed. `payload` is what was committed, of whatever version; parse it by kind. */
  readonly content: { readonly payload: unknown; readonly salt: Uint8Array } | null;
  /** Index of the erasure that destroyed it. */
  readonly erasedBy: number | null;
  /** For an entry that came from another log: file of its proof there (`entryProofBytes`). */
  readonly proof: Uint8Array | null;
}

/** Which entries: `[from, until)` by index, and of these kinds alone where they are named. */
export interface EntryRange {
  readonly from?: number;
  readonly until?: number;
  readonly kinds?: readonly EntryKind[];
}

/** An entry of another log, as it is joined into this one. */
export interface Joining {
  readonly first: Envelope;
  /** The log it is taken from, and the index there. */
  readonly from: { readonly origin: string; readonly index: number };
  /** Null where its content is not given: the entry is then joined closed. */
  readonly content: { readonly payload: unknown; readonly salt: Uint8Array } | null;
  /** File of `entryProofBytes` from its first log, verified by the caller. */
  readonly proof: Uint8Array;
}

/** A request that must not be carried out twice, as its Idempotency-Key and the hash of all that it asked for say. */
export interface Once {
  /** The key that the caller chose: 1 to 255 visible ASCII characters. */
  readonly key: string;
  /** SHA-256 of method, path and body, 64 hex digits: the same key for another request is a mistake. */
  readonly request: string;
  /** Until when the key is remembered, ms since 1970 UTC. */
  readonly until: Millis;
}

/**
 * What must not have come in between: entries of these kinds from this index on are looked at in the transaction that
 * appends, and where one of them clashes nothing is appended.
 */
export interface Unless {
  readonly from: number;
  readonly kinds: readonly EntryKind[];
  /** Why the entry clashes, as a sentence; undefined where it does not. Pure. */
  readonly clash: (
    entry: { readonly index: number; readonly commitment: string } & KindAndPayload,
  ) => string | undefined;
}

/** A first person's half of an act of two (access/two-people.ts): what they asked for, and why. No entry yet. */
export interface PendingAct {
  readonly id: string;
  readonly author: string;
  readonly asked: Millis;
  /** When it lapses. */
  readonly until: Millis;
  /** What was asked for, as JSON text. */
  readonly act: string;
  readonly reason: string;
}

/** Halves that wait for the second person, each mission's own. They are no part of the record, nor of its backups. */
export interface PendingActs {
  add(mission: string, act: PendingAct): Promise<void>;
  /** Those that have not lapsed, by the time that they were asked. */
  list(mission: string, now: Millis): Promise<PendingAct[]>;
  /** Takes one away: of several who try at once, one gets it. */
  take(mission: string, id: string, now: Millis): Promise<PendingAct | undefined>;
}

/** What is known of a request that was carried out. */
export interface Answered {
  /** Indexes of the entries that it appended. Null: it appended none by `append`. */
  readonly entries: readonly number[] | null;
  /** The answer as it was given. Null: not kept yet, or forgotten with an erasure. */
  readonly answer: string | null;
}

/** Answers by Idempotency-Key, each mission's own. */
export interface Answers {
  /** @throws Problem store/key-reused where the key belongs to another request */
  find(mission: string, once: Pick<Once, "key" | "request">): Promise<Answered | undefined>;
  /**
   * Keeps an answer; the first one kept stays.
   * @returns the one that is kept @throws Problem store/key-reused, record/no-such-mission
   */
  keep(mission: string, once: Once, answer: string): Promise<string>;
  /** Forgets what is past its time. @returns how many */
  forget(mission: string, now: Millis): Promise<number>;
}

export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The signed note with the cosignatures accepted so far. */
  readonly note: Uint8Array;
}

/** Personal data that was opened, or why it cannot be. */
export type Unsealed = { readonly bytes: Uint8Array } | { readonly destroyed: true };

/** Who puts something under seal. */
export type Sealer = Pick<Draft, "author" | "role" | "stated"> & { readonly reason: string };

/** A caller's key for something that is sealed. What is sealed is part of the request, and no hash of it is kept. */
export type SealOnce = Pick<Once, "key" | "until">;

/** What a sealed report comes to. */
export interface TakenReport {
  /** However often it is sent, it is one report. */
  readonly once: Once;
  /** Its entry, and the bytes that are kept as evidence before it; asked for where it was not taken before. */
  readonly make: () => Promise<{
    readonly draft: Draft<"submission"> | Draft<"import">;
    readonly evidence: readonly Uint8Array[];
  }>;
}

/** What an opening entry gave. */
export interface Opened {
  readonly entry: Appended;
  /** By blob. */
  readonly sealed: ReadonlyMap<string, Unsealed>;
  /** By pseudonymous id; null where its name was destroyed meanwhile. */
  readonly names: ReadonlyMap<string, string | null>;
}

/**
 * The record and what is derived from it. One interface, one suite (contract.ts), two implementations.
 * Failures that a caller can act on are thrown as Problem: record/no-such-mission, record/entry,
 * record/exercise-crossed, store/refused, store/full, store/fenced.
 */
export interface Store {
  readonly kind: "sqlite" | "postgres";
  /** Bytes as they arrived, a mission's own. */
  evidence(mission: string): Evidence;
  readonly snapshots: Snapshots;
  readonly derivations: Derivations;
  /** Where the database has PostGIS: views with geometry (map-views.ts), and the zones in them. */
  readonly maps?: MapViews;

  /** @throws Problem store/refused where the id is taken or not in its form */
  createMission(mission: NewMission): Promise<Mission>;
  mission(id: string): Promise<Mission | undefined>;
  /** By id in code point order. */
  missions(): Promise<Mission[]>;

  /**
   * Appends entries in the order given, all or none; they are durable when this resolves. Several calls that wait at
   * the same time share a transaction. An import whose key is here is not appended again (`present`).
   * Evidence that an entry names must have been put before.
   * @param once where this request may come again: then the same entries are the answer, all `present`, and nothing
   *   is appended; remembered in the transaction that appends
   * @param unless where another entry that came in between would clash
   * @param half the first person's half that this completes: taken away in the same transaction, so that a crash loses
   *   neither; of several who complete it, one does
   * @throws Problem store/key-reused where the key belongs to another request; http/conflict where an entry clashes, or
   *   the half is gone
   */
  append(
    mission: string,
    drafts: readonly Draft[],
    once?: Once,
    unless?: Unless,
    half?: PendingAct["id"],
  ): Promise<Appended[]>;
  readonly answers: Answers;
  readonly pending: PendingActs;
  /**
   * Appends entries of another log, each once: one that was joined before is `present`. One that an erasure here has
   * named already is joined as its tombstone.
   */
  join(mission: string, entries: readonly Joining[]): Promise<Appended[]>;
  /** Entries `[from, until)` by index, read in pages; entries appended meanwhile are not waited for. */
  entries(mission: string, range?: EntryRange): AsyncIterable<StoredEntry>;
  entry(mission: string, index: number): Promise<StoredEntry | undefined>;
  /** How many entries the mission's log has. */
  size(mission: string): Promise<number>;
  /** Leaf hashes `[from, until)`. */
  leafHashes(mission: string, range?: { readonly from?: number; readonly until?: number }): Promise<Hash[]>;
  /**
   * Computes over the tree: a root, an inclusion or consistency proof, tiles, a frontier. `compute` may be called
   * several times, while the parts of the tree that it asks for are loaded; it must be pure.
   * @param size as far as the tree may be asked for; the log's size as a rule
   */
  overTree<T>(mission: string, size: number, compute: (nodes: Nodes) => T): Promise<T>;

  /** Signs the log as it is now, after what is committed; the same size again gives the same checkpoint. */
  checkpoint(mission: string): Promise<StoredCheckpoint>;
  /** The checkpoint signed last, or the one of this very size. */
  storedCheckpoint(mission: string, size?: number): Promise<StoredCheckpoint | undefined>;
  /** Adds a cosignature to the stored checkpoint of this size. @throws Problem log/malformed where it does not verify */
  cosign(
    mission: string,
    size: number,
    signature: NoteSignature,
    cosigners: readonly VerifierKey[],
  ): Promise<StoredCheckpoint>;
  /** The log's signing key, for manifests of exports. It never leaves the process. */
  signingKey(mission: string): Promise<SigningKey>;

  /** What a device seals reports to (observation/sealed-report.ts): a P-256 point, 65 bytes, the mission's own. */
  reportKey(mission: string): Promise<Uint8Array>;
  /**
   * Takes a sealed report into the record: what is in it goes to `entryOf` and nowhere else, and the entry that it makes
   * is appended. There are two ways to a sealed report's content, this and `openReport`, and either leaves an entry.
   * @returns what was appended, or why it does not open
   * @throws what `entryOf` throws, and Problem as `append`: nothing is appended then
   */
  takeReport(
    mission: string,
    sealed: Uint8Array,
    entryOf: (report: Uint8Array) => Promise<TakenReport>,
  ): Promise<Pick<Appended, "index" | "present"> | { readonly error: string }>;
  /**
   * Opens a sealed report for somebody to read. The entry that says so, which names the report by its SHA-256, is durable
   * before it is opened.
   * @param once where opening it again shortly is the same act
   * @throws Problem record/entry where the entry does not name this report
   */
  openReport(
    mission: string,
    sealed: Uint8Array,
    draft: Draft<"opening">,
    once?: Once,
  ): Promise<Uint8Array | { readonly error: string }>;

  /**
   * Encrypts personal data under a key of its own, and enters who did (kind "sealing") in the same transaction.
   * @param once the caller's key, where this may be asked for again: then the first blob is the answer
   * @returns the blob's id, which an entry may cite
   */
  seal(mission: string, bytes: Uint8Array, by: Sealer, once?: SealOnce): Promise<{ blob: string; entry: Appended }>;
  /**
   * Opens sealed blobs and names: the entry that says who opened what and why is durable before anything is decrypted.
   * There is no other way to either.
   * @param half as of `append`
   * @throws Problem record/entry where the entry is refused, its role may not open, or it names what is not here;
   *   http/conflict where the half is gone; nothing is entered then
   */
  open(mission: string, draft: Draft<"opening">, half?: PendingAct["id"]): Promise<Opened>;

  /**
   * Puts into the destructible table of names who stands behind a pseudonymous id, encrypted like a sealed blob, and
   * enters who did (kind "sealing") in the same transaction.
   * @returns undefined, with nothing changed, where a name stands there already, or stood and was destroyed: a pseudonym
   *   never comes to stand for somebody else
   */
  setName(mission: string, author: string, name: string, by: Sealer, once?: SealOnce): Promise<Appended | undefined>;
  /** Pseudonymous ids that a name stands behind, in code point order; the names are not told. */
  named(mission: string): Promise<string[]>;

  /**
   * Checks every entry of the mission's log and the tree over them, O(n). Evidence is checked by `Evidence`, not here.
   * @throws Problem store/refused that names the first entry that is wrong
   */
  verify(mission: string): Promise<VerifiedLog>;

  /** Every order of all logs to destroy something: what a backup of before them has to be held against. */
  erasures(): Promise<readonly LaterErasure[]>;

  /**
   * Every row of the record as of one moment, as JSON values: what a backup holds beside the evidence. Sealed data and
   * names stay encrypted under the key file, which is not in it. Either kind of store takes it (`load`).
   */
  dump(): AsyncIterable<DumpedRow>;
  /**
   * Puts a dump into a store without missions, all of it or nothing, and checks every log wholly.
   * @throws Problem store/refused where the store has missions, or the dump is damaged or of another schema
   */
  load(rows: AsyncIterable<unknown> | Iterable<unknown>): Promise<void>;

  close(): Promise<void>;
}
