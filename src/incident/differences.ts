import type { CountInterval, CountUnit } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { distanceM } from "../place/geodesy.ts";
import type { UncertainPlace } from "../place/place.ts";
import { extentOf } from "../place/shape.ts";
import type { Millis } from "../units.ts";
import { countable } from "./counts.ts";
import { actsInCommon } from "./facts.ts";
import type { Member } from "./incident.ts";
import { fallen } from "./joint-place.ts";
import { timesTogether } from "./joint-time.ts";
import { placesContradict } from "./member-roles.ts";
import { MODEL } from "./model.ts";
import { mixtureOf } from "./place-mixture.ts";

/** A report as it is released: what its reader may not have is left out. */
export type Told = Pick<Observation, "id"> &
  Partial<
    Pick<Observation, "time" | "acts" | "labelBasis" | "count" | "place" | "sourceKind" | "pair" | "role" | "source">
  >;

/** A fact on which the reports of an incident do not agree, and what each says of it; never an average. */
export type Difference =
  | {
      readonly what: "time";
      /** The whole span of what is said, ms. */
      readonly from: Millis;
      readonly until: Millis;
      readonly says: readonly { readonly observation: string; readonly from: Millis; readonly until: Millis }[];
    }
  | {
      readonly what: "count";
      readonly unit: CountUnit;
      /** The interval that holds all that is said. */
      readonly min: number;
      /** Null: no most is known. */
      readonly max: number | null;
      readonly says: readonly { readonly observation: string; readonly min: number; readonly max: number | null }[];
    }
  | {
      readonly what: "act";
      readonly says: readonly { readonly observation: string; readonly acts: readonly ActId[] }[];
    }
  | {
      readonly what: "place";
      /** Of the two that lie furthest apart of those that cannot be one place, m: at least and at most, to 100 m. */
      readonly atLeastM: number;
      readonly atMostM: number;
      readonly says: readonly [{ readonly observation: string }, { readonly observation: string }];
    };

/**
 * Where the reports of an incident contradict each other, by the rules by which its facts are made of them: times that
 * share no moment within their clock errors, counts of one unit that share no number, acts that have nothing in common,
 * places that cannot be one at their stated precision. A source that repeats itself is asked once; claims are asked only
 * where nothing else was recorded. Pure.
 * @param members with their reports as the reader may have them
 */
export function differencesOf(
  members: readonly { readonly role: Member["role"]; readonly told: Told }[],
): readonly Difference[] {
  const recorded = members.filter((m) => m.role === "supports" || m.role === "contradicts");
  const asked = (recorded.length > 0 ? recorded : members.filter((m) => m.role === "claims")).map((m) => m.told);
  return [...times(asked), ...acts(asked), ...counts(asked), ...places(asked)];
}

type With<K extends keyof Told> = Told & { readonly [P in K]-?: NonNullable<Told[P]> };
const having = <K extends keyof Told>(told: readonly Told[], key: K): With<K>[] =>
  told.filter((t): t is With<K> => t[key] !== undefined);

function times(asked: readonly Told[]): Difference[] {
  // Of a released form the interval alone is known, coarser than any clock.
  const timed = having(asked, "time").filter((t) => t.time.kind !== undefined);
  if (timed.length < 2) return [];
  const [from, until, agree] = timesTogether(timed.map((t) => t.time));
  const says = timed.map(({ id, time }) => ({ observation: id, from: time.from, until: time.until }));
  return agree ? [] : [{ what: "time", from, until, says }];
}

function acts(asked: readonly Told[]): Difference[] {
  const named = having(asked, "acts").filter((t) => t.acts.length > 0 && !t.acts.includes("undetermined"));
  const byPersons = named.filter((t) => t.labelBasis === "person");
  const heard = byPersons.length > 0 ? byPersons : named;
  if (heard.length < 2 || actsInCommon(heard.map((t) => t.acts)).length > 0) return [];
  return [{ what: "act", says: heard.map(({ id, acts }) => ({ observation: id, acts })) }];
}

function counts(asked: readonly Told[]): Difference[] {
  const counted = having(asked, "count").filter((t) => countable(t.count as CountInterval));
  return [...new Set(counted.map((t) => t.count.unit))].flatMap((unit): Difference[] => {
    const of = counted.filter((t) => t.count.unit === unit);
    const most = (t: (typeof of)[number]): number => t.count.max ?? Number.POSITIVE_INFINITY;
    if (Math.max(...of.map((t) => t.count.min)) <= Math.min(...of.map(most))) return [];
    const max = Math.max(...of.map(most));
    const says = of.map(({ id, count }) => ({ observation: id, min: count.min, max: count.max }));
    const min = Math.min(...of.map((t) => t.count.min));
    return [{ what: "count", unit, min, max: max === Number.POSITIVE_INFINITY ? null : max, says }];
  });
}

function places(asked: readonly Told[]): Difference[] {
  const placed = fallen(having(having(asked, "place"), "sourceKind") as unknown as Observation[]).flatMap((o) => {
    const mixture = mixtureOf(o.place, MODEL.sources[o.sourceKind].bearingSdDeg, MODEL);
    return mixture ? [{ o, mixture }] : [];
  });
  let found: Extract<Difference, { what: "place" }> | undefined;
  for (const [k, a] of placed.entries())
    for (const b of placed.slice(k + 1)) {
      if (!placesContradict(a.mixture, b.mixture)) continue;
      const [atLeastM, atMostM] = apart(a.o.place, b.o.place);
      if (!found || atLeastM > found.atLeastM)
        found = { what: "place", atLeastM, atMostM, says: [{ observation: a.o.id }, { observation: b.o.id }] };
    }
  return found ? [found] : [];
}

/** How far two places lie apart, at least and at most, by the boxes around them, m. */
function apart(a: UncertainPlace, b: UncertainPlace): readonly [number, number] {
  const [x, y] = [extentOf(a), extentOf(b)];
  if (!x || !y) return [0, 0];
  const gap = (lo: number, hi: number, from: number, until: number): readonly [number, number] =>
    hi < from ? [hi, from] : until < lo ? [lo, until] : [Math.max(lo, from), Math.max(lo, from)];
  const [lonA, lonB] = gap(x[0], x[2], y[0], y[2]);
  const [latA, latB] = gap(x[1], x[3], y[1], y[3]);
  const far = ([w, s, e, n]: readonly number[], [w2, s2, e2, n2]: readonly number[]): number => {
    const corners = (box: readonly (number | undefined)[]): readonly [number, number][] =>
      [box[0], box[2]].flatMap((lon) =>
        [box[1], box[3]].map((lat): [number, number] => [lon as number, lat as number]),
      );
    return Math.max(...corners([w, s, e, n]).flatMap((p) => corners([w2, s2, e2, n2]).map((q) => distanceM(p, q))));
  };
  const hundred = (m: number): number => Math.round(m / 100) * 100;
  return [hundred(distanceM([lonA, latA], [lonB, latB])), hundred(far(x, y))];
}
