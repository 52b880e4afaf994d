import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { FrontExample, FrontSummary } from "../publication/front-page.ts";
import { byCodePoint } from "../units.ts";
import { installation } from "./root.ts";
import { say } from "./talk.ts";

/** A worked example: its agreement, its observation files, and where its derived files lie (keyed by content). */
interface Example {
  readonly name: string;
  readonly agreement: string;
  readonly files: readonly string[];
  readonly folder: string;
}

/** Every file under a folder, in order of name. */
function* filesUnder(path: string): Generator<string> {
  for (const name of readdirSync(path).sort(byCodePoint)) {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) yield* filesUnder(inner);
    else yield inner;
  }
}

/** The worked examples of this installation, in order of name. The key covers their bytes and the program's own. */
function findExamples(data: string): Example[] {
  const root = installation();
  const examples: Example[] = [];
  for (const name of readdirSync(join(root, "examples")).sort(byCodePoint)) {
    const folder = join(root, "examples", name);
    const agreement = join(folder, "agreement.yaml");
    if (!existsSync(agreement)) continue;
    const hash = createHash("sha256");
    for (const program of ["trucekeeper.mjs", "report-client.js"].map((f) => join(root, "dist", f)))
      hash.update(readFileSync(program));
    for (const path of filesUnder(folder)) hash.update(`${path.slice(folder.length)}\0`).update(readFileSync(path));
    const files = readdirSync(folder)
      .filter((f) => f.endsWith(".csv"))
      .sort(byCodePoint)
      .map((f) => join(folder, f));
    examples.push({
      name,
      agreement,
      files,
      folder: join(data, "derived", "examples", `${name}-${hash.digest("hex").slice(0, 16)}`),
    });
  }
  return examples;
}

/** Ends a command of our own with this process, so that none is left running. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill();
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
}

/** Derives one example by the very command that a user would call, in a process of its own. */
function derive(example: Example): Promise<boolean> {
  const script = join(installation(), "scripts", "trucekeeper.mjs");
  const args = [script, "assess", example.agreement, ...example.files, "--out", example.folder];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    endWithUs(child);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (b: Buffer) => out.push(b));
    child.stderr.on("data", (b: Buffer) => err.push(b));
    child.on("error", () => resolve(false));
    child.on("close", async (code) => {
      if (code !== 0) {
        say(`${example.name}: not derived (exit ${code})\n${Buffer.concat(err).toString("utf8").trimEnd()}`);
        resolve(false);
        return;
      }
      await writeFile(join(example.folder, "summary.json"), Buffer.concat(out));
      resolve(true);
    });
  });
}

/** The worked examples as the server reads them. */
export interface LoadedExamples {
  readonly states: () => readonly FrontExample[];
  readonly file: (name: string, file: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Derives what is missing, one after the other, and deletes what older content left behind. */
  readonly load: () => Promise<void>;
}

/** @param data folder of derived state; it may be deleted at any time and is made again */
export function loadExamples(data: string): LoadedExamples {
  const examples = findExamples(data);
  const states = new Map<string, FrontExample>();
  const ready = (e: Example): boolean => existsSync(join(e.folder, "summary.json"));
  const note = (e: Example, state: FrontExample["state"]): void => {
    if (state !== "ready") states.set(e.name, { name: e.name, state });
    else {
      const summary = JSON.parse(readFileSync(join(e.folder, "summary.json"), "utf8")) as FrontSummary;
      states.set(e.name, { name: e.name, state, summary });
    }
  };
  for (const e of examples) note(e, ready(e) ? "ready" : "deriving");
  return {
    states: () => [...states.values()],
    file: async (name, file) => {
      const example = examples.find((e) => e.name === name);
      return example && ready(example) ? new Uint8Array(await readFile(join(example.folder, file))) : null;
    },
    load: async () => {
      const folder = join(data, "derived", "examples");
      await mkdir(folder, { recursive: true });
      for (const e of examples) if (!ready(e)) note(e, (await derive(e)) ? "ready" : "failed");
      const current = new Set(examples.map((e) => e.folder));
      for (const old of readdirSync(folder).map((f) => join(folder, f)))
        if (!current.has(old)) rmSync(old, { recursive: true, force: true });
    },
  };
}
