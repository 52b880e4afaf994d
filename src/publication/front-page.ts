import type { ClauseSummary } from "../assessment/assessment.ts";
import { each, esc } from "./html.ts";
import { reportStyle } from "./report-style.ts";
import { DEMONSTRATION, grouped } from "./wording.ts";

/** What the front page reads of an example's summary (the JSON that `assess` prints). */
export interface FrontSummary {
  readonly agreement: { readonly title: string; readonly status: string; readonly demonstration: boolean };
  readonly incidents: number;
  readonly observations: number;
  readonly claims: number;
  readonly coverage: { readonly statement: string };
  readonly vintage: string;
  readonly breaches: number;
  readonly clauses: readonly ClauseSummary[];
  /** Titles of the clauses by id. */
  readonly titles: Readonly<Record<string, string>>;
}

/** A worked example on the front page: its answer, or what it waits for. */
export interface FrontExample {
  readonly name: string;
  readonly state: "ready" | "deriving" | "failed";
  readonly summary?: FrontSummary;
}

const STYLE = `
.example{padding:26px 0 14px}.example h2{margin:0 0 2px}.example h2 a{color:var(--ink);text-decoration:none}.example h2 a:hover{text-decoration:underline}
.example .line{padding:12px 0}.more{max-width:none;display:flex;flex-wrap:wrap;gap:6px 20px;margin:12px 0 0;font-size:14px}
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
    `<tr><th scope="row">${esc(summary.titles[c.clause] ?? c.clause)}${several ? ` <span class="ref">reading ${esc(c.reading)}</span>` : ""}</th><td data-label="Contrary to it">at least <b>${grouped(c.atLeast)}</b>, at most <b>${grouped(c.atMost)}</b></td><td data-label="Cannot be told">${grouped(c.results.indeterminate)}</td></tr>`;
  return `<table class="stack"><thead><tr><th scope="col">Clause</th><th scope="col">Contrary to it</th><th scope="col">Cannot be told</th></tr></thead><tbody>${each(shown, row)}</tbody></table>${rest > 0 ? `<p class="quiet">And ${grouped(rest)} more on its own page.</p>` : ""}`;
}

function example({ name, state, summary }: FrontExample): string {
  const at = `/examples/${encodeURIComponent(name)}/`;
  if (!summary) {
    const words =
      state === "failed"
        ? "It could not be derived; the server’s log says why."
        : "It is being derived; this page looks again by itself.";
    return `<section class="example"><h2>${esc(name)}</h2><p class="quiet">${words}</p></section>`;
  }
  const { agreement } = summary;
  const line = (label: string, body: string): string => `<div class="line"><h3>${label}</h3><div>${body}</div></div>`;
  return `<section class="example" id="${esc(encodeURIComponent(name))}"><h2><a href="${at}">${esc(agreement.title)}</a></h2><p class="ref">${esc(agreement.status)}${agreement.demonstration ? ` · <b>${DEMONSTRATION}</b>` : ""}</p>
${line("Recorded", `<p><b>${grouped(summary.incidents)}</b> ${summary.incidents === 1 ? "incident" : "incidents"} from ${grouped(summary.observations)} reports, of which ${grouped(summary.claims)} are claims by parties and count nowhere.</p>`)}
${line("Contrary to a clause", clauses(summary))}
${line("What was not observed", `<p>${esc(summary.coverage.statement)}</p>`)}
${line("Who did it", `<p>${summary.breaches === 0 ? "Attributed by decision: none." : `Attributed by decision: ${grouped(summary.breaches)}.`}</p>`)}
<p class="more"><a href="${at}">Map, timeline and every incident</a><a href="${at}incidents.geojson">GeoJSON</a><a href="${at}assessments.ndjson">assessments</a><a href="${at}observations.ndjson">observations</a><a href="${at}reconciliation.json">reconciliation</a><span class="quiet">as known at ${esc(summary.vintage)}</span></p></section>`;
}

/** The first page of `npm start`: the worked examples with their answers. It needs no script. */
export function frontPage(examples: readonly FrontExample[]): string {
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
<p class="intro">Trucekeeper keeps the record of a ceasefire. It turns reports from any source into incidents, tests every incident against the agreement’s own terms, and shows for every figure the entries that it rests on. It names nobody without a decision by people.</p></header>
<main>
${examples.length === 0 ? `<section><h2>No worked example is loaded</h2><p>Start with <code>npm start</code>, or assess files of your own: <code>npx trucekeeper assess AGREEMENT FILE… --out DIR</code>.</p></section>` : each(examples, example)}
</main>
<footer><p>Worked examples from public reports, each with its sources and licence in <code>examples/</code>. For reports of your own: <code>npx trucekeeper assess AGREEMENT FILE… --out DIR</code>.</p></footer>
</body>
</html>
`;
}
