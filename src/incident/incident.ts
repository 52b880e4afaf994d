import type { CountInterval } from "../observation/count.ts";
import type { Activity, Observation, Role } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { Cloud } from "../place/cloud.ts";
import type { UncertainPlace } from "../place/place.ts";
import type { UncertainTime } from "../time/interval.ts";

/** One term of the log evidence that a group of observations is one event (fusion.md 5.1), in nats. */
export interface EvidencePart {
  readonly term: "rate" | "place" | "time" | "act" | "count" | "actor" | "same-source" | "same-report" | "pair";
  readonly nats: number;
}

/** An observation's part in an incident. */
export interface Member {
  readonly observation: Observation;
  /** `repeats`: the same source again; `claims`: a party's claim, shown beside and adding nothing. */
  readonly role: "supports" | "contradicts" | "repeats" | "claims";
}

/** One thing that happened, from every observation of it. Members are in order of observation id. */
export interface Incident {
  /** Working id: the smallest observation id among the members that are not claims, else among the claims. */
  readonly id: string;
  /** `claimed`: rests on party claims alone and enters no recorded figure. */
  readonly status: "recorded" | "claimed";
  readonly members: readonly Member[];
  /** Gain in log evidence of this grouping over its members apart, by term; empty for one member. */
  readonly evidence: readonly EvidencePart[];
  /**
   * The merge that gained least of those that evidence made: its gain in nats, and an observation of each side, by which
   * a person can say "same" or "different". Absent where nothing was merged by evidence.
   */
  readonly weakest?: { readonly gain: number; readonly a: string; readonly b: string };
  /** Whether a pin in force names a report of it: nothing that was recorded joins it by evidence. Absent where none does. */
  readonly pinned?: true;
  /**
   * The nearest alternative that was not taken: another incident, its gain (nats), and the terms for and against it. A
   * gain above 0 is one that a pin kept from being taken, or of two of which no reports meet by themselves.
   */
  readonly alternative?: {
    readonly incident: string;
    readonly gain: number;
    readonly parts: readonly EvidencePart[];
    /** Whether one of the two is pinned, so that only a person's "same" joins them, whatever it gains. */
    readonly pinned?: true;
  };
}

/** What an incident's members together say, as values that terms can test. Claims contribute nothing. */
export interface IncidentFacts {
  readonly time: UncertainTime;
  /** The shape to draw: that of the most precise member. */
  readonly place: UncertainPlace;
  /** Where several members meet: their joint evidence as weighted positions. Absent: `place` alone holds. */
  readonly cloud?: Cloud;
  /** Alternatives that are not excluded; one id where the kind of act is certain at the leaf or branch it names. */
  readonly acts: readonly ActId[];
  /** "machine" where no person has put any label on any member. */
  readonly labelBasis: "person" | "machine";
  readonly roles: readonly Role[];
  readonly activities: readonly Activity[];
  readonly weapons: readonly NonNullable<Observation["weapon"]>[];
  readonly objects: readonly NonNullable<Observation["object"]>[];
  /** Each unit as heard: the sum over every observation of the incident that is not a revision. */
  readonly heard: readonly CountInterval[];
  /** Each unit as fused: one interval that all members share, or their hull where they contradict. */
  readonly fused: readonly CountInterval[];
  readonly alleged: readonly NonNullable<Observation["alleged"]>[];
  readonly assertedZones: readonly NonNullable<Observation["assertedZone"]>[];
  /** How many independence groups (assigned by people) stand behind it; members without a group count once together. */
  readonly independentGroups: number;
}
