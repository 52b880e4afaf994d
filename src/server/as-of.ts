import { toHex } from "../log/bytes.ts";
import { rootOf } from "../log/merkle.ts";
import type { Account } from "../mission/account.ts";
import { catalogue, problem } from "../problems.ts";
import { type Derivations, FULL } from "../store/derivations.ts";
import { type PastLimits, PastStates } from "../store/past-states.ts";
import type { Store } from "../store/store.ts";
import { Reads } from "./reads.ts";
import type { InMission, Parts } from "./route.ts";

/** Observations of a mission of which earlier states are derived while it is served: about a minute of one processor. */
const MOST_OBSERVATIONS = 200_000;
/** A whole number from here on is a moment in milliseconds; below it is a number of entries. */
const FIRST_MOMENT = 100_000_000_000;

const pasts = new WeakMap<Store, PastStates>();
const readsOf = new WeakMap<Derivations, Reads>();

const wrong = (asOf: string, why: string) =>
  problem(catalogue.badRequest, { why: `query parameter asOf: ${why}, saw ${JSON.stringify(asOf.slice(0, 80))}.` });

/** How much of a log was known: of the log of today where nothing else was asked for. */
export interface KnownAt {
  /** To read with: rows as they were known then. */
  readonly parts: Parts;
  /** Entries that were known; null: all of today. */
  readonly size: number | null;
}

/**
 * What a route reads with, as known at the moment that was asked for: the same state that `--as-of` gives on the command
 * line. For the staff alone: to others an earlier state could show what was marked more strictly, or withdrawn, since.
 * @throws Problem http/bad-request before the first entry and after now, http/not-permitted, http/busy while it is made
 */
export async function asKnownAt(
  { parts, mission, audience, standing, now }: Omit<InMission, "once"> & { parts: Parts; now: number },
  asOf: string | undefined,
): Promise<KnownAt> {
  if (asOf === undefined) return { parts, size: null };
  if (audience.profile !== FULL || !standing.allows("entry.read"))
    throw problem(catalogue.notPermitted, {
      why: "What was known earlier is shown to the mission's own staff: since then something may have been marked more strictly, or withdrawn.",
    });
  const { store } = parts;
  const size = await sizeAsOf(store, mission.id, asOf, now);
  const state = await store.derivations.state(mission.id);
  if (state?.size === size) return { parts, size };
  const account = state?.account === undefined ? null : (JSON.parse(state.account) as Account);
  if (account && account.observations > MOST_OBSERVATIONS)
    throw problem(catalogue.badRequest, {
      why: `query parameter asOf: this mission has ${account.observations} observations; the server makes earlier states of up to ${MOST_OBSERVATIONS}. On the command line export --as-of ${size} makes any.`,
    });
  const derivations = await pastStatesOf(store).at(mission, size);
  const reads = readsOf.get(derivations) ?? new Reads({ derivations });
  readsOf.set(derivations, reads);
  return { parts: { ...parts, reads }, size };
}

/** The earlier states of a store; made by whoever asks first. */
export function pastStatesOf(store: Store, limits?: PastLimits): PastStates {
  const past = pasts.get(store) ?? new PastStates(store, limits);
  pasts.set(store, past);
  return past;
}

/** Gives up what was made of earlier states of a store. */
export const closePast = async (store: Store): Promise<void> => pasts.get(store)?.close();

/**
 * The log's size that was asked for: a number of entries, a moment (as milliseconds, or as RFC 3339 writes it), or the
 * first digits of a root.
 * @throws Problem http/bad-request
 */
export async function sizeAsOf(store: Store, mission: string, asOf: string, now: number): Promise<number> {
  const size = await store.size(mission);
  if (size === 0) throw wrong(asOf, "there are no entries yet");
  const moment = momentOf(asOf);
  if (moment !== undefined) {
    if (moment > now) throw wrong(asOf, "that moment is still to come");
    return sizeAt(store, mission, size, moment, asOf);
  }
  if (/^\d{1,11}$/.test(asOf) && Number(asOf) <= size) {
    if (Number(asOf) === 0) throw wrong(asOf, "nothing is known before the first entry");
    return Number(asOf);
  }
  if (/^[0-9a-f]{8,64}$/.test(asOf)) {
    const sizes = await store.overTree(mission, size, (nodes) => {
      const found: number[] = [];
      for (let n = size; n > 0; n--) if (toHex(rootOf(nodes, n)).startsWith(asOf)) found.push(n);
      return found;
    });
    if (sizes.length === 1) return sizes[0] as number;
  }
  throw wrong(
    asOf,
    `expected a moment (2025-04-18T18:00:00Z, or milliseconds), a number of entries from 1 to ${size}, or at least 8 digits of a root of this log`,
  );
}

function momentOf(asOf: string): number | undefined {
  if (/^\d{12,15}$/.test(asOf) && Number(asOf) >= FIRST_MOMENT) return Number(asOf);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(asOf)) return undefined;
  const at = Date.parse(asOf);
  return Number.isNaN(at) ? undefined : at;
}

/** How many entries had been received by a moment. Entries are received in the order of the log. */
async function sizeAt(store: Store, mission: string, size: number, moment: number, asOf: string): Promise<number> {
  /** When the first entry from here on that still says so was received; nothing where none does. */
  const received = async (index: number): Promise<number | undefined> => {
    const here = (await store.entry(mission, index))?.envelope;
    if (here) return here.received;
    for await (const { envelope } of store.entries(mission, { from: index + 1, until: size }))
      if (envelope) return envelope.received;
    return undefined;
  };
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const at = await received(middle);
    if (at !== undefined && at <= moment) low = middle + 1;
    else high = middle;
  }
  if (low === 0) {
    const first = await received(0);
    throw wrong(asOf, `the first entry was received later${first === undefined ? "" : `, at ${first}`}`);
  }
  return low;
}
