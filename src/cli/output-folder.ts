import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { catalogue, problem } from "../problems.ts";
import { syncFolder } from "../store/durable-file.ts";
import { folderInPlace } from "./folder-in-place.ts";

/** A file to write: its name in the folder, and its content as text or bytes in order. */
export interface OutputFile {
  readonly name: string;
  readonly content: Iterable<string | Uint8Array>;
}

const CHUNK = 1 << 17;

async function writeSynced(path: string, content: Iterable<string | Uint8Array>): Promise<void> {
  const file = await open(path, "wx");
  try {
    let pending: string[] = [];
    let size = 0;
    const flush = async () => {
      if (size > 0) await file.writeFile(pending.join(""));
      pending = [];
      size = 0;
    };
    for (const part of content) {
      if (typeof part === "string") {
        pending.push(part);
        size += part.length;
        if (size > CHUNK) await flush();
      } else {
        await flush();
        await file.writeFile(part);
      }
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Checks before any work that `out` may be written: absent, empty, or holding only files of these names.
 * @throws Problem (exit 2) that names the first foreign file
 */
export function checkOutput(out: string, names: readonly string[]): void {
  checkPlace(out);
  if (!existsSync(out)) return;
  let present: string[];
  try {
    present = readdirSync(out);
  } catch {
    throw problem(catalogue.usage, { why: `--out ${out}: is a file; name a folder` });
  }
  const foreign = present.find((name) => !names.includes(name));
  if (foreign !== undefined)
    throw problem(catalogue.usage, {
      why: `--out ${out}: holds ${foreign}, which is not of this command; name an empty or new folder`,
    });
}

/** @throws Problem (exit 2) where a part of the path above it is no folder, or one that may not be written to */
export function checkPlace(out: string): void {
  let above = dirname(resolve(out));
  while (!existsSync(above)) above = dirname(above);
  if (!statSync(above).isDirectory())
    throw problem(catalogue.usage, { why: `--out ${out}: ${above} is a file, not a folder` });
  try {
    accessSync(above, constants.W_OK);
  } catch {
    throw problem(catalogue.usage, { why: `--out ${out}: ${above} may not be written to by this user` });
  }
}

/**
 * Writes a folder whole or not at all: files go to a temporary folder beside it, in the order given, are synced,
 * and the folder is renamed into place. An earlier output of the same name is replaced.
 */
export const writeFolder = (out: string, files: readonly OutputFile[]): Promise<void> =>
  folderInPlace(out, 0o777, async (draft) => {
    for (const file of files) await writeSynced(join(draft, file.name), file.content);
    await syncFolder(draft);
  });
