import type { Comparison } from "../comparison/comparison.ts";
import type { ComparedObligation, SideObligation } from "../comparison/obligations.ts";
import type { Both } from "../comparison/side.ts";
import type { Zone } from "../time/zone.ts";
import { testWords } from "./compare-words.ts";
import { plainWord } from "./guarantees-chain.ts";
import { each, esc } from "./html.ts";
import { localText } from "./local-time.ts";
import { brief, grouped, plainSentence } from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

const FULFILMENT: Readonly<Record<SideObligation["result"], string>> = {
  fulfilled: "fulfilled",
  partly: "partly fulfilled",
  "not-fulfilled": "not fulfilled",
  unverifiable: "unverifiable",
};
const IN_TIME = (is: SideObligation["inTime"]): string =>
  is === true ? "in time" : is === false ? "not in time" : "whether in time is not known";

function due(o: SideObligation, zone: Zone): string {
  const at = (t: number) => localText(offsetsOf(zone, t, t), t);
  const state =
    o.due === "none"
      ? "no deadline"
      : o.due === "passed"
        ? "the deadline has passed"
        : o.due === "not-yet"
          ? "not yet due"
          : "the deadline is not known";
  if (o.dueBetween)
    return `${state}: not before ${at(o.dueBetween.notBefore)}${o.dueBetween.notAfter === null ? "" : `, not after ${at(o.dueBetween.notAfter)}`}`;
  return o.deadline === null ? state : `due ${at(o.deadline)}: ${state}`;
}

function side(o: SideObligation | null, zone: Zone): string {
  if (!o) return `<span class="quiet">no such duty</span>`;
  const timed = o.result === "unverifiable" || o.due === "none" ? "" : `, ${IN_TIME(o.inTime)}`;
  return `<b>${FULFILMENT[o.result]}</b>${timed}<span class="ref">${esc(due(o, zone))}</span>`;
}

const step = (name: string, s: ComparedObligation["because"][number]["a"]): string =>
  `<div><span class="side-name">${esc(name)}:</span> ${s ? esc(brief(plainSentence(s.words, false))) : `<span class="quiet">does not ask</span>`}</div>`;

/** Duties of both texts row by row, those that differ first, with why. */
export function dutyTable(c: Comparison, names: Both<string>): string {
  if (c.obligations.length === 0) return "";
  const zone = zoneOf(c.zone);
  const title = new Map(c.terms.map((t) => [`${t.clause.a}\n${t.clause.b}`, t.title.a ?? t.title.b ?? ""]));
  const row = (o: ComparedObligation): string =>
    `<tr><th scope="row">${esc(title.get(`${o.clause.a}\n${o.clause.b}`) ?? o.clause.a ?? o.clause.b ?? "")} <span class="ref">${esc(o.party)}</span></th><td data-label="${esc(names.a)}">${side(o.a, zone)}</td><td data-label="${esc(names.b)}">${side(o.b, zone)}</td></tr>`;
  const table = (rows: readonly ComparedObligation[]): string =>
    `<table class="stack diff"><thead><tr><th scope="col">Duty</th><th scope="col">${esc(names.a)}</th><th scope="col">${esc(names.b)}</th></tr></thead><tbody>${each(rows, row)}</tbody></table>`;
  const differing = c.obligations.filter((o) => !o.same);
  const alike = c.obligations.filter((o) => o.same);
  const why = differing.filter((o) => o.because.length > 0);
  return `<section><h2>Duties</h2><p class="quiet">Whether a duty was done is stated by the body that verifies it; where nothing is stated it is unverifiable, and silence says nothing.</p>${
    differing.length === 0 ? "<p>No duty comes out otherwise.</p>" : table(differing)
  }${each(why, (o) => `<div class="change"><h3>${esc(title.get(`${o.clause.a}\n${o.clause.b}`) ?? "")} <span class="ref">${esc(o.party)}</span></h3><ul class="why">${each(o.because, (t) => `<li class="pair"><p class="asks">${esc(testWords(t.test))}</p>${step(names.a, t.a)}${step(names.b, t.b)}</li>`)}</ul></div>`)}${
    alike.length === 0
      ? ""
      : `<details><summary>${grouped(alike.length)} alike under both</summary>${table(alike)}</details>`
  }</section>`;
}

/** Contingents of both texts: placements by plain distance, what they are held to, tasks, and the use of force. */
export function placementTables(c: Comparison, names: Both<string>): string {
  if (c.placements.length === 0) return "";
  type Placement = Comparison["placements"][number];
  const place = (p: Placement, s: "a" | "b"): string => {
    const at = p.at[s];
    if (at === null) return "no such contingent";
    const far = p.fromLines[s].map((d) => `${d.placement}: ${grouped(d.km)} km from ${d.line}`);
    return [...(at.length === 0 ? ["not named"] : at), ...far].join("; ");
  };
  const held = (p: Placement, s: "a" | "b"): string =>
    p.constraints[s].length === 0
      ? "nothing asked"
      : p.constraints[s]
          .map(
            (k) =>
              `${k.placement}: ${k.says}: ${k.result === "cannot-tell" ? "cannot be told" : plainWord(k.result)} (${k.why})`,
          )
          .join("; ");
  const force = (p: Placement, s: "a" | "b"): string => {
    const rules = p.useOfForce[s];
    if (rules === null) return "no such contingent";
    return rules.length === 0
      ? "open: the text has no rule"
      : rules.map((r) => `${plainWord(r.rule)}: ${r.says}`).join("; ");
  };
  const row = (label: string, a: string, b: string): string =>
    `<tr><th scope="row">${esc(label)}</th><td data-label="${esc(names.a)}">${esc(a)}</td><td data-label="${esc(names.b)}">${esc(b)}</td></tr>`;
  return `<section><h2>Placements, tasks and the use of force</h2><p class="quiet">Distances are plain geometry. No strength is set against a task.</p>${each(
    c.placements,
    (p) =>
      `<div class="term"><h3>${esc(p.contingent)}</h3>${p.same ? `<p class="quiet">The same in both.</p>` : ""}<table class="stack diff"><thead><tr><th scope="col"><span class="sr">What</span></th><th scope="col">${esc(names.a)}</th><th scope="col">${esc(names.b)}</th></tr></thead><tbody>${row("Placement", place(p, "a"), place(p, "b"))}${row("Held to", held(p, "a"), held(p, "b"))}${row("Use of force", force(p, "a"), force(p, "b"))}${each(p.tasks, (t) => row(plainWord(t.task), t.says.a, t.says.b))}</tbody></table></div>`,
  )}</section>`;
}
