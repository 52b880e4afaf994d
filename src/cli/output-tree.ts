import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "../store/durable-file.ts";
import { folderInPlace } from "./folder-in-place.ts";

/** What was written of one file. */
export interface Written {
  readonly path: string;
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** Writes one file under the folder, given its path with "/" between the parts. */
export type Put = (path: string, content: Uint8Array | AsyncIterable<Uint8Array>) => Promise<Written>;

/**
 * Writes a folder with folders in it whole or not at all: beside its place, synced, then renamed into it. An earlier
 * output of the same name is replaced.
 * @param readers who may read it on this machine, as far as the user's own settings allow
 */
export function writeTree<R>(
  out: string,
  write: (put: Put) => Promise<R>,
  readers: "all" | "owner" = "all",
): Promise<R> {
  const [fileMode, folderMode] = readers === "owner" ? [0o600, 0o700] : [0o666, 0o777];
  return folderInPlace(out, folderMode, async (draft) => {
    const folders = new Set([draft]);
    const result = await write(async (path, content) => {
      const at = join(draft, path);
      for (let folder = dirname(at); !folders.has(folder); folder = dirname(folder)) {
        await mkdir(folder, { recursive: true, mode: folderMode });
        folders.add(folder);
      }
      return { path, ...(await writeSynced(at, content, fileMode)) };
    });
    for (const folder of folders) await syncFolder(folder);
    return result;
  });
}

async function writeSynced(
  path: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  mode: number,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(path, "wx", mode);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}
