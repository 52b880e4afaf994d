import { createHash } from "node:crypto";
import type { View } from "../store/derivations.ts";
import { byCodePoint } from "../units.ts";

/** What of a mission's derived state became otherwise, for one audience. */
export interface Change {
  /** Says what the audience sees after it and nothing else: a reader who has this state has missed nothing. */
  readonly id: string;
  /** Incidents that are new or otherwise, by id; then those that are no longer there. */
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

/** Most changes that a cut connection can catch up with; before that the reader is told to read anew. */
const REMEMBERED = 256;
/** Most ids of one change. */
export const MOST_IDS = 1_000;

/** What an audience sees at one moment. */
export interface Seen {
  /** Names the rows that it is of; no part of what is told. */
  readonly of: string;
  /** Hash of each incident by id. */
  readonly states: ReadonlyMap<string, string>;
  /** When the next row that waits is released. */
  readonly nextRelease: number | null;
}

export async function seenIn(view: View, of: string): Promise<Seen> {
  const states = new Map<string, string>();
  const all = view.incidents({});
  for await (const { id, state } of all.states()) states.set(id, state);
  return { of, states, nextRelease: await all.nextRelease() };
}

/** Taken up row by row: of a large mission the rows as one text would be a hundred megabytes. */
function hashOfStates(states: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const id of [...states.keys()].sort(byCodePoint)) hash.update(`${id}\n${states.get(id)}\n`);
  return hash.digest("hex").slice(0, 32);
}

/**
 * The states that an audience saw, one after another. Ids are hashes of what is visible: they tell nothing of rows that
 * are not, and they are the same after a restart of the server.
 */
export class Changes {
  private seen: ReadonlyMap<string, string> = new Map();
  private of: string | undefined;
  private nextRelease: number | null = null;
  private before = Number.NEGATIVE_INFINITY;
  private readonly history: Change[] = [];
  private first = true;

  /** Whether the audience may see anything else at a moment than it saw. @param of names the rows that are there */
  isStale(of: string, at: number): boolean {
    return of !== this.of || at < this.before || (this.nextRelease !== null && at >= this.nextRelease);
  }

  /** Takes the state as it stands. @returns the change, or null where the audience sees what it saw */
  take({ of, states: now, nextRelease }: Seen, at: number): Change | null {
    this.of = of;
    this.nextRelease = nextRelease;
    this.before = at;
    const changed = [...now].flatMap(([id, state]) => (this.seen.get(id) === state ? [] : [id])).sort(byCodePoint);
    const gone = [...this.seen.keys()].filter((id) => !now.has(id)).sort(byCodePoint);
    this.seen = now;
    if (!this.first && changed.length === 0 && gone.length === 0) return null;
    const change = { id: hashOfStates(now), changed, gone };
    // The state that was found first is where everybody begins: nothing changed to it.
    this.history.push(this.first ? { ...change, changed: [], gone: [] } : change);
    if (this.history.length > REMEMBERED) this.history.shift();
    const news = this.first ? null : change;
    this.first = false;
    return news;
  }

  /** How many rows are held to tell what changes next. */
  get rows(): number {
    return this.seen.size;
  }

  /** Id of the state that the audience sees now. */
  get id(): string | undefined {
    return this.history.at(-1)?.id;
  }

  /** Changes after the state that a reader has; null where it is not remembered, or they are more than is sent. */
  after(id: string): Change | null {
    const at = this.history.findLastIndex((c) => c.id === id);
    if (at < 0) return null;
    const ids = new Set(this.history.slice(at + 1).flatMap((c) => [...c.changed, ...c.gone]));
    const all = [...ids].sort(byCodePoint);
    if (all.length > MOST_IDS) return null;
    const changed = all.filter((i) => this.seen.has(i));
    return { id: this.id as string, changed, gone: all.filter((i) => !this.seen.has(i)) };
  }
}
