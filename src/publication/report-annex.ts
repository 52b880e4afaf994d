import { COVERAGE_STATES } from "../observation/coverage-window.ts";
import { byCodePoint } from "../units.ts";
import type { Findings } from "./findings.ts";
import { each, esc, link } from "./html.ts";
import { localText, type OffsetTable, stretchText } from "./local-time.ts";
import { allegedWords, partyNames, placeWords, plain, whatWords } from "./observation-wording.ts";
import { actWords, brief, countsWords, grouped, plainSentence } from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

const CLAIMS_SHOWN = 200;
const REFUSALS_SHOWN = 20;
const WINDOWS_SHOWN = 500;

const offsetsFor = (findings: Findings, list: readonly { from: number; until: number }[]): OffsetTable =>
  offsetsOf(
    zoneOf(findings.agreement.zone),
    list.reduce((n, x) => Math.min(n, x.from), Number.POSITIVE_INFINITY),
    list.reduce((n, x) => Math.max(n, x.until), Number.NEGATIVE_INFINITY),
  );

/** Links beside the sentence on coverage. */
export const coverageAside = (findings: Findings): string =>
  [
    findings.coverage.windows.length > 0 ? `<a href="#coverage">Coverage, hour by hour</a>` : "",
    findings.impediments.length > 0
      ? `<a href="#impediments">${grouped(findings.impediments.length)} ${findings.impediments.length === 1 ? "restriction" : "restrictions"} of movement</a>`
      : "",
  ]
    .filter(Boolean)
    .map((a) => `<p>${a}</p>`)
    .join("");

function claims(findings: Findings): string {
  const all = findings.incidents.flatMap(({ incident }) =>
    incident.members
      .filter((m) => m.role === "claims")
      .map((m) => ({ observation: m.observation, incident: incident.id })),
  );
  if (all.length === 0) return "";
  const offsets = offsetsFor(
    findings,
    all.map((c) => c.observation.time),
  );
  const shown = [...all]
    .sort(
      (a, b) => a.observation.time.from - b.observation.time.from || byCodePoint(a.observation.id, b.observation.id),
    )
    .slice(0, CLAIMS_SHOWN);
  const more = all.length - shown.length;
  const party = partyNames(findings.agreement.parties);
  return `<section id="claims"><h2>Claims by parties</h2><p class="quiet">A claim is what a party says. It is linked to an incident and shown beside it; it adds nothing to any figure on this page.</p><table class="stack"><thead><tr><th scope="col">Time</th><th scope="col">Claimed by</th><th scope="col">What, as claimed</th><th scope="col">Place</th><th scope="col">Count</th><th scope="col">Adds to the record</th></tr></thead><tbody>${each(
    shown,
    ({ observation: o, incident }) =>
      `<tr><td data-label="Time">${esc(stretchText(offsets, o.time.from, o.time.until))}</td><td data-label="Claimed by">${esc(party(o.claimant ?? o.source))}</td><td data-label="What">${esc(brief([whatWords(o), allegedWords(o.alleged, party)].filter(Boolean).join("; ")))}</td><td data-label="Place">${esc(placeWords(o.place))}</td><td data-label="Count">${esc(countsWords([o.count]))}</td><td data-label="Adds"><span>nothing · <a href="#incident=${esc(incident.slice(0, 16))}">its incident</a></span></td></tr>`,
  )}</tbody></table>${more > 0 ? `<p class="quiet">And ${grouped(more)} more; the list holds them all.</p>` : ""}</section>`;
}

function coverage(findings: Findings): string {
  const { windows } = findings.coverage;
  if (windows.length === 0) return "";
  const offsets = offsetsFor(findings, windows);
  const sorted = [...windows].sort(
    (a, b) => byCodePoint(a.station, b.station) || a.from - b.from || a.until - b.until || byCodePoint(a.id, b.id),
  );
  const order = (s: string): number => (COVERAGE_STATES as readonly string[]).indexOf(s);
  return `<section id="coverage"><h2>What was watched, and what was not</h2><p>${esc(findings.coverage.statement)}</p><table class="stack"><thead><tr><th scope="col">Station or patrol</th><th scope="col">State</th><th scope="col">From – until</th><th scope="col">Area</th><th scope="col">Can perceive</th><th scope="col">Blind to</th></tr></thead><tbody>${each(
    sorted.slice(0, WINDOWS_SHOWN),
    (w) =>
      `<tr><td data-label="Station"><span>${esc(brief(w.station))} <span class="quiet">(${esc(plain(w.kind))})</span></span></td><td data-label="State"><span class="state s${order(w.state)}">${esc(w.state)}</span></td><td data-label="From – until">${esc(stretchText(offsets, w.from, w.until))}</td><td data-label="Area">${esc(placeWords(w.area))}</td><td data-label="Can perceive">${esc(w.detects.map(actWords).join(", ") || "not stated")}</td><td data-label="Blind to">${esc(w.blindTo.map(actWords).join(", ") || "not stated")}</td></tr>`,
  )}</tbody></table>${sorted.length > WINDOWS_SHOWN ? `<p class="warn">Only the first ${grouped(WINDOWS_SHOWN)} of ${grouped(sorted.length)} windows are shown, in order of station. The sentence above counts them all.</p>` : ""}</section>`;
}

function impediments(findings: Findings): string {
  if (findings.impediments.length === 0) return "";
  const offsets = offsetsFor(findings, findings.impediments);
  const party = partyNames(findings.agreement.parties);
  const sorted = [...findings.impediments].sort((a, b) => a.from - b.from || byCodePoint(a.id, b.id));
  return `<section id="impediments"><h2>Restrictions of movement</h2><table class="stack"><thead><tr><th scope="col">Time</th><th scope="col">Kind</th><th scope="col">Place</th><th scope="col">Minutes</th><th scope="col">Control, as stated</th><th scope="col">Words used</th></tr></thead><tbody>${each(
    sorted,
    (p) =>
      `<tr><td data-label="Time">${esc(stretchText(offsets, p.from, p.until))}</td><td data-label="Kind">${esc(plain(p.kind))}</td><td data-label="Place">${esc(placeWords(p.place))}</td><td data-label="Minutes">${p.minutes === null ? "not stated" : grouped(p.minutes)}</td><td data-label="Control">${esc(p.controlSide ? party(p.controlSide) : "not stated")}</td><td data-label="Words used">${p.reason ? `“${esc(p.reason)}”` : "none given"}</td></tr>`,
  )}</tbody></table></section>`;
}

/** What the short names in the sentences below stand for. */
function key(agreement: Findings["agreement"]): string {
  const named = [...agreement.parties, ...agreement.zones, ...agreement.lines].filter((x) => x.name && x.name !== x.id);
  if (named.length === 0) return "";
  return `<p class="quiet">Short names: ${named.map((x) => `<span class="hash">${esc(x.id)}</span> ${esc(brief(x.name))}`).join("; ")}.</p>`;
}

function clauses(findings: Findings): string {
  const { agreement } = findings;
  const bounds = agreement.readings.flatMap((r) => [r.from, r.until]).filter((n) => n !== null);
  const offsets = offsetsFor(
    findings,
    bounds.length > 0 ? bounds.map((b) => ({ from: b, until: b })) : [{ from: 0, until: 0 }],
  );
  const when = (r: (typeof agreement.readings)[number]): string =>
    r.from === null
      ? "start not stated"
      : `from ${localText(offsets, r.from, true)}, ${r.until === null ? "open" : `until ${localText(offsets, r.until, true)}`}`;
  return `<section id="terms"><h2>The terms, and how they are read</h2><dl class="readings">${each(agreement.readings, (r) => `<div><dt>Reading ${esc(r.id)}</dt><dd>${esc(partyNames(agreement.parties)(r.by))} · in force ${esc(when(r))} (${esc(agreement.zone)})</dd></div>`)}</dl>${key(agreement)}${each(
    agreement.clauses,
    (c) =>
      `<article class="term" id="clause-${esc(encodeURIComponent(c.id))}"><h3>${esc(c.title || c.id)} <span class="ref">${esc([c.reference, c.standing].filter(Boolean).join(" · "))}</span></h3><blockquote>${esc(c.text)}</blockquote><p class="quiet">${c.authentic ? "Words of the authentic text." : "A rendering, not the authentic text."}</p><p><b>What is tested:</b> ${esc(plainSentence(c.says, true))} <span class="ref">Cited as <span class="hash">${esc(c.id)}</span>.</span></p></article>`,
  )}</section>`;
}

const METHOD: readonly string[] = [
  "An observation is one claim by one source. Observations of one thing that happened are joined into one incident; why they were joined stands with each incident. The same files give the same incidents in any order.",
  "Each incident is tested against each clause. The conduct is contrary, not contrary, exempt, or does not apply; or it cannot be told, and then the fact that would decide it is named. Contrary is a statement about the act and the text, not about who acted.",
  "At least counts only what is certain. At most adds everything that cannot be told. No middle figure is given.",
  "Places are areas and times are stretches, as well as the source stated them. Inside a zone means that the whole place, to the level named below, lies in it.",
  "Counts as heard add up every observation. Counts as fused take one thing that happened once. Durations, rates and words such as “hundreds” enter no sum and are flagged.",
  "What a party claims adds nothing to existence, place, time, count or actor. Direction of fire is not attribution.",
  "Quiet is not compliance. Where nobody watched, nothing follows from silence. Figures for different sides are never set against each other.",
];

function method(findings: Findings): string {
  const { agreement } = findings;
  return `<section id="method"><h2>Method</h2><ol class="method">${each(METHOD, (m) => `<li>${esc(m)}</li>`)}</ol><p class="quiet">Containment level ${esc(Math.round(agreement.containment * 1000) / 10)} %. Mission zone ${esc(agreement.zone)}. Parties, in the order of the agreement: ${esc(agreement.parties.map((p) => p.name || p.id).join(", ") || "none named")}. Corrections: none in this first form. Not checked: the truth of any source. No distinction of friend and foe exists in the data.</p></section>`;
}

function files(findings: Findings): string {
  const sorted = [...findings.files].sort((a, b) => byCodePoint(a.file, b.file) || byCodePoint(a.sha256, b.sha256));
  const assumptions = [
    ...new Set(sorted.flatMap((f) => f.assumptions.map((a) => JSON.stringify([a.what, a.value, a.why])))),
  ]
    .sort(byCodePoint)
    .map((a) => JSON.parse(a) as [string, string, string]);
  return `<section id="files"><h2>Input files, reconciled</h2><table class="stack"><thead><tr><th scope="col">File</th><th scope="col">Format</th><th scope="col">Rows in</th><th scope="col">Used</th><th scope="col">Refused</th><th scope="col">Skipped by rule</th><th scope="col">Adds up</th></tr></thead><tbody>${each(
    sorted,
    (f) => {
      const skipped = Object.entries(f.skipped).sort(([a], [b]) => byCodePoint(a, b));
      const sum = f.rowsUsed + f.refused + skipped.reduce((n, [, k]) => n + k, 0);
      return `<tr><td data-label="File"><span>${esc(f.file)} <span class="hash">${esc(f.sha256.slice(0, 16))}</span></span></td><td data-label="Format">${esc(f.format)}</td><td data-label="Rows in">${grouped(f.rowsIn)}</td><td data-label="Used">${grouped(f.rowsUsed)}</td><td data-label="Refused">${grouped(f.refused)}</td><td data-label="Skipped">${esc(skipped.map(([rule, n]) => `${rule}: ${grouped(n)}`).join("; ") || "0")}</td><td data-label="Adds up">${sum === f.rowsIn ? "yes" : `<strong class="warn">no: ${grouped(sum)} accounted for</strong>`}</td></tr>${f.warnings.length > 0 ? `<tr class="sub"><td colspan="7">${esc(f.warnings.join("; "))}</td></tr>` : ""}${f.refusals.length > 0 ? `<tr class="sub"><td colspan="7"><details><summary>${grouped(f.refusals.length)} refused, with reasons</summary><ul>${each(f.refusals.slice(0, REFUSALS_SHOWN), (r) => `<li>line ${r.line}${r.field ? `, ${esc(r.field)}` : ""}: ${esc(r.why)}</li>`)}</ul>${f.refusals.length > REFUSALS_SHOWN ? `<p>The rest stand in reconciliation.json.</p>` : ""}</details></td></tr>` : ""}`;
    },
  )}</tbody></table><h3>Assumptions made in reading</h3>${assumptions.length === 0 ? "<p>None.</p>" : `<ul>${each(assumptions, ([what, value, why]) => `<li>${esc(what)}: <b>${esc(value)}</b>, ${esc(why)}</li>`)}</ul>`}</section>`;
}

const sources = (findings: Findings): string =>
  `<section id="sources"><h2>Sources of the terms</h2>${findings.agreement.sources.length === 0 ? "<p>None named.</p>" : `<ul class="sources">${each(findings.agreement.sources, (s) => `<li>${esc(s.publisher)}: “${link(s.url, s.title)}”, ${esc(s.date)}</li>`)}</ul>`}</section>`;

/** Everything after the list: claims, coverage, restrictions, terms, method, files, sources. */
export const annex = (findings: Findings): string =>
  [claims, coverage, impediments, clauses, method, files, sources].map((part) => part(findings)).join("\n");
