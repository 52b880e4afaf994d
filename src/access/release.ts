import type { Position, UncertainPlace } from "../place/place.ts";
import type { Interval } from "../time/interval.ts";
import { HOUR, type Millis, millis } from "../units.ts";
import { heldBy, type Marked, markingIn, PROFILES, type Profile, type ReleaseGroup } from "./audience.ts";
import { boxOf, type Cell, COARSEST, cellFor, cellName, middleOf, representative, sideM } from "./cell.ts";
import type { Marking } from "./marking.ts";

/** The floor under every rule: outside the mission's staff nothing is fresher or finer (design.md 1.11). */
export const FLOOR = { delayMs: 72 * HOUR, cellM: 5_000 } as const;

/** How long a group waits and how coarse its places are. A mission may raise both and lower neither. */
export interface ReleaseRule {
  /** Milliseconds after the end of what happened. */
  readonly delayMs: number;
  /** Least side of the cell that stands for a place, in metres; taken up to 5, 10, 20, 40, 80, 160 or 320 km. */
  readonly cellM: number;
}
export type ReleaseRules = Readonly<Partial<Record<ReleaseGroup, ReleaseRule>>>;

/** A wish brought up to the floor. What is below it, missing or no number counts as the floor. */
export function ruleOf(rules: ReleaseRules, group: ReleaseGroup): ReleaseRule {
  const wish = rules[group];
  const raised = (n: number | undefined, floor: number) => (n !== undefined && n > floor ? n : floor);
  return {
    delayMs: Math.ceil(raised(wish?.delayMs, FLOOR.delayMs)),
    cellM: Math.min(raised(wish?.cellM, FLOOR.cellM), sideM(COARSEST)),
  };
}

/** Two people let a thing out early or finer, because people are in danger. Only that thing, only for those groups. */
export interface EarlyRelease {
  readonly to: readonly ReleaseGroup[];
  readonly people: readonly [string, string];
  /** Whether the place is given as it is; else it stays snapped and only the delay falls away. */
  readonly precise: boolean;
}

/** What a source that anyone can read has published of a thing: its own words stay as it gave them. */
export interface Published {
  readonly time: Interval;
  readonly place: UncertainPlace;
}

/** What release decides on, of an incident, an observation, an impediment or a station. `C` is any count. */
export interface Releasable<C = unknown> extends Marked {
  readonly time: Interval;
  readonly place: UncertainPlace;
  /** Of those members only that the group may read: who may not read a report does not see its rounds either. */
  readonly counts: readonly C[];
  readonly published?: Published;
  readonly early?: EarlyRelease;
  /** Of an observation: the cell that its incident is released as, so that the spread of its reports tells nothing. */
  readonly incidentCell?: Cell | null;
}

/** A thing as a group gets it. Nothing of its place or time is in it that is finer than the rule allows. */
export interface Released<C = unknown> {
  readonly profile: Profile;
  /** Not there for the group before this moment. */
  readonly releasedFrom: Millis;
  readonly marking: Marking;
  readonly time: Interval;
  /** Position by which the row is filed, drawn and found. */
  readonly position: Position | null;
  /** As is for the staff; else the cell's box, without the place's name, which may be finer than the cell. */
  readonly place: UncertainPlace;
  /** Name of the cell, or null where the place is as a source gave it, or unknown. */
  readonly cell: string | null;
  readonly counts: readonly C[];
  /** Why place and time are as they are. */
  readonly basis: "staff" | "delayed-and-snapped" | "published-by-source" | "two-person-release";
}

const ALWAYS = millis(-8.64e15);
const LAST = 8.64e15;
const UNKNOWN: UncertainPlace = { kind: "unknown" };

/**
 * The form in which a group reads a thing. Pure: the same fields, group and rules give the same bytes.
 * @returns null where the group's rows do not hold it (marking); then nothing that counts or cites it may show it either
 */
export function release<C>(thing: Releasable<C>, profile: Profile, rules: ReleaseRules = {}): Released<C> | null {
  if (!heldBy(profile, thing)) return null;
  const marking = markingIn(profile, thing);
  const { counts } = thing;
  const asIs = (
    { time, place }: Published,
    releasedFrom: Millis,
    basis: Released["basis"],
    at: Cell | null = null,
  ): Released<C> => ({
    profile,
    releasedFrom,
    marking,
    time: { from: time.from, until: time.until },
    position: at ? middleOf(at) : pointIn(place),
    place,
    cell: at && cellName(at),
    counts,
    basis,
  });
  if (profile === "full") return asIs(thing, ALWAYS, "staff");
  if (thing.published) return asIs(thing.published, ALWAYS, "published-by-source");
  const { delayMs, cellM } = ruleOf(rules, profile);
  const early = isEarly(thing.early, profile) ? thing.early : undefined;
  if (early?.precise) return asIs(thing, ALWAYS, "two-person-release");
  const cell = thing.incidentCell === undefined ? cellFor(thing.place, cellM) : coarseEnough(thing.incidentCell, cellM);
  const snapped = { time: thing.time, place: cell ? placeOf(cell) : UNKNOWN };
  if (early) return asIs(snapped, ALWAYS, "two-person-release", cell);
  const from = millis(Math.min(LAST, thing.time.until + delayMs));
  return asIs(snapped, from, "delayed-and-snapped", cell);
}

/** Two different people, and for this group. */
const isEarly = (early: EarlyRelease | undefined, group: ReleaseGroup): boolean =>
  early !== undefined && early.people[0] !== early.people[1] && early.to.includes(group);

/** A cell finer than the rule is the caller's mistake; it tells nothing rather than too much. */
const coarseEnough = (cell: Cell | null, cellM: number): Cell | null =>
  cell !== null && sideM(cell.level) >= cellM ? cell : null;

/** Whether a released thing is there at a moment. */
export const isOut = ({ releasedFrom }: Pick<Released, "releasedFrom">, at: Millis): boolean => releasedFrom <= at;

/** A cell as a place: its box, named as a cell of the grid. */
export function placeOf(cell: Cell): UncertainPlace {
  const [west, south, east, north] = boxOf(cell);
  const ring: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { kind: "area", name: `within about ${sideM(cell.level) / 1000} km`, polygons: [[ring]] };
}

function pointIn(place: UncertainPlace): Position | null {
  const at = representative(place);
  const fixed = (n: number): number => Math.round(n * 1e7) / 1e7;
  return at && (place.kind === "point" ? at : [fixed(at[0]), fixed(at[1])]);
}

/** The forms in which a thing is kept, one for each profile that holds it, in the order of `PROFILES`. */
export const releases = <C>(thing: Releasable<C>, rules: ReleaseRules = {}): Released<C>[] =>
  PROFILES.flatMap((profile) => release(thing, profile, rules) ?? []);
