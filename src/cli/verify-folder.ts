import { createHash } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import type { Envelope } from "../log/envelope.ts";
import { parseVkey, type VerifierKey } from "../log/note.ts";
import { type BundleFolder, type BundleResult, type VerifyOptions, verifyBundle } from "../log/verify-bundle.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import { isEntryKind, type KindAndPayload, parsePayload } from "../record/registry.ts";

/** What a reader of an export trusts, got by another way than the export. */
export interface Trusted {
  readonly keys: readonly VerifierKey[];
  /** Checkpoints of this log that were kept earlier. */
  readonly earlier: readonly Uint8Array[];
}

/**
 * What the reader named: a key as text or a file of keys, one a line, and an earlier checkpoint's file.
 * @throws Problem (exit 2) on a key that is none
 */
export function trusted(key: string | undefined, earlier: string | undefined): Trusted {
  const lines = key === undefined ? [] : existsSync(key) ? fileGiven("key", key).toString().split(/\r?\n/) : [key];
  const texts = lines.map((l) => l.trim()).filter((l) => l !== "" && !l.startsWith("#"));
  if (key !== undefined && texts.length === 0)
    throw problem(catalogue.usage, { why: `--key ${key}: holds no key; without one, leave --key out` });
  let keys: VerifierKey[];
  try {
    keys = texts.map(parseVkey);
  } catch (error) {
    if (error instanceof Problem)
      throw problem(catalogue.usage, {
        why: `--key: ${error.message}; give a key such as name+1a2b3c4d+AZ…, or a file of keys`,
      });
    throw error;
  }
  return { keys, earlier: earlier === undefined ? [] : [fileGiven("earlier", earlier)] };
}

/** @throws Problem (exit 2) where the file that a flag names cannot be read */
function fileGiven(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a folder; name a file" : `cannot be read: ${code}`;
    throw problem(catalogue.usage, { why: `--${flag} ${path}: ${why}` });
  }
}

/**
 * Checks an export by itself, offline, and names the first file that is wrong.
 * @throws Problem (exit 1) where the folder is not there
 */
export function verifyFolder(folder: string, { keys, earlier }: Trusted): BundleResult {
  return verifyBundle(bundleFolder(folder), { keys, earlier, ...payloadChecks() });
}

/** What a bundle asks of its payloads. Each is parsed once, whatever is asked of it; a newer program's kind is its own. */
function payloadChecks(): Pick<VerifyOptions, "payloadFault" | "ordered" | "evidence"> {
  const parsed = new WeakMap<object, KindAndPayload>();
  const open = (payload: unknown, { kind }: Envelope): KindAndPayload | undefined => {
    if (!isEntryKind(kind)) return undefined;
    if (typeof payload !== "object" || payload === null) return parsePayload(kind, payload);
    const known = parsed.get(payload) ?? parsePayload(kind, payload);
    parsed.set(payload, known);
    return known;
  };
  return {
    payloadFault(payload, envelope) {
      try {
        open(payload, envelope);
        return undefined;
      } catch (error) {
        if (error instanceof Problem) return error.message;
        throw error;
      }
    },
    // By its index in an erasure of the same log, by its commitment anywhere.
    ordered({ payload, envelope }, { index, commitment }) {
      const known = open(payload, envelope);
      if (known?.kind !== "erasure") return undefined;
      const { entries } = known.payload.body;
      if (commitment !== null) return entries.some((e) => e.commitment === commitment);
      // Indexes of an erasure that was joined are those of its first log, and the entry may have been joined later.
      return envelope.cites === null ? entries.some((e) => e.index === index) : undefined;
    },
    // What it names, and what it orders destroyed.
    evidence({ payload, envelope }) {
      const known = open(payload, envelope);
      if (!known) return undefined;
      return { named: evidenceOf(known), destroyed: known.kind === "erasure" ? known.payload.body.evidence : [] };
    },
  };
}

/** A folder of the disk as a bundle. Links are no files of it: what they show can be changed after the check. */
export function bundleFolder(folder: string): BundleFolder {
  let isFolder = false;
  try {
    isFolder = statSync(folder).isDirectory();
  } catch {
    // Said below.
  }
  if (!isFolder) throw problem(catalogue.noSuchFile, { path: `${folder} (a folder that export wrote)` });
  const paths: string[] = [];
  const walk = (under: string): void => {
    let found: Dirent[];
    try {
      found = readdirSync(join(folder, under), { withFileTypes: true });
    } catch (error) {
      const why = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
      throw problem(catalogue.notReadable, { why }, { file: under === "" ? folder : under });
    }
    for (const entry of found) {
      const path = under === "" ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else paths.push(path);
    }
  };
  walk("");
  return {
    paths,
    size: (path) => plainSize(join(folder, path)),
    read: (path) => (plainSize(join(folder, path)) === undefined ? undefined : readFileSync(join(folder, path))),
    digest: (path) => (plainSize(join(folder, path)) === undefined ? undefined : digestOf(join(folder, path))),
  };
}

/** @throws Problem where it is a link, a pipe or the like, or may not be looked at */
function plainSize(path: string): number | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isFile()) throw problem(catalogue.notReadable, { why: "is a link or another thing than a plain file" });
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw problem(catalogue.notReadable, { why: `cannot be read: ${(error as NodeJS.ErrnoException).code}` });
  }
  return found.size;
}

/** Length and hash of a file of any length, a piece at a time. */
function digestOf(path: string): { readonly bytes: number; readonly sha256: string } {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(1 << 20);
  const file = openSync(path, "r");
  let bytes = 0;
  try {
    for (;;) {
      const n = readSync(file, piece);
      if (n === 0) return { bytes, sha256: hash.digest("hex") };
      hash.update(piece.subarray(0, n));
      bytes += n;
    }
  } finally {
    closeSync(file);
  }
}
