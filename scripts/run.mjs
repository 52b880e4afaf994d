// One plain script behind `npm start` and `npm test`: installs where the lock changed, builds where sources changed, runs.
// Node built-ins only, since it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Trucekeeper needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a command in the project's folder and stops with its exit code where it fails. */
function must(command, args, env = {}, advice = () => "") {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  if (result.status === 0) return;
  const words = advice();
  if (words) console.error(words);
  process.exit(result.status ?? 1);
}

/** What the one package that compiles at install needs and this machine lacks. */
function missingCompiler() {
  const lacks = ["python3", "make", "g++"].filter((c) => spawnSync(c, ["--version"], { stdio: "ignore" }).status !== 0);
  return lacks.length > 0
    ? `The embedded store compiles at install; not found here: ${lacks.join(", ")}. On Debian: apt-get install -y python3 make g++. On macOS: xcode-select --install. Then run this again.`
    : "";
}

const hash = (parts) => {
  const h = createHash("sha256");
  for (const p of parts) h.update(p);
  return h.digest("hex");
};

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

const fresh = (stamp, value) => existsSync(stamp) && readFileSync(stamp, "utf8") === value;

/** Installs the locked packages unless the stamp says that this very lock is installed. */
export function install() {
  const stamp = join(root, "node_modules/.trucekeeper-lock");
  const lock = hash([readFileSync(join(root, "package-lock.json")), process.versions.modules]);
  if (fresh(stamp, lock)) return;
  // Native packages build against this Node's own headers where they lie beside it; else node-gyp would download them.
  const prefix = resolve(process.execPath, "../..");
  const env = existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
  must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], env, missingCompiler);
  writeFileSync(stamp, lock);
}

/** Builds dist/ unless the stamp says that these very sources are built. */
export function build() {
  const stamp = join(root, "dist/.stamp");
  const inputs = ["src", "web", "scripts/build.mjs", "scripts/build-web.mjs", "package-lock.json"].flatMap((p) => [
    ...filesUnder(join(root, p)),
  ]);
  const state = hash(
    inputs.filter((p) => !p.endsWith(".test.ts")).flatMap((p) => [p.slice(root.length), readFileSync(p)]),
  );
  if (fresh(stamp, state)) return;
  must(process.execPath, ["scripts/build.mjs"]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const task = process.argv[2];
  if (task === "start") {
    install();
    build();
    const { start } = await import(pathToFileURL(join(root, "dist/trucekeeper.mjs")).href);
    await start();
  } else if (task === "test") {
    install();
    build();
    must(process.execPath, ["scripts/test.mjs", ...process.argv.slice(3)]);
  } else {
    console.error("usage: node scripts/run.mjs start | test");
    process.exit(2);
  }
}
