import { or, type Truth } from "../certainty.ts";
import type { CountInterval } from "../observation/count.ts";
import type { ObjectKind, Observation } from "../observation/observation.ts";
import type { WeaponClass } from "../observation/taxonomy.ts";
import { byCodePoint } from "../units.ts";
import type { Assessment } from "./assessment.ts";
import type { FoundIncident } from "./columns.ts";
import type { Persistence } from "./persistence.ts";

/** At least and at most; null: open above. */
export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number | null;
}

/**
 * How grave an incident is, as a vector and never as one number, colour or rank: no public standard scale exists
 * (domain.md d19), and whoever weighs these parts against each other has to say so and be named.
 */
export interface Severity {
  /** People killed and injured as sources other than claims say; null: nothing is stated, which is not none. */
  readonly harm: {
    readonly killed: Bounds | null;
    readonly injured: Bounds | null;
    /** Kinds of object that a source states were hit. */
    readonly objects: readonly ObjectKind[];
  };
  /** The heaviest means that a source states, and whether a clause forbids that weapon where it was. */
  readonly means: { readonly class: "small-arms" | "heavy" | "not-stated"; readonly forbiddenHere: Truth };
  /** Inside an area that a clause closes, or nearer to a line than a clause allows, under the clauses it was tested by. */
  readonly geometry: { readonly insideForbidden: Truth; readonly nearerThanLine: Truth };
  /** Counts as fused, and how long it was seen to last; null: its length is not known. */
  readonly scale: { readonly counts: readonly CountInterval[]; readonly durationMs: number | null };
  /** Other incidents contrary to the same clause in the days before it, clause by clause: at least, at most. */
  readonly persistence: readonly { readonly clause: string; readonly in7Days: Bounds; readonly in30Days: Bounds }[];
  /** Signs of command: nothing here is inferred; a decision or a source states each. */
  readonly command: { readonly ordered: Truth; readonly accessDenied: Truth };
}

const SMALL: ReadonlySet<WeaponClass> = new Set<WeaponClass>(["small-arms", "sniper", "heavy-machine-gun"]);

/** What the record gives beside the incident itself. */
export interface SeverityInput {
  readonly found: FoundIncident;
  /** The incident's assessments with their traces. */
  readonly assessments: readonly Assessment[];
  /** Of each clause that it is or may be contrary to, all incidents that are or may be so too. */
  readonly persistence: ReadonlyMap<string, Persistence>;
  /** Whether a decision found that it was ordered; undefined: none did. */
  readonly ordered?: boolean;
  /** Whether access to its place was denied to the mission afterwards, as recorded; undefined: nothing is recorded. */
  readonly accessDenied?: boolean;
}

/** The severity of one incident. */
export function severityOf({ found, assessments, persistence, ordered, accessDenied }: SeverityInput): Severity {
  const { incident, facts } = found;
  const told = incident.members.filter((m) => m.role !== "claims" && m.role !== "repeats").map((m) => m.observation);
  const applied = assessments.filter((a) => a.result === "contrary" || a.result === "indeterminate");
  const step = (test: string): Truth => {
    const answers = applied.flatMap((a) => a.trace.filter((t) => t.test === test).map((t) => t.outcome));
    return answers.length === 0 ? false : or(answers);
  };
  const classes = facts.weapons.map((w) => w.class).filter((c) => c !== "undetermined");
  return {
    harm: {
      killed: hull(told, (o) => o.killed),
      injured: hull(told, (o) => o.injured),
      objects: [...new Set(facts.objects.map((o) => o.kind))].sort(byCodePoint),
    },
    means: {
      class: classes.length === 0 ? "not-stated" : classes.every((c) => SMALL.has(c)) ? "small-arms" : "heavy",
      forbiddenHere: step("weapons"),
    },
    geometry: { insideForbidden: step("where.inside"), nearerThanLine: step("within") },
    scale: {
      counts: facts.fused,
      durationMs: facts.time.kind === "seen" ? facts.time.until - facts.time.from : null,
    },
    persistence: [...new Set(applied.map((a) => a.clause))].flatMap((clause) => {
      const of = persistence.get(clause);
      const { id } = incident;
      return of ? [{ clause, in7Days: of.before(id, facts.time, 7), in30Days: of.before(id, facts.time, 30) }] : [];
    }),
    command: { ordered: ordered ?? "unknown", accessDenied: accessDenied ?? "unknown" },
  };
}

/** The interval that holds every stated figure: sources that differ widen it, and none is preferred. */
function hull(told: readonly Observation[], of: (o: Observation) => CountInterval | undefined): Bounds | null {
  const counts = told.flatMap((o) => of(o) ?? []);
  if (counts.length === 0) return null;
  const open = counts.some((c) => c.max === null);
  return {
    atLeast: Math.min(...counts.map((c) => c.min)),
    atMost: open ? null : Math.max(...counts.map((c) => c.max as number)),
  };
}
