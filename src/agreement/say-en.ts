import type { Phrases } from "./say-phrases.ts";

const quoted = (name: string) => `“${name}”`;
const list = (words: readonly string[], join: "and" | "or"): string =>
  words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1)}`;
const names = (words: readonly string[], join: "and" | "or" = "and") => list(words.map(quoted), join);
const many = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;
const zonesOf = (z: readonly string[], join: "and" | "or") => `the zone${z.length > 1 ? "s" : ""} ${names(z, join)}`;
/** Of several lines each side has its own. */
const lineOf = (l: readonly string[]) =>
  l.length > 1 ? `the line of its own side (${names(l, "or")})` : `the line ${names(l)}`;

export const english: Phrases = {
  language: "en",
  notAuthentic:
    "Not authentic: these sentences are made from the data of the file; only the text of the agreement decides.",
  quoted,
  list,
  decimal: (n) => String(n),
  months: (n) => many(n, "month", "months"),
  days: (n) => many(n, "day", "days"),
  hours: (n) => many(n, "hour", "hours"),
  minutes: (n) => many(n, "minute", "minutes"),
  quietDays: (n) => many(n, "quiet day", "quiet days in a row"),

  heading: (id, reference) => `Clause ${quoted(id)} (${reference})`,
  calibre: (min, max) =>
    min !== null && max !== null
      ? `of ${min} to ${max} mm`
      : min !== null
        ? `of at least ${min} mm`
        : `of at most ${max} mm`,
  family: (f) => `family ${f}`,

  prohibits: (p, acts) =>
    `For ${list(p, "and")}, ${acts.length > 1 ? "these acts are" : "this act is"} contrary to the clause: ${list(acts, "or")}.`,
  withWeapons: (w) => `Only with ${w.length > 1 ? "one of these weapons" : "this weapon"}: ${list(w, "or")}.`,
  againstObjects: (k) => `Only against one of these objects, as a source states it: ${list(k, "or")}.`,
  nearer: (km, l, width) =>
    `Only nearer than ${km} km to ${lineOf(l)} (the zone between both sides is ${width} km wide).`,
  activities: (a) => `Only where a source says that it was this: ${list(a, "or")}.`,
  threshold: (min, unit) => `Only from ${min} on, counted in this unit: ${unit}.`,
  storage: (z) =>
    `Beyond that line, a weapon counts as withdrawn only in a storage site of its own side: ${names(z, "or")}.`,

  inside: (z) => `It holds inside ${zonesOf(z, "or")}.`,
  outside: (z) => `It holds outside ${zonesOf(z, "and")}.`,
  within: (km, l) => `It holds nearer than ${km} km to the line ${quoted(l)}.`,
  begins: (m) => `Beginning: ${m}.`,
  ends: (m) => `End: ${m}.`,
  daily: (from, until, zone) => `It holds daily from ${from} to ${until} (${zone}).`,
  always: "It holds whether or not the agreement is in force.",
  inForce: "It holds while the agreement is in force under the reading.",
  onlyUnder: (r) => `It stands only under the reading${r.length > 1 ? "s" : ""} ${names(r)}.`,
  containment: (level) => `A place is certain from a probability of ${level} on.`,

  exempt: (id, what, disputed, narrowed) =>
    `Exempt (${id}): ${[what, ...narrowed].join("; ")}${disputed ? "; the parties dispute how far this reaches" : ""}.`,
  selfDefence: (level) =>
    `self-defence${level ? ` of the ${{ individual: "individual", unit: "unit", force: "force", mission: "mission", national: "state" }[level]}` : ""}, where it is invoked and a decision accepts it`,
  anActivity: (a) => `${list(a, "or")}, where every source says so`,
  notice: (lead, overrun, demining) =>
    `${demining ? "demining and controlled explosions that a notice announced" : "what a notice announced"} at least ${lead} before${overrun ? `, and ${overrun} beyond the end announced` : ""}`,
  localCeasefire: (zone, overrun) =>
    `what falls under a localised ceasefire${zone ? ` in the zone ${quoted(zone)}` : ""}${overrun ? `, and ${overrun} beyond its end` : ""}`,
  onlyActs: (a) => `only for: ${list(a, "or")}`,
  onlyIf: (c) => `only if: ${list(c, "and")}`,
  toBeTold: (w) => `to be told: ${list(w, "and")}`,

  severity: (cls, conditions) =>
    conditions.length === 0
      ? `The agreement calls every such case ${cls}.`
      : `The agreement calls it ${cls} where all of this holds: ${conditions.join("; ")}.`,
  killed: (n) => `${many(n, "person was", "people were")} killed, or more`,
  injured: (n) => `${many(n, "person was", "people were")} injured, or more`,
  hit: (k) => `one of these objects was hit: ${list(k, "or")}`,
  weaponsUsed: (w) => `one of these weapons was used: ${list(w, "or")}`,
  where: (z) => `it was inside ${zonesOf(z, "or")}`,
  atLeast: (n, unit) => `at least ${n} were counted in this unit: ${unit}`,
  repeated: (days) => `it happened again at the same place within ${days}`,
  ordered: "a decision found that it was ordered",

  obliges: (p, duty, kind) => `Duty of ${list(p, "and")} (${kind}): ${duty}.`,
  concernsWeapons: (w) => `Weapons concerned: ${list(w, "and")}.`,
  concernsForces: (what) => `Forces concerned: ${what}.`,
  concernsObjects: (k) => `Objects concerned: ${list(k, "and")}.`,
  concernsActs: (a) => `Acts concerned: ${list(a, "and")}.`,
  quantity: (min, max, unit) =>
    `Quantity: ${min !== null && max !== null ? (min === max ? `${min}` : `${min} to ${max}`) : min !== null ? `at least ${min}` : `at most ${max}`}${unit ? ` (unit: ${unit})` : ""}`,
  zones: (z) => `${z.length > 1 ? "Zones" : "Zone"}: ${names(z)}.`,
  beyond: (km, l, width) =>
    `Withdrawn is what stands at least ${km} km from ${lineOf(l)} (the zone between both sides is ${width} km wide).`,
  startBy: (m) => `To be begun by: ${m}.`,
  deadline: (m) => `Deadline: ${m}.`,
  noDeadline: "No deadline is given.",
  every: (l) => `It comes back every ${l.replace(/^1 /, "")}.`,
  step: (n, what, share, count, by) =>
    `Step ${n}: ${[what, share && `${share} of the whole`, count, by && `by: ${by}`].filter(Boolean).join("; ")}.`,
  evidence: (k) => `Evidence needed: ${list(k, "and")}.`,
  verifier: (w) => `Verified by: ${list(w, "and")}.`,
  recipient: (w) => `To: ${list(w, "and")}.`,
  progress: (says, asOf) => `Progress${asOf ? `, as of ${asOf}` : ""}, as a source says: ${says}.`,

  judgedByParty: "Whether it is fulfilled is judged for each party by itself.",

  permits: (p, what) => `${list(p, "and")} may: ${what}. A permission is not assessed.`,
  defines: (t) => `The clause defines: ${names(t)}.`,
  means: (term, what) => `${quoted(term)} means: ${what.join("; ")}.`,
  standing: {
    disputed: "The parties dispute this clause.",
    "side-letter": "It stands in a side letter.",
    unseen: "Its text has not been seen.",
  },
  holds: (party, says) => `Position of ${party}: ${says}.`,
  interpreted: (by, date, effect, text) => `Interpretation by ${by} (${date}; ${effect}): ${text}.`,
  effects: {
    covers: "falls under the clause",
    "does-not-cover": "does not fall under the clause",
    exempts: "is exempt",
    confirms: "confirms the clause",
    none: "changes no result",
  },

  reading: (id, by, from, until) =>
    `Reading ${quoted(id)} (by ${by}): in force from ${from}${until ? ` until ${until}` : ", with no end"}.`,
  pending: (id, by, from) => `Reading ${quoted(id)} (by ${by}): not in force yet; beginning: ${from}.`,
  zone: (name, kind, asOf, owners) =>
    `Zone ${quoted(name)}${kind ? `: ${kind}` : ""}${owners.length > 0 ? `, of ${list(owners, "and")}` : ""}${asOf ? `, as of ${asOf}` : ", without a date"}.`,
  line: (name, p, asOf) => `Line ${quoted(name)} of ${list(p, "and")}${asOf ? `, as of ${asOf}` : ", without a date"}.`,

  moment: (shift, before, anchor) => (shift === "" ? anchor : `${shift} ${before ? "before" : "after"} ${anchor}`),
  anchors: {
    inForce: "the entry into force of the agreement",
    incident: "the end of the incident",
    event: (name) => `the event ${quoted(name)}`,
    notice: (id) => `the giving of the notice ${quoted(id)}`,
    due: (clause) => `the deadline of the clause ${quoted(clause)}`,
    done: (clause) => `the fulfilment of the clause ${quoted(clause)}`,
  },
  quiet: (days, since, acts, zones, confirmedBy, more) =>
    `the end of ${days}, counted from ${since} and afresh after any of these: ${list(acts, "or")}${zones.length > 0 ? `; in ${zonesOf(zones, "and")}` : ""}${confirmedBy ? `; confirmed by ${confirmedBy}` : ""}${more ? `; and ${more} more` : ""}`,
};
