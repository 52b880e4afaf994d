import { parentPort } from "node:worker_threads";
import { Calls } from "../src/store/calls.ts";
import type { Share } from "./linking-strips.ts";
import { labelSlabs, linkSlabs } from "./space-time-linking.ts";

if (!parentPort) throw new Error("linking-strip-worker.ts runs as a thread");
export const calls = new Calls(parentPort, {
  ready: async () => {},
  link: async ({ field, made, from, until }: Share) => linkSlabs(field, made, from, until),
  label: async ({ made, from, until }: Share) => labelSlabs(made, from, until),
});
