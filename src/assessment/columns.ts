import { canonical, type Json } from "../canonical.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { Cloud } from "../place/cloud.ts";
import type { UncertainPlace } from "../place/place.ts";
import { type FactSet, SETS } from "./context.ts";

export interface FoundIncident {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
}

/** What the tests of one set of facts read. */
export type SetFacts = Pick<IncidentFacts, "acts" | "labelBasis" | "activities" | "weapons" | "objects" | "fused">;

/** A set of facts as a column: the code of each incident, and by code facts that have this value. */
export interface SetColumn {
  readonly codes: Int32Array;
  readonly values: readonly SetFacts[];
}

/** Incidents as typed columns, one row each: what terms test, and nothing else. Places that are no disc are kept whole. */
export interface IncidentColumns {
  readonly size: number;
  /** [from, until) in ms since 1970 UTC; 1 in `seen` where the episode itself was perceived. */
  readonly from: Float64Array;
  readonly until: Float64Array;
  readonly sdMs: Float64Array;
  readonly seen: Uint8Array;
  /** A disc by its centre in degrees and radius in metres; radius 0: it is no disc, ask `place`. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly radiusM: Float64Array;
  readonly place: (row: number) => UncertainPlace | Cloud;
  /** 1 where an observer asserts a zone. */
  readonly asserted: Uint8Array;
  readonly sets: Readonly<Record<FactSet, SetColumn>>;
  readonly id: (row: number) => string;
  /** The whole incident, for tests that no column answers. */
  readonly incident: (row: number) => FoundIncident;
}

const KEYS: Readonly<Record<FactSet, (f: IncidentFacts) => string>> = {
  acts: (f) => `${f.labelBasis} ${f.acts.join(" ")}`,
  activities: (f) => f.activities.join(" "),
  weapons: (f) => (f.weapons.length === 0 ? "" : text(f.weapons)),
  objects: (f) => (f.objects.length === 0 ? "" : text(f.objects)),
  counts: (f) => (f.fused.length === 0 ? "" : text(f.fused)),
};
const text = (value: unknown): string => canonical(value as Json);

/**
 * Recorded incidents as columns, in the order given. Incidents that rest on parties' claims alone have no row: they
 * enter no result.
 */
export function columnsOf(incidents: Iterable<FoundIncident>): IncidentColumns {
  const rows: FoundIncident[] = [];
  for (const found of incidents) if (found.incident.status !== "claimed") rows.push(found);
  const size = rows.length;
  const [from, until, sdMs] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const [lon, lat, radiusM] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const [seen, asserted] = [new Uint8Array(size), new Uint8Array(size)];
  const columnOf = () => ({ codes: new Int32Array(size), values: [] as SetFacts[], known: new Map<string, number>() });
  const sets = {
    acts: columnOf(),
    activities: columnOf(),
    weapons: columnOf(),
    objects: columnOf(),
    counts: columnOf(),
  };
  rows.forEach(({ facts }, row) => {
    from[row] = facts.time.from;
    until[row] = facts.time.until;
    sdMs[row] = facts.time.sdMs;
    seen[row] = facts.time.kind === "seen" ? 1 : 0;
    if (!facts.cloud && facts.place.kind === "point") {
      lon[row] = facts.place.lon;
      lat[row] = facts.place.lat;
      radiusM[row] = facts.place.radiusM;
    }
    asserted[row] = facts.assertedZones.length > 0 ? 1 : 0;
    for (const name of SETS) {
      const { codes, values, known } = sets[name];
      const key = KEYS[name](facts);
      let code = known.get(key);
      if (code === undefined) {
        code = values.length;
        known.set(key, code);
        values.push(facts);
      }
      codes[row] = code;
    }
  });
  const at = (row: number): FoundIncident => {
    const found = rows[row];
    if (!found) throw new RangeError(`columns: no row ${row}, there are ${size}`);
    return found;
  };
  return {
    size,
    from,
    until,
    sdMs,
    seen,
    lon,
    lat,
    radiusM,
    place: (row) => at(row).facts.cloud ?? at(row).facts.place,
    asserted,
    sets: {
      acts: sets.acts,
      activities: sets.activities,
      weapons: sets.weapons,
      objects: sets.objects,
      counts: sets.counts,
    },
    id: (row) => at(row).incident.id,
    incident: at,
  };
}
