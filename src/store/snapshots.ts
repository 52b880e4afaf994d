import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { byCodePoint } from "../units.ts";
import { writeDurably } from "./durable-file.ts";

/** Flat files of derived state, such as fusion's weeks, by name. A cache: any of them may be gone. */
export interface Snapshots {
  /** @param name letters, digits, ".", "_" and "-", with "/" between parts */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Buffer | undefined>;
  /** Names under a prefix that ends in "/", in code point order. */
  list(prefix: string): Promise<string[]>;
  remove(name: string): Promise<void>;
}

const NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Snapshots in a folder. */
export function folderSnapshots(folder: string): Snapshots {
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new RangeError(`snapshot: ${JSON.stringify(name)} is not a name`);
    return join(folder, name);
  };
  return {
    put: (name, bytes) => writeDurably(pathOf(name), bytes),
    get: (name) => readFile(pathOf(name)).catch(absent),
    async list(prefix) {
      const under = prefix === "" ? folder : pathOf(prefix.replace(/\/$/, ""));
      const found = await readdir(under, { recursive: true, withFileTypes: true }).catch(absent);
      return (found ?? [])
        .filter((f) => f.isFile() && !f.name.startsWith("."))
        .map((f) => join(f.parentPath, f.name).slice(folder.length + 1))
        .sort(byCodePoint);
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

function absent(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  throw error;
}
