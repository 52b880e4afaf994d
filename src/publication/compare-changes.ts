import type { Comparison } from "../comparison/comparison.ts";
import type { DifferingTest, IncidentChange } from "../comparison/reasons.ts";
import type { Both } from "../comparison/side.ts";
import { resultSign } from "./compare-terms.ts";
import { testWords } from "./compare-words.ts";
import type { FoundIncident } from "./findings.ts";
import { each, esc } from "./html.ts";
import { stretchText } from "./local-time.ts";
import { actsWords, placeWords } from "./observation-wording.ts";
import { brief, grouped, plainSentence } from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

/** Incidents that the page prints; the rest stand in compare.json. */
const MOST = 300;

const said = (name: string, step: DifferingTest["a"]): string =>
  `<div><span class="side-name">${esc(name)}:</span> ${step ? esc(brief(plainSentence(step.words, false))) : `<span class="quiet">does not ask</span>`}</div>`;

function reasons(change: IncidentChange, names: Both<string>): string {
  if (change.because.length === 0) return `<p class="quiet">One text has no such clause.</p>`;
  return `<ul class="why">${each(change.because, (t) => `<li class="pair"><p class="asks">${esc(testWords(t.test))}</p>${said(names.a, t.a)}${said(names.b, t.b)}</li>`)}</ul>`;
}

/** Every incident that comes out otherwise: what it was, and clause by clause why. */
export function changeList(c: Comparison, names: Both<string>, incidents: readonly FoundIncident[]): string {
  if (c.changes.length === 0) return "<p>No incident comes out otherwise.</p>";
  const found = new Map(incidents.map((i) => [i.incident.id, i]));
  const title = new Map(c.terms.map((t) => [`${t.clause.a}\n${t.clause.b}`, t.title.a ?? t.title.b ?? ""]));
  const zone = zoneOf(c.zone);
  const byIncident = new Map<string, IncidentChange[]>();
  for (const change of c.changes) {
    const own = byIncident.get(change.incident);
    if (own) own.push(change);
    else byIncident.set(change.incident, [change]);
  }
  const heading = (id: string): string => {
    const facts = found.get(id)?.facts;
    if (!facts) return esc(id.slice(0, 16));
    const { from, until } = facts.time;
    return `${esc(stretchText(offsetsOf(zone, from, until), from, until))} · ${esc(actsWords(facts.acts))}`;
  };
  const where = (id: string): string => {
    const place = found.get(id)?.facts.place;
    return `${place ? `${esc(placeWords(place))} · ` : ""}<span class="hash">${esc(id.slice(0, 16))}</span>`;
  };
  // What is contrary for certain on one side comes first.
  const rank = (id: string) =>
    (byIncident.get(id) ?? []).some((x) => x.a === "contrary" || x.b === "contrary") ? 0 : 1;
  const order = [...byIncident.keys()].sort(
    (x, y) =>
      rank(x) - rank(y) ||
      (found.get(x)?.facts.time.from ?? 0) - (found.get(y)?.facts.time.from ?? 0) ||
      (x < y ? -1 : 1),
  );
  const left = order.length - MOST;
  return `${each(
    order.slice(0, MOST),
    (id) =>
      `<div class="change" id="i-${esc(id.slice(0, 16))}"><h3>${heading(id)}</h3><p class="ref">${where(id)}</p>${each(byIncident.get(id) ?? [], (change) => `<p class="to">${esc(title.get(`${change.clause.a}\n${change.clause.b}`) ?? "")}: ${resultSign(change.a)} → ${resultSign(change.b)}</p>${reasons(change, names)}`)}</div>`,
  )}${left > 0 ? `<p class="quiet">And ${grouped(left)} more: compare.json holds every one.</p>` : ""}`;
}
