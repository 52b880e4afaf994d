import type { Incident, IncidentFacts } from "../incident/incident.ts";
import { COUNT_UNITS, type CountInterval, type CountUnit, HEARD_UNITS, sumCounts } from "../observation/count.ts";
import type { UnitTotal } from "../publication/findings.ts";

/** Sums counts unit by unit, in the order of COUNT_UNITS; only units that count as events heard or seen. */
function byUnit(counts: Iterable<CountInterval>): UnitTotal[] {
  const groups = new Map<CountUnit, CountInterval[]>();
  for (const count of counts) {
    const group = groups.get(count.unit);
    if (group) group.push(count);
    else groups.set(count.unit, [count]);
  }
  return COUNT_UNITS.filter((unit) => HEARD_UNITS.includes(unit)).flatMap((unit) => {
    const group = groups.get(unit);
    return group ? [{ unit, total: sumCounts(group) }] : [];
  });
}

/** The two series of design.md 1.6, over recorded incidents alone: as heard, and as fused. */
export function totalsOf(incidents: Iterable<{ readonly incident: Incident; readonly facts: IncidentFacts }>): {
  readonly heard: readonly UnitTotal[];
  readonly fused: readonly UnitTotal[];
} {
  const heard: CountInterval[] = [];
  const fused: CountInterval[] = [];
  for (const { incident, facts } of incidents) {
    if (incident.status !== "recorded") continue;
    heard.push(...facts.heard);
    fused.push(...facts.fused);
  }
  return { heard: byUnit(heard), fused: byUnit(fused) };
}
