import { canonical } from "../canonical.ts";
import { fuse } from "../incident/fuse.ts";
import type { Incident } from "../incident/incident.ts";
import type { Judgement } from "../incident/judgement.ts";
import type { Observation } from "../observation/observation.ts";

/** Stand-in: fuses the whole set at each step. */
export class IncrementalFusion {
  private readonly observations = new Map<string, Observation>();
  private judgements: readonly Judgement[] = [];
  private held = new Map<string, Incident>();

  apply(step: {
    readonly add?: readonly Observation[];
    readonly remove?: readonly string[];
    readonly judgements?: readonly Judgement[];
  }): { readonly changed: Incident[]; readonly gone: string[] } {
    for (const id of step.remove ?? []) this.observations.delete(id);
    for (const o of step.add ?? []) this.observations.set(o.id, o);
    if (step.judgements) this.judgements = step.judgements;
    const now = new Map(
      fuse([...this.observations.values()], { judgements: this.judgements }).map((i) => [i.id, i] as const),
    );
    const changed = [...now.values()].filter((i) => {
      const was = this.held.get(i.id);
      return !was || canonical(was) !== canonical(i);
    });
    const gone = [...this.held.keys()].filter((id) => !now.has(id));
    this.held = now;
    return { changed, gone };
  }
}
