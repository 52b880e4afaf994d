import type { CheckNext } from "../comparison/check-next.ts";
import type { Comparison } from "../comparison/comparison.ts";
import type { Interval } from "../time/interval.ts";
import { changeList } from "./compare-changes.ts";
import { dutyTable, placementTables } from "./compare-duties.ts";
import { COMPARE_STYLE } from "./compare-style.ts";
import { differenceTable, termList } from "./compare-terms.ts";
import { boundsWords, headline, sideNames } from "./compare-words.ts";
import type { FoundIncident } from "./findings.ts";
import { each, esc } from "./html.ts";
import { stretchText } from "./local-time.ts";
import { styleHash } from "./report.ts";
import { reportStyle } from "./report-style.ts";
import { DEMONSTRATION, factWords, grouped, NO_ATTRIBUTION } from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

/** All that the page of two texts is made from. */
export interface ComparePage {
  readonly comparisons: readonly Comparison[];
  /** Readings that have no counterpart. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  readonly period: Interval | null;
  readonly vintage: string;
  readonly marking: string;
  readonly viewer: string;
  readonly coverage: { readonly known: boolean; readonly statement: string };
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
  readonly incidents: readonly FoundIncident[];
}

const METHOD: readonly string[] = [
  "Both texts are run over the same incidents. An incident counts for certain where its conduct is contrary to at least one clause; it may count where that cannot be told.",
  "Clauses are matched by their id, then by their reference to the text. A clause that one text alone has is shown as such.",
  "Why a result differs is read from the tests of both clauses: each is shown where the two answers differ.",
  "Nothing here says who did it. No total is kept for a party, and no ratio between parties is drawn.",
  "A quiet day is no proof: what was not watched is not known.",
];

function glance(c: Comparison): string {
  const names = sideNames(c);
  const { a, b } = c.onlyUnder;
  const item = (n: number, words: string) => `<li><b class="big">${grouped(n)}</b><span>${words}</span></li>`;
  return `<ul class="glance">${item(a.certain.length, `contrary for certain under <b>${esc(names.a)}</b> alone`)}${item(a.possible.length, `perhaps contrary under <b>${esc(names.a)}</b> alone`)}${item(b.certain.length, `contrary for certain under <b>${esc(names.b)}</b> alone`)}${item(b.possible.length, `perhaps contrary under <b>${esc(names.b)}</b> alone`)}</ul>`;
}

const line = (label: string, body: string): string => `<div class="line"><h3>${label}</h3><div>${body}</div></div>`;

function inForce(c: Comparison): string {
  const zone = zoneOf(c.zone);
  const row = (name: string, s: Comparison["sides"]["a"]) => {
    const until = s.until ?? s.from;
    const table = offsetsOf(zone, s.from, until);
    const words =
      s.until === null ? `from ${stretchText(table, s.from, s.from)}, open` : stretchText(table, s.from, s.until);
    return `<li><span class="side-name">${esc(name)}</span> <span>in force ${esc(words)} (${esc(c.zone)}), as ${esc(s.by)} reads it</span></li>`;
  };
  const names = sideNames(c);
  return `<ul class="facts figures">${row(names.a, c.sides.a)}${row(names.b, c.sides.b)}</ul>`;
}

function counts(c: Comparison): string {
  const names = sideNames(c);
  const row = (name: string, b: Comparison["counts"]["a"]) =>
    `<li><b>${esc(boundsWords(b))}</b> <span>of ${grouped(c.incidents)} incidents contrary, ${esc(name)}</span></li>`;
  const firm = (n: number, here: string, there: string) =>
    n === 0 ? "" : `<li><b>${grouped(n)}</b> <span>certain under ${esc(here)}, open under ${esc(there)}</span></li>`;
  return `<ul class="facts figures">${row(names.a, c.counts.a)}${row(names.b, c.counts.b)}${firm(c.firmerUnder.a.length, names.a, names.b)}${firm(c.firmerUnder.b.length, names.b, names.a)}</ul>`;
}

function dayTable(c: Comparison): string {
  const names = sideNames(c);
  const days = [...c.days, ...(differs(c.undated) ? [{ ...c.undated, period: "no single day" }] : [])];
  if (days.length === 0) return "<p>No day differs.</p>";
  return `<table class="stack"><thead><tr><th scope="col">Day</th><th scope="col">Contrary, ${esc(names.a)}</th><th scope="col">Contrary, ${esc(names.b)}</th><th scope="col">Exempt, ${esc(names.a)}</th><th scope="col">Exempt, ${esc(names.b)}</th></tr></thead><tbody>${each(days, (d) => `<tr><th scope="row">${esc(d.period)}</th><td data-label="Contrary, ${esc(names.a)}">${esc(boundsWords(d.contrary.a))}</td><td data-label="Contrary, ${esc(names.b)}">${esc(boundsWords(d.contrary.b))}</td><td data-label="Exempt, ${esc(names.a)}">${grouped(d.exempt.a)}</td><td data-label="Exempt, ${esc(names.b)}">${grouped(d.exempt.b)}</td></tr>`)}</tbody></table><p class="quiet">Days of ${esc(c.zone)}. At most adds what cannot be told and what may have happened on the day; it does not add up over days.</p>`;
}

const differs = (d: Comparison["undated"]): boolean =>
  d.contrary.a.atLeast !== d.contrary.b.atLeast ||
  d.contrary.a.atMost !== d.contrary.b.atMost ||
  d.exempt.a !== d.exempt.b;

function zoneTable(c: Comparison): string {
  if (c.zones.length === 0) return "";
  const names = sideNames(c);
  return `<h3>By zone</h3><table class="stack"><thead><tr><th scope="col">Zone</th><th scope="col">Incidents that come out otherwise</th><th scope="col">Contrary, ${esc(names.a)}</th><th scope="col">Contrary, ${esc(names.b)}</th></tr></thead><tbody>${each(c.zones, (z) => `<tr><th scope="row">${esc(z.zone)}${z.drawn.a && z.drawn.b ? "" : ` <span class="ref">drawn by ${esc(z.drawn.a ? names.a : names.b)} alone</span>`}</th><td data-label="Come out otherwise">${esc(boundsWords(z.changed))}</td><td data-label="Contrary, ${esc(names.a)}">${grouped(z.contrary.a)}</td><td data-label="Contrary, ${esc(names.b)}">${grouped(z.contrary.b)}</td></tr>`)}</tbody></table>`;
}

function partyTable(c: Comparison): string {
  if (c.parties.length === 0) return "";
  const names = sideNames(c);
  const bound = (clauses: readonly string[] | null) =>
    clauses === null ? "not a party to it" : clauses.length === 0 ? "bound by no clause" : clauses.join(", ");
  return `<h3>Who is bound</h3><table class="stack"><thead><tr><th scope="col">Party</th><th scope="col">${esc(names.a)}</th><th scope="col">${esc(names.b)}</th></tr></thead><tbody>${each(c.parties, (p) => `<tr><th scope="row">${esc(p.party)}</th><td data-label="${esc(names.a)}">${esc(bound(p.bound.a))}${p.breaches.a > 0 ? `; breaches ${grouped(p.breaches.a)}` : ""}</td><td data-label="${esc(names.b)}">${esc(bound(p.bound.b))}${p.breaches.b > 0 ? `; breaches ${grouped(p.breaches.b)}` : ""}</td></tr>`)}</tbody></table>`;
}

function ladder(c: Comparison): string {
  if (!c.ladder) return "";
  const names = sideNames(c);
  const zone = zoneOf(c.zone);
  const steps = (side: "a" | "b") =>
    `<ol>${each(c.ladder?.steps[side] ?? [], (s) => `<li><b>${esc(s.step)}</b>: ${s.earliest === null ? "never in this history" : `not before ${esc(stretchText(offsetsOf(zone, s.earliest, s.earliest), s.earliest, s.earliest))}`}${s.due === null ? "" : `; due by ${esc(stretchText(offsetsOf(zone, s.due, s.due), s.due, s.due))} had it been determined then`}. ${esc(s.words)}.</li>`)}</ol>${c.ladder?.exerciseOnly[side] ? `<p class="quiet">In exercises only: the instrument is not in force.</p>` : ""}`;
  return `<section><h2>When a step could have been armed</h2><p class="quiet">A decision of the body that the text names arms a step; no count does.</p><div class="pair"><div><h4>${esc(names.a)}</h4>${steps("a")}</div><div><h4>${esc(names.b)}</h4>${steps("b")}</div></div></section>`;
}

function toCheck(name: string, { byFact, indeterminate }: CheckNext): string {
  if (indeterminate === 0) return `<div><h4>${esc(name)}</h4><p>Nothing is open.</p></div>`;
  return `<div><h4>${esc(name)}: ${grouped(indeterminate)} results cannot be told</h4><ul class="facts">${each(byFact, (f) => `<li><b>${grouped(f.settles)}</b> <span>settled by: ${esc(factWords(f.fact))}${f.maySettle > 0 ? `; perhaps ${grouped(f.maySettle)} more` : ""}<span class="ref">over ${grouped(f.incidents)} incidents; see compare.json for each</span></span></li>`)}</ul></div>`;
}

function one(c: Comparison, page: ComparePage, index: number): string {
  const names = sideNames(c);
  const several = page.comparisons.length > 1;
  return `<section class="answer" id="c${index}"><h2>${several ? `${esc(names.a)} beside ${esc(names.b)}` : "What changes"}</h2><p class="lead">${esc(headline(c))}</p>${glance(c)}
${line("In force", inForce(c))}${line("Contrary", counts(c))}${line("Who did it", `<p>${esc(c.attributed === 0 ? NO_ATTRIBUTION : `Attributed by decision: ${grouped(c.attributed)} of ${grouped(c.incidents)} incidents. Nothing else here says who did it.`)}</p>`)}</section>
<section><h2>Clause by clause</h2>${c.text.length > 0 ? `<h3>The instruments</h3>${differenceTable(c.text, names)}` : ""}${termList(c, names)}</section>
<section><h2>By day</h2>${dayTable(c)}${zoneTable(c)}${partyTable(c)}</section>
${dutyTable(c, names)}
${ladder(c)}${placementTables(c, names)}
<section><h2>Incidents that come out otherwise</h2>${changeList(c, names, page.incidents)}</section>
<section><h2>What to check next</h2><p class="quiet">Facts that would settle results that cannot be told now. Each is a fact to be looked up or asked about.</p><div class="pair">${toCheck(names.a, c.checkNext.a)}${toCheck(names.b, c.checkNext.b)}</div></section>`;
}

/** Two texts over one history as one HTML file without scripts and without network, for screen and paper. */
export function* comparePage(page: ComparePage): Generator<string> {
  const demonstration = page.comparisons.some((c) => c.sides.a.demonstration || c.sides.b.demonstration);
  const foot = `${page.marking} · ${page.viewer} · as known at ${page.vintage}`;
  const style = reportStyle(`${demonstration ? `${DEMONSTRATION} · ` : ""}${foot}`) + COMPARE_STYLE;
  const first = page.comparisons[0];
  const [a, b] = [first?.sides.a.title ?? "", first?.sides.b.title ?? ""];
  const title = a === b ? a : `${a} / ${b}`;
  const lone = [
    ...(page.onlyA.length > 0
      ? [`Readings of the first text without a counterpart, not compared: ${page.onlyA.join(", ")}.`]
      : []),
    ...(page.onlyB.length > 0
      ? [`Readings of the second text without a counterpart, not compared: ${page.onlyB.join(", ")}.`]
      : []),
  ];
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${esc(title)}: two texts over one history</title>
<style>${style}</style>
</head>
<body>
<div class="strip"><span class="tlp">${esc(page.marking)}</span>${demonstration ? `<span class="demo">${DEMONSTRATION}</span>` : ""}<span class="viewer">${esc(page.viewer)}</span><span class="vintage">as known at ${esc(page.vintage)}</span></div>
<header><p class="kind">Two texts over one history</p><h1>${esc(title)}</h1><p class="status">${first ? `${esc(sideNames(first).a)} (${esc(first.sides.a.status)}) beside ${esc(sideNames(first).b)} (${esc(first.sides.b.status)})` : ""}</p></header>
<main>
`;
  for (const [index, c] of page.comparisons.entries()) yield one(c, page, index);
  yield `<section><h2>Method and files</h2>${each(lone, (l) => `<p>${esc(l)}</p>`)}<p>${esc(page.coverage.statement)}</p><ol class="method">${each(METHOD, (m) => `<li>${esc(m)}</li>`)}</ol><ul>${each(page.files, (f) => `<li>${esc(f.file)} <span class="hash">${esc(f.sha256)}</span></li>`)}</ul></section>
</main>
<footer><p>${esc(foot)}</p></footer>
</body>
</html>
`;
}
