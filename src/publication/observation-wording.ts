import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { actWords, countWords } from "./wording.ts";

const km = (m: number): string => (m < 1000 ? `${Math.round(m)} m` : `${Math.round(m / 100) / 10} km`);
const degrees = (n: number): string => `${Math.round(n * 10) / 10}°`;
const plain = (token: string): string => token.replaceAll("-", " ");

/** The place in words, with how well it is known. */
export function placeWords(place: UncertainPlace): string {
  if (place.kind === "unknown") return place.name ? `${place.name} (not found on any map in use)` : "place not stated";
  if (place.kind === "area") return `somewhere in ${place.name || "a drawn area"}`;
  if (place.kind === "point") return `${place.name ? `${place.name}, ` : ""}within ${km(place.radiusM)}`;
  const from = place.name ? `from ${place.name}` : "from the observer";
  const round = place.fromDeg === place.untilDeg;
  const where = round ? "in any direction" : `bearing ${degrees(place.fromDeg)}–${degrees(place.untilDeg)}`;
  const far =
    place.distance === "assumed"
      ? `at unknown distance (up to ${km(place.maxM)} assumed)`
      : `${km(place.minM)}–${km(place.maxM)} away`;
  return `${from}, ${where}, ${far}`;
}

/** Only the name of a place, or what can stand for it in a list. */
export const placeName = (place: UncertainPlace): string => place.name ?? "";

/** "mortar 82 mm (assessed)". */
export function weaponWords(o: Observation): string {
  const w = o.weapon;
  if (!w) return "";
  return [plain(w.class), w.model, w.calibreMm === undefined ? undefined : `${w.calibreMm} mm`, `(${w.certainty})`]
    .filter(Boolean)
    .join(" ");
}

export const actsWords = (acts: readonly Parameters<typeof actWords>[0][]): string => acts.map(actWords).join(" or ");

/** What was perceived: kind of act, role, weapon, object, activity. */
export function whatWords(o: Observation): string {
  return [
    actsWords(o.acts) + (o.labelBasis === "machine" ? " (label put by a machine)" : ""),
    o.role === "undetermined" ? "role undetermined" : `assessed as ${o.role}`,
    weaponWords(o),
    o.weaponFinding ? `finding: ${plain(o.weaponFinding)}` : "",
    o.object ? `object stated: ${plain(o.object.kind)}${o.object.name ? `, ${o.object.name}` : ""}` : "",
    o.activity === "unknown" || o.activity === "ceasefire-event" ? "" : `classified as ${plain(o.activity)}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** Everything else that a reader should see beside an observation. */
export function moreWords(o: Observation): string {
  return [
    o.claimant ? `claimed by ${o.claimant}` : "",
    o.alleged ? `${o.alleged.by} alleges ${o.alleged.actor}` : "",
    o.assertedZone ? `the observer asserts: ${o.assertedZone.relation} ${o.assertedZone.zone}` : "",
    o.killed ? `killed: ${countWords(o.killed)}` : "",
    o.injured ? `injured: ${countWords(o.injured)}` : "",
    o.pair ? `one end of the pair “${o.pair}”` : "",
    o.reliability || o.credibility ? `graded ${o.reliability ?? "–"}${o.credibility ?? "–"}` : "not graded",
    o.independenceGroup ? `group ${o.independenceGroup}` : "not shown to be independent",
    o.revises ? `revises ${o.revises}` : "",
  ]
    .filter(Boolean)
    .join("; ");
}

export const kindWords = (o: Observation): string => `${plain(o.sourceKind)}, ${plain(o.mode)}`;
export const zoneWords = (o: Observation): string => `${o.time.zone}, ${o.time.zoneBasis}`;
