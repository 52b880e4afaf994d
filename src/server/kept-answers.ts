import type { DerivedState } from "../store/derivations.ts";

/** Answers that are kept, of those that were asked for last; of several who ask the same at once one is worked for. */
export class KeptAnswers<A extends { readonly state: DerivedState }> {
  private readonly kept = new Map<string, Promise<A>>();
  private readonly most: number;
  constructor(most: number) {
    this.most = most;
  }

  /**
   * @param key  all that the answer depends on, the state among it
   * @param state that the key names: an answer of one that came meanwhile is right, and stands under the wrong name
   */
  of(key: string, state: DerivedState, make: () => Promise<A>): Promise<A> {
    const known = this.kept.get(key);
    const answer = known ?? make();
    this.kept.delete(key);
    this.kept.set(key, answer);
    if (known) return known;
    answer.then(
      ({ state: of }) => of.revision !== state.revision && this.kept.delete(key),
      () => this.kept.delete(key),
    );
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
    return answer;
  }
}
