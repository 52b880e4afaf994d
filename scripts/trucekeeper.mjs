#!/usr/bin/env node
// `npx trucekeeper COMMAND`: the built command line; says how to build it where it isn't there.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { totalmem } from "node:os";
import process from "node:process";
import { getHeapStatistics } from "node:v8";

/** Commands that hold a whole mission in this process's memory. */
const WHOLE = new Set(["assess", "compare", "export", "gap", "replay", "report"]);

/**
 * Runs the same command in a process that may take most of the machine's memory. Node's own limit is 2 to 4 GB, whatever
 * the machine has, and can be set at the start of a process only.
 */
function withMemory(megabytes) {
  const args = [`--max-old-space-size=${megabytes}`, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.once("error", () => done(1));
    child.once("exit", (code, signal) => done(signal === null ? (code ?? 1) : 1));
  });
}

const entry = new URL("../dist/trucekeeper.mjs", import.meta.url);
// A container's bound where there is one: 0, or more than the machine has, says that there is none.
const bound = process.constrainedMemory?.() || totalmem();
const megabytes = Math.floor((Math.min(bound, totalmem()) / 1_048_576) * 0.75);
const said = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].some((a) => a.includes("--max-old-space-size"));
if (!existsSync(entry)) {
  console.error("trucekeeper is not built yet: run `npm start` once, or `npm install && npm run build`.");
  process.exitCode = 1;
} else if (WHOLE.has(process.argv[2]) && !said && getHeapStatistics().heap_size_limit / 1_048_576 < megabytes)
  process.exitCode = await withMemory(megabytes);
else {
  const { main } = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2));
}
