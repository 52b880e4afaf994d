import type { CountUnit } from "../observation/count.ts";
import { byCodePoint } from "../units.ts";
import type { Findings, UnitTotal } from "./findings.ts";
import { each, esc } from "./html.ts";
import { stretchText } from "./local-time.ts";
import { readingWords } from "./page-encoding.ts";
import { coverageAside } from "./report-annex.ts";
import type { ResultTable } from "./result-table.ts";
import {
  DEMONSTRATION,
  factWords,
  grouped,
  NO_ATTRIBUTION,
  plainSentence,
  RESULTS,
  totalWords,
  unitWords,
} from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

/** A number that opens the list at the rows that it counts. */
const rowsLink = (n: number, filter: Readonly<Record<string, string>>, label: string): string =>
  n === 0
    ? `<span class="n zero">0</span>`
    : `<a class="n" href="#${Object.entries(filter)
        .map(([k, v]) => `${k}=${encodeURIComponent(v)}`)
        .join("&amp;")}" aria-label="${esc(`${n}: ${label}; show them`)}">${grouped(n)}</a>`;

/** Heard and fused side by side, a unit a row. */
function totals(heard: readonly UnitTotal[], fused: readonly UnitTotal[]): string {
  const units = [...new Set([...heard, ...fused].map((t) => t.unit))].sort(byCodePoint);
  if (units.length === 0) return `<p class="quiet">Nothing that is counted.</p>`;
  const cell = (list: readonly UnitTotal[], unit: CountUnit): string => {
    const found = list.find((t) => t.unit === unit);
    return found
      ? `<a class="n" href="#unit=${encodeURIComponent(unit)}&amp;status=recorded" aria-label="${esc(`${totalWords(found.total)} ${unitWords(unit, found.total.max)}; show the incidents`)}">${esc(totalWords(found.total))}</a>`
      : "none";
  };
  return `<table class="totals"><thead><tr><th scope="col"><span class="sr">Unit</span></th><th scope="col">As heard<span>every observation counts</span></th><th scope="col">As fused<span>what happened once counts once</span></th></tr></thead><tbody>${each(
    units,
    (unit) =>
      `<tr><th scope="row">${esc(unitWords(unit, null))}</th><td>${cell(heard, unit)}</td><td>${cell(fused, unit)}</td></tr>`,
  )}</tbody></table>`;
}

const BAR = 168;

/** Solid up to "at least", hatched up to "at most": the same interval as the words beside it. */
function bar(atLeast: number, atMost: number, scale: number): string {
  const w = (n: number): number => Math.round((n / scale) * BAR * 10) / 10;
  if (atMost === 0) return "";
  return `<svg class="bar" width="${BAR}" height="12" viewBox="0 0 ${BAR} 12" aria-hidden="true"><line x1="0" x2="${BAR}" y1="11.5" y2="11.5" class="axis"/><rect x="0" y="1" height="9" width="${w(atMost)}" class="may"/><rect x="0" y="1" height="9" width="${w(atMost)}" fill="url(#hatch)"/><rect x="0" y="1" height="9" width="${w(atLeast)}" class="sure"/></svg>`;
}

function clauseTable(findings: Findings, table: ResultTable): string {
  const { clauses, readings } = findings.agreement;
  // A bar is drawn to its own clause's scale: clauses bind different parties, and lengths side by side would set them against each other.
  const scaleOf = (clause: string): number =>
    Math.max(1, ...findings.summary.filter((s) => s.clause === clause).map((s) => s.atMost));
  const several = readings.length > 1;
  const row = (clause: Findings["agreement"]["clauses"][number], r: number): string => {
    const reading = readings[r] as Findings["agreement"]["readings"][number];
    const s = findings.summary.find((x) => x.clause === clause.id && x.reading === reading.id);
    const head =
      r > 0
        ? ""
        : `<th scope="rowgroup" rowspan="${readings.length}"><span class="clause">${esc(clause.title || clause.id)}</span><span class="ref">${esc([clause.reference, clause.standing].filter(Boolean).join(" · "))}</span><a class="ref" href="#clause-${esc(encodeURIComponent(clause.id))}">what is tested</a></th>`;
    const which = several
      ? `<td class="reading" data-label="Reading">${esc(readingWords(findings.agreement, reading))}</td>`
      : "";
    if (!s) return `<tr>${head}${which}<td colspan="7" class="quiet">not assessed</td></tr>`;
    const tally = table.tally(clause.id, reading.id);
    const off = RESULTS.some((k, n) => tally[n] !== s.results[k.id]);
    const cell = (n: number): string => {
      const k = RESULTS[n] as (typeof RESULTS)[number];
      return `<td data-label="${k.words}">${rowsLink(s.results[k.id], { clause: clause.id, reading: reading.id, result: k.id }, `${k.words} under ${clause.title}`)}</td>`;
    };
    const sum = off
      ? `<br><strong class="warn">The rows give ${esc(tally.join(" / "))}; the summary is shown as it came.</strong>`
      : "";
    return `<tr>${head}${which}<td class="bounds" data-label="Contrary"><span class="interval"><span class="word">at least</span> <b>${grouped(s.atLeast)}</b><span class="word">at most</span> <b>${grouped(s.atMost)}</b></span>${bar(s.atLeast, s.atMost, scaleOf(clause.id))}${sum}</td>${cell(0)}${cell(1)}${cell(2)}${cell(3)}${cell(4)}</tr>`;
  };
  return `<table class="clauses stack"><caption class="sr">Results by clause${several ? " and reading" : ""}, in incidents</caption><thead><tr><th scope="col">Clause</th>${several ? `<th scope="col">Reading of the start</th>` : ""}<th scope="col">Contrary to it</th>${each(RESULTS, (k) => `<th scope="col"><span class="sign ${k.id}" aria-hidden="true">${k.letter}</span>${k.words}</th>`)}</tr></thead>${each(clauses, (c) => `<tbody>${each(readings, (_, r) => row(c, r))}</tbody>`)}</table>`;
}

function undecided(findings: Findings, table: ResultTable): string {
  if (table.undecided.length === 0) return `<p>Every incident has a result under every clause that applies to it.</p>`;
  const title = new Map(findings.agreement.clauses.map((c) => [c.id, c.title || c.id]));
  const several = findings.agreement.readings.length > 1;
  const shown = table.undecided.slice(0, 12);
  const rest = table.undecided.slice(12).reduce((sum, u) => sum + u.rows, 0);
  return `<ul class="facts">${each(shown, (u) => {
    const filter = { clause: u.clause, reading: u.reading, result: "indeterminate", fact: u.fact };
    return `<li>${rowsLink(u.rows, filter, `waiting for: ${factWords(u.fact)}`)} <span><span class="ref">${esc(title.get(u.clause) ?? u.clause)}${several ? esc(` · reading ${u.reading}`) : ""}</span><b>${esc(factWords(u.fact))}.</b> ${u.wordings > 1 ? "For example: " : ""}${esc(plainSentence(u.words, false))}.</span></li>`;
  })}</ul>${rest > 0 ? `<p class="quiet">And ${grouped(rest)} more rows, waiting for other facts: see the list.</p>` : ""}`;
}

/** The answer, in lines: recorded, contrary, cannot be told, not observed, by whom, as known at. */
export function answer(findings: Findings, table: ResultTable): string {
  const { agreement, incidents, totals: t } = findings;
  const recorded = incidents.filter((f) => f.incident.status === "recorded");
  const observations = recorded.reduce((n, f) => n + f.incident.members.filter((m) => m.role !== "claims").length, 0);
  const offsets = findings.period && offsetsOf(zoneOf(agreement.zone), findings.period.from, findings.period.until);
  const period =
    findings.period && offsets
      ? `${stretchText(offsets, findings.period.from, findings.period.until)}, ${agreement.zone}`
      : `All that the files hold; times in ${agreement.zone}`;
  const line = (id: string, label: string, body: string): string =>
    `<div class="line" id="${id}"><h3>${label}</h3><div>${body}</div></div>`;
  return `<section class="answer" aria-labelledby="answer"><h2 id="answer">What the record says</h2>
${line(
  "recorded",
  "Recorded",
  `<p class="lead">${rowsLink(recorded.length, { status: "recorded" }, "recorded incidents")} ${recorded.length === 1 ? "incident" : "incidents"}, from <b>${grouped(observations)}</b> ${observations === 1 ? "observation" : "observations"}. <span class="quiet">${esc(period)}.</span></p>${totals(t.heard, t.fused)}${t.claims > 0 ? `<p class="quiet">${grouped(t.claims)} ${t.claims === 1 ? "claim" : "claims"} by parties: <a href="#claims">shown apart</a>, counted nowhere${t.claimedIncidents > 0 ? `; ${rowsLink(t.claimedIncidents, { status: "claimed" }, "rest on claims alone")} ${t.claimedIncidents === 1 ? "incident rests" : "incidents rest"} on claims alone` : ""}.</p>` : ""}`,
)}
${line("contrary", "Contrary to a clause", `${clauseTable(findings, table)}${agreement.clauses.length > 1 ? `<p class="note">Clauses differ in whom they bind, and places in how they were watched: figures of different clauses are not to be set against each other. Each bar is drawn to its own clause’s scale.</p>` : ""}`)}
${line("untold", "What cannot be told, and what would tell", undecided(findings, table))}
${line("unobserved", "What was not observed", `<p>${esc(findings.coverage.statement)}</p>${coverageAside(findings)}`)}
${line("actor", "Who did it", `<p>${table.breaches === 0 ? NO_ATTRIBUTION : `Decisions of attribution stand behind ${grouped(table.breaches)} rows; each names its decision and its standard.`}</p>`)}
${line("vintage", "As known at", `<p>${esc(findings.vintage)}</p>`)}
${agreement.demonstration ? `<p class="demo-note">${DEMONSTRATION}.</p>` : ""}
</section>`;
}
