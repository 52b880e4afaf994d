import { type DailyList, type DailyReport, runs } from "./daily.ts";
import { each, esc } from "./html.ts";
import { styleHash } from "./report.ts";
import { reportStyle } from "./report-style.ts";
import { DEMONSTRATION } from "./wording.ts";

/** The headline of the table that the field calls violations, with what it is and is not. */
export const HEARD_TITLE = "Ceasefire violations as heard (events counted; not rulings, not attributed)";

const opens = (figure: string, list: string): string => `<a class="n" href="#${esc(list)}">${esc(figure)}</a>`;

/** Numbers of rows as links, runs drawn together: "1–3, 7". */
function rowLinks(list: string, rows: readonly number[]): string {
  const to = (n: number): string => `<a href="#${esc(list)}-${n}">${n}</a>`;
  return runs(rows)
    .map(([a, b]) => (a === b ? to(a) : `${to(a)}–${to(b)}`))
    .join(", ");
}

/** A figure: a link to its list where it counts every row, else the rows that it counts, a press away. */
const rests = (figure: string, list: string, rows: readonly number[] | undefined): string =>
  rows === undefined
    ? opens(figure, list)
    : `<details class="rests"><summary class="n">${esc(figure)}</summary><span class="ref">List <a href="#${esc(list)}">${esc(list)}</a>, ${rows.length === 1 ? "row" : "rows"} ${rowLinks(list, rows)}</span></details>`;

function listTable(list: DailyList): string {
  const body =
    list.rows.length === 0
      ? `<p>Nothing is on this list.</p>`
      : `<table class="stack"><thead><tr>${each(list.columns, (c) => `<th scope="col">${esc(c)}</th>`)}</tr></thead><tbody>${each(list.rows, (row, n) => `<tr id="${esc(list.id)}-${n + 1}">${each(row, (cell, k) => `<td data-label="${esc(list.columns[k] ?? "")}">${esc(cell)}</td>`)}</tr>`)}</tbody></table>`;
  return `<section class="annex" id="${esc(list.id)}"><h3 class="t">List ${esc(list.id)}. ${esc(list.title)} <span class="ref">${list.rows.length} ${list.rows.length === 1 ? "row" : "rows"}</span></h3><p class="quiet">${esc(list.note)}</p>${body}</section>`;
}

/** The daily report as one HTML file without scripts, without network. Every figure is a link to its rows. */
export function dailyHtml(r: DailyReport): string {
  const foot = `${r.marking} · ${r.viewer} · as known at ${r.asKnownAt}`;
  const style = reportStyle(`${r.demonstration ? `${DEMONSTRATION} · ` : ""}${foot}`);
  const head = `Daily report${r.number ? ` ${r.number}` : ""}, ${r.date}`;
  const line = (label: string, body: string): string => `<div class="line"><h3>${label}</h3><div>${body}</div></div>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${esc(head)}: ${esc(r.title)}</title>
<style>${style}</style>
</head>
<body>
<div class="strip"><span class="tlp">${esc(r.marking)}</span>${r.demonstration ? `<span class="demo">${DEMONSTRATION}</span>` : ""}<span class="viewer">${esc(r.viewer)}</span><span class="vintage">as known at ${esc(r.asKnownAt)}</span></div>
<header><p class="kind">${esc(r.title)}</p><h1>${esc(head)}</h1><p class="status">From 00:00 to 24:00, ${esc(r.zone)}</p></header>
<main><section class="answer"><h2>Summary</h2>
${line("Recorded", `<ul class="facts figures">${each(r.summary, (f) => `<li>${rests(f.figure, f.list, f.rows)} <span>${esc(f.label)}</span></li>`)}</ul>`)}
${line("What was not observed", `<p>${esc(r.coverage)} <a href="#D1">List D1</a></p>`)}
${line("Who did it", `<p>${esc(r.attribution)}</p>`)}
${line("As known at", `<p>${esc(r.asKnownAt)}</p>`)}
</section>
<section><h2>${HEARD_TITLE}</h2>${
    r.counts.length === 0
      ? "<p>No event was counted on this day.</p>"
      : `<table class="totals"><thead><tr><th scope="col"><span class="sr">Unit</span></th><th scope="col">As heard<span>every observation counts</span></th><th scope="col">As fused<span>what happened once counts once</span></th></tr></thead><tbody>${each(r.counts, (c) => `<tr${c.of ? ' class="part"' : ""}><th scope="row">${c.of ? "of these, " : ""}${esc(c.unit)}</th><td>${rests(c.heard, c.list, c.rows)}</td><td>${c.fused === "–" ? "–" : opens(c.fused, c.list)}</td></tr>`)}</tbody></table>`
  }</section>
<section><h2>Weapons, by finding, control side and place</h2>${r.weapons.length === 0 ? "<p>No weapon finding on this day.</p>" : `<ul class="facts">${each(r.weapons, (w) => `<li>${rests(w.figure, w.list, w.rows)} <span>${esc(w.label)}</span></li>`)}</ul>`}</section>
<section><h2>Sums, reconciled</h2>${r.reconciliation.length === 0 ? "<p>No total was published by others, and every sum of ours adds up.</p>" : `<table class="stack"><thead><tr><th scope="col">What</th><th scope="col">Stated</th><th scope="col">Ours</th><th scope="col">Gap</th></tr></thead><tbody>${each(r.reconciliation, (c) => `<tr><td data-label="What">${esc(c.what)}</td><td data-label="Stated">${opens(c.theirs, c.list)}</td><td data-label="Ours">${opens(c.ours, "A1")}</td><td data-label="Gap">${esc(c.gap)}</td></tr>`)}</tbody></table>`}</section>
<section><h2>Corrections</h2><p>${esc(r.corrections)}</p></section>
<section><h2>Lists</h2>${each(r.lists, listTable)}</section>
<section><h2>Method</h2><ol class="method">${each(r.method, (m) => `<li>${esc(m)}</li>`)}</ol></section>
</main>
<footer><p>${esc(foot)}</p></footer>
</body>
</html>
`;
}
