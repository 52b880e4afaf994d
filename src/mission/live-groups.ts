import { judgementOf } from "../incident/entries.ts";
import type { Incident } from "../incident/incident.ts";
import { IncrementalFusion } from "../incident/incremental.ts";
import type { Judgement } from "../incident/judgement.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import type { StandingChange } from "./standing-entries.ts";
import type { Moved } from "./versions.ts";

/** Incidents as observations and judgements come and go, and which incident holds which observation. */
export class LiveGroups {
  private fusion: Pick<IncrementalFusion, "apply">;
  private readonly judgements = new Map<string, Judgement>();
  private readonly byId = new Map<string, Incident>();
  /** By observation, the id of its incident. */
  private readonly holder = new Map<string, string>();

  constructor(fusion: Pick<IncrementalFusion, "apply"> = new IncrementalFusion()) {
    this.fusion = fusion;
  }

  get(id: string): Incident | undefined {
    return this.byId.get(id);
  }

  /** The incident that an observation is in. */
  holding(observation: string): Incident | undefined {
    return this.byId.get(this.holder.get(observation) ?? "");
  }

  /** All, in order. */
  ids(): string[] {
    return [...this.byId.keys()].sort(byCodePoint);
  }

  /** The groups as bytes that `resume` takes, and nothing that a source said; undefined where a bench groups. */
  toBytes(): Uint8Array | undefined {
    return this.fusion instanceof IncrementalFusion ? this.fusion.toBytes() : undefined;
  }

  /**
   * In place of the first `apply`: groups that were made before.
   * @param observations all that there are @throws TypeError where the bytes do not fit them
   */
  resume(bytes: Uint8Array, observations: Iterable<Observation>, standing: StandingChange): void {
    this.judge(standing);
    const fusion = IncrementalFusion.fromBytes(bytes, observations, { judgements: [...this.judgements.values()] });
    this.fusion = fusion;
    for (const incident of fusion.incidents()) this.put(incident);
  }

  /** @returns whether judgements came or went */
  private judge({ came, went }: StandingChange): boolean {
    let judged = false;
    for (const { commitment, entry } of came)
      if (entry.kind === "judgement") {
        this.judgements.set(commitment, judgementOf(entry.payload.body, commitment));
        judged = true;
      }
    for (const { commitment } of went) judged = this.judgements.delete(commitment) || judged;
    return judged;
  }

  private put(incident: Incident): void {
    this.byId.set(incident.id, incident);
    for (const m of incident.members) this.holder.set(m.observation.id, incident.id);
  }

  /** @returns by id of every incident that changed, came or went, what it was before */
  apply(
    observations: Moved<Observation>,
    standing: StandingChange,
  ): { readonly changed: ReadonlyMap<string, Incident | undefined> } {
    const judged = this.judge(standing);
    const add: Observation[] = [];
    const remove: string[] = [];
    for (const [id, { before, after }] of observations) {
      if (before && before.kind !== "aggregate") remove.push(id);
      if (after && after.kind !== "aggregate") add.push(after);
    }
    const before = new Map<string, Incident | undefined>();
    if (add.length + remove.length === 0 && !judged) return { changed: before };
    const { changed, gone } = this.fusion.apply({
      add,
      remove,
      ...(judged && { judgements: [...this.judgements.values()] }),
    });
    for (const id of [...gone, ...changed.map((i) => i.id)]) {
      const was = this.byId.get(id);
      before.set(id, was);
      this.byId.delete(id);
      for (const m of was?.members ?? [])
        if (this.holder.get(m.observation.id) === id) this.holder.delete(m.observation.id);
    }
    for (const incident of changed) this.put(incident);
    return { changed: before };
  }

  /** Observations of incidents that changed, as they are now and as they were. */
  *movedMembers(changed: ReadonlyMap<string, unknown>): Generator<string> {
    for (const [id, was] of changed) {
      for (const m of (was as Incident | undefined)?.members ?? []) yield m.observation.id;
      for (const m of this.byId.get(id)?.members ?? []) yield m.observation.id;
    }
  }
}
