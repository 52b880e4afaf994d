// Makes examples/minsk/ucdp-2014-2021.csv from the public UCDP GED file of Ukraine (CSV, may be gzipped):
//   node scripts/make-ucdp-example.mjs UCDP-Ukraine_GED_2014-2023.csv.gz
// One row for each event of 2014 to 2021, facts alone: days, place with radius, what is known of the act, deaths, UCDP's id.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [source] = process.argv.slice(2);
if (!source) {
  console.error("usage: node scripts/make-ucdp-example.mjs FILE.csv[.gz]");
  process.exit(2);
}
const bytes = readFileSync(source);
const text = new TextDecoder("windows-1252").decode(source.endsWith(".gz") ? gunzipSync(bytes) : bytes);

/** Records of a comma-separated text; a quoted cell may hold commas, quotes and line breaks. */
function records(text) {
  const all = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1) all.push(row);
    row = [];
  }
  return all;
}

/** Month/day/year, with or without a midnight, as YYYY-MM-DD. */
function day(cell) {
  const [, m, d, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(cell) ?? [];
  if (!y) throw new Error(`expected month/day/year, got "${cell}"`);
  return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
}

// As the reader of the whole file has them (src/format/ucdp.ts); 6 and 7 give no place that means anything.
const RADIUS_M = { 1: 5000, 2: 25_000, 3: 60_000, 4: 150_000, 5: 250_000 };
// GED counts deaths by armed force and does not code the means; by type of violence: state-based, non-state, one-sided.
const ACTS = { 1: "clash|explosion|fire", 2: "clash|explosion|fire", 3: "explosion|fire|harm.casualty" };
// Its coders have parted the events already: one release is one report, whose rows are different events.
const REPORT = "UCDP GED, release of May 2023";

const [header, ...rows] = records(text);
const at = Object.fromEntries(header.map((name, i) => [name.replace(/^\uFEFF/, ""), i]));
const lines = [];
for (const row of rows) {
  const cell = (name) => row[at[name]].trim();
  const start = day(cell("date_start"));
  if (start < "2014-01-01" || start > "2021-12-31" || cell("country") !== "Ukraine") continue;
  const stop = day(cell("date_end"));
  const radius = RADIUS_M[cell("where_prec")];
  const place = radius
    ? [Number(cell("longitude")).toFixed(4), Number(cell("latitude")).toFixed(4), radius]
    : ["", "", ""];
  const deaths = ["low", "best", "high"].map((name) => Number(cell(name)));
  const [least, most] = [Math.min(...deaths), Math.max(...deaths)];
  lines.push({
    id: Number(cell("id")),
    cells: [
      cell("id"),
      `"${REPORT}"`,
      "UCDP GED",
      "dataset",
      start,
      stop === start ? "" : stop,
      "Europe/Kyiv",
      ...place,
      ACTS[cell("type_of_violence")],
      cell("event_clarity") === "1" ? "1" : "",
      least === most ? String(least) : `${least}-${most}`,
      "yes",
    ],
  });
}
lines.sort((a, b) => a.id - b.id);
const columns = "key,report,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act,count,killed,distinct";
const target = new URL("../examples/minsk/ucdp-2014-2021.csv", import.meta.url);
writeFileSync(target, `${[columns, ...lines.map((l) => l.cells.join(","))].join("\n")}\n`);
console.error(`${rows.length} rows read, ${lines.length} written`);
