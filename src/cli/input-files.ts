import { createHash } from "node:crypto";
import { createReadStream, type Stats, statSync } from "node:fs";
import { basename } from "node:path";
import { catalogue, problem } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import { unread } from "./unread.ts";

/** One file of the input set: known by the hash of its bytes; the name is for people. */
export interface InputFile {
  readonly path: string;
  /** Base name; where copies differ in name, the smallest by code point. */
  readonly name: string;
  readonly sha256: string;
}

/** SHA-256 of a file's bytes, read in pieces. @throws Problem where it cannot be read */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw unread(path, error);
  }
  return hash.digest("hex");
}

/** What stands at a path; undefined where nothing does, and where its path cannot be walked. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The set of input files, by SHA-256 and in its order: a file named twice, or a copy of it, is read once.
 * @param say gets one line for each repeated file
 * @throws Problem (exit 1) that names every path that is no readable file
 */
export async function inputSet(paths: readonly string[], say: (line: string) => void): Promise<InputFile[]> {
  const kinds = paths.map((path) => ({ path, stat: statOf(path) }));
  const missing = kinds.filter(({ stat }) => !stat).map(({ path }) => path);
  if (missing.length > 0) throw problem(catalogue.noSuchFile, { path: missing.join(", ") });
  const others = kinds.filter(({ stat }) => !stat?.isFile()).map(({ path }) => path);
  if (others.length > 0)
    throw problem(catalogue.notReadable, {
      why: `${others.join(", ")}: a folder or a pipe; name the files themselves`,
    });
  const bySha = new Map<string, InputFile>();
  for (const path of [...paths].sort(byCodePoint)) {
    const sha256 = await sha256Of(path);
    const name = basename(path);
    const known = bySha.get(sha256);
    if (known) say(`${name}: the same bytes as ${known.name}; read once`);
    const first = known && byCodePoint(known.name, name) <= 0 ? known : { path, name, sha256 };
    bySha.set(sha256, first);
  }
  return [...bySha.values()].sort((a, b) => byCodePoint(a.sha256, b.sha256));
}

/** The bytes of a file as a stream. */
export async function* bytesOf(file: InputFile): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 18 })) yield chunk as Uint8Array;
}
