import type { ClauseSummary } from "../assessment/assessment.ts";
import type { Basemap, Extent } from "./basemap.ts";
import { locatorExtent, locatorSvg, timelineSvg } from "./front-glance.ts";
import type { Glance } from "./glance.ts";
import { each, esc } from "./html.ts";
import { reportStyle } from "./report-style.ts";
import { DEMONSTRATION, grouped, NO_ATTRIBUTION, RESULTS } from "./wording.ts";

/** What the front page reads of an example's summary (the JSON that `assess` prints). */
export interface FrontSummary {
  readonly agreement: { readonly title: string; readonly status: string; readonly demonstration: boolean };
  readonly incidents: number;
  readonly observations: number;
  readonly claims: number;
  readonly aggregates: number;
  readonly coverage: { readonly statement: string };
  readonly vintage: string;
  readonly breaches: number;
  readonly clauses: readonly ClauseSummary[];
  /** Titles of the clauses by id. */
  readonly titles: Readonly<Record<string, string>>;
  /** Map, timeline and the most telling incidents. */
  readonly glance?: Glance;
}

/** Land inside a box; null where none is at hand. */
export type LandOf = (extent: Extent) => Basemap | null;

/** A worked example on the front page: its answer, or what it waits for. */
export interface FrontExample {
  readonly name: string;
  readonly state: "ready" | "deriving" | "failed";
  readonly summary?: FrontSummary;
}

const STYLE = `
.example{padding:26px 0 14px}.example h2{margin:0 0 2px}.example h2 a{color:var(--ink);text-decoration:none}.example h2 a:hover{text-decoration:underline}
.example .line{padding:10px 0;grid-template-columns:128px minmax(0,1fr);gap:4px 20px}.example .both{display:grid;grid-template-columns:minmax(0,1.35fr) minmax(0,1fr);gap:12px 36px;align-items:start;margin-top:10px}
figure{margin:10px 0 14px}figure svg{display:block;width:100%}.where svg{height:auto;border:1px solid var(--rule);border-radius:6px}.time svg{height:112px}
figcaption{font-size:12.5px;color:var(--muted);margin-top:5px}.ends{display:flex;justify-content:space-between}
.sea{fill:var(--water)}.sea.unknown{fill:var(--soft)}.land{fill:var(--land);stroke:var(--shore);stroke-width:.8}.axis{fill:var(--muted)}.force{fill:var(--ink)}
.where circle{stroke-width:1.2;fill-opacity:.13}.p0{fill:var(--contrary);stroke:var(--contrary);stroke-width:1.8}.p1{fill:var(--indeterminate);stroke:var(--indeterminate);stroke-dasharray:3 2}.p2{fill:var(--exempt);stroke:var(--exempt);stroke-dasharray:1 2}.p3,.p4{fill:var(--not-applicable);stroke:var(--not-applicable);stroke-opacity:.55}.where .p4{fill-opacity:.04}
.telling{list-style:none;margin:0;padding:0}.telling li{display:grid;grid-template-columns:22px minmax(0,1fr);gap:10px;padding:5px 0}.telling a{font-weight:600}.telling .ref{display:block}
.legend{display:flex;flex-wrap:wrap;gap:3px 14px;font-size:12.5px;color:var(--muted);margin:4px 0 0}
@media(max-width:980px){.example .both{grid-template-columns:minmax(0,1fr)}}@media(max-width:760px){.example .line{grid-template-columns:minmax(0,1fr)}}
.example .stack td:first-of-type{white-space:nowrap}.more{max-width:none;display:flex;flex-wrap:wrap;gap:6px 20px;margin:12px 0 0;font-size:14px}
.more a:first-child{font-weight:650}.intro{max-width:70ch;font-size:17px}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--soft);padding:1px 5px;border-radius:3px}
`;

/** Clauses shown on the front page; the rest stand on the example's own page. */
const SHOWN = 6;

function clauses(summary: FrontSummary): string {
  const several = new Set(summary.clauses.map((c) => c.reading)).size > 1;
  const shown = summary.clauses.slice(0, SHOWN);
  const rest = summary.clauses.length - shown.length;
  const row = (c: ClauseSummary): string =>
    `<tr><th scope="row">${esc(summary.titles[c.clause] ?? c.clause)}${several ? ` <span class="ref">reading ${esc(c.reading)}</span>` : ""}</th><td data-label="Contrary to it"><span>at least <b>${grouped(c.atLeast)}</b>, at most <b>${grouped(c.atMost)}</b></span></td><td data-label="Cannot be told">${grouped(c.results.indeterminate)}</td></tr>`;
  return `<table class="stack"><thead><tr><th scope="col">Clause</th><th scope="col">Contrary to it</th><th scope="col">Cannot be told</th></tr></thead><tbody>${each(shown, row)}</tbody></table>${rest > 0 ? `<p class="quiet">And ${grouped(rest)} more on its own page.</p>` : ""}`;
}

function telling(glance: Glance, at: string): string {
  const sign = (id: string): string => {
    const result = RESULTS.find((r) => r.id === id);
    return `<span class="sign ${esc(id)}" aria-hidden="true">${result?.letter ?? ""}</span>`;
  };
  const words = (id: string): string => RESULTS.find((r) => r.id === id)?.words ?? id;
  return `<ul class="telling">${each(
    glance.telling,
    (t) =>
      `<li>${sign(t.result)}<span><a href="${at}#incident=${esc(t.id)}">${esc(t.what)}, ${esc(t.where)}</a><span class="ref">${esc(t.when)} · ${esc(words(t.result))}: ${esc(t.clause)}</span></span></li>`,
  )}</ul>`;
}

const legend = `<p class="legend">${each(RESULTS, (r) => `<span><span class="sign ${r.id}" aria-hidden="true">${r.letter}</span>${r.words}</span>`)}</p>`;

function pictures(glance: Glance, land: LandOf): string {
  const extent = locatorExtent(glance);
  return `${locatorSvg(glance, extent && land(extent))}${glance.timeline ? timelineSvg(glance.timeline) : ""}${legend}`;
}

function example({ name, state, summary }: FrontExample, land: LandOf): string {
  const at = `/examples/${encodeURIComponent(name)}/`;
  if (!summary) {
    const words =
      state === "failed"
        ? "It could not be derived; the server’s log says why."
        : "It is being derived; this page looks again by itself.";
    return `<section class="example"><h2>${esc(name)}</h2><p class="quiet">${words}</p></section>`;
  }
  const { agreement, glance } = summary;
  const reported = summary.observations - summary.claims - summary.aggregates;
  const beside = [
    summary.claims > 0 ? `${grouped(summary.claims)} ${summary.claims === 1 ? "claim" : "claims"} by parties` : "",
    summary.aggregates > 0
      ? `${grouped(summary.aggregates)} ${summary.aggregates === 1 ? "total" : "totals"} published by others`
      : "",
  ].filter(Boolean);
  const apart = beside.length > 0 ? ` Counted nowhere: ${beside.join(", ")}.` : "";
  const line = (label: string, body: string): string => `<div class="line"><h3>${label}</h3><div>${body}</div></div>`;
  return `<section class="example" id="${esc(encodeURIComponent(name))}"><h2><a href="${at}">${esc(agreement.title)}</a></h2><p class="ref">${esc(agreement.status)}${agreement.demonstration ? ` · <b>${DEMONSTRATION}</b>` : ""}</p>
<div class="both"><div>
${line("Recorded", `<p><b>${grouped(summary.incidents)}</b> ${summary.incidents === 1 ? "incident" : "incidents"} from ${grouped(reported)} ${reported === 1 ? "observation" : "observations"}.${apart}</p>`)}
${line("Contrary to a clause", clauses(summary))}
${line("What was not observed", `<p>${esc(summary.coverage.statement)}</p>`)}
${line("Who did it", `<p>${summary.breaches === 0 ? NO_ATTRIBUTION : `Attributed by decision: ${grouped(summary.breaches)}.`}</p>`)}
${glance && glance.telling.length > 0 ? line("Strongest results, newest first", telling(glance, at)) : ""}
</div><div>${glance ? pictures(glance, land) : ""}</div></div>
<p class="more"><a href="${at}">Map, timeline and every incident</a><a href="${at}incidents.geojson">GeoJSON</a><a href="${at}assessments.ndjson">assessments</a><a href="${at}observations.ndjson">observations</a><a href="${at}reconciliation.json">reconciliation</a><span class="quiet">as known at ${esc(summary.vintage)}</span></p></section>`;
}

/** Agreements that no observation belongs to: their terms are data, and nothing is assessed. */
function unobserved(examples: readonly FrontExample[]): string {
  if (examples.length === 0) return "";
  const row = ({ name, summary }: FrontExample): string =>
    `<li><a href="/examples/${encodeURIComponent(name)}/">${esc(summary?.agreement.title ?? name)}</a> <span class="ref">${esc(summary?.agreement.status ?? "")}</span></li>`;
  return `<section class="example" id="unobserved"><h2>Agreements as data, without observations</h2><p class="quiet">Their terms, obligations and guarantees can be read and checked. Nothing is assessed: no observation belongs to them. ${DEMONSTRATION}.</p><ul>${each(examples, row)}</ul></section>`;
}

const isObserved = ({ summary }: FrontExample): boolean => !summary || summary.observations > 0;

/**
 * The first page of `npm start`: the worked examples with their answers, map and timeline. It needs no script.
 * @param land Natural Earth's land inside a box, for the small maps
 */
export function frontPage(examples: readonly FrontExample[], land: LandOf = () => null): string {
  const waiting = examples.some((e) => e.state === "deriving");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${waiting ? `<meta http-equiv="refresh" content="2">` : ""}
<title>Trucekeeper: worked examples</title>
<link rel="icon" href="data:,">
<style>${reportStyle("Trucekeeper, worked examples")}${STYLE}</style>
</head>
<body>
<header><p class="kind">Trucekeeper</p><h1>What happened, what is contrary to which clause, and what cannot be told</h1>
<p class="intro">Trucekeeper keeps the record of a ceasefire. It turns reports from any source into incidents, tests every incident against the agreement’s own terms, and shows for every figure the entries that it rests on. It names nobody without a decision by people.</p>
<p class="more"><a href="/app/">Open the application: situation, agreement, guarantees</a></p></header>
<main>
${examples.length === 0 ? `<section><h2>No worked example is loaded</h2><p>Start with <code>npm start</code>, or assess files of your own: <code>npx trucekeeper assess AGREEMENT FILE… --out DIR</code>.</p></section>` : each(examples.filter(isObserved), (e) => example(e, land)) + unobserved(examples.filter((e) => !isObserved(e)))}
</main>
<footer><p>Worked examples from public reports, each with its sources and licence in <code>examples/</code>. For reports of your own: <code>npx trucekeeper assess AGREEMENT FILE… --out DIR</code>.</p></footer>
</body>
</html>
`;
}
