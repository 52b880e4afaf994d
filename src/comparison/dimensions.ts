import { contexts } from "../assessment/evaluate.ts";
import { insideOf } from "../assessment/scope-tests.ts";
import { canonical } from "../canonical.ts";
import { prepareZone } from "../place/zone.ts";
import { byCodePoint } from "../units.ts";
import { type Compared, STRONGEST } from "./compared.ts";
import { agreementsOf, type Both, both } from "./side.ts";

/**
 * What a text means for a party: which clauses bind it, and breaches, which exist only where conduct is contrary and a
 * decision attributes it. There is no other total per party, and no ratio between parties.
 */
export interface PartyDifference {
  readonly party: string;
  /** Null: not a party to this text. */
  readonly bound: Both<readonly string[] | null>;
  readonly breaches: Both<number>;
}

/** Parties that the texts bind differently, or whose breaches differ. */
export function partyDifferences({ input, clauses }: Compared): PartyDifference[] {
  const { sides, columns, options } = input;
  const agreements = agreementsOf(sides);
  const parties = new Set([...agreements.a.parties, ...agreements.b.parties].map((p) => p.id));
  const attributed = attributedTo(options?.a.attributions ?? []);
  const rows: [row: number, actor: string][] = [];
  if (attributed.size > 0)
    for (let row = 0; row < columns.size; row++) {
      const actor = attributed.get(columns.id(row));
      if (actor !== undefined) rows.push([row, actor]);
    }
  return [...parties]
    .sort(byCodePoint)
    .map(
      (party): PartyDifference => ({
        party,
        bound: both(agreements, (a) =>
          a.parties.some((p) => p.id === party)
            ? a.clauses.filter((c) => c.subject.includes(party)).map((c) => c.id)
            : null,
        ),
        breaches: both(sides, (_, side) =>
          rows.reduce(
            (sum, [row, actor]) =>
              sum + (actor === party ? clauses.filter(({ results }) => results?.[side][row] === CONTRARY).length : 0),
            0,
          ),
        ),
      }),
    )
    .filter(({ bound, breaches }) => canonical(bound.a) !== canonical(bound.b) || breaches.a !== breaches.b);
}

/** The place of "contrary" in CONDUCTS. */
const CONTRARY = 0;

/** Who did it, by incident, where decisions stand and agree. */
function attributedTo(
  attributions: readonly { readonly incident: string; readonly actor: string }[],
): Map<string, string> {
  const actors = new Map<string, Set<string>>();
  for (const { incident, actor } of attributions) actors.set(incident, (actors.get(incident) ?? new Set()).add(actor));
  return new Map([...actors].flatMap(([incident, set]) => (set.size === 1 ? [[incident, [...set][0] as string]] : [])));
}

/** Incidents that the texts treat otherwise and that lie in a zone, or may. */
export interface ZoneDifference {
  readonly zone: string;
  /** Whether each text has this zone. */
  readonly drawn: Both<boolean>;
  /** Changed incidents certainly inside, and those that may be: at least, at most. */
  readonly changed: { readonly atLeast: number; readonly atMost: number };
  /** Of those certainly inside: contrary to at least one clause. */
  readonly contrary: Both<number>;
  /** Of those certainly inside: it cannot be told. */
  readonly indeterminate: Both<number>;
}

/** Zones of either text that hold incidents that the texts treat otherwise; where both draw it, as A draws it. */
export function zoneDifferences({ input, changed, strongest }: Compared): ZoneDifference[] {
  const { sides, columns, options } = input;
  const agreements = agreementsOf(sides);
  const drawn = both(agreements, (a) => new Map(a.zones.map((z) => [z.id, z])));
  const contextOf = contexts(sides.a.compiled, options?.a ?? {});
  const at = Array.from(changed, (row) => {
    const { incident, facts } = columns.incident(row);
    return contextOf(incident, facts);
  });
  const is = (side: "a" | "b", k: number, conduct: string) => STRONGEST[strongest[side][k] as number] === conduct;
  return [...new Set([...drawn.a.keys(), ...drawn.b.keys()])].sort(byCodePoint).flatMap((id): ZoneDifference[] => {
    const zone = prepareZone(drawn.a.get(id) ?? (drawn.b.get(id) as NonNullable<ReturnType<typeof drawn.b.get>>));
    const inside: number[] = [];
    let perhaps = 0;
    at.forEach((context, k) => {
      const answer = insideOf(context, zone, sides.a.compiled.level);
      if (answer === true) inside.push(k);
      else if (answer === "unknown") perhaps++;
    });
    if (inside.length + perhaps === 0) return [];
    const count = (conduct: string) => both(sides, (_, side) => inside.filter((k) => is(side, k, conduct)).length);
    return [
      {
        zone: id,
        drawn: both(drawn, (d) => d.has(id)),
        changed: { atLeast: inside.length, atMost: inside.length + perhaps },
        contrary: count("contrary"),
        indeterminate: count("indeterminate"),
      },
    ];
  });
}
