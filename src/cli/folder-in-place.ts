import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { syncFolder } from "../store/durable-file.ts";

/**
 * Makes a folder whole or not at all: `fill` writes, and syncs, a draft beside its place, which is then renamed into
 * it. An earlier output of the same name is replaced, and stands as it was where anything fails.
 * @param mode permissions of the folder, as far as the user's own settings allow
 */
export async function folderInPlace<R>(out: string, mode: number, fill: (draft: string) => Promise<R>): Promise<R> {
  const target = resolve(out);
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true });
  const draft = join(parent, `.${basename(target)}.draft-${process.pid}`);
  const old = join(parent, `.${basename(target)}.old-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  try {
    mkdirSync(draft, { mode });
    const result = await fill(draft);
    if (existsSync(target)) renameSync(target, old);
    try {
      renameSync(draft, target);
    } catch (error) {
      if (existsSync(old)) renameSync(old, target);
      throw error;
    }
    await syncFolder(parent);
    return result;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
