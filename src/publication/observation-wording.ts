import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { actWords, countWords, findingWords } from "./wording.ts";

const km = (m: number): string => (m < 1000 ? `${Math.round(m)} m` : `${Math.round(m / 100) / 10} km`);
const degrees = (n: number): string => `${Math.round(n * 10) / 10}°`;
/** A token of ours in words. */
export const plain = (token: string): string =>
  token
    .replaceAll("-", " ")
    .replace(/\buav\b/g, "UAV")
    .replace(/\bmlrs\b/g, "multiple rocket launcher");

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
    o.weaponFinding ? `finding: ${findingWords(o.weaponFinding)}` : "",
    o.object ? `object stated: ${plain(o.object.kind)}${o.object.name ? `, ${o.object.name}` : ""}` : "",
    o.activity === "unknown" || o.activity === "ceasefire-event" ? "" : `classified as ${plain(o.activity)}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** Names of parties by id; an id that no party has stands for itself. */
export const partyNames = (parties: readonly { readonly id: string; readonly name: string }[]): PartyName => {
  const names = new Map(parties.map((p) => [p.id, p.name || p.id]));
  return (id) => names.get(id) ?? id;
};
export type PartyName = (id: string) => string;

/** Whom a source names, and who the source is: never a finding. Empty where nobody is named. */
export const allegedWords = (alleged: Observation["alleged"], party: PartyName): string =>
  alleged ? `alleged by ${party(alleged.by)}: ${party(alleged.actor)}` : "";

/** Everything else that a reader should see beside an observation, but for whom it names. */
export function moreWords(o: Observation, party: PartyName): string {
  return [
    o.claimant ? `claimed by ${party(o.claimant)}` : "",
    o.controlSide ? `place under the control of ${party(o.controlSide)}, as stated` : "",
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
