import { Problem } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import {
  type BundleAccount,
  type BundleEntry,
  bundleTilePath,
  CHECKPOINT,
  entryPath,
  evidencePath,
  joinedPath,
  MANIFEST,
  type Manifest,
  manifestFile,
  manifestText,
  parseBundlePath,
  parseEntry,
  parseManifest,
} from "./bundle.ts";
import { malformed, sameBytes, toHex } from "./bytes.ts";
import { type Checkpoint, type OpenedCheckpoint, openCheckpoint, vouching } from "./checkpoint.ts";
import { type Envelope, ERASURE, leafOf } from "./envelope.ts";
import { verifyJoined } from "./joining.ts";
import { type Nodes, nodesOf, rootOf } from "./merkle.ts";
import { type Verified, type VerifierKey, verifyNote } from "./note.ts";
import { nodesOfTiles, TILE_WIDTH, tileHashes, tilePath, tilesOf } from "./tiles.ts";

/** A bundle as a folder that somebody else reads; this folder of the code reads no disk. */
export interface BundleFolder {
  /** Every file in the folder, relative, with "/" between the parts. */
  readonly paths: readonly string[];
  readonly read: (path: string) => Uint8Array | undefined;
  /** Length of a file in bytes, told without reading it. Undefined: there is none, or it is no plain file. */
  readonly size?: (path: string) => number | undefined;
  /** Length and SHA-256 (hex) of a file, where the folder can tell them without holding a long recording in memory. */
  readonly digest?: (path: string) => { readonly bytes: number; readonly sha256: string } | undefined;
}

export interface VerifyOptions {
  /** Keys that the reader trusts, got from elsewhere than the bundle: the log's, parties' and witnesses'. */
  readonly keys?: readonly VerifierKey[];
  /** Checkpoints of this log that the reader kept: the bundle must extend each. */
  readonly earlier?: readonly Uint8Array[];
  /** What the caller knows of payloads: says what is wrong with one, or undefined. `has` tells if evidence is here. */
  readonly payloadFault?: (
    payload: unknown,
    envelope: Envelope,
    index: number,
    has: (sha256: string) => boolean,
  ) => string | undefined;
  /**
   * What the caller knows of erasures: whether the one whose payload is shown orders this entry destroyed. Undefined
   * where that cannot be told.
   */
  readonly ordered?: (
    erasure: { readonly payload: unknown; readonly envelope: Envelope },
    entry: { readonly index: number; readonly commitment: string | null },
  ) => boolean | undefined;
  /**
   * What the caller knows of evidence: which an entry names, and which it orders destroyed (SHA-256). Undefined where
   * that cannot be told.
   */
  readonly evidence?: (entry: { readonly payload: unknown; readonly envelope: Envelope }) => EvidenceTold | undefined;
}

/** Evidence that an entry names, and that it orders destroyed. */
export interface EvidenceTold {
  readonly named: readonly string[];
  readonly destroyed: readonly string[];
}

/** Most bytes of a file that is read whole, evidence excepted: above any honest one, and below what fills a memory. */
const MOST_BYTES = 268_435_456;

export type BundleResult =
  | {
      readonly ok: true;
      readonly origin: string;
      readonly size: number;
      /** Root of the log, 64 hex digits. */
      readonly root: string;
      /** Names of the keys that were given and whose signatures hold, with the time of a cosignature in seconds. */
      readonly signedBy: readonly { readonly name: string; readonly seconds?: number }[];
      /** Entries by what is shown of them, and files of evidence. */
      readonly counts: {
        readonly released: number;
        readonly withheld: number;
        readonly destroyed: number;
        readonly closed: number;
        readonly evidence: number;
      };
      /**
       * Destroyed entries and the erasure of each. `ordered` is true where that erasure's payload is shown and names the
       * entry; null where it cannot be told, since the payload is not shown or is of another log's indexes.
       */
      readonly tombstones: readonly { readonly index: number; readonly by: number; readonly ordered: true | null }[];
      /** Evidence that shown entries name and that is gone, and the erasure of each. */
      readonly evidenceDestroyed: readonly { readonly sha256: string; readonly by: number }[];
      /** What became of every entry, as the exporter signed it and as it was counted here. Null: of an older form. */
      readonly account: BundleAccount | null;
      /** Entries that came from other logs with a proof from there, and how many of those a key given here signed. */
      readonly joined: readonly { readonly origin: string; readonly entries: number; readonly signed: number }[];
      /** What was proved and what was not, in a sentence for people. */
      readonly proves: string;
    }
  | { readonly ok: false; readonly file: string; readonly why: string };

class Fault extends Error {
  readonly file: string;
  constructor(file: string, why: string) {
    super(why);
    this.file = file;
  }
}

/** Runs one check of one file; what is malformed in it is the file's fault. */
function of<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Problem) throw new Fault(file, error.message);
    throw error;
  }
}

/**
 * Checks an export by itself, without database or network, and names the first file that is wrong: first the bytes of
 * every file against the manifest, then signatures, tree, entries, other logs' proofs and evidence.
 * Pure; reads every file once for its hash and the small ones again for their content.
 */
export function verifyBundle(folder: BundleFolder, options: VerifyOptions = {}): BundleResult {
  try {
    return check(folder, options);
  } catch (error) {
    if (error instanceof Fault) return { ok: false, file: error.file, why: error.message };
    throw error;
  }
}

function check(folder: BundleFolder, options: VerifyOptions): BundleResult {
  const { keys = [], earlier = [], payloadFault, ordered } = options;
  const bytesOf = (path: string): Uint8Array => {
    const size = of(path, () => folder.size?.(path)) ?? 0;
    if (size > MOST_BYTES) throw new Fault(path, `${size} bytes, more than any such file of an export has`);
    const bytes = of(path, () => folder.read(path));
    if (!bytes) throw new Fault(path, "is missing");
    return bytes;
  };
  const manifest = of(MANIFEST, () => parseManifest(bytesOf(MANIFEST)));
  checkFiles(folder, manifest, bytesOf);
  const { checkpoint, verified } = checkSignatures(manifest, bytesOf(CHECKPOINT), keys);
  const nodes = checkTiles(manifest, checkpoint, bytesOf);
  for (const note of earlier) checkEarlier(note, checkpoint, nodes, keys);

  const listed = new Set(manifest.files.map((f) => f.path));
  const has = (sha256: string): boolean => listed.has(evidencePath(sha256));
  const kinds = new Map<number, string>();
  const destroyedBy = new Map<number, { readonly by: number; readonly commitment: string | null }>();
  const erasures = new Map<number, { readonly payload: unknown; readonly envelope: Envelope }>();
  const counts = { released: 0, withheld: 0, destroyed: 0, closed: 0, evidence: 0 };
  const joined = new Map<string, { entries: number; signed: number }>();
  const evidence = evidenceAsked(options.evidence);
  for (const { path, sha256 } of manifest.files) {
    const what = parseBundlePath(path);
    if (what.is === "evidence") {
      if (what.sha256 !== sha256) throw new Fault(path, `its SHA-256 is ${sha256}`);
      counts.evidence++;
    } else if (what.is === "entry") {
      const entry = of(path, () => checkEntry(parseEntry(bytesOf(path)), what.index, checkpoint.size, nodes));
      if (entry.envelope) kinds.set(entry.index, entry.envelope.kind);
      if (entry.state === "destroyed")
        destroyedBy.set(entry.index, { by: entry.by, commitment: entry.envelope?.commitment ?? null });
      else if (entry.state === "released" && entry.envelope.kind === ERASURE) erasures.set(entry.index, entry);
      const fault = entry.state === "released" && payloadFault?.(entry.payload, entry.envelope, entry.index, has);
      if (fault) throw new Fault(path, fault);
      if (entry.state === "released") of(path, () => evidence.add(entry));
      // Otherwise anything could be said to have come from somebody else's log.
      if (entry.envelope?.cites && !listed.has(joinedPath(entry.index)))
        throw new Fault(joinedPath(entry.index), `is missing: entry ${entry.index} says it came from another log`);
      counts[entry.state]++;
    } else if (what.is === "joined") {
      if (!listed.has(entryPath(what.index))) throw new Fault(path, `entry ${what.index} is not in this export`);
      const first = of(path, () => checkJoined(parseEntry(bytesOf(entryPath(what.index))), bytesOf(path), keys));
      const sum = joined.get(first.checkpoint.origin) ?? { entries: 0, signed: 0 };
      const signed = sum.signed + (first.verified.length > 0 ? 1 : 0);
      joined.set(first.checkpoint.origin, { entries: sum.entries + 1, signed });
    }
  }
  const tombstones: { index: number; by: number; ordered: true | null }[] = [];
  for (const [index, { by, commitment }] of destroyedBy) {
    const kind = kinds.get(by);
    // Otherwise any entry could be kept back under the name of a tombstone; one that may not be shown is closed instead.
    if (kind === undefined) throw new Fault(entryPath(index), `destroyed by entry ${by}, whose envelope is not shown`);
    if (kind !== ERASURE)
      throw new Fault(entryPath(index), `destroyed by entry ${by}, which is not an erasure but of kind ${kind}`);
    const erasure = erasures.get(by);
    const told = erasure && ordered?.(erasure, { index, commitment });
    tombstones.push({ index, by, ordered: told || null });
    if (told === false) throw new Fault(entryPath(index), `destroyed by entry ${by}, an erasure that does not name it`);
  }
  const { origin, size, root } = checkpoint;
  counts.closed = size - counts.released - counts.withheld - counts.destroyed;
  const { account = null } = manifest;
  if (account) checkAccount(account, counts);
  // A bundle of form 1 promised nothing of the evidence that its entries name.
  const evidenceDestroyed = manifest.bundle === 1 ? [] : evidence.check(listed);
  return {
    ok: true,
    origin,
    size,
    root: toHex(root),
    signedBy: verified.map(({ key, seconds }) => ({ name: key.name, ...(seconds === undefined ? {} : { seconds }) })),
    counts,
    tombstones,
    evidenceDestroyed,
    account,
    joined: [...joined].sort(([a], [b]) => byCodePoint(a, b)).map(([origin, sum]) => ({ origin, ...sum })),
    proves: `${sentence(keys, verified, origin)}${manifest.bundle === 1 ? OLDER : ""}`,
  };
}

const OLDER =
  " It was exported by an older program, which did not promise all evidence that its entries name: none was asked for.";

/** The numbers of the account are those that were counted. */
function checkAccount(account: BundleAccount, counts: Extract<BundleResult, { ok: true }>["counts"]): void {
  for (const [name, seen] of [
    ["released", counts.released],
    ["withheld", counts.withheld],
    ["erased", counts.destroyed],
  ] as const)
    if (account[name] !== seen)
      throw new Fault(MANIFEST, `its account says ${account[name]} ${name}, and the export shows ${seen}`);
}

/** Collects which evidence the entries shown name, and which of it their erasures ordered destroyed. */
function evidenceAsked(tell: VerifyOptions["evidence"]) {
  const named = new Map<string, number>();
  const gone = new Map<string, number>();
  let known = true;
  return {
    add(entry: Extract<BundleEntry, { state: "released" }>): void {
      const told = tell?.(entry);
      known &&= told !== undefined;
      for (const sha256 of told?.named ?? []) if (!named.has(sha256)) named.set(sha256, entry.index);
      for (const sha256 of told?.destroyed ?? []) if (!gone.has(sha256)) gone.set(sha256, entry.index);
    },
    /** @returns what is gone, with its erasure @throws Fault on what is missing, and on what nobody names */
    check(listed: ReadonlySet<string>): { sha256: string; by: number }[] {
      const destroyed: { sha256: string; by: number }[] = [];
      for (const [sha256, index] of named) {
        if (listed.has(evidencePath(sha256))) continue;
        const by = gone.get(sha256);
        if (by === undefined)
          throw new Fault(
            evidencePath(sha256),
            `is missing: entry ${index} names it, and no erasure shown here ordered it destroyed`,
          );
        destroyed.push({ sha256, by });
      }
      for (const path of known ? listed : []) {
        const what = parseBundlePath(path);
        if (what.is === "evidence" && !named.has(what.sha256))
          throw new Fault(path, "no entry shown here names it: evidence is exported with what rests on it");
      }
      return destroyed;
    },
  };
}

function checkFiles(folder: BundleFolder, manifest: Manifest, bytesOf: (path: string) => Uint8Array): void {
  for (const file of manifest.files) {
    const { path } = file;
    const what = of(path, () => parseBundlePath(path));
    // Before it is read: a file that grew to fill a disk is not hashed to its end.
    const size = of(path, () => folder.size?.(path)) ?? file.bytes;
    if (size !== file.bytes) throw new Fault(path, `${size} bytes, the manifest says ${file.bytes}`);
    const streamed = what.is === "evidence" ? of(path, () => folder.digest?.(path)) : undefined;
    const seen = streamed ?? manifestFile(path, bytesOf(path));
    if (seen.bytes !== file.bytes) throw new Fault(path, `${seen.bytes} bytes, the manifest says ${file.bytes}`);
    if (seen.sha256 !== file.sha256) throw new Fault(path, "its content is not what the manifest says (SHA-256)");
  }
  const listed = new Set(manifest.files.map((f) => f.path).concat(MANIFEST));
  const added = folder.paths.filter((p) => !listed.has(p)).sort(byCodePoint)[0];
  if (added !== undefined) throw new Fault(added, "is not in the manifest: added after the export, or not part of it");
  if (!listed.has(CHECKPOINT)) throw new Fault(CHECKPOINT, "is not in the manifest");
}

function checkSignatures(
  manifest: Manifest,
  note: Uint8Array,
  keys: readonly VerifierKey[],
): { checkpoint: Checkpoint; verified: readonly Verified[] } {
  const opened = of(CHECKPOINT, () => openCheckpoint(note, keys));
  const { checkpoint } = opened;
  const verified = vouching(opened);
  for (const field of ["origin", "size"] as const)
    if (checkpoint[field] !== manifest[field])
      throw new Fault(CHECKPOINT, `its ${field} is ${checkpoint[field]}, the manifest says ${manifest[field]}`);
  if (keys.length > 0 && verified.length === 0)
    throw new Fault(
      CHECKPOINT,
      `of the log ${checkpoint.origin}, is not signed by ${keys.map((k) => k.name).join(", ")}`,
    );
  const logKeys = keys.filter((k) => k.use === "note" && k.name === checkpoint.origin);
  const signed = { text: manifestText(manifest), signatures: manifest.signatures };
  if (of(MANIFEST, () => verifyNote(signed, logKeys)).length === 0 && logKeys.length > 0)
    throw new Fault(MANIFEST, `is not signed by ${checkpoint.origin}`);
  return { checkpoint, verified };
}

/** The tiles are those of the tree, each is the tree of the tiles under it, and their root is the checkpoint's. */
function checkTiles(manifest: Manifest, checkpoint: Checkpoint, bytesOf: (path: string) => Uint8Array): Nodes {
  const { size } = checkpoint;
  const listed = new Set<string>();
  for (const { path } of manifest.files) if (parseBundlePath(path).is === "tile") listed.add(path);
  let top = CHECKPOINT;
  for (const tile of tilesOf(size)) {
    top = bundleTilePath(tilePath(tile));
    if (!listed.delete(top)) throw new Fault(top, `is missing: a log of ${size} entries has this tile`);
    if (bytesOf(top).length !== tile.width * 32) throw new Fault(top, `expected ${tile.width} hashes of 32 bytes`);
  }
  for (const path of listed) throw new Fault(path, `is no tile of a log of ${size} entries`);
  const nodes = nodesOfTiles(size, (path) => bytesOf(bundleTilePath(path)));
  if (!sameBytes(rootOf(nodes, size), checkpoint.root))
    throw new Fault(
      top,
      `the tiles' root is ${toHex(rootOf(nodes, size))}, the checkpoint says ${toHex(checkpoint.root)}`,
    );
  // From the root down, so that the tile named is the one that differs from what the checkpoint vouches for.
  for (const { level, index, width } of [...tilesOf(size)].reverse()) {
    if (width < TILE_WIDTH) continue;
    const path = bundleTilePath(tilePath({ level, index, width }));
    const root = rootOf(nodesOf(tileHashes(bytesOf(path), TILE_WIDTH)), TILE_WIDTH);
    if (!sameBytes(root, nodes(8 * (level + 1), index)))
      throw new Fault(path, "its hashes do not give the hash in the tile above");
  }
  return nodes;
}

function checkEarlier(bytes: Uint8Array, now: Checkpoint, nodes: Nodes, keys: readonly VerifierKey[]): void {
  const opened = of("(earlier checkpoint)", () => openCheckpoint(bytes, keys));
  const { checkpoint: before } = opened;
  if (before.origin !== now.origin)
    throw new Fault("(earlier checkpoint)", `is of ${before.origin}, the export of ${now.origin}`);
  if (before.size > now.size)
    throw new Fault(CHECKPOINT, `has ${now.size} entries, fewer than the ${before.size} of the earlier checkpoint`);
  if (before.size === now.size && !sameBytes(before.root, now.root) && vouching(opened).length > 0)
    throw new Fault(
      CHECKPOINT,
      `another root than the earlier checkpoint of the same ${before.size} entries, and both are signed: two logs are shown under one name. Keep both files; together they prove it`,
    );
  if (!sameBytes(rootOf(nodes, before.size), before.root))
    throw new Fault(
      CHECKPOINT,
      `does not extend the earlier checkpoint of ${before.size} entries: the log was rewritten`,
    );
}

function checkEntry(entry: BundleEntry, index: number, size: number, nodes: Nodes): BundleEntry {
  if (entry.index !== index) throw malformed(`entry: its index is ${entry.index}, its path says ${index}`);
  if (index >= size) throw malformed(`entry: the log has ${size} entries`);
  const leaf = nodes(0, index);
  if (entry.envelope && !sameBytes(leafOf(entry.envelope), leaf))
    throw malformed(`entry: its envelope is not leaf ${index} of the log`);
  if (entry.state !== "destroyed") return entry;
  if (!sameBytes(entry.leaf, leaf)) throw malformed(`entry: its leaf is not leaf ${index} of the log`);
  // What was joined from another log may have come after the erasure that had named it; nothing else may.
  const mayBeLate = entry.envelope === null || entry.envelope.cites !== null;
  if (entry.by === index || entry.by >= size || (entry.by < index && !mayBeLate))
    throw malformed(`entry: destroyed by entry ${entry.by}, expected a later entry of this log`);
  return entry;
}

function checkJoined(entry: BundleEntry, proof: Uint8Array, keys: readonly VerifierKey[]): OpenedCheckpoint {
  if (!entry.envelope)
    throw malformed("joining: the entry's envelope was destroyed, so its first log's proof must go too");
  return verifyJoined(entry.envelope, proof, keys);
}

function sentence(keys: readonly VerifierKey[], verified: readonly Verified[], origin: string): string {
  if (keys.length === 0)
    return "No key was given: this proves only that the export agrees with itself, not who made it. Ask the mission for its key by another way, and give it with --key.";
  const log = verified.filter((v) => v.key.use === "note").map((v) => v.key.name);
  const others = verified.filter((v) => v.key.use === "cosignature").map((v) => v.key.name);
  const cosigned = others.length > 0 ? `; the checkpoint is cosigned by ${others.join(", ")}` : "";
  if (log.length > 0)
    return `Signed by ${log.join(", ")}: these entries stand in the log ${origin}, and nothing in this export was changed, added or left out since it was signed${cosigned}.`;
  return `These entries stand in the log ${origin}${cosigned}. No key of the log was given, so entries and evidence may have been left out of this export.`;
}
