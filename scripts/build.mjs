// Builds dist/: the report's browser script, the command line with the server in it, and the browser application.
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildWeb } from "./build-web.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

await build({
  entryPoints: [join(root, "src/publication/page/main.ts")],
  outfile: join(dist, "report-client.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});

// Packages stay outside the bundle, but for the table of time zones: Node 20 imports no JSON without an attribute.
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const external = Object.keys(dependencies)
  .filter((name) => name !== "moment-timezone")
  .flatMap((n) => [n, `${n}/*`]);

// The command line, and the thread that derives a mission beside it. In parts: a command loads only the packages that it needs.
await build({
  entryPoints: {
    trucekeeper: join(root, "src/cli/main.ts"),
    "derive-worker": join(root, "src/store/derive-worker.ts"),
  },
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  chunkNames: "part-[hash]",
  bundle: true,
  splitting: true,
  external,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
});

// The verifier of exports, by itself in one file: it needs Node and nothing else.
await build({
  entryPoints: [join(root, "src/cli/verify-main.ts")],
  outfile: join(dist, "trucekeeper-verify.mjs"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  banner: { js: "#!/usr/bin/env node" },
  legalComments: "inline",
  logLevel: "warning",
});

for (const name of ["land-10m.json", "land-50m.json", "countries-50m.json"])
  cpSync(join(root, "node_modules/world-atlas", name), join(dist, name));

await buildWeb();
