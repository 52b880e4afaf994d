import type { Conduct } from "../assessment/assessment.ts";
import type { EvidencePart } from "../incident/incident.ts";
import { type CountInterval, type CountTotal, type CountUnit, sumCounts } from "../observation/count.ts";
import type { WeaponFinding } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { byCodePoint } from "../units.ts";

/** Results in the order in which they are shown, with the sign that stands beside the colour. */
export const RESULTS: readonly { readonly id: Conduct; readonly words: string; readonly letter: string }[] = [
  { id: "contrary", words: "contrary", letter: "C" },
  { id: "indeterminate", words: "cannot be told", letter: "?" },
  { id: "exempt", words: "exempt", letter: "E" },
  { id: "not-contrary", words: "not contrary", letter: "N" },
  { id: "not-applicable", words: "does not apply", letter: "–" },
];

const PLURAL: Partial<Record<CountUnit, string>> = { "muzzle-flash": "muzzle flashes" };

/** "explosions", "muzzle flashes"; singular for 1. */
export const unitWords = (unit: CountUnit, n: number | null): string => {
  const one = unit.replace("-", " ");
  return n === 1 ? one : (PLURAL[unit] ?? `${one}s`);
};

const LONGEST = 300;

/** Text cut to a length that a list can hold; says how much was cut. The files beside the report hold it whole. */
export const brief = (text: string): string =>
  text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}… (cut: ${grouped(text.length)} characters)`;

/** Digits in groups of three by a thin space, the same on every machine. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");

const uncountable = (c: CountInterval): boolean => c.form === "duration" || c.form === "rate" || c.form === "hundreds";

/** "7", "15–20", "at least 98", "hundreds": the number as an interval, never a midpoint. */
export function countWords(c: CountInterval): string {
  if (uncountable(c)) return `${c.stated ?? c.form}, not counted`;
  if (c.form === "not-stated") return "at least 1";
  const number =
    c.max === null
      ? `at least ${grouped(c.min)}`
      : c.max === c.min
        ? grouped(c.min)
        : `${grouped(c.min)}–${grouped(c.max)}`;
  return c.stated && c.form !== "number" && c.form !== "range" ? `${number} (“${c.stated}”)` : number;
}

/** Intervals added up unit by unit: "14 explosions, 15–20 shots". */
export function countsWords(counts: readonly CountInterval[]): string {
  const units = [...new Set(counts.map((c) => c.unit))].sort(byCodePoint);
  return units
    .map((unit) => {
      const own = counts.filter((c) => c.unit === unit);
      const only = own[0];
      if (own.length === 1 && only?.form === "not-stated") return `at least 1 ${unitWords(unit, 1)}, number not stated`;
      if (own.length === 1 && only)
        return uncountable(only)
          ? `${countWords(only)} (${unitWords(unit, null)})`
          : `${countWords(only)} ${unitWords(unit, only.max)}`;
      const total = sumCounts(own);
      return `${totalWords(total)} ${unitWords(unit, total.max)}`;
    })
    .join(", ");
}

/** "84", "at least 84", "84–90, plus uncounted fire in 2 rows". */
export function totalWords(t: CountTotal): string {
  const n =
    t.max === null
      ? `at least ${grouped(t.min)}`
      : t.max === t.min
        ? grouped(t.min)
        : `${grouped(t.min)}–${grouped(t.max)}`;
  const rows = `${t.uncounted} ${t.uncounted === 1 ? "row" : "rows"}`;
  if (t.uncounted > 0 && t.max === 0) return `uncounted fire in ${rows}`;
  return t.uncounted === 0 ? n : `${n}, plus uncounted fire in ${rows}`;
}

const ACT_WORDS: Partial<Record<ActId, string>> = {
  fire: "fire (weapon not stated)",
  "fire.small-arms": "small-arms fire",
  "fire.sniper": "sniper fire",
  "fire.heavy-machine-gun": "heavy machine-gun fire",
  "fire.cannon": "cannon fire",
  "fire.anti-aircraft": "anti-aircraft fire",
  explosion: "explosion (means not stated)",
  "explosion.mortar": "mortar fire",
  "explosion.artillery": "artillery fire",
  "explosion.tank": "tank fire",
  "explosion.mlrs": "rocket artillery fire",
  "explosion.missile": "missile strike",
  "explosion.air-strike": "air strike",
  "explosion.uav-strike": "uncrewed-aircraft strike",
  "explosion.mine": "mine or device explosion",
  "explosion.grenade": "grenade explosion",
  "explosion.anti-tank": "anti-tank fire",
  "explosion.naval": "naval fire",
  clash: "armed clash",
  flight: "flight",
  "flight.uav": "flight of an uncrewed aircraft",
  "flight.crewed": "flight of a crewed aircraft",
  movement: "movement",
  "movement.convoy": "convoy",
  "movement.assault": "assault",
  "movement.crossing": "crossing",
  "movement.position": "new or changed position",
  presence: "presence",
  "presence.weapon": "weapon present",
  "presence.person": "persons present",
  "presence.mine": "mine or unexploded ordnance present",
  control: "change of control",
  "control.gain": "gain of control",
  "control.withdrawal": "withdrawal",
  harm: "harm",
  "harm.casualty": "casualties",
  "harm.damage": "damage",
  thermal: "thermal anomaly",
  alert: "air-raid alert",
  undetermined: "kind of act not determined",
};

const DOTTED = /\b[a-z]+\.[a-z-]+[a-z]\b/g;

/** A sentence of the terms or of a trace with kinds of act in words; `cite` keeps the id beside them. */
export const plainSentence = (text: string, cite: boolean): string =>
  text.replace(DOTTED, (id) => {
    const words = ACT_WORDS[id as ActId];
    return words === undefined ? id : cite ? `${words} (${id})` : words;
  });

/** Plain words for a kind of act. */
export const actWords = (act: ActId): string => ACT_WORDS[act] ?? act.replaceAll(".", ", ").replaceAll("-", " ");

/** The three-way finding on weapons, and what a visit to a storage site found. Source: domain.md (a), withdrawal line */
const FINDING_WORDS: Record<WeaponFinding, string> = {
  "in-violation": "nearer than the withdrawal line allows (the mission’s term: “in violation”)",
  "beyond-line-outside-storage": "beyond the withdrawal line, outside storage",
  "not-verified-as-withdrawn": "not verified as withdrawn",
  "in-storage": "in storage",
  missing: "missing from storage",
  "again-missing": "again missing from storage",
  "newly-seen": "newly seen in storage",
};

/** The finding in words, as the observer made it. */
export const findingWords = (finding: WeaponFinding): string => FINDING_WORDS[finding];

const EVIDENCE_WORDS: Record<EvidencePart["term"], readonly [forIt: string, against: string]> = {
  rate: ["few such events were going on", "many such events were going on, so chance is likelier"],
  place: ["the places agree", "the places do not agree"],
  time: ["the times agree", "the times do not agree"],
  act: ["the kinds of act agree", "the kinds of act differ"],
  count: ["the counts agree", "the counts differ"],
  actor: ["the allegations agree", "the allegations differ"],
  "same-source": ["one source repeats itself", "one source told them apart"],
  "same-report": ["one report repeats itself", "one report told them apart"],
  pair: ["the two ends of the same rounds", "not the two ends of the same rounds"],
};

const strength = (nats: number): string => {
  const n = Math.abs(nats);
  return n < 0.5 ? "barely" : n < 2 ? "weakly" : n < 5 ? "clearly" : "strongly";
};

/** A part of the evidence in words, with its weight in nats to one decimal. */
export function evidenceWords(part: EvidencePart): string {
  const [forIt, against] = EVIDENCE_WORDS[part.term];
  const nats = Math.round(part.nats * 10) / 10;
  const signed = `${nats < 0 ? "−" : "+"}${Math.abs(nats)}`;
  return `${part.nats >= 0 ? forIt : against} (speaks ${strength(part.nats)} ${part.nats >= 0 ? "for" : "against"}: ${signed})`;
}

/** The sentence about who did what, everywhere. */
export const NO_ATTRIBUTION = "Attributed by decision: none. Nothing here says who did it.";
export const DEMONSTRATION = "Demonstration from public reports; not a finding";

const FACT_WORDS: Readonly<Record<string, string>> = {
  time: "When it happened",
  place: "Where it happened",
  distance: "How far from the line it was",
  act: "What kind of act it was",
  "act-label": "Whether a person, reading the source, gives it the label that a machine did",
  weapon: "Which weapon it was",
  object: "Which object was hit",
  count: "How many there were",
  actor: "Who did it",
  invocation: "Whether an exception is invoked, and decided on",
  activity: "What kind of activity it was",
  notice: "Whether notice was given in time",
  "localised-ceasefire": "Whether a localised ceasefire covered it",
};

/** The fact that would decide, in words. */
export const factWords = (fact: string): string => FACT_WORDS[fact] ?? fact.replaceAll("-", " ");
