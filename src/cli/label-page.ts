import { createHash } from "node:crypto";
import type { Marking } from "../access/marking.ts";
import type { Observation } from "../observation/observation.ts";
import { esc, inlineScript, legible, scriptJson } from "../publication/html.ts";
import { allegedWords, kindWords, partyNames, placeWords, whatWords } from "../publication/observation-wording.ts";
import { countWords } from "../publication/wording.ts";
import { formatInstant } from "../time/day.ts";
import { UTC } from "../time/zone.ts";
import { pairDrawing } from "./label-drawing.ts";
import type { Sample } from "./label-sample.ts";
import { LABEL_SCRIPT } from "./label-script.ts";
import { LABEL_STYLE } from "./label-style.ts";

/** A row's cells by column, as they stand in the file. */
export type Row = readonly (readonly [column: string, cell: string])[];

const noNames = partyNames([]);
const instant = (t: Observation["time"]["from"]): string => formatInstant(t, UTC).replace(" +00:00", "");
const utc = (o: Observation): string =>
  `${instant(o.time.from)} to ${instant(o.time.until)}${o.time.sdMs > 0 ? `, clock known to ${lengthWords(o.time.sdMs)}` : ""}`;

/** "45 s", "12 min", "3.5 h", "2 d". */
function lengthWords(ms: number): string {
  const s = ms / 1000;
  if (s < 90) return `${Math.round(s)} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  if (s < 172_800) return `${Math.round(s / 360) / 10} h`;
  return `${Math.round(s / 8640) / 10} d`;
}

function factsOf(o: Observation): (readonly [string, string])[] {
  const kind = o.time.kind === "seen" ? "perceived over this stretch" : "some time in this window";
  const coordinates = o.place.kind === "point" || o.place.kind === "sector" ? ` (${o.place.lat}, ${o.place.lon})` : "";
  const facts: [string, string][] = [
    ["Source", `${o.source}: ${kindWords(o)}${o.kind === "claim" ? "; a party's claim" : ""}`],
    ["What", whatWords(o)],
    ["How many", countWords(o.count)],
    ["When, as stated", `${o.time.stated} (zone ${o.time.zone}, ${o.time.zoneBasis})`],
    ["When, UTC", `${utc(o)}: ${kind}`],
    ["Where", `${placeWords(o.place)}${coordinates}`],
    ["Whom it names", allegedWords(o.alleged, noNames)],
    ["Killed", o.killed ? countWords(o.killed) : ""],
    ["Injured", o.injured ? countWords(o.injured) : ""],
  ];
  return facts.filter(([, value]) => value !== "").map(([name, value]) => [name, legible(value)]);
}

function apartWords(a: Observation, b: Observation, km: number): string {
  const gap = Math.max(a.time.from - b.time.until, b.time.from - a.time.until);
  const starts = lengthWords(Math.abs(a.time.from - b.time.from));
  const time = gap > 0 ? `${lengthWords(gap)} lie between the two times` : "the two times overlap";
  return `Middles of both places ${km < 10 ? Math.round(km * 10) / 10 : Math.round(km)} km apart; ${time}, starts ${starts} apart.`;
}

/**
 * The page on which one person labels a sample: both reports side by side, without the machine's answer. It needs no
 * network, and carries nothing that tells what fusion made of a pair: neither stratum nor weight.
 * @param rows cells of each report's row, by observation id
 */
export function labelPage(sample: Sample, rows: ReadonlyMap<string, Row>, marking: Marking): string {
  const index = new Map<string, number>();
  const reports: unknown[] = [];
  const reportOf = (o: Observation): number => {
    const known = index.get(o.id);
    if (known !== undefined) return known;
    index.set(o.id, reports.length);
    reports.push({ facts: factsOf(o), row: (rows.get(o.id) ?? []).map(([c, v]) => [legible(c), legible(v)]) });
    return reports.length - 1;
  };
  const pairs = sample.pairs.map(({ id, a, b, km }) => ({
    id,
    a: reportOf(a),
    b: reportOf(b),
    apart: apartWords(a, b, km),
    drawing: pairDrawing(a.place, b.place),
  }));
  const script = inlineScript(LABEL_SCRIPT);
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(LABEL_STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>One event or two? ${sample.pairs.length} pairs to label</title><style>${LABEL_STYLE}</style></head><body>
<div class="strip"><b>${esc(marking)}</b><span>Set ${esc(sample.set)}</span><span>For labelling by one person, alone</span></div>
<header><h1>Do both reports tell of one event?</h1>
<details id="how"><summary>How to judge</summary><p>Judge by what the reports say, each pair by itself. “Same”: one shot, salvo or act, seen or heard twice. “Different”: two. Where you would have to guess: “cannot tell”. Do not talk about pairs before both of you are done.</p></details>
<div class="bar-row"><label>Your pseudonym <input id="labeller" autocomplete="off" maxlength="32" pattern="[A-Za-z0-9_\\-]{1,32}" aria-describedby="name-hint"></label>
<span id="position" aria-live="polite"></span><progress id="bar" max="${sample.pairs.length}" value="0" aria-label="Labelled pairs"></progress><span id="done"></span><button id="first" type="button" class="small">First open</button><button id="download" type="button" class="small">Download labels</button><label class="small">Go on from a file <input id="load" type="file" accept=".csv,text/csv"></label><span id="said" class="sr" aria-live="polite"></span></div>
<p class="warn" id="name-hint">First write a pseudonym: letters, digits, - and _.</p>
<p class="warn" id="loaded" role="status" hidden></p>
<p class="warn" id="lost" hidden>This browser keeps nothing for this page: download your labels before you close it.</p></header>
<main><article id="a" aria-label="Report A"></article><article id="b" aria-label="Report B"></article>
<aside aria-label="How far apart"><p id="apart"></p><div id="drawing"></div></aside></main>
<div class="keys" role="toolbar" aria-label="Answers"><button id="same" type="button">Same<kbd>S</kbd></button><button id="different" type="button">Different<kbd>D</kbd></button><button id="cannot-tell" type="button">Cannot tell<kbd>C</kbd></button>
<button id="back" type="button" class="quiet">Back<kbd>←</kbd></button><button id="next" type="button" class="quiet">Next<kbd>→</kbd></button></div>
<script type="application/json" id="data">${scriptJson({ set: sample.set, pairs, reports })}</script><script>${script}</script></body></html>
`;
}
