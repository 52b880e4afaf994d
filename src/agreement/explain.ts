import { formatInstant } from "../time/day.ts";
import { type Zone as Clock, UTC } from "../time/zone.ts";
import type { Agreement, Clause, DailyHours, Exception, WeaponRule } from "./agreement.ts";

const list = (words: readonly string[], join: "and" | "or"): string =>
  words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1)}`;

const km = (metres: number): string => `${String(Math.round(metres) / 1000)} km`;

const two = (n: number): string => String(n).padStart(2, "0");
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const sayHours = (h: DailyHours): string => `daily from ${clock(h.from)} to ${clock(h.until)} (${h.zone.name})`;

/** "tube-artillery of 100 mm or more (2S7)". */
export function sayWeaponRule(r: WeaponRule): string {
  const { minMm, maxMm } = r;
  const range =
    minMm !== null && maxMm !== null
      ? ` of ${minMm} to ${maxMm} mm`
      : minMm !== null
        ? ` of ${minMm} mm or more`
        : maxMm !== null
          ? ` of up to ${maxMm} mm`
          : "";
  return `${r.class}${range}${r.models.length > 0 ? ` (${r.models.join(", ")})` : ""}`;
}

function sayException(e: Exception): string {
  const reach = e.scope === "disputed" ? "; the parties dispute how far it reaches" : "";
  switch (e.kind) {
    case "self-defence":
      return `self-defence, where it is invoked and a decision accepts it${reach}`;
    case "activity":
      return `${list(e.activities, "or")}, where a source says that it was one${reach}`;
    case "prior-notice":
    case "pre-notified-demining":
      return `what a prior notice announced at least ${e.lead / 3_600_000} hours before${reach}`;
    case "localised-ceasefire":
      return `what falls under a localised ceasefire${reach}`;
  }
}

/**
 * A clause as the machine tests it, in plain English. It says what the data says and nothing of the text that was
 * not turned into data.
 * @param agreement gives full names and the mission's clock; without it ids are used, and UTC
 */
export function sayClause(clause: Clause, agreement?: Agreement): string {
  const name = (items: readonly { readonly id: string; readonly name: string }[] | undefined) => (id: string) =>
    items?.find((i) => i.id === id)?.name ?? id;
  const party = name(agreement?.parties);
  const zone = name(agreement?.zones);
  const line = name(agreement?.lines);
  const on: Clock = agreement?.missionZone ?? UTC;
  const who = list(clause.subject.map(party), "and");
  const sentences: string[] = [];

  if (clause.obliges) {
    const { deadline, duty } = clause.obliges;
    sentences.push(
      `${who} must: ${duty.replace(/\.$/, "")}${deadline?.kind === "absolute" ? ` by ${formatInstant(deadline.at, on, "minute")}` : " (no fixed deadline is given)"}.`,
      "Whether this is fulfilled is not yet evaluated.",
    );
  }
  if (clause.permits)
    sentences.push(`${who} may: ${clause.permits.what.replace(/\.$/, "")}.`, "A permission is not assessed.");
  const p = clause.prohibits;
  if (p) {
    const weapons = p.weapons.length > 0 ? ` with ${list(p.weapons.map(sayWeaponRule), "or")}` : "";
    const activities = p.activities.length > 0 ? `, where a source says that it was ${list(p.activities, "or")}` : "";
    const kinds = agreement?.objects.find((o) => o.id === p.objects)?.kinds;
    const objects =
      p.objects === undefined
        ? ""
        : ` against ${kinds ? list(kinds, "or") : `an object of the list ${p.objects}`}, as a source states it`;
    const within = p.within
      ? ` nearer than ${km(p.within.perSide)} to ${list(p.within.lines.map(line), "or")}${p.within.lines.length > 1 ? ", each held by its own line" : ""}`
      : "";
    const threshold = clause.threshold ? `, from ${clause.threshold.minCount} on (unit: ${clause.threshold.unit})` : "";
    sentences.push(
      `For ${who}, these acts are contrary to the clause: ${list(p.acts, "or")}${weapons}${objects}${within}${threshold}${activities}.`,
    );
  }

  const scope: string[] = [];
  const { where, when } = clause;
  if (where.inside.length > 0) scope.push(`inside ${list(where.inside.map(zone), "or")}`);
  if (where.outside.length > 0) scope.push(`outside ${list(where.outside.map(zone), "and")}`);
  if (where.within) scope.push(`nearer than ${km(where.within.distance)} to ${line(where.within.line)}`);
  if (when.from !== null) scope.push(`from ${formatInstant(when.from, on, "minute")}`);
  if (when.until !== null) scope.push(`until ${formatInstant(when.until, on, "minute")}`);
  if (when.hours) scope.push(sayHours(when.hours));
  if (scope.length > 0) sentences.push(`It holds ${scope.join(", ")}.`);
  sentences.push(
    when.always
      ? "It holds whether or not the agreement is in force."
      : "It holds while the agreement is in force under the reading.",
  );
  if (clause.except.length > 0) sentences.push(`Exempt is ${clause.except.map(sayException).join("; or ")}.`);
  if (clause.standing !== "agreed")
    sentences.push(
      {
        disputed: "The parties dispute this clause.",
        "side-letter": "It stands in a side letter.",
        unseen: "Its text has not been seen.",
      }[clause.standing],
    );
  return sentences.join(" ");
}
