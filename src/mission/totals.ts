import type { Incident, IncidentFacts } from "../incident/incident.ts";
import {
  COUNT_UNITS,
  type CountInterval,
  type CountTotal,
  type CountUnit,
  HEARD_UNITS,
  sumCounts,
} from "../observation/count.ts";
import type { UnitTotal } from "../publication/findings.ts";

/** The two series of design.md 1.6. */
export interface IncidentTotals {
  readonly heard: readonly UnitTotal[];
  readonly fused: readonly UnitTotal[];
}

/** Parts of one: sums of whole parts are exact, whatever their order, also where a source counted half an event. */
const PARTS = 1_000_000;

/** A sum that can be taken back; whole parts of one. */
export interface Sum {
  counts: number;
  min: number;
  max: number;
  /** How many of the counts are open above. */
  open: number;
  uncounted: number;
}

/** Sums counts unit by unit, in the order of COUNT_UNITS; only units that count as events heard or seen. */
class UnitSums {
  private readonly sums: Map<CountUnit, Sum>;

  constructor(from: Readonly<Record<string, Sum>> = {}) {
    this.sums = new Map(COUNT_UNITS.flatMap((unit) => (from[unit] ? [[unit, { ...from[unit] }]] : [])));
  }

  state(): Readonly<Record<string, Sum>> {
    return Object.fromEntries([...this.sums].map(([unit, sum]) => [unit, { ...sum }]));
  }

  /** @param sign 1 adds, −1 takes back what was added before */
  change(counts: Iterable<CountInterval>, sign: 1 | -1): void {
    for (const count of counts) {
      if (!HEARD_UNITS.includes(count.unit)) continue;
      let sum = this.sums.get(count.unit);
      if (sum === undefined) {
        sum = { counts: 0, min: 0, max: 0, open: 0, uncounted: 0 };
        this.sums.set(count.unit, sum);
      }
      const one = sumCounts([count]);
      sum.counts += sign;
      sum.min += sign * Math.round(one.min * PARTS);
      if (one.max === null) sum.open += sign;
      else sum.max += sign * Math.round(one.max * PARTS);
      sum.uncounted += sign * one.uncounted;
    }
  }

  totals(): UnitTotal[] {
    return COUNT_UNITS.flatMap((unit) => {
      const sum = this.sums.get(unit);
      return sum && sum.counts > 0 ? [{ unit, total: totalOf(sum) }] : [];
    });
  }
}

const totalOf = ({ min, max, open, uncounted }: Sum): CountTotal => ({
  min: min / PARTS,
  max: open > 0 ? null : max / PARTS,
  uncounted,
});

/** Running sums as plain values, by unit. */
export interface TotalsState {
  readonly heard: Readonly<Record<string, Sum>>;
  readonly fused: Readonly<Record<string, Sum>>;
}

/** The two series over recorded incidents alone, as they come and go: as heard, and as fused. */
export class RunningTotals {
  private readonly heard: UnitSums;
  private readonly fused: UnitSums;

  /** @param from sums to go on from, as `state` gave them */
  constructor(from?: TotalsState) {
    this.heard = new UnitSums(from?.heard);
    this.fused = new UnitSums(from?.fused);
  }

  state(): TotalsState {
    return { heard: this.heard.state(), fused: this.fused.state() };
  }

  /** @param sign 1 adds an incident, −1 takes back one that was added */
  change(incident: Incident, facts: IncidentFacts, sign: 1 | -1): void {
    if (incident.status !== "recorded") return;
    this.heard.change(facts.heard, sign);
    this.fused.change(facts.fused, sign);
  }

  totals(): IncidentTotals {
    return { heard: this.heard.totals(), fused: this.fused.totals() };
  }
}

/** The two series over incidents that are at hand. */
export function totalsOf(
  incidents: Iterable<{ readonly incident: Incident; readonly facts: IncidentFacts }>,
): IncidentTotals {
  const running = new RunningTotals();
  for (const { incident, facts } of incidents) running.change(incident, facts, 1);
  return running.totals();
}
