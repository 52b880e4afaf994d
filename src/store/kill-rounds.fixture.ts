import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { fromBase64, sameBytes, toHex } from "../log/bytes.ts";
import { openCheckpoint } from "../log/checkpoint.ts";
import { nodesOf, rootOf } from "../log/merkle.ts";
import { parseVkey } from "../log/note.ts";
import { FULL } from "./derivations.ts";
import type { Store } from "./store.ts";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");

/** The writer as one file, so that a hundred starts of it take no longer than they must. */
export async function buildWriter(name: "kill-embedded" | "kill-postgres" | "kill-acts"): Promise<string> {
  const folder = join(root, "node_modules/.cache/trucekeeper");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(here, `${name}.fixture.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // kysely alone is some hundred files to find and load; what is native or not ESM stays outside.
    external: ["better-sqlite3", "pg", "geographiclib-geodesic"],
    logLevel: "warning",
  });
  return outfile;
}

/** All that writers have been told so far. */
export class Told {
  readonly entries = new Map<number, string>();
  readonly checkpoints: Uint8Array[] = [];
  readonly evidence = new Set<string>();
  /** First halves of two people that were asked for, and those whose erasure was acknowledged. */
  readonly asked = new Set<string>();
  readonly erased = new Set<string>();
  revision = 0;
  rounds = 0;
  /** Rounds in which the writer was killed before it had opened the store. */
  whileOpening = 0;
  hear(line: string): void {
    const [what, a = "", b = ""] = line.split(" ");
    if (what === "entry") this.entries.set(Number(a), b);
    else if (what === "checkpoint") this.checkpoints.push(fromBase64(a));
    else if (what === "evidence") this.evidence.add(a);
    else if (what === "asked") this.asked.add(a);
    else if (what === "erased") this.erased.add(a);
    else if (what === "derived") this.revision = Math.max(this.revision, Number(a));
  }
}

/** A writer that runs: when it has opened the store (or ended), and what it put on stderr once it has ended. */
export interface Writer {
  readonly child: ChildProcess;
  readonly opened: Promise<void>;
  readonly ended: Promise<string>;
}

/** Starts a writer and listens until it ends. */
export function startWriter(file: string, args: readonly string[], told: Told): Writer {
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let errors = "";
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (text.startsWith("open\n")) open();
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => {
      // A line that the kill cut short was not said.
      const lines = text.split("\n").slice(0, -1);
      if (!lines.includes("open")) told.whileOpening++;
      told.rounds++;
      for (const line of lines) told.hear(line);
      open();
      resolve(errors);
    });
  });
  return { child, opened, ended };
}

/** Waits for a moment to kill at: one in five while the store is being opened, the others while it writes. */
export async function someMoment({ opened }: Writer): Promise<void> {
  if (Math.random() > 0.2) await opened;
  await pause(Math.random() * 250);
}

/** What was acknowledged and is not there, or not as it was; empty where all is well. */
export async function lost(store: Store, told: Told): Promise<string[]> {
  const missing: string[] = [];
  const mission = await store.mission("m");
  if (!mission) return told.entries.size > 0 ? ["the mission"] : [];
  const leaves = await store.leafHashes("m");
  for (const [index, leaf] of told.entries) {
    const found = leaves[index];
    if (!found || toHex(found) !== leaf) missing.push(`entry ${index}`);
  }
  const nodes = nodesOf(leaves);
  for (const note of told.checkpoints) {
    const { checkpoint, verified } = openCheckpoint(note, [parseVkey(mission.vkey)]);
    if (
      verified.length !== 1 ||
      checkpoint.size > leaves.length ||
      !sameBytes(rootOf(nodes, checkpoint.size), checkpoint.root)
    )
      missing.push(`checkpoint of ${checkpoint.size}`);
  }
  for (const sha256 of told.evidence)
    if ((await store.evidence("m").size(sha256)) === undefined) missing.push(`evidence ${sha256}`);
  const view = await store.derivations.visible("m", { profile: FULL, upTo: "TLP:RED" });
  if (view) {
    // Whole, of one state, and not older than one that was said to be there.
    const page = await view.page("observation");
    if (page.rows.length !== 50 || new Set(page.rows.map((r) => r.content)).size !== 1)
      missing.push("a whole derived state");
    if (view.state.revision < told.revision) missing.push(`derived revision ${told.revision}`);
  } else if (told.revision > 0) missing.push("the derived state");
  return missing;
}

export const removeWriter = (file: string): void => rmSync(file, { force: true });
