// `npm test`: lint, types, and every suite that this machine can run; closes with the real counts in one plain line.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bin = (name) => join(root, "node_modules/.bin", name);
let passed = 0;
let failed = 0;

/** One check that is a whole command: it passes or fails as one. */
function check(title, command, args) {
  const started = Date.now();
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  const ok = result.status === 0;
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? "passed" : "FAILED"}: ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

check("house rules", process.execPath, ["scripts/lint-house.mjs"]);
check("lint", bin("oxlint"), ["--deny-warnings"]);
check("format", bin("biome"), ["check"]);
check("types", bin("tsc"), ["--noEmit"]);
if (existsSync(join(root, "src/publication/page/tsconfig.json")))
  check("types of the report's page", bin("tsc"), ["--noEmit", "-p", "src/publication/page/tsconfig.json"]);
check("types of the browser application", bin("tsc"), ["--noEmit", "-p", "web/tsconfig.json"]);

const output = join(root, "dist/test-results.json");
mkdirSync(dirname(output), { recursive: true });
const started = Date.now();
const vitest = spawnSync(
  bin("vitest"),
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`, ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
let skipped = 0;
try {
  const results = JSON.parse(readFileSync(output, "utf8"));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  skipped = results.numPendingTests + results.numTodoTests;
  const suites = results.testResults.filter((s) => s.status === "failed" && s.assertionResults.length === 0);
  failed += suites.length;
  const left = results.testResults
    .flatMap((s) => s.assertionResults)
    .filter((t) => t.status === "skipped" || t.status === "pending");
  for (const title of new Set(left.map((t) => t.ancestorTitles[0] ?? t.title))) console.log(`left out: ${title}`);
} catch (error) {
  failed++;
  console.error(`no results of the suites: ${error.message}`);
}
if (vitest.status !== 0 && failed === 0) failed++;
console.log(`suites took ${((Date.now() - started) / 1000).toFixed(1)} s`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 ? 1 : 0);
