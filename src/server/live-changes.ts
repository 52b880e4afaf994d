import type { Audience } from "../access/audience.ts";
import { sha256Hex } from "../canonical.ts";
import { byCodePoint, type Millis, millis } from "../units.ts";
import { type IncidentEntry, type MissionIndex, visibleTo } from "./mission-index.ts";

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
const MOST_IDS = 1_000;

const stateOf = ({ status, act, results, members, released, content }: IncidentEntry): string =>
  sha256Hex(JSON.stringify([status, act, results, members, released, content]));

/**
 * The states that an audience saw, one after another. Ids are hashes of what is visible: they tell nothing of rows that
 * are not, and they are the same after a restart of the server.
 */
export class Changes {
  private seen: ReadonlyMap<string, string> = new Map();
  private index: MissionIndex | undefined;
  private nextRelease = Number.POSITIVE_INFINITY;
  private before = Number.NEGATIVE_INFINITY;
  private readonly history: Change[] = [];
  private first = true;

  /** Takes the state as it stands. @returns the change, or null where the audience sees what it saw */
  take(index: MissionIndex, audience: Audience): Change | null {
    if (index === this.index && audience.at < this.nextRelease && audience.at >= this.before) return null;
    const now = new Map<string, string>();
    this.nextRelease = Number.POSITIVE_INFINITY;
    for (const entry of index.incidents) {
      if (visibleTo(audience, entry)) now.set(entry.id, stateOf(entry));
      else if (entry.released.releasedFrom > audience.at)
        this.nextRelease = Math.min(this.nextRelease, entry.released.releasedFrom);
    }
    this.index = index;
    this.before = audience.at;
    const changed = [...now].flatMap(([id, state]) => (this.seen.get(id) === state ? [] : [id])).sort(byCodePoint);
    const gone = [...this.seen.keys()].filter((id) => !now.has(id)).sort(byCodePoint);
    this.seen = now;
    if (!this.first && changed.length === 0 && gone.length === 0) return null;
    const rows = [...now].sort(([a], [b]) => byCodePoint(a, b));
    const change = { id: sha256Hex(JSON.stringify(rows)).slice(0, 32), changed, gone };
    // The state that was found first is where everybody begins: nothing changed to it.
    this.history.push(this.first ? { ...change, changed: [], gone: [] } : change);
    if (this.history.length > REMEMBERED) this.history.shift();
    const news = this.first ? null : change;
    this.first = false;
    return news;
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

  /** What changed incidents are now. */
  entry(id: string): IncidentEntry | undefined {
    return this.index?.incident.get(id);
  }
}

/** The audience as it is at a later moment. */
export const atMoment = (audience: Audience, at: number): Audience => ({ ...audience, at: millis(at) as Millis });
