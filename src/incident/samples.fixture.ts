import type { CountInterval } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import type { PointPlace, SectorPlace } from "../place/place.ts";
import type { UncertainTime } from "../time/interval.ts";
import { latitude, MINUTE, millis } from "../units.ts";

/** Observations for tests. Positions are km east and north of 48° N 38° E; times are minutes after a fixed midnight. */

const ORIGIN = { lon: 38, lat: 48 };
const DAY_START = Date.UTC(2025, 3, 19);
const COS = Math.cos((ORIGIN.lat * Math.PI) / 180);

export const point = (eastKm: number, northKm: number, radiusM = 300): PointPlace => ({
  kind: "point",
  lon: ORIGIN.lon + eastKm / (111.195 * COS),
  lat: latitude(ORIGIN.lat + northKm / 111.195),
  radiusM,
});

export const sector = (
  eastKm: number,
  northKm: number,
  bearing: number,
  halfWidth: number,
  minM: number,
  maxM: number,
): SectorPlace => ({
  ...point(eastKm, northKm),
  kind: "sector",
  fromDeg: (bearing - halfWidth + 360) % 360,
  untilDeg: (bearing + halfWidth) % 360,
  minM,
  maxM,
  distance: "stated",
});

const time = (
  kind: UncertainTime["kind"],
  fromMinute: number,
  untilMinute: number,
  sdSeconds: number,
): UncertainTime => ({
  kind,
  from: millis(DAY_START + Math.round(fromMinute * MINUTE)),
  until: millis(DAY_START + Math.round(untilMinute * MINUTE)),
  sdMs: sdSeconds * 1000,
  precision: "minute",
  stated: "",
  zone: "UTC",
  zoneBasis: "stated",
});

export const seen = (fromMinute: number, untilMinute = fromMinute + 1, sdSeconds = 10): UncertainTime =>
  time("seen", fromMinute, untilMinute, sdSeconds);

export const window = (fromMinute: number, untilMinute: number, sdSeconds = 0): UncertainTime =>
  time("window", fromMinute, untilMinute, sdSeconds);

export const count = (
  min: number,
  max: number | null = min,
  unit: CountInterval["unit"] = "explosion",
): CountInterval => ({
  min,
  max,
  unit,
  form: max === null ? "at-least" : min === max ? "number" : "range",
});

/** Three mortar explosions seen at noon at the origin by a source of its own, where nothing else is said. */
export function observation(id: string, said: Partial<Observation> = {}): Observation {
  return {
    id,
    kind: "observation",
    report: `report of ${id}`,
    source: `post ${id}`,
    sourceKind: "patrol",
    mode: "heard-and-saw",
    acts: ["explosion.mortar"],
    labelBasis: "person",
    role: "undetermined",
    count: count(3),
    activity: "unknown",
    time: seen(720),
    place: point(0, 0),
    marking: "TLP:CLEAR",
    origin: { file: "sample", line: 2 },
    ...said,
  };
}

export const claim = (id: string, said: Partial<Observation> = {}): Observation =>
  observation(id, { kind: "claim", sourceKind: "party", claimant: "A", mode: "told", ...said });
