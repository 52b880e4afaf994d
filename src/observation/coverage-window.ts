import type { UncertainPlace } from "../place/place.ts";
import type { Interval } from "../time/interval.ts";
import type { ActId } from "./taxonomy.ts";

export const COVERAGE_STATES = ["watching", "degraded", "down", "denied", "weather", "jammed"] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

/** A stretch in which a station or patrol could, or could not, perceive something (domain.md b, CoverageWindow). */
export interface CoverageWindow extends Interval {
  readonly id: string;
  readonly station: string;
  readonly kind: "station" | "camera" | "patrol" | "uav" | "sensor" | "satellite";
  readonly area: UncertainPlace;
  readonly state: CoverageState;
  /** Acts it can perceive; empty means not stated. */
  readonly detects: readonly ActId[];
  /** Acts it is stated to be blind to. */
  readonly blindTo: readonly ActId[];
  readonly zone: string;
  readonly origin: { readonly file: string; readonly line: number };
}

export const IMPEDIMENT_KINDS = [
  "denial",
  "delay",
  "conditional-access",
  "standing-restriction",
  "jamming",
  "fire-at-uav",
  "other",
] as const;

/** A restriction of the mission's freedom of movement (domain.md a). */
export interface Impediment extends Interval {
  readonly id: string;
  readonly kind: (typeof IMPEDIMENT_KINDS)[number];
  readonly place: UncertainPlace;
  /** Minutes of delay where stated. */
  readonly minutes: number | null;
  /** Who restricted the movement, in the source's words; "" where not stated. */
  readonly by: string;
  /** Whose control the place was under, as stated. */
  readonly controlSide: string;
  /** The reason given, verbatim. */
  readonly reason: string;
  readonly source: string;
  readonly origin: { readonly file: string; readonly line: number };
}
