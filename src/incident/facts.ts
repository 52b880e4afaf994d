import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { type ActId, isKindOf } from "../observation/taxonomy.ts";
import { byCodePoint } from "../units.ts";
import { fusedCounts, heardCounts } from "./counts.ts";
import type { Incident, IncidentFacts } from "./incident.ts";
import { jointPlace } from "./joint-place.ts";
import { jointTime } from "./joint-time.ts";

/**
 * What the members of an incident together say, as values that terms can test. Claims contribute nothing where
 * anything was recorded; an incident of status "claimed" is described by its claims, and its status says so.
 * A version that a later one replaces contributes nothing either.
 */
export function factsOf(incident: Incident): IncidentFacts {
  const { spoken, counted } = speakers(incident);
  const { place, cloud } = jointPlace(counted);
  return {
    time: jointTime(counted),
    place,
    ...(cloud && { cloud }),
    acts: actsOf(counted),
    labelBasis: spoken.some((o) => o.labelBasis === "person") ? "person" : "machine",
    roles: distinct(spoken.map((o) => o.role)),
    activities: distinct(spoken.map((o) => o.activity)),
    weapons: distinct(spoken.flatMap((o) => o.weapon ?? [])),
    objects: distinct(spoken.flatMap((o) => o.object ?? [])),
    heard: heardCounts(counted),
    fused: fusedCounts(counted),
    alleged: distinct(spoken.flatMap((o) => o.alleged ?? [])),
    assertedZones: distinct(spoken.flatMap((o) => o.assertedZone ?? [])),
    independentGroups: independentGroups(spoken),
  };
}

/**
 * Who speaks: every recorded member but versions that another replaces. The same source again in another report still
 * says what was hit and who did it, but is not heard twice, and narrows neither time, place nor act: that it tells of
 * the same event is our inference, and an inference makes nothing contrary (docs/adr/0005).
 */
function speakers(incident: Incident): { readonly spoken: Observation[]; readonly counted: Observation[] } {
  const told = incident.members.filter((m) => incident.status === "claimed" || m.role !== "claims");
  const revised = new Set(told.flatMap((m) => m.observation.revises ?? []));
  const current = told.filter((m) => m.role !== "repeats" || !revised.has(m.observation.id));
  return {
    spoken: current.map((m) => m.observation),
    counted: current.filter((m) => m.role !== "repeats").map((m) => m.observation),
  };
}

/** Who speaks for an incident: every recorded member, or claim where it has no other, but versions that another replaces. */
export const spokenOf = (incident: Incident): readonly Observation[] => speakers(incident).spoken;

/** Each value once, in the order of its JSON text, so that no order of members shows through. */
function distinct<T>(values: readonly T[]): T[] {
  const byText = new Map(values.map((v) => [textOf(v), v]));
  return [...byText].sort(([a], [b]) => byCodePoint(a, b)).map(([, v]) => v);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : canonical(value));

/**
 * Alternatives that no more precise report excludes. Reports of persons are heard before those of machines. A branch is
 * refined by its leaves as another report names them; leaves that contradict each other all stay.
 */
export function actsOf(observations: readonly Observation[]): ActId[] {
  const byPersons = observations.filter((o) => o.labelBasis === "person" && known(o));
  const heard = byPersons.length > 0 ? byPersons : observations.filter(known);
  if (heard.length === 0) return ["undetermined"];
  const sets = heard.map((o) => o.acts);
  const common = actsInCommon(sets);
  const left = common.length > 0 ? common : sets.flat();
  return [...new Set(left)].sort(byCodePoint);
}

/** What several sets of alternatives have in common; empty where they contradict each other. */
export const actsInCommon = (sets: readonly (readonly ActId[])[]): readonly ActId[] =>
  sets.reduce<readonly ActId[]>((held, set) => both(held, set), sets[0] ?? []);

const known = (o: Observation): boolean => o.acts.length > 0 && !o.acts.includes("undetermined");

/** What two sets of alternatives have in common: the finer of each pair in one branch. */
function both(a: readonly ActId[], b: readonly ActId[]): ActId[] {
  const out = new Set<ActId>();
  for (const x of a)
    for (const y of b) {
      if (isKindOf(x, y)) out.add(x);
      else if (isKindOf(y, x)) out.add(y);
    }
  return [...out];
}

/** Groups as people assigned them; all members without a group count as one (design.md 1.9). */
const independentGroups = (observations: readonly Observation[]): number =>
  new Set(observations.map((o) => o.independenceGroup ?? "")).size;
