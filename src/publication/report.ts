import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Basemap } from "./basemap.ts";
import type { Findings } from "./findings.ts";
import { GUARANTEES_STYLE, guaranteeSections } from "./guarantees-html.ts";
import { esc, inlineScript, scriptJson } from "./html.ts";
import { encodePage } from "./page-encoding.ts";
import { annex } from "./report-annex.ts";
import { answer } from "./report-answer.ts";
import { reportStyle } from "./report-style.ts";
import { resultTable } from "./result-table.ts";
import { DEMONSTRATION } from "./wording.ts";

/** Hash of an inline style or script, as a Content-Security-Policy names it. */
export const styleHash = (text: string): string => btoa(String.fromCharCode(...sha256(utf8ToBytes(text))));

/** Land as rings of [lon, lat, …], the form that the page's script draws. */
const packedBasemap = (basemap: Basemap | null): unknown =>
  basemap && {
    extent: basemap.extent,
    attribution: basemap.attribution,
    land: basemap.land.map((rings) => rings.map((ring) => ring.flat())),
  };

/**
 * The report as one file that needs no network: the answer in lines, then map, timeline and list under one filter,
 * then terms, method, files and sources. Nothing in it may load, send or run but the one script that is passed in.
 * @param clientScript dist/report-client.js, built from page/main.ts
 * @param basemap      land around `extentOf(findings)`, or null for no land
 * @returns the pieces of the file in order; the data part grows with the incidents
 */
export function* reportParts(findings: Findings, clientScript: string, basemap: Basemap | null): Generator<string> {
  const { agreement } = findings;
  const table = resultTable(findings);
  const foot = `${findings.marking} · ${findings.viewer} · as known at ${findings.vintage}`;
  const style = `${reportStyle(`${agreement.demonstration ? `${DEMONSTRATION} · ` : ""}${foot}`)}${findings.guarantees ? GUARANTEES_STYLE : ""}`;
  const script = inlineScript(clientScript);
  const csp = `default-src 'none'; style-src 'sha256-${styleHash(style)}'; script-src 'sha256-${styleHash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${esc(agreement.title)}: what the record says</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#list">Skip to the list</a>
<svg width="0" height="0" class="defs" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" class="hatch"/></pattern></defs></svg>
<div class="strip"><span class="tlp">${esc(findings.marking)}</span>${agreement.demonstration ? `<span class="demo">${DEMONSTRATION}</span>` : ""}<span class="viewer">${esc(findings.viewer)}</span><span class="vintage">as known at ${esc(findings.vintage)}</span></div>
<header><p class="kind">Record of a ceasefire</p><h1>${esc(agreement.title)}</h1><p class="status">Status: ${esc(agreement.status)}${agreement.parties.length > 0 ? ` · Parties: ${esc(agreement.parties.map((p) => p.name || p.id).join(", "))}` : ""}</p></header>
<main>
${answer(findings, table)}
<section id="explore" aria-labelledby="explore-h"><h2 id="explore-h">Every incident</h2><p class="quiet">One filter holds for the map, the timeline and the list.</p><noscript><p>The map, the timeline and the list need this file’s own script. Every figure above and every table below stands without it.</p></noscript><div id="filter" hidden></div><div id="timeline" hidden></div><div class="side"><div id="map" hidden></div><div id="list" tabindex="-1" hidden></div></div></section>
${findings.guarantees ? guaranteeSections(findings.guarantees, agreement.zone) : ""}
${annex(findings)}
</main>
<footer><p>${esc(foot)}</p>${agreement.boundarySet ? `<p>Boundaries drawn: ${esc(agreement.boundarySet.name)}. ${esc(agreement.boundarySet.disclaimer)}</p>` : "<p>No country border is drawn.</p>"}<p>${esc(basemap?.attribution ?? "")}</p></footer>
<script type="application/json" id="basemap">`;
  yield scriptJson(packedBasemap(basemap));
  yield `</script>
<script type="application/json" id="data">`;
  yield* dataParts(encodePage(findings, table));
  yield `</script>
<script>${script}</script>
</body>
</html>
`;
}

/** The data object member by member, so that no intermediate string is much longer than its longest column. */
function* dataParts(data: object): Generator<string> {
  let lead = "{";
  for (const [key, value] of Object.entries(data)) {
    yield `${lead}${JSON.stringify(key)}:`;
    yield scriptJson(value);
    lead = ",";
  }
  yield "}";
}

/** The parts of `reportParts`, joined. */
export const renderReport = (findings: Findings, clientScript: string, basemap: Basemap | null): string =>
  [...reportParts(findings, clientScript, basemap)].join("");
