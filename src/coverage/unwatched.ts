import { canonical } from "../canonical.ts";
import type { CoverageWindow } from "../observation/coverage-window.ts";
import { type ActId, isKindOf } from "../observation/taxonomy.ts";
import { bearingDeg, distanceM } from "../place/geodesy.ts";
import type { Position, UncertainPlace } from "../place/place.ts";
import { samplePoints, sectorWidth } from "../place/shape.ts";
import { prepareZone, type Zone } from "../place/zone.ts";
import type { Interval } from "../time/interval.ts";
import { joined, without } from "./stretches.ts";

/** Positions of a zone that have to be watched, beside its corners. */
const SAMPLES = 64;

/**
 * The stretches of a span in which some part of the zones, or some of the acts, was watched by nobody. Only the state
 * "watching" watches, and not while the same station is stated to be in another one. What a station perceives is as it
 * states; where it states nothing, it is taken to perceive every act that it is not blind to.
 * @param zones watched is every corner of them and positions spread over them, by one station or by several together;
 *   empty: everywhere, which no station watches
 * @returns in order and joined; [] where all was watched all the time
 */
export function unwatched(
  windows: readonly CoverageWindow[],
  zones: readonly Zone[],
  acts: readonly ActId[],
  span: Interval,
): Interval[] {
  if (span.from >= span.until) return [];
  const positions = zones.flatMap(positionsOf);
  if (positions.length === 0) return [span];
  const seen = new Map<string, readonly number[]>();
  const watches = watchingIn(windows, span).map(({ window, stretches }) => {
    const key = canonical(window.area);
    let covered = seen.get(key);
    if (!covered) {
      const holds = holding(window.area);
      seen.set(key, (covered = positions.flatMap((p, k) => (holds(p) ? [k] : []))));
    }
    return { window, stretches, covered };
  });
  return joined(
    acts.flatMap((act) => {
      const changes = watches
        .filter(({ window, covered }) => covered.length > 0 && perceives(window, act))
        .flatMap(({ stretches, covered }) =>
          stretches.flatMap(({ from, until }) => [
            { at: from, by: 1, covered },
            { at: until, by: -1, covered },
          ]),
        )
        .sort((a, b) => a.at - b.at);
      const by = new Int32Array(positions.length);
      const whole: Interval[] = [];
      let left = positions.length;
      let since = span.from;
      for (let k = 0; k < changes.length; ) {
        const { at } = changes[k] as (typeof changes)[number];
        if (left === 0) whole.push({ from: since, until: at });
        for (; k < changes.length && changes[k]?.at === at; k++) {
          const change = changes[k] as (typeof changes)[number];
          for (const p of change.covered) {
            const before = by[p] as number;
            by[p] = before + change.by;
            if (before === 0) left--;
            else if (before + change.by === 0) left++;
          }
        }
        since = at;
      }
      return without([span], whole);
    }),
  );
}

const positionsOf = ({ polygons, name }: Zone): Position[] => [
  ...polygons.flatMap((rings) => rings.flat()),
  ...samplePoints({ kind: "area", polygons, name }, SAMPLES).map(({ lon, lat }): Position => [lon, lat]),
];

/** The stretches of each watch inside the span, without those in which its station is stated not to watch. */
function watchingIn(
  windows: readonly CoverageWindow[],
  span: Interval,
): { readonly window: CoverageWindow; readonly stretches: readonly Interval[] }[] {
  const inside = windows.filter((w) => w.from < span.until && w.until > span.from);
  const blind = new Map<string, CoverageWindow[]>();
  for (const w of inside) if (w.state !== "watching") blind.set(w.station, [...(blind.get(w.station) ?? []), w]);
  return inside
    .filter((w) => w.state === "watching")
    .map((window) => {
      const from = window.from > span.from ? window.from : span.from;
      const until = window.until < span.until ? window.until : span.until;
      return { window, stretches: without([{ from, until }], blind.get(window.station) ?? []) };
    });
}

/** Whether every act of a kind is perceived, as the station states. */
const perceives = ({ detects, blindTo }: CoverageWindow, act: ActId): boolean =>
  (detects.length === 0 || detects.some((d) => isKindOf(act, d))) &&
  !blindTo.some((b) => isKindOf(b, act) || isKindOf(act, b));

/** Whether a position lies in an area that is watched. */
function holding(area: UncertainPlace): (p: Position) => boolean {
  switch (area.kind) {
    case "unknown":
      return () => false;
    case "area": {
      const zone = prepareZone({ id: "", name: "", polygons: area.polygons });
      return ([lon, lat]) => zone.contains(lon, lat);
    }
    case "point":
      return (p) => distanceM([area.lon, area.lat], p) <= area.radiusM;
    case "sector": {
      const width = sectorWidth(area);
      return (p) => {
        const away = distanceM([area.lon, area.lat], p);
        if (away > area.maxM || away < area.minM) return false;
        const turned = (((bearingDeg([area.lon, area.lat], p) - area.fromDeg) % 360) + 360) % 360;
        return width === 360 || turned <= width;
      };
    }
  }
}
