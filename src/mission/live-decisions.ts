import type { Interpretation } from "../agreement/agreement.ts";
import type { AssessedActor, Attribution, Invocation } from "../assessment/context.ts";
import { actorAssessmentOf, attributionOf, interpretationOf, invocationOf } from "../assessment/entries.ts";
import type { Incident } from "../incident/incident.ts";
import { dayOf } from "../time/day.ts";
import type { Zone } from "../time/zone.ts";
import { byCodePoint } from "../units.ts";
import { anchorOf, type BasisChanged, basisChanged } from "./basis.ts";
import type { Of } from "./recorded.ts";
import type { StandingChange } from "./standing-entries.ts";

/** What people decided of one incident, as assessment takes it. */
export interface Decided {
  readonly attributions: readonly Attribution[];
  readonly invocations: readonly Invocation[];
  readonly actorAssessments: readonly AssessedActor[];
}

const NOTHING: Decided = { attributions: [], invocations: [], actorAssessments: [] };

/** The decisions that stand, by what they bear on, as they come and go. */
export class LiveDecisions {
  private readonly standing = new Map<string, Of<"decision">>();
  /** Those that say how a clause is to be read: they bear on every incident. */
  private readonly readings = new Map<string, Of<"decision">>();
  private readonly byIncident = new Map<string, Decided>();
  private readonly byAnchor = new Map<string, Set<string>>();
  private readonly moved = new Map<string, BasisChanged>();

  /** @returns by incident, what had been decided of it before, where that is another thing now */
  apply({ came, went }: StandingChange): {
    readonly before: ReadonlyMap<string, Decided>;
    /** Observations by which decisions that came or went name their incidents. */
    readonly anchors: ReadonlySet<string>;
    /** Whether a reading of a clause came or went. */
    readonly reads: boolean;
  } {
    const incidents = new Set<string>();
    const anchors = new Set<string>();
    let reads = false;
    for (const [entries, comes] of [
      [came, true],
      [went, false],
    ] as const)
      for (const { commitment, stated, marking, entry } of entries) {
        if (entry.kind !== "decision") continue;
        const decision: Of<"decision"> = { commitment, stated, marking, body: entry.payload.body };
        if (decision.body.decision === "read-clause") {
          reads = true;
          if (comes) this.readings.set(commitment, decision);
          else this.readings.delete(commitment);
        }
        if ("incident" in decision.body) incidents.add(decision.body.incident);
        const anchor = anchorOf(decision);
        if (anchor !== undefined) anchors.add(anchor);
        if (comes) this.standing.set(commitment, decision);
        else {
          this.standing.delete(commitment);
          this.moved.delete(commitment);
        }
        if (anchor === undefined) continue;
        const watching = this.byAnchor.get(anchor) ?? new Set();
        if (comes) watching.add(commitment);
        else watching.delete(commitment);
        if (watching.size > 0) this.byAnchor.set(anchor, watching);
        else this.byAnchor.delete(anchor);
      }
    const before = new Map<string, Decided>();
    for (const incident of incidents) {
      before.set(incident, this.of(incident));
      const decided = this.decidedOf(incident);
      if (decided === NOTHING) this.byIncident.delete(incident);
      else this.byIncident.set(incident, decided);
    }
    return { before, anchors, reads };
  }

  /** Readings of clauses that stand, in order of their entries. @param zone in which an entry's day is told */
  interpretations(zone: Zone): readonly Interpretation[] {
    return [...this.readings.values()]
      .sort((a, b) => byCodePoint(a.commitment, b.commitment))
      .flatMap(({ body, commitment, stated }) => interpretationOf(body, commitment, dayOf(stated, zone)) ?? []);
  }

  of(incident: string): Decided {
    return this.byIncident.get(incident) ?? NOTHING;
  }

  /** Whether some decision names its incident by this observation. */
  watches(observation: string): boolean {
    return this.byAnchor.has(observation);
  }

  /** Looks again at the decisions that name their incident by this observation. @param now the incident that holds it */
  look(anchor: string, now: Incident | undefined): void {
    for (const commitment of this.byAnchor.get(anchor) ?? []) {
      const basis = basisChanged(this.standing.get(commitment) as Of<"decision">, now);
      if (basis) this.moved.set(commitment, basis);
      else this.moved.delete(commitment);
    }
  }

  /** Decisions whose basis has moved, by id. */
  get basesChanged(): readonly BasisChanged[] {
    return [...this.moved.values()].sort((a, b) => byCodePoint(a.decision, b.decision));
  }

  private decidedOf(incident: string): Decided {
    const decisions = [...(this.byAnchor.get(incident) ?? [])]
      .sort(byCodePoint)
      .map((commitment) => this.standing.get(commitment) as Of<"decision">);
    const attributions = decisions.flatMap(({ body, commitment }) => attributionOf(body, commitment) ?? []);
    const invocations = decisions.flatMap(({ body, commitment }) => invocationOf(body, commitment) ?? []);
    const actorAssessments = decisions.flatMap(({ body, commitment }) => actorAssessmentOf(body, commitment) ?? []);
    const none = attributions.length + invocations.length + actorAssessments.length === 0;
    return none ? NOTHING : { attributions, invocations, actorAssessments };
  }
}
