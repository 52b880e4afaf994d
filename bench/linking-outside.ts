import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a clustering package of another language found in points, and how long it took without reading them. */
export interface Timed {
  readonly seconds: number;
  /** Of those that say it: what the processor took. */
  readonly cpuSeconds?: number;
  readonly components: number;
  readonly version: string;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a script of this folder that prints one line of JSON; a text says why it is left out. */
export function outside(command: string, script: string, args: readonly string[]): Timed | string {
  const ran = spawnSync(command, [here(script), ...args], { encoding: "utf8" });
  if (ran.status === 0) return JSON.parse(ran.stdout) as Timed;
  return `left out: ${ran.error?.message ?? ran.stderr.trim().split("\n").at(-1)}`;
}
