import { canonical } from "../canonical.ts";
import {
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
import { catalogue, problem } from "../problems.ts";
import { noteHandling, sizeWithoutCopies } from "../store/custody.ts";
import { deriveMission, refusedFilesOf } from "../store/mission-state.ts";
import type { Mission, Store, StoredCheckpoint } from "../store/store.ts";
import { type Millis, millis } from "../units.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { type ExportPlan, planExport, shownEntry } from "./export-plan.ts";
import { FINDINGS_FILES, findingsFiles } from "./findings-files.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { type Put, type Written, writeTree } from "./output-tree.ts";
import { STORE_FLAGS, sizeAsOf, withMission } from "./stored-mission.ts";
import { result, say } from "./talk.ts";

const USAGE =
  "npx trucekeeper export --mission M --out DIR [--released [--at INSTANT]] [--as-of CHECKPOINT] [--findings DIR] [--as AUTHOR] [--to WHO] [--data DIR]";

/** How many entries that are held back are named on stderr. */
const MOST_SAID = 20;

/** What an export may hold at its top. */
const TOP = [MANIFEST, "log", "entries", "joined", "evidence"];

/**
 * `export`: a mission's record as a bundle that an outsider can check offline (docs/export-bundle.md). `--released`
 * is a publication: it shows the entries that are for all and that the release rules let out, and of the others their
 * leaf alone. `--findings` writes beside it what `assess` would, from the same record. Where evidence goes out, an entry says so (who, when, to whom); it stands behind the
 * checkpoint that is exported, so that the same record exported again is the same bundle.
 */
export async function exportBundle(args: readonly string[]): Promise<number> {
  const flags = {
    ...STORE_FLAGS,
    out: "text",
    "as-of": "text",
    findings: "text",
    released: "switch",
    at: "text",
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
  const releasedAt = releaseMoment(text.at, on.has("released"));
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
    const plan = await planExport(store, mission, checkpoint.checkpoint.size, releasedAt);
    await noteExport(store, mission, plan, { author, to });
    if (findings !== undefined) {
      const { derived } = await deriveMission(store, mission, { size });
      await writeFolder(findings, findingsFiles(derived));
    }
    await writeTree(out, (put) => writeBundle(store, mission, checkpoint, plan, put));
    sayHeld(plan);
    say(`verify it with: npx trucekeeper verify ${out} --key ${mission.vkey}`);
    const root = toHex(checkpoint.checkpoint.root);
    const refusedFiles = releasedAt === null ? await refusedFilesOf(store, mission, size) : [];
    for (const f of refusedFiles) say(`${f.file}: exported, and the reader of today refuses it: ${f.why}`);
    const { vkey: key, origin } = mission;
    const { account, evidence } = plan;
    const counts = {
      entries: account.released + account.withheld,
      closed: account.heldByMarking + account.heldByFloor,
      destroyed: account.erased,
      evidence: evidence.length,
      account,
    };
    await result(
      canonical({ mission: id, origin, size, root, key, ...counts, ...(refusedFiles.length > 0 && { refusedFiles }) }),
    );
    return 0;
  });
}

/** The moment for which it is judged what is out; null: all there is. @throws Problem (exit 2) */
function releaseMoment(text: string | undefined, released: boolean): Millis | null {
  if (text !== undefined && !released) wrongUsage("--at: the moment of a released export; add --released", USAGE);
  if (!released) return null;
  const now = Date.now();
  const at = text === undefined ? now : Date.parse(text);
  if (!Number.isInteger(at) || (text !== undefined && !/(Z|[+-]\d\d:\d\d)$/.test(text)))
    wrongUsage(`--at ${text}: expected an instant with its offset, such as 2025-04-19T10:00:00+03:00`, USAGE);
  if (at > now) wrongUsage(`--at ${text}: is still to come; what is out then is not out now`, USAGE);
  return millis(at);
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

/** Enters whose hands the record goes into, before it goes. */
async function noteExport(
  store: Store,
  mission: Mission,
  { account, evidence }: ExportPlan,
  { author, to }: { readonly author: string; readonly to: string },
): Promise<void> {
  const released = account.releasedAt !== null;
  // What every entry says goes out with a whole export, evidence or none; of what is released, only what is named here.
  if (released ? evidence.length === 0 : account.entries === 0) return;
  const what = `${released ? "what is released of " : ""}an export of ${account.entries} entries`;
  await noteHandling(
    store,
    mission,
    { author, role: "administrator", now: Date.now() },
    {
      event: "exported",
      // All of it is said in few words; of what is released, which.
      evidence: released ? evidence : [],
      upTo: released ? null : account.entries,
      to: to === "" ? what : `${to} (${what})`,
      reason: "",
    },
  );
}

/** Writes all files of a bundle, the manifest last. */
async function writeBundle(
  store: Store,
  mission: Mission,
  { checkpoint, note }: StoredCheckpoint,
  plan: ExportPlan,
  put: Put,
): Promise<void> {
  const { size, origin } = checkpoint;
  const files: Written[] = [];
  const nodes = nodesOf(await store.leafHashes(mission.id, { until: size }));
  for (const [path, bytes] of bundleFiles({ checkpoint: note, size, nodes, entries: [] }))
    files.push(await put(path, bytes));
  const shown = { released: 0, withheld: 0, destroyed: 0 };
  for await (const stored of store.entries(mission.id, { until: size })) {
    const entry = shownEntry(stored, plan);
    if (!entry) continue;
    shown[entry.state]++;
    files.push(await put(entryPath(entry.index), entryBytes(entry)));
    if (stored.proof && entry.envelope?.cites) files.push(await put(joinedPath(entry.index), stored.proof));
  }
  const { released, withheld, erased } = plan.account;
  if (shown.released !== released || shown.withheld !== withheld || shown.destroyed !== erased)
    throw changed("entries were destroyed");
  for (const sha256 of plan.evidence) {
    const bytes = await store.evidence(mission.id).get(sha256);
    if (!bytes) throw changed("evidence was destroyed");
    const written = await put(evidencePath(sha256), bytes);
    if (written.sha256 !== sha256) throw damaged(sha256, written.sha256);
    files.push(written);
  }
  const key = await store.signingKey(mission.id);
  await put(MANIFEST, manifestBytes(origin, size, files, [key], plan.account));
}

const changed = (what: string) =>
  problem(catalogue.store, {
    why: `${what} while it was exported`,
    todo: "Nothing was written; give the command again",
  });

const damaged = (sha256: string, seen: string) =>
  problem(catalogue.store, {
    why: `evidence ${sha256} is damaged: its SHA-256 is ${seen}`,
    todo: "Nothing was exported. Put its file back, or restore the last backup",
  });

/** What is not shown, and why, in words. */
function sayHeld({ account, floor }: ExportPlan): void {
  if (account.releasedAt === null) return;
  const { entries, released, heldByMarking, heldByFloor, erased } = account;
  say(
    `${entries} entries: ${released} released, ${heldByMarking} held back by their marking, ${heldByFloor} by the floor under releases, ${erased} erased`,
  );
  for (const [index, why] of [...floor].slice(0, MOST_SAID)) say(`entry ${index} is held back: ${why}`);
  if (floor.size > MOST_SAID) say(`and ${floor.size - MOST_SAID} more`);
}
