import type { Audience } from "../access/audience.ts";
import { catalogue, problem } from "../problems.ts";
import { type DerivedState, FULL, type View } from "../store/derivations.ts";
import type { Store } from "../store/store.ts";
import { millis } from "../units.ts";
import { KeptAnswers } from "./kept-answers.ts";

/**
 * How finely the moment of reading is told apart. A row can appear so much late and never early, and all that is asked
 * within one step is answered from one set of rows.
 */
const STEP_MS = 5_000;
/** Answers that are kept, and the longest text of a question that is kept. */
const KEPT = { answers: 1_000, question: 4_000 } as const;

/** The audience at the beginning of its step. The staff's rows wait for nothing. */
export const inStep = (audience: Audience): Audience => ({
  ...audience,
  at: millis(audience.profile === "full" ? 0 : Math.floor(audience.at / STEP_MS) * STEP_MS),
});

/** What a question was answered, and of which state. */
export interface Answer<R> {
  readonly state: DerivedState;
  readonly value: R;
}

/** All reading of derived rows for the routes: as of one moment, as one audience, and figures kept while they hold. */
export class Reads {
  private readonly store: Pick<Store, "derivations">;
  /** Of each state and audience a stretch of time in which no row that waits is released: all moments of it see the same. */
  private readonly stretches = new Map<string, { readonly from: number; readonly until: number }>();
  private readonly kept = new KeptAnswers<Answer<unknown>>(KEPT.answers);
  constructor(store: Pick<Store, "derivations">) {
    this.store = store;
  }

  /** Undefined while nothing is derived. */
  state(mission: string): Promise<DerivedState | undefined> {
    return this.store.derivations.state(mission);
  }

  /**
   * Reads as of one moment. `work` keeps to the view that it is given.
   * @throws Problem http/busy while nothing is derived
   */
  async look<R>(mission: string, audience: Audience, work: (view: View) => Promise<R>): Promise<R> {
    const found = await this.store.derivations.still(mission, inStep(audience), async (view) => ({
      value: await work(view),
    }));
    if (!found) throw busy();
    return found.value;
  }

  /**
   * The same for what costs much and is small: kept while the state and the step last, and asked once for all who ask
   * meanwhile.
   * @param question all that the answer depends on beside mission, audience and state
   */
  async ask<R>(
    mission: string,
    audience: Audience,
    question: unknown,
    work: (view: View) => Promise<R>,
  ): Promise<Answer<R>> {
    const text = JSON.stringify(question);
    const { state, seen } = await this.moment(mission, audience);
    const answer = () => this.look(mission, audience, async (view) => ({ state: view.state, value: await work(view) }));
    if (text.length > KEPT.question) return answer();
    return this.kept.of(`${seen} ${text}`, state, answer) as Promise<Answer<R>>;
  }

  /**
   * What an audience sees at this moment, as a text: the same as long as no row of theirs changed or was released.
   * @throws Problem http/busy while nothing is derived
   */
  async moment(mission: string, audience: Audience): Promise<{ readonly state: DerivedState; readonly seen: string }> {
    const state = await this.state(mission);
    if (!state) throw busy();
    const { profile, upTo, at } = inStep(audience);
    const seen = `${mission} ${state.revision} ${state.root} ${profile} ${upTo}`;
    return { state, seen: `${seen} ${await this.sameSince(mission, audience, seen, at)}` };
  }

  /** The beginning of the stretch in which a moment lies: an answer of any moment in it is an answer of this one. */
  private async sameSince(mission: string, audience: Audience, seen: string, at: number): Promise<number> {
    if (audience.profile === FULL) return at;
    const known = this.stretches.get(seen);
    if (known && known.from <= at && at < known.until) return known.from;
    const next = await this.look(mission, audience, (view) => view.incidents({}).nextRelease());
    this.stretches.delete(seen);
    this.stretches.set(seen, { from: at, until: next ?? Number.POSITIVE_INFINITY });
    const [oldest] = this.stretches.keys();
    if (this.stretches.size > KEPT.answers && oldest !== undefined) this.stretches.delete(oldest);
    return at;
  }
}

const busy = () => problem(catalogue.busy, { why: "The mission's record is being derived for the first time" });
