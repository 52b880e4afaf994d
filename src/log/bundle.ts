import { canonical, sha256Hex } from "../canonical.ts";
import { byCodePoint } from "../units.ts";
import { hash32, jsonFile, malformed, members, parseJsonFile, shown, toHex } from "./bytes.ts";
import { type Envelope, opens, parseEnvelope, payloadBytes } from "./envelope.ts";
import type { Hash, Nodes } from "./merkle.ts";
import { type NoteSignature, parseSignatureLine, type SigningKey, signatureLine, signText } from "./note.ts";
import { indexPath, parseIndexPath, parseTilePath, tileBytes, tilePath, tilesOf } from "./tiles.ts";

/** The layout of an export, described in docs/export-bundle.md. */
export const MANIFEST = "manifest.json";
export const CHECKPOINT = "log/checkpoint";
export const bundleTilePath = (path: string): string => `log/${path}`;
export const entryPath = (index: number): string => `entries/${indexPath(index)}.json`;
export const evidencePath = (sha256: string): string => `evidence/${sha256}`;
export const joinedPath = (index: number): string => `joined/${indexPath(index)}.tlog-proof`;

/** What a path of a bundle holds. */
export type BundlePath =
  | { readonly is: "checkpoint" | "tile" }
  | { readonly is: "entry" | "joined"; readonly index: number }
  | { readonly is: "evidence"; readonly sha256: string };

/** @throws Problem log/malformed on a path that is no part of the layout */
export function parseBundlePath(path: string): BundlePath {
  if (path === CHECKPOINT) return { is: "checkpoint" };
  const evidence = /^evidence\/([0-9a-f]{64})$/.exec(path);
  if (evidence) return { is: "evidence", sha256: evidence[1] as string };
  const entry = /^entries\/(.+)\.json$/.exec(path);
  if (entry) return { is: "entry", index: parseIndexPath(entry[1] as string) };
  const joined = /^joined\/(.+)\.tlog-proof$/.exec(path);
  if (joined) return { is: "joined", index: parseIndexPath(joined[1] as string) };
  if (path.startsWith("log/") && parseTilePath(path.slice(4)).level !== "entries") return { is: "tile" };
  throw malformed("not part of an export's layout");
}

/** One file of a bundle, as its manifest lists it. */
export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * What became of every entry of the log in an export: released + withheld + heldByMarking + heldByFloor + erased =
 * entries.
 */
export interface BundleAccount {
  readonly entries: number;
  readonly released: number;
  /** Shown by their envelope alone: their content was never given to this log. */
  readonly withheld: number;
  /** Closed because of their marking, or because the erasure that would have to be shown with them is not. */
  readonly heldByMarking: number;
  /** Closed because they would tell where or when something is, finer or sooner than the mission releases it. */
  readonly heldByFloor: number;
  /** Destroyed, with a tombstone shown. */
  readonly erased: number;
  /** The moment for which it was judged what is out, ms since 1970 UTC; null: an export of all there is. */
  readonly releasedAt: number | null;
}

export interface Manifest {
  /** 2 has an account, and all evidence that its entries name; 1 is how older programs exported. */
  readonly bundle: 1 | 2;
  /** Origin and size of the log at the bundle's checkpoint. */
  readonly origin: string;
  readonly size: number;
  /** Every file but the manifest, by path in code point order. */
  readonly files: readonly ManifestFile[];
  /** Not there in a bundle of form 1. */
  readonly account?: BundleAccount;
  /** Signatures over `manifestText`. */
  readonly signatures: readonly NoteSignature[];
}

type Unsigned = Omit<Manifest, "signatures">;

/** What the exporter signs: no checkpoint has such a text, because its second line would have to be a number. */
export const manifestText = ({ bundle, origin, size, files, account }: Unsigned): string => {
  const content = { bundle, origin, size, files, ...(account && { account }) };
  return `trucekeeper export manifest/v${bundle}\norigin ${origin}\nsize ${size}\nsha256 ${sha256Hex(canonical(content))}\n`;
};

/**
 * The manifest's file: canonical JSON whose last member by name, `seal`, is the SHA-256 of all the others, so that a
 * damaged manifest is told from a damaged file even by somebody who has no key.
 * @param files of all other files, in any order
 * @param keys  the log's key as a rule; none makes an export that only agrees with itself
 * @param account of its entries; left out, the manifest has the form of older programs
 */
export function manifestBytes(
  origin: string,
  size: number,
  files: readonly ManifestFile[],
  keys: readonly SigningKey[],
  account?: BundleAccount,
): Uint8Array {
  const sorted = files.toSorted((a, b) => byCodePoint(a.path, b.path));
  const unsigned: Unsigned = { bundle: account ? 2 : 1, origin, size, files: sorted, ...(account && { account }) };
  const signatures = keys.map((key) => signatureLine(signText(manifestText(unsigned), key)));
  const unsealed = { ...unsigned, signatures };
  return jsonFile({ ...unsealed, seal: sha256Hex(canonical(unsealed)) });
}

/** Undoes `manifestBytes`; its signatures are not verified. @throws Problem log/malformed */
export function parseManifest(bytes: Uint8Array): Manifest {
  const value = parseJsonFile(bytes);
  const form = typeof value === "object" && value !== null && "bundle" in value ? value.bundle : undefined;
  if (form !== 1 && form !== 2)
    throw malformed(`manifest: bundle: expected 1 or 2, saw ${shown(form)}; a newer program wrote it`);
  const names = ["bundle", "origin", "size", "files", "signatures", "seal", ...(form === 2 ? ["account"] : [])];
  const { seal, ...unsealed } = members(value, names, "manifest");
  if (seal !== sha256Hex(canonical(unsealed))) throw malformed("manifest: its seal is not the hash of its content");
  const { origin, size, files, signatures } = unsealed;
  if (typeof origin !== "string" || origin === "" || origin.includes("\n"))
    throw malformed(`manifest: origin: saw ${shown(origin)}`);
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
    throw malformed(`manifest: size: expected 0 or more, saw ${shown(size)}`);
  if (!Array.isArray(files) || !Array.isArray(signatures)) throw malformed("manifest: files and signatures are lists");
  const listed = files.map(parseManifestFile);
  listed.forEach((file, i) => {
    const before = listed[i - 1];
    if (before && byCodePoint(before.path, file.path) >= 0)
      throw malformed(`manifest: ${shown(file.path)} is listed twice or out of order`);
  });
  return {
    bundle: form,
    origin,
    size,
    files: listed,
    ...(form === 2 && { account: parseAccount(unsealed["account"], size) }),
    signatures: signatures.map((line) => parseSignatureLine(typeof line === "string" ? line : shown(line))),
  };
}

const COUNTS = ["entries", "released", "withheld", "heldByMarking", "heldByFloor", "erased"] as const;

/** @throws Problem log/malformed where it is not in its form, or does not add up */
function parseAccount(value: unknown, size: number): BundleAccount {
  const m = members(value, [...COUNTS, "releasedAt"], "manifest: account");
  const { releasedAt } = m;
  const numbers = COUNTS.map((name) => [name, place(m[name], `account: ${name}`, "manifest")] as const);
  if (releasedAt !== null && !Number.isSafeInteger(releasedAt))
    throw malformed(`manifest: account: releasedAt: expected milliseconds or null, saw ${shown(releasedAt)}`);
  const account = { ...Object.fromEntries(numbers), releasedAt } as unknown as BundleAccount;
  const { entries, ...parts } = account;
  const sum = parts.released + parts.withheld + parts.heldByMarking + parts.heldByFloor + parts.erased;
  if (entries !== size || sum !== entries)
    throw malformed(`manifest: account: ${sum} entries are accounted for, of ${entries}; the log has ${size}`);
  return account;
}

function parseManifestFile(value: unknown): ManifestFile {
  const { path, bytes, sha256 } = members(value, ["path", "bytes", "sha256"], "manifest: file");
  if (typeof path !== "string" || typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0)
    throw malformed(`manifest: expected a path and its length in bytes, saw ${shown(value)}`);
  return { path, bytes, sha256: toHex(hash32(sha256, `manifest: ${path}`)) };
}

/** One entry of a bundle. An entry without a file is closed: its leaf hash in the tiles is all that is shown of it. */
export type BundleEntry =
  | {
      readonly state: "released";
      readonly index: number;
      readonly envelope: Envelope;
      readonly salt: Uint8Array;
      readonly payload: unknown;
    }
  /** The envelope is shown, payload and salt are not. */
  | { readonly state: "withheld"; readonly index: number; readonly envelope: Envelope }
  /**
   * A tombstone: payload and salt were destroyed, and the envelope too where it is null. When and why stands in the
   * erasure entry `by`, which is later in the log: its envelope's time and its payload.
   */
  | {
      readonly state: "destroyed";
      readonly index: number;
      readonly envelope: Envelope | null;
      readonly leaf: Hash;
      readonly by: number;
    };

/** The file of one entry: canonical JSON, one newline. */
export function entryBytes(entry: BundleEntry): Uint8Array {
  if (entry.state === "released") return jsonFile({ ...entry, salt: toHex(entry.salt) });
  return jsonFile(entry.state === "destroyed" ? { ...entry, leaf: toHex(entry.leaf) } : entry);
}

/** Undoes `entryBytes`, and checks that a released payload opens its envelope. @throws Problem log/malformed */
export function parseEntry(bytes: Uint8Array): BundleEntry {
  const value = parseJsonFile(bytes);
  const state = typeof value === "object" && value !== null && "state" in value ? value.state : undefined;
  if (state === "withheld") {
    const m = members(value, ["state", "index", "envelope"], "entry");
    return { state, index: place(m["index"], "index"), envelope: parseEnvelope(m["envelope"]) };
  }
  if (state === "destroyed") {
    const m = members(value, ["state", "index", "envelope", "leaf", "by"], "entry");
    const envelope = m["envelope"] === null ? null : parseEnvelope(m["envelope"]);
    return {
      state,
      index: place(m["index"], "index"),
      envelope,
      leaf: hash32(m["leaf"], "entry: leaf"),
      by: place(m["by"], "by"),
    };
  }
  if (state !== "released")
    throw malformed(`entry: state: expected released, withheld or destroyed, saw ${shown(state)}`);
  const m = members(value, ["state", "index", "envelope", "salt", "payload"], "entry");
  const envelope = parseEnvelope(m["envelope"]);
  const salt = hash32(m["salt"], "entry: salt");
  const payload = m["payload"];
  if (!opens(envelope, payloadBytes(payload), salt))
    throw malformed("entry: payload and salt are not those that the envelope commits to");
  return { state, index: place(m["index"], "index"), envelope, salt, payload };
}

const place = (value: unknown, field: string, of = "entry"): number => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw malformed(`${of}: ${field}: expected 0 or more, saw ${shown(value)}`);
  return value;
};

/**
 * The files of a bundle but evidence and manifest, in no promised order. Evidence is written by whoever holds it; the
 * manifest last, over what was written.
 * @param checkpoint note of the log at `size`
 * @param joined     for entries of other logs: the index here, and the first log's `entryProofBytes`
 */
export function* bundleFiles(parts: {
  readonly checkpoint: Uint8Array;
  readonly size: number;
  readonly nodes: Nodes;
  readonly entries: Iterable<BundleEntry>;
  readonly joined?: Iterable<readonly [index: number, proof: Uint8Array]>;
}): Generator<readonly [path: string, bytes: Uint8Array]> {
  yield [CHECKPOINT, parts.checkpoint];
  for (const tile of tilesOf(parts.size)) yield [bundleTilePath(tilePath(tile)), tileBytes(tile, parts.nodes)];
  for (const entry of parts.entries) yield [entryPath(entry.index), entryBytes(entry)];
  for (const [index, proof] of parts.joined ?? []) yield [joinedPath(index), proof];
}

/** The manifest's line for a file. */
export const manifestFile = (path: string, bytes: Uint8Array): ManifestFile => ({
  path,
  bytes: bytes.length,
  sha256: sha256Hex(bytes),
});
