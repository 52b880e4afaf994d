import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { canonical } from "../canonical.ts";
import { toHex } from "../log/bytes.ts";
import { frontierRoot } from "../log/frontier.ts";
import { signatureLine, signText } from "../log/note.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { noteHandling, sizeWithoutCopies } from "../store/custody.ts";
import { LAYOUT } from "../store/data-folder.ts";
import { syncFolder, writeDurably } from "../store/durable-file.ts";
import { erasureLines, erasuresFrom, united } from "../store/later-erasures.ts";
import { missingEvidence } from "../store/missing-evidence.ts";
import type { Store } from "../store/store.ts";
import type { DumpedRow } from "../store/transfer.ts";
import { frontierFrom } from "../store/tree.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { BACKUP, type BackupManifest, backupManifest, backupText, evidenceFile } from "./backup-form.ts";
import { checkOutput, checkPlace } from "./output-folder.ts";
import { type Put, type Written, writeTree } from "./output-tree.ts";
import { storeExists, withStore } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { pack } from "./tar.ts";

const USAGE = "npx trucekeeper backup --out (DIR | FILE.tar) [--to WHO [--as AUTHOR]] [--data DIR]";

/**
 * `backup`: every mission's record and evidence. Nothing that was erased is in it, and no key. A backup that goes into
 * other hands (`--to`) is entered as a copy of the evidence; one that stays with its keeper changes nothing.
 */
export async function backup(args: readonly string[]): Promise<number> {
  const { positionals, text } = readArguments(args, { out: "text", data: "text", to: "text", as: "text" }, USAGE);
  const { out, to, as: author = "operator" } = text;
  if (out === undefined || positionals.length > 0)
    wrongUsage("--out: name a folder, or a file that ends in .tar", USAGE);
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(author))
    wrongUsage(`--as ${author}: expected a pseudonymous id of a-z, 0-9 and -`, USAGE);
  if (to !== undefined && (to === "" || to.length > 400)) wrongUsage("--to: expected 1 to 400 characters", USAGE);
  const isFile = out.endsWith(".tar");
  if (isFile && existsSync(out)) wrongUsage(`--out ${out}: is there already; name a new file`, USAGE);
  if (isFile) checkPlace(out);
  else checkOutput(out, Object.values(BACKUP));
  if (!storeExists(text))
    throw problem(catalogue.store, {
      why: "there is no record here to back up",
      todo: "Name its folder in TRUCEKEEPER_DATA, or its database in DATABASE_URL",
    });
  return withStore(text, async (store) => {
    if (to !== undefined) await noteCopies(store, author, to);
    const {
      missions,
      files,
      missing = [],
    } = isFile ? await toFile(store, out) : await writeTree(out, (put) => writeAll(store, put), "owner");
    await noteErasures(store, dirname(resolve(out)));
    say("keep the key file apart from it (keys/trucekeeper.key, or TRUCEKEEPER_KEY_FILE): a backup holds no key");
    const bytes = files.reduce((sum, f) => sum + f.bytes, 0);
    await result(canonical({ missions, files: files.length, bytes, ...(missing.length > 0 && { missing }) }));
    for (const { mission, sha256, entry } of missing)
      say(
        `${mission}: evidence ${sha256} is missing: entry ${entry} names it, and nobody ordered it destroyed. The backup is whole but for it`,
      );
    return missing.length > 0 ? 1 : 0;
  });
}

/** Enters in every mission that has evidence that a copy of it goes to somebody. */
async function noteCopies(store: Store, author: string, to: string): Promise<void> {
  for (const mission of await store.missions()) {
    const upTo = await sizeWithoutCopies(store, mission.id);
    const first = await store.evidence(mission.id).list()[Symbol.asyncIterator]().next();
    if (first.done || upTo === 0) continue;
    const handler = { author, role: "administrator", now: Date.now() };
    await noteHandling(store, mission, handler, { event: "copied", evidence: [], upTo, to, reason: "" });
  }
}

/**
 * Keeps the list of all that was ever destroyed beside the backups of a folder: an older one of them does not know of
 * it, and `restore` finds the list there.
 */
async function noteErasures(store: Store, folder: string): Promise<void> {
  const now = await store.erasures();
  const path = join(folder, LAYOUT.erasures);
  const before = existsSync(path) ? erasuresFrom(readFileSync(path, "utf8"), LAYOUT.erasures) : [];
  const all = united(before, now);
  if (all.length === 0) return;
  await writeDurably(path, erasureLines(all));
  say(`${all.length} orders to destroy something stand in ${LAYOUT.erasures} beside it: keep that with your backups`);
}

async function writeAll(store: Store, put: Put): Promise<BackupManifest> {
  const origins = new Map<string, string>();
  const missions: BackupManifest["missions"] = [];
  // What the rows say, not what the store says by now: others may write meanwhile.
  const seen = ({ table, values }: DumpedRow): void => {
    const [id, size, frontier] = values as [string, number, string];
    if (table === "mission") origins.set(id, String(values[4]));
    if (table !== "log_head") return;
    const root = toHex(frontierRoot(frontierFrom(size, Buffer.from(frontier, "base64"))));
    missions.push({ id, origin: origins.get(id) ?? "", size, root });
  };
  const files: Written[] = [await put(BACKUP.record, lines(store, seen))];
  for (const { id } of missions) {
    const evidence = store.evidence(id);
    for await (const sha256 of evidence.list()) {
      const bytes = await evidence.get(sha256);
      if (!bytes) continue;
      const written = await put(evidenceFile(id, sha256), bytes);
      if (written.sha256 !== sha256)
        throw problem(catalogue.store, {
          why: `mission "${id}": evidence ${sha256} is damaged: its SHA-256 is ${written.sha256}`,
          todo: "Nothing was written. Put its file back from an older backup, and begin again",
        });
      files.push(written);
    }
  }
  const missing: NonNullable<BackupManifest["missing"]> = [];
  for (const { id } of missions)
    for (const one of await missingEvidence(store, { id })) missing.push({ mission: id, ...one });
  const unsigned: BackupManifest = { backup: 2, missions, files, ...(missing.length > 0 && { missing }) };
  const manifest: BackupManifest = { ...unsigned, signatures: await signaturesOf(store, unsigned) };
  await put(BACKUP.manifest, backupManifest(manifest));
  return manifest;
}

/** Signatures of the logs' keys, so that `restore` sees whether somebody changed the backup where it was kept. */
async function signaturesOf(store: Store, manifest: BackupManifest): Promise<string[]> {
  const text = backupText(manifest);
  const lines: string[] = [];
  for (const { id } of manifest.missions) {
    try {
      lines.push(signatureLine(signText(text, await store.signingKey(id))));
    } catch (error) {
      // A record that was restored without its key is backed up all the same.
      if (!(error instanceof Problem)) throw error;
      say(`${id}: the backup is not signed for it: ${error.message}`);
    }
  }
  return lines;
}

async function* lines(store: Store, seen: (row: DumpedRow) => void): AsyncGenerator<Uint8Array> {
  let waiting: string[] = [];
  for await (const row of store.dump()) {
    seen(row);
    waiting.push(`${canonical(row)}\n`);
    if (waiting.length < 500) continue;
    yield Buffer.from(waiting.join(""));
    waiting = [];
  }
  yield Buffer.from(waiting.join(""));
}

/** The same files as one, whole or not at all. */
async function toFile(store: Store, out: string): Promise<BackupManifest> {
  const target = resolve(out);
  const folder = mkdtempSync(join(dirname(target), `.${basename(target)}.draft-`));
  const draft = join(dirname(target), `.${basename(target)}.packed-${process.pid}`);
  try {
    const manifest = await writeTree(join(folder, "backup"), (put) => writeAll(store, put), "owner");
    const file = await open(draft, "wx", 0o600);
    try {
      const paths = [BACKUP.manifest, ...manifest.files.map((f) => f.path)];
      await pack(join(folder, "backup"), paths, file);
    } finally {
      await file.close();
    }
    renameSync(draft, target);
    await syncFolder(dirname(target));
    return manifest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(draft, { force: true });
  }
}
