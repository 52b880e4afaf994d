/** The record's tables, as kysely sees them; their SQL stands in record-schema.ts. */
export interface RecordTables {
  mission: {
    mission: string;
    name: string;
    zone: string;
    exercise: number;
    origin: string;
    vkey: string;
    created: number;
  };
  /** One row a mission: how many entries its log has, and the right edge of the tree. */
  log_head: { mission: string; size: number; frontier: Uint8Array };
  entry: {
    mission: string;
    entry_index: number;
    kind: string | null;
    commitment: string | null;
    envelope: string | null;
    payload: string | null;
    salt: Uint8Array | null;
    leaf: Uint8Array;
    erased_by: number | null;
  };
  import_key: { mission: string; import_key: string; entry_index: number };
  /** Where a joined entry first stood. */
  joined: { mission: string; origin: string; origin_index: number; entry_index: number; proof: Uint8Array };
  /** Roots of complete subtrees of 256, 65536, … leaves. */
  log_node: { mission: string; level: number; node_index: number; hash: Uint8Array };
  checkpoint: { mission: string; size: number; note: Uint8Array };
  cosignature: { mission: string; size: number; name: string; key_id: string; signature: Uint8Array };
  /** Both are null once the key is destroyed. */
  sealed: { mission: string; blob: string; wrapped_key: Uint8Array | null; ciphertext: Uint8Array | null };
  name: { mission: string; author: string; wrapped_key: Uint8Array; ciphertext: Uint8Array };
  /** Evidence that an erasure ordered to be destroyed and that may still be there. */
  destruction: { mission: string; sha256: string };
  /** What a request was answered, by its Idempotency-Key; `entries` are the indexes that it appended, as JSON. */
  answer: {
    mission: string;
    answer_key: string;
    request: string;
    entries: string | null;
    answer: string | null;
    until: number;
  };
  /** First halves of acts of two people. */
  pending: {
    mission: string;
    id: string;
    author: string;
    asked: number;
    until: number;
    act: string;
    reason: string;
  };
}

interface DerivedColumns {
  mission: string;
  generation: number;
  profile: string;
  id: string;
  time_from: number;
  time_until: number;
  morton: number | null;
  lon: number | null;
  lat: number | null;
  kind: string;
  marking_rank: number;
  content: string;
  released_from: number;
}

/** Derived tables; their SQL stands in derived-schema.ts. */
export interface DerivedTables {
  derived_state: {
    mission: string;
    generation: number;
    active: number;
    derivation: string;
    size: number;
    root: string;
    revision: number;
    /** Longest time of a row in ms: a window needs to look no further back. */
    longest: number;
    /** Canonical JSON text; "" where the state was made before states had one. */
    account: string;
  };
  /** Places that rows of a generation refer to. */
  place: { mission: string; generation: number; id: string; content: string };
  lease: { mission: string; holder: string; fence: number; until: number };
  observation: DerivedColumns & { act: string; source: string };
  incident: DerivedColumns & { act: string };
  assessment: DerivedColumns & { incident: string; clause: string; reading: string };
  coverage: DerivedColumns & { station: string };
  facet: FacetColumns;
}

/** An incident of a profile by what filters ask; written with its row (facet-row.ts), read by facet-read.ts. */
interface FacetColumns {
  mission: string;
  generation: number;
  profile: string;
  time_from: number;
  id: string;
  time_until: number;
  released_from: number;
  marking_rank: number;
  /** Results as a set, a bit each (`maskOf`). */
  result_set: number;
  morton: number | null;
  lon: number | null;
  lat: number | null;
  kind: string;
  act: string;
  counts: string;
  results: string;
  zones: string;
  sources: string;
  words: string;
  /** Hash of all that the row tells. */
  digest: string;
}

/** Type names of a dialect, so that one text of SQL serves both. */
export interface ColumnTypes {
  readonly text: string;
  readonly int: string;
  readonly real: string;
  readonly bytes: string;
  /**
   * Columns added to an index so that a question is answered from it alone: where a table's rows lie by their key, each look
   * from an index into its row is a search of its own. "" where it is not.
   */
  readonly covering: (columns: string) => string;
  /** Behind a table's closing bracket. */
  readonly clustered: string;
  readonly plain: string;
}

export const SQLITE_TYPES: ColumnTypes = {
  text: "text",
  int: "integer",
  real: "real",
  bytes: "blob",
  covering: (columns) => `, ${columns}`,
  clustered: " without rowid, strict",
  plain: " strict",
};

export const POSTGRES_TYPES: ColumnTypes = {
  text: 'text collate "C"',
  int: "bigint",
  real: "double precision",
  bytes: "bytea",
  covering: () => "",
  clustered: "",
  plain: "",
};

/** One step of a schema, forward only: its statements, and an example that the tests run before and after it. */
export interface Migration {
  readonly statements: (types: ColumnTypes) => readonly string[];
  /** For every migration but the first: rows put in before it, and what a query gives after it. */
  readonly example?: { readonly before: readonly string[]; readonly query: string; readonly after: unknown };
}
