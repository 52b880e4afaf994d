// The house rules of CONTRIBUTING.md, each held here and each with a violating fixture in scripts/fixtures/lint.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folders of src/ in the direction in which data flows; a folder imports only from those before it. */
export const FLOW = [
  "time",
  "place",
  "access",
  "log",
  "observation",
  "format",
  "coverage",
  "incident",
  "agreement",
  "assessment",
  "verification",
  "guarantee",
  "comparison",
  "publication",
  "record",
  "mission",
  "store",
  "server",
  "cli",
];
const ROOT_FILES = new Set(["units", "problems", "canonical", "certainty", "edit-distance"]);
const SHELL = new Set(["store", "server", "cli"]);
const MAY_STREAM = new Set(["format", "publication"]);
const STREAM_MODULES = new Set(["node:zlib", "node:stream", "node:buffer"]);

/** Packages that only one place may know. */
const OWNED = [
  { packages: ["kysely", "better-sqlite3", "pg", "aws4fetch"], by: /^src\/store\//, what: "SQL" },
  {
    packages: ["csv-parse", "exceljs", "saxes", "yauzl", "@streamparser/json"],
    by: /^src\/format\//,
    what: "an outside format",
  },
  { packages: ["hono", "@hono/node-server", "@hono/zod-openapi"], by: /^src\/server\//, what: "HTTP" },
];

/** Packages that the pure core may use; format/ and publication/ may use further parsers and document libraries. */
const CORE_PACKAGES = new Set([
  "zod",
  "yaml",
  "geographiclib-geodesic",
  "moment-timezone",
  "@noble/hashes",
  "@noble/ed25519",
]);

const IMPURE = [
  [/\bDate\.now\(/, "Date.now() reads the clock"],
  [/\bnew Date\(\)/, "new Date() reads the clock"],
  [/\bperformance\.now\(/, "performance.now() reads the clock"],
  [/\bMath\.random\(/, "Math.random() is not reproducible"],
  [/\bIntl\./, "Intl depends on the machine"],
  [/\.toLocale\w*\(/, "toLocale… depends on the machine"],
  [/\blocaleCompare\(/, "localeCompare depends on the machine; use byCodePoint"],
  [/\bprocess\.(env|argv|cwd|stdout|stderr)/, "process belongs to the shell"],
];

const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\//g, (m) => m.replace(/[^\n]/g, " ")).replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
const lineOf = (text, index) => text.slice(0, index).split("\n").length;
const isTest = (path) => path.endsWith(".test.ts") || path.endsWith(".fixture.ts") || path.startsWith("test/");
const folderOf = (path) => /^src\/([^/]+)\//.exec(path)?.[1];
const packageOf = (name) =>
  name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");

function* imports(text) {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s+["']([^"']+)["']/g;
  for (const m of text.matchAll(pattern)) yield { name: m[1] ?? m[2] ?? m[3], index: m.index };
}

function checkImports(path, text, found) {
  const folder = folderOf(path);
  for (const { name, index } of imports(text)) {
    const at = `${path}:${lineOf(text, index)}`;
    if (name.startsWith(".")) {
      const target = join(dirname(path), name);
      const to = folderOf(target);
      if (path.startsWith("src/") && !isTest(path)) {
        if (folder && to && to !== folder && FLOW.indexOf(to) > FLOW.indexOf(folder))
          found.push(`${at}: flow: ${folder}/ imports ${to}/, which comes after it in the flow`);
        if (!target.startsWith("src/") && !target.startsWith("package.json"))
          found.push(`${at}: flow: src/ imports ${target} outside src/`);
        if (!folder && ROOT_FILES.has(path.slice(4, -3)) && to) found.push(`${at}: flow: a root file imports ${to}/`);
      }
      if (
        path.startsWith("web/") &&
        target.startsWith("src/") &&
        !/^src\/(units|canonical|certainty|time\/|place\/|observation\/|log\/|server\/client)/.test(target)
      )
        found.push(
          `${at}: web: the browser imports ${target}; only units, time, place, observation, log and the server's client`,
        );
      continue;
    }
    if (isTest(path)) continue;
    if (
      name.startsWith("node:") &&
      folder &&
      !SHELL.has(folder) &&
      !(MAY_STREAM.has(folder) && STREAM_MODULES.has(name))
    )
      found.push(`${at}: purity: ${name} in the pure folder ${folder}/`);
    if (
      !name.startsWith("node:") &&
      folder &&
      !SHELL.has(folder) &&
      !MAY_STREAM.has(folder) &&
      !CORE_PACKAGES.has(packageOf(name))
    )
      found.push(`${at}: purity: the package ${name} is not one of the pure core's`);
    for (const owned of OWNED)
      if (owned.packages.includes(packageOf(name)) && path.startsWith("src/") && !owned.by.test(path))
        found.push(`${at}: ownership: ${name} knows ${owned.what}; only ${owned.by.source.replace(/[\\^]/g, "")} may`);
  }
}

function checkPurity(path, text, found) {
  const folder = folderOf(path);
  if (
    !path.startsWith("src/") ||
    isTest(path) ||
    (folder && SHELL.has(folder)) ||
    path.startsWith("src/publication/page/")
  )
    return;
  const code = withoutComments(text);
  for (const [pattern, why] of IMPURE) {
    const m = pattern.exec(code);
    if (m) found.push(`${path}:${lineOf(code, m.index)}: purity: ${why}`);
  }
}

function checkNames(path, found) {
  for (const part of path.split("/"))
    if (/^(utils?|helpers?|types?|common|misc|shared)(\.[a-z.]+)?$/.test(part) && path !== "test/shared.ts")
      found.push(`${path}: name: "${part}" says nothing of the domain`);
  const folder = folderOf(path);
  if (folder && !FLOW.includes(folder)) found.push(`${path}: flow: src/${folder}/ is not a folder of the design`);
  if (path.endsWith(".bench.ts")) found.push(`${path}: bench: benches live in bench/`);
}

/**
 * Checks a tree of files.
 * @param {ReadonlyMap<string, string>} tree text by path relative to the project's root, forward slashes
 * @returns {string[]} problems as "path:line: rule: what is wrong"
 */
export function lintTree(tree) {
  const found = [];
  const lengths = [];
  for (const [path, text] of tree) {
    if (!/\.(ts|tsx|mjs)$/.test(path)) continue;
    checkNames(path, found);
    checkImports(path, text, found);
    checkPurity(path, text, found);
    if (path.startsWith("src/") || path.startsWith("web/")) {
      const code = withoutComments(text);
      const plain = /\.(sort|toSorted)\(\)/.exec(code);
      if (plain && !isTest(path))
        found.push(
          `${path}:${lineOf(code, plain.index)}: order: sort() without a comparator orders text by UTF-16 unit and numbers as text`,
        );
      const sql = /\b(SELECT\s+.+\s+FROM|INSERT\s+INTO|CREATE\s+TABLE)\b/.exec(code);
      if (sql && !path.startsWith("src/store/") && !isTest(path))
        found.push(`${path}:${lineOf(code, sql.index)}: ownership: SQL outside src/store/`);
    }
    const lines = text.split("\n").length - 1;
    if (/^\/\/ generated/i.test(text)) continue;
    lengths.push(lines);
    if (lines > 500) found.push(`${path}: length: ${lines} lines; 500 at most`);
  }
  lengths.sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  if (median > 120) found.push(`length: the median file has ${median} lines; 120 at most`);
  checkDependencies(tree, found);
  return found;
}

function checkDependencies(tree, found) {
  const manifest = tree.get("package.json");
  if (manifest === undefined) return;
  const reasons = tree.get("docs/dependencies.md") ?? "";
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest);
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (!reasons.includes(`\`${name}\``))
      found.push(`package.json: dependency: ${name} has no line of reason in docs/dependencies.md`);
    if (!/^\d/.test(version)) found.push(`package.json: dependency: ${name} is not pinned exactly (${version})`);
  }
}

function readTree(root) {
  const tree = new Map();
  const visit = (path) => {
    const rel = relative(root, path).split("\\").join("/");
    if (/(^|\/)(node_modules|dist|\.git|\.trucekeeper)(\/|$)/.test(rel) || /(^|\/)fixtures(\/|$)/.test(rel)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path)) visit(join(path, name));
    } else if (/\.(ts|tsx|mjs|json|md)$/.test(rel) && !rel.endsWith("package-lock.json"))
      tree.set(rel, readFileSync(path, "utf8"));
  };
  visit(root);
  return tree;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problems = lintTree(readTree(resolve(dirname(fileURLToPath(import.meta.url)), "..")));
  for (const p of problems) console.error(p);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
