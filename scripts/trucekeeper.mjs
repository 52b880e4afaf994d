#!/usr/bin/env node
// `npx trucekeeper COMMAND`: the built command line; says how to build it where it isn't there.
import { existsSync } from "node:fs";
import process from "node:process";

const entry = new URL("../dist/trucekeeper.mjs", import.meta.url);
if (existsSync(entry)) {
  const { main } = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error("trucekeeper is not built yet: run `npm start` once, or `npm install && npm run build`.");
  process.exitCode = 1;
}
