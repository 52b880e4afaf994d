import { canonical, sha256Hex } from "../canonical.ts";
import type { Both } from "../comparison/side.ts";
import type { ComparedHistory, TextAsked } from "../mission/compared-history.ts";
import { ComparedApart, type CompareLimits } from "../store/compare-apart.ts";
import type { DerivedState } from "../store/derivations.ts";
import type { Store } from "../store/store.ts";
import { KeptAnswers } from "./kept-answers.ts";
import { releasedHistory } from "./released-history.ts";
import type { InMission, Parts } from "./route.ts";

/** Incidents that an answer lists with the reason of each; the figures are over all. */
const LISTED = 400;
/** Answers that are kept; one may be some megabytes. */
const KEPT = 8;

export interface ComparisonMade {
  /** The state that it is of. */
  readonly state: DerivedState;
  /** Incidents that the reader sees only delayed or coarsened: nothing can be computed from them. */
  readonly leftOut: number;
  readonly found: ComparedHistory;
}

const ofStore = new WeakMap<Store, Comparisons>();

/** The comparisons of a store; made by whoever asks first. */
export function comparisonsOf(store: Store, limits?: Partial<CompareLimits>): Comparisons {
  const known = ofStore.get(store) ?? new Comparisons(limits);
  ofStore.set(store, known);
  return known;
}

/** Comparisons over missions' histories, made apart, and kept while the reader sees the same. */
export class Comparisons {
  private readonly apart: ComparedApart;
  private readonly kept = new KeptAnswers<ComparisonMade>(KEPT);
  constructor(limits?: Partial<CompareLimits>) {
    this.apart = new ComparedApart(limits);
  }

  /**
   * What two texts make of what a reader sees. Asked again it is answered as before; of several who ask the same at once
   * one is worked for.
   * @throws Problem as `releasedHistory` and `ComparedApart.compare` do
   */
  async of(
    parts: Parts,
    { mission, audience }: Pick<InMission, "mission" | "audience">,
    asked: Both<TextAsked>,
  ): Promise<ComparisonMade> {
    const { state, seen } = await parts.reads.moment(mission.id, audience);
    const words = ({ text, name, parts: files, reading }: TextAsked) => [text, name, [...files], reading ?? null];
    const key = `${seen} ${sha256Hex(canonical([words(asked.a), words(asked.b)]))}`;
    return this.kept.of(key, state, async () => {
      const history = await releasedHistory(parts, mission, audience);
      const found = await this.apart.compare(history.rows, asked, LISTED);
      return { state: history.state, leftOut: Math.max(0, history.seen - found.over), found };
    });
  }

  close(): Promise<void> {
    return this.apart.close();
  }
}
