import type { Envelope } from "../log/envelope.ts";
import type { Marking } from "../observation/observation.ts";
import { type Body, type EntryKind, type KindAndPayload, parsePayload } from "../record/registry.ts";
import { placedOf, withdrawals } from "../record/standing.ts";
import { byCodePoint, type Millis } from "../units.ts";

/** An entry as derivation sees it: what it says, and what tells it from others in whatever log. */
export interface Recorded {
  /** The entry's id: the commitment of its envelope. */
  readonly commitment: string;
  /** When its author says that it was. The log's own time of receipt is of one log only, and decides nothing here. */
  readonly stated: Millis;
  readonly marking: Marking;
  /** By pseudonymous id; undefined: not known, and then no other entry is by the same one. */
  readonly author?: string;
  /** Whether it came from another log: what people decide there binds nobody here, where it would let something out. */
  readonly joined?: boolean;
  readonly entry: KindAndPayload;
}

/**
 * An entry of a log as derivation sees it; undefined where its content is closed or was destroyed.
 * @throws Problem record/entry on a kind or version that this program does not know
 */
export function recordedOf(
  envelope: Envelope | null,
  content: { readonly payload: unknown } | null,
): Recorded | undefined {
  if (envelope === null || content === null) return undefined;
  const { commitment, stated, marking, author, kind } = envelope;
  return {
    commitment,
    stated,
    marking: marking as Marking,
    author,
    ...(envelope.cites !== null && { joined: true }),
    entry: parsePayload(kind, content.payload),
  };
}

/**
 * Whether a payload is of an exercise in a real mission, or real in an exercise. The store takes none in; should one be
 * there all the same, it counts nowhere.
 */
export const crosses = (payload: unknown, exercise: boolean): boolean =>
  typeof payload === "object" && payload !== null && (payload as { exercise?: unknown }).exercise !== exercise;

/** The entries that stand, each once, in order of commitment: a function of the set, whatever order or log it came by. */
export function standing(entries: Iterable<Recorded>): readonly Recorded[] {
  const byId = new Map<string, Recorded>();
  for (const e of entries) byId.set(e.commitment, e);
  const gone = withdrawals([...byId.values()].flatMap(({ commitment, entry }) => placedOf(commitment, entry)));
  return [...byId.values()]
    .filter((e) => !gone.has(e.commitment))
    .sort((a, b) => byCodePoint(a.commitment, b.commitment));
}

/** An entry of one kind: its id, its time, and its body. */
export interface Of<K extends EntryKind> {
  readonly commitment: string;
  readonly stated: Millis;
  readonly marking: Marking;
  readonly body: Body<K>;
}

/** The entries of one kind, in the order given. */
export const ofKind = <K extends EntryKind>(entries: readonly Recorded[], kind: K): Of<K>[] =>
  entries.flatMap(({ commitment, stated, marking, entry }) =>
    entry.kind === kind ? [{ commitment, stated, marking, body: entry.payload.body as Body<K> }] : [],
  );
