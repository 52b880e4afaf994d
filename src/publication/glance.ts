import type { Conduct } from "../assessment/assessment.ts";
import type { UncertainPlace } from "../place/place.ts";
import { byCodePoint } from "../units.ts";
import type { Extent } from "./basemap.ts";
import { type Findings, type FoundIncident, isShared } from "./findings.ts";
import { legible } from "./html.ts";
import { localText, type OffsetTable, stretchText } from "./local-time.ts";
import { actsWords, placeName } from "./observation-wording.ts";
import { brief, RESULTS } from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

/** What a front page shows of a record beside its answer: recorded incidents alone, each with its strongest result. */
export interface Glance {
  /** Bars of equal length from `from` on; each holds incidents by place in RESULTS, at their earliest moment. */
  readonly timeline: {
    readonly from: number;
    readonly stepMs: number;
    readonly bars: readonly (readonly number[])[];
    /** First and last bar in local time. */
    readonly first: string;
    readonly last: string;
    /** Incidents before and after what is drawn. */
    readonly before: number;
    readonly after: number;
    readonly readings: readonly { readonly id: string; readonly from: number | null; readonly until: number | null }[];
  } | null;
  /** [lon °, lat °, radius m, place in RESULTS, incidents], widest first. */
  readonly places: readonly (readonly [number, number, number, number, number])[];
  readonly unplaced: number;
  readonly extent: Extent | null;
  /** The strongest results, newest first within each. `id` is what `#incident=` of the report takes. */
  readonly telling: readonly {
    readonly id: string;
    readonly what: string;
    readonly when: string;
    readonly where: string;
    readonly result: Conduct;
    readonly clause: string;
  }[];
}

const HOUR = 3_600_000;
/** Roughly 1° of latitude in metres. */
const DEGREE_M = 111_320;
const STEPS = [1, 2, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760].map((h) => h * HOUR);
const MOST_BARS = 60;
const MOST_PLACES = 400;
const TELLING = 5;
/** From this many incidents on, the outermost hundredth at either end is counted and not drawn. */
const MANY = 50;
const NOT_ASSESSED = RESULTS.length;

/** The place as a circle that holds it: centre and radius in metres; undefined where it is not known. */
function circle(place: UncertainPlace): readonly [number, number, number] | undefined {
  if (place.kind === "point") return [place.lon, place.lat, place.radiusM];
  if (place.kind === "sector") return [place.lon, place.lat, place.maxM];
  if (place.kind === "unknown") return undefined;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const rings of place.polygons)
    for (const [lon, lat] of rings[0] ?? []) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  return [(west + east) / 2, (south + north) / 2, ((north - south) / 2) * DEGREE_M];
}

/** Strongest result of each incident, and the clause that it is under (the first in the agreement's order). */
function strongest(findings: Findings): ReadonlyMap<string, { code: number; clause: string }> {
  const order = new Map(findings.agreement.clauses.map((c, n) => [c.id, n]));
  const at = (clause: string): number => order.get(clause) ?? order.size;
  const codes = new Map<Conduct, number>(RESULTS.map((r, n) => [r.id, n]));
  const best = new Map<string, { code: number; clause: string }>();
  for (const row of findings.rows) {
    const code = codes.get(row.result) ?? NOT_ASSESSED;
    const clause = isShared(row) ? (row.clauses[0] ?? "") : row.clause;
    const known = best.get(row.incident);
    if (!known || code < known.code || (code === known.code && at(clause) < at(known.clause)))
      best.set(row.incident, { code, clause });
  }
  return best;
}

function timelineOf(findings: Findings, times: readonly number[], codes: readonly number[], offsets: OffsetTable) {
  if (times.length === 0) return null;
  const sorted = [...times].sort((a, b) => a - b);
  const trim = sorted.length < MANY ? 0 : Math.ceil(sorted.length / 100);
  const low = sorted[trim] as number;
  const high = sorted[sorted.length - 1 - trim] as number;
  const step = STEPS.find((s) => (high - low) / s < MOST_BARS - 1) ?? Math.ceil((high - low + 1) / (MOST_BARS - 1));
  const offset = (offsets[0]?.[1] ?? 0) * 60_000;
  const from = Math.floor((low + offset) / step) * step - offset;
  const bars = Array.from({ length: Math.floor((high - from) / step) + 1 }, () => Array.from(RESULTS, () => 0));
  let before = 0;
  let after = 0;
  for (const [n, time] of times.entries()) {
    const bar = bars[Math.floor((time - from) / step)];
    if (time < from) before++;
    else if (!bar) after++;
    else {
      const code = Math.min(codes[n] as number, RESULTS.length - 1);
      bar[code] = (bar[code] as number) + 1;
    }
  }
  return {
    from,
    stepMs: step,
    bars,
    first: localText(offsets, from),
    last: localText(offsets, from + bars.length * step),
    before,
    after,
    readings: findings.agreement.readings.map(({ id, from, until }) => ({ id, from, until })),
  };
}

/** The box of the places with a tenth of its size around it; null where there are none. */
function boxOf(places: Glance["places"]): Extent | null {
  if (places.length === 0) return null;
  let [west, south, east, north] = [180, 85, -180, -85];
  for (const [lon, lat, radius] of places) {
    const dLat = radius / DEGREE_M;
    const dLon = dLat / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    west = Math.min(west, lon - dLon);
    east = Math.max(east, lon + dLon);
    south = Math.min(south, lat - dLat);
    north = Math.max(north, lat + dLat);
  }
  const [x, y] = [Math.max(0.3, (east - west) / 10), Math.max(0.3, (north - south) / 10)];
  const round = (n: number): number => Math.round(n * 1000) / 1000;
  return [
    round(Math.max(-180, west - x)),
    round(Math.max(-85, south - y)),
    round(Math.min(180, east + x)),
    round(Math.min(85, north + y)),
  ];
}

/** @returns the same for findings in any order; its size does not grow with the number of incidents */
export function glanceOf(findings: Findings): Glance {
  const { agreement } = findings;
  const best = strongest(findings);
  const recorded = findings.incidents.filter(({ incident }) => incident.status === "recorded");
  const codeOf = ({ incident }: FoundIncident): number => best.get(incident.id)?.code ?? NOT_ASSESSED;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { facts } of recorded) {
    first = Math.min(first, facts.time.from);
    last = Math.max(last, facts.time.until);
  }
  const offsets = recorded.length > 0 ? offsetsOf(zoneOf(agreement.zone), first, last) : [];

  const spots = new Map<string, [number, number, number, number, number]>();
  let unplaced = 0;
  for (const found of recorded) {
    const c = circle(found.facts.place);
    if (!c) {
      unplaced++;
      continue;
    }
    const [lon, lat, radius] = [Math.round(c[0] * 20) / 20, Math.round(c[1] * 20) / 20, Math.round(c[2] / 1000) * 1000];
    const key = `${lon}/${lat}/${radius}`;
    const code = Math.min(codeOf(found), RESULTS.length - 1);
    const spot = spots.get(key);
    if (spot) {
      spot[3] = Math.min(spot[3], code);
      spot[4]++;
    } else spots.set(key, [lon, lat, radius, code, 1]);
  }
  const places = [...spots.values()]
    .sort((a, b) => a[3] - b[3] || b[4] - a[4] || a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
    .slice(0, MOST_PLACES)
    .sort((a, b) => b[2] - a[2] || b[3] - a[3] || a[0] - b[0] || a[1] - b[1]);

  const titles = new Map(agreement.clauses.map((c) => [c.id, c.title || c.id]));
  const telling = recorded
    .filter((f) => codeOf(f) <= 1)
    .sort(
      (a, b) =>
        codeOf(a) - codeOf(b) ||
        b.facts.time.until - a.facts.time.until ||
        b.facts.time.from - a.facts.time.from ||
        byCodePoint(a.incident.id, b.incident.id),
    )
    .slice(0, TELLING)
    .map(({ incident, facts }) => {
      const { code, clause } = best.get(incident.id) as { code: number; clause: string };
      const named = incident.members.map((m) => placeName(m.observation.place)).find((name) => name !== "");
      return {
        id: incident.id.slice(0, 16),
        what: actsWords(facts.acts),
        when: stretchText(offsets, facts.time.from, facts.time.until),
        where: legible(brief(named ?? "place not named")),
        result: (RESULTS[code] as (typeof RESULTS)[number]).id,
        clause: legible(brief(titles.get(clause) ?? clause)),
      };
    });
  return {
    timeline: timelineOf(
      findings,
      recorded.map((f) => f.facts.time.from),
      recorded.map(codeOf),
      offsets,
    ),
    places,
    unplaced,
    extent: boxOf(places),
    telling,
  };
}
