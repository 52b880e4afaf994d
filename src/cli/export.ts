import { canonical } from "../canonical.ts";
import {
  type BundleEntry,
  bundleFiles,
  entryBytes,
  entryPath,
  evidencePath,
  joinedPath,
  MANIFEST,
  manifestBytes,
} from "../log/bundle.ts";
import { toHex } from "../log/bytes.ts";
import { nodesOf } from "../log/merkle.ts";
import { evidenceNamed } from "../mission/evidence-named.ts";
import { catalogue, problem } from "../problems.ts";
import { isEntryKind, parsePayload } from "../record/registry.ts";
import { noteHandling, sizeWithoutCopies } from "../store/custody.ts";
import { deriveMission, refusedFilesOf } from "../store/mission-state.ts";
import type { Mission, Store, StoredCheckpoint, StoredEntry } from "../store/store.ts";
import { byCodePoint } from "../units.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { FINDINGS_FILES, findingsFiles } from "./findings-files.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { type Put, type Written, writeTree } from "./output-tree.ts";
import { STORE_FLAGS, sizeAsOf, withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const USAGE =
  "npx trucekeeper export --mission M --out DIR [--released] [--as-of CHECKPOINT] [--findings DIR] [--as AUTHOR] [--to WHO] [--data DIR]";

/** What an export may hold at its top. */
const TOP = [MANIFEST, "log", "entries", "joined", "evidence"];

/**
 * `export`: a mission's record as a bundle that an outsider can check offline (docs/export-bundle.md). `--released`
 * shows the entries that are for all, and of the others their leaf alone. `--findings` writes beside it what `assess`
 * would, from the same record. Where evidence goes out, an entry says so (who, when, to whom); it stands behind the
 * checkpoint that is exported, so that the same record exported again is the same bundle.
 */
export async function exportBundle(args: readonly string[]): Promise<number> {
  const flags = {
    ...STORE_FLAGS,
    out: "text",
    "as-of": "text",
    findings: "text",
    released: "switch",
    as: "text",
    to: "text",
  } as const;
  const { positionals, text, on } = readArguments(args, flags, USAGE);
  const { mission: id, out, findings } = text;
  if (id === undefined) wrongUsage("--mission: name the mission to export", USAGE);
  if (out === undefined) wrongUsage("--out: name a folder to write", USAGE);
  if (positionals.length > 0) wrongUsage(`${positionals[0]}: export takes no files`, USAGE);
  if (findings !== undefined && on.has("released"))
    wrongUsage("--findings shows what every entry says: leave it out of a released export", USAGE);
  const { as: author = "operator", to = "" } = text;
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(author))
    wrongUsage(`--as ${author}: expected a pseudonymous id of a-z, 0-9 and -`, USAGE);
  if (to.length > 400) wrongUsage("--to: expected at most 400 characters", USAGE);
  checkOutput(out, TOP);
  if (findings !== undefined) checkOutput(findings, FINDINGS_FILES);
  return withMission(text, id, async (store, mission) => {
    const size =
      text["as-of"] === undefined ? await unchangedSince(store, id) : await sizeAsOf(store, id, text["as-of"]);
    const checkpoint = await checkpointOf(store, id, size);
    await noteExport(store, mission, checkpoint, on.has("released"), { author, to });
    if (findings !== undefined) {
      const { derived } = await deriveMission(store, mission, { size });
      await writeFolder(findings, findingsFiles(derived));
    }
    const counts = await writeTree(out, (put) => writeBundle(store, mission, checkpoint, on.has("released"), put));
    say(`verify it with: npx trucekeeper verify ${out} --key ${mission.vkey}`);
    const root = toHex(checkpoint.checkpoint.root);
    const refusedFiles = on.has("released") ? [] : await refusedFilesOf(store, mission, size);
    for (const f of refusedFiles) say(`${f.file}: exported, and the reader of today refuses it: ${f.why}`);
    const { vkey: key, origin } = mission;
    await result(
      canonical({ mission: id, origin, size, root, key, ...counts, ...(refusedFiles.length > 0 && { refusedFiles }) }),
    );
    return 0;
  });
}

/** The signed checkpoint of a size; only the newest state can be signed now. */
async function checkpointOf(store: Store, mission: string, size: number): Promise<StoredCheckpoint> {
  const stored = await store.storedCheckpoint(mission, size);
  if (stored) return stored;
  if (size === (await store.size(mission))) return store.checkpoint(mission);
  const why = `--as-of ${size}: no checkpoint was signed at this size, and none is signed afterwards; name one that was published`;
  throw problem(catalogue.usage, { why });
}

/** The size to export: the record without events at its end that say it was exported, where that was signed. */
async function unchangedSince(store: Store, mission: string): Promise<number> {
  const size = await store.size(mission);
  for (let n = await sizeWithoutCopies(store, mission); n < size; n++)
    if (await store.storedCheckpoint(mission, n)) return n;
  return size;
}

/** Enters whose hands evidence goes into, before it goes. */
async function noteExport(
  store: Store,
  mission: Mission,
  { checkpoint: { size } }: StoredCheckpoint,
  released: boolean,
  { author, to }: { readonly author: string; readonly to: string },
): Promise<void> {
  const named = new Set<string>();
  for await (const stored of store.entries(mission.id, { until: size })) {
    if (!mayShow(stored, released) || !stored.envelope || !stored.content) continue;
    const { kind } = stored.envelope;
    if (isEntryKind(kind))
      for (const hash of evidenceNamed(parsePayload(kind, stored.content.payload))) named.add(hash);
    if (!released && named.size > 0) break;
  }
  if (named.size === 0) return;
  const what = `${released ? "what is released of " : ""}an export of ${size} entries`;
  await noteHandling(
    store,
    mission,
    { author, role: "administrator", now: Date.now() },
    {
      event: "exported",
      // All of it is said in few words; of what is released, which.
      evidence: released ? [...named].sort(byCodePoint) : [],
      upTo: released ? null : size,
      to: to === "" ? what : `${to} (${what})`,
      reason: "",
    },
  );
}

interface Counts {
  readonly entries: number;
  readonly closed: number;
  readonly destroyed: number;
  readonly evidence: number;
}

/** Writes all files of a bundle, the manifest last. */
async function writeBundle(
  store: Store,
  mission: Mission,
  { checkpoint, note }: StoredCheckpoint,
  released: boolean,
  put: Put,
): Promise<Counts> {
  const { size, origin } = checkpoint;
  const files: Written[] = [];
  const nodes = nodesOf(await store.leafHashes(mission.id, { until: size }));
  for (const [path, bytes] of bundleFiles({ checkpoint: note, size, nodes, entries: [] }))
    files.push(await put(path, bytes));
  const shown = await shownErasures(store, mission.id, size, released);
  const evidence = new Set<string>();
  let [entries, destroyed] = [0, 0];
  for await (const stored of store.entries(mission.id, { until: size })) {
    const entry = shownEntry(stored, released, shown);
    if (!entry) continue;
    if (entry.state === "destroyed") destroyed++;
    else entries++;
    files.push(await put(entryPath(entry.index), entryBytes(entry)));
    if (stored.proof && entry.envelope?.cites) files.push(await put(joinedPath(entry.index), stored.proof));
    if (entry.state === "released" && isEntryKind(entry.envelope.kind))
      for (const sha256 of evidenceNamed(parsePayload(entry.envelope.kind, entry.payload))) evidence.add(sha256);
  }
  let kept = 0;
  for (const sha256 of [...evidence].sort(byCodePoint)) {
    const bytes = await store.evidence(mission.id).get(sha256);
    if (!bytes) continue;
    const written = await put(evidencePath(sha256), bytes);
    if (written.sha256 !== sha256) throw damaged(sha256, written.sha256);
    files.push(written);
    kept++;
  }
  const key = await store.signingKey(mission.id);
  await put(MANIFEST, manifestBytes(origin, size, files, [key]));
  return { entries, closed: size - entries - destroyed, destroyed, evidence: kept };
}

const damaged = (sha256: string, seen: string) =>
  problem(catalogue.store, {
    why: `evidence ${sha256} is damaged: its SHA-256 is ${seen}`,
    todo: "Nothing was exported. Put its file back, or restore the last backup",
  });

/** Whether an entry's content is for the reader of this export. */
const mayShow = ({ envelope, content }: StoredEntry, released: boolean): boolean =>
  envelope !== null && content !== null && (!released || envelope.marking === "TLP:CLEAR");

/** Erasures whose envelope the export shows: a tombstone has to name one. */
async function shownErasures(store: Store, mission: string, size: number, released: boolean): Promise<Set<number>> {
  const shown = new Set<number>();
  for await (const entry of store.entries(mission, { until: size }))
    if (entry.envelope?.kind === "erasure" && mayShow(entry, released)) shown.add(entry.index);
  return shown;
}

/** An entry as the export shows it; undefined: closed, its leaf hash alone. */
function shownEntry(stored: StoredEntry, released: boolean, erasures: ReadonlySet<number>): BundleEntry | undefined {
  const { index, envelope, content, leaf, erasedBy } = stored;
  if (erasedBy !== null) {
    if (!erasures.has(erasedBy)) return undefined;
    // Who wrote it, and when, is for those who might have read it.
    return {
      state: "destroyed",
      index,
      envelope: released && envelope?.marking !== "TLP:CLEAR" ? null : envelope,
      leaf,
      by: erasedBy,
    };
  }
  if (envelope === null) return undefined;
  if (mayShow(stored, released) && content) return { state: "released", index, envelope, ...content };
  return released ? undefined : { state: "withheld", index, envelope };
}
