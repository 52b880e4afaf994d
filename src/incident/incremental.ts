import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { type FuseOptions, fuseCounted } from "./fuse.ts";
import type { Incident } from "./incident.ts";
import type { Judgement } from "./judgement.ts";

/** What is new since the last `apply`. An added observation with a known id replaces the one before. */
export interface FusionChange {
  readonly add?: readonly Observation[];
  /** Observation ids; one that is not known is nothing to remove. Removals come before additions. */
  readonly remove?: readonly string[];
  /** The whole set now in force, where it changed. */
  readonly judgements?: readonly Judgement[];
}

/** What a change did: incidents that are new or differ in anything, and ids that no incident has any more. */
export interface FusionDelta {
  readonly changed: readonly Incident[];
  readonly gone: readonly string[];
  /** How many groups were weighed for it: what it cost, whatever the machine. */
  readonly weighed: number;
}

/** Fusion kept up to date: after any changes, in any order and grouping, its incidents are those of `fuse`. */
export class IncrementalFusion {
  private readonly options: FuseOptions;
  private readonly observations = new Map<string, Observation>();
  private judgements: readonly Judgement[];
  private known = new Map<string, Incident>();

  constructor(options: FuseOptions = {}) {
    this.options = options;
    this.judgements = options.judgements ?? [];
  }

  /** @returns `changed` and `gone` by id */
  apply(change: FusionChange): FusionDelta {
    for (const id of change.remove ?? []) this.observations.delete(id);
    for (const o of change.add ?? []) this.observations.set(o.id, o);
    if (change.judgements) this.judgements = change.judgements;
    const { incidents, weighed } = fuseCounted([...this.observations.values()], {
      ...this.options,
      judgements: this.judgements,
    });
    const before = this.known;
    this.known = new Map(incidents.map((i) => [i.id, i]));
    const changed = incidents.filter((i) => {
      const old = before.get(i.id);
      return old === undefined || canonical(old) !== canonical(i);
    });
    const gone = [...before.keys()].filter((id) => !this.known.has(id)).sort(byCodePoint);
    return { changed, gone, weighed };
  }

  /** All incidents by id. */
  incidents(): Incident[] {
    return [...this.known.values()];
  }

  get(id: string): Incident | undefined {
    return this.known.get(id);
  }
}
