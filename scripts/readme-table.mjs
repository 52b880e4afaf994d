// Keeps the README's table of measurements equal to bench/results.json: `--write` writes it, else exit 1 where it differs.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);
const BEGIN = "<!-- generated from bench/results.json by scripts/readme-table.mjs -->\n";
const END = "<!-- end of generated part -->";

/**
 * The README with its generated part made from the results.
 * @param {string} readme
 * @param {{ runs: number, node: string, measured: { what: string, ours: string, baseline: string }[] }} results
 */
export function withTable(readme, results) {
  const from = readme.indexOf(BEGIN) + BEGIN.length;
  const until = readme.indexOf(END);
  if (from < BEGIN.length || until < from) throw new Error("README.md: the marks of the generated part are gone");
  const rows = results.measured.map((m) => `| ${m.what} | ${m.ours} | ${m.baseline} |`);
  const table = ["| what | Trucekeeper | beside it |", "|---|---|---|", ...rows].join("\n");
  const note = `Two cores of a shared machine, Node.js ${results.node.replace(/^v/, "")}; times that stand beside a baseline are medians of ${results.runs} alternating ${results.runs === 1 ? "run" : "runs"} where runs take seconds, and what a million takes is one run. \`npm run bench\` makes them anew.`;
  return `${readme.slice(0, from)}\n${table}\n\n${note}\n\n${readme.slice(until)}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = fileURLToPath(new URL("README.md", root));
  const readme = readFileSync(path, "utf8");
  const made = withTable(readme, JSON.parse(readFileSync(new URL("bench/results.json", root), "utf8")));
  if (process.argv.includes("--write")) writeFileSync(path, made);
  else if (made !== readme) {
    console.error("README.md: the table is not that of bench/results.json; run `npm run bench`");
    process.exitCode = 1;
  }
}
