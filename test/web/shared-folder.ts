import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder of this run, empty until a suite fills it for the suites after it. */
    readonly madeOnce: string;
  }
}

/** One folder for the whole run, gone with it: what several suites need is made there by the first that asks. */
export default async function madeOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-run-"));
  project.provide("madeOnce", folder);
  return () => rm(folder, { recursive: true, force: true });
}
