import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { canonical } from "../canonical.ts";
import { parseCheckpointText } from "../log/checkpoint.ts";
import { parseNote, parseSignatureLine, parseVkey, verifyNote } from "../log/note.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { LAYOUT } from "../store/data-folder.ts";
import { carryOutLater, erasuresFrom, type LaterErasure } from "../store/later-erasures.ts";
import { DEFAULT_FOLDER } from "../store/open.ts";
import type { Mission, Store } from "../store/store.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { BACKUP, type BackupManifest, backupText, evidenceAt, isBackupPath, readManifest } from "./backup-form.ts";
import { withStore } from "./stored-mission.ts";
import { result, say } from "./talk.ts";
import { unpack } from "./tar.ts";
import { trusted } from "./verify-folder.ts";
import { checkRecord } from "./verify-mission.ts";

const USAGE =
  "npx trucekeeper restore (DIR | FILE.tar) [--erasures FILE] [--key-file FILE] [--earlier CHECKPOINT] [--data DIR]";

const differs = (file: string, why: string) => problem(catalogue.badFile, { why }, { file });

/**
 * `restore`: a backup into an empty folder or database. Every file is held against the backup's manifest before
 * anything is made; then the restored record is proved equal: every row, every leaf and root, and all evidence.
 */
export async function restore(args: readonly string[]): Promise<number> {
  const { positionals, text } = readArguments(
    args,
    { "key-file": "text", data: "text", erasures: "text", earlier: "text" },
    USAGE,
  );
  const [from] = positionals;
  if (from === undefined || positionals.length > 1) wrongUsage("name one backup", USAGE);
  const found = statSync(from, { throwIfNoEntry: false });
  if (!found) throw problem(catalogue.noSuchFile, { path: from });
  const data = resolve(text.data ?? (process.env["TRUCEKEEPER_DATA"] || DEFAULT_FOLDER));
  const postgres = text.data === undefined && Boolean(process.env["DATABASE_URL"]);
  const taken = existsSync(data) ? readdirSync(data).filter((n) => n !== LAYOUT.keys) : [];
  if (taken.length > 0 && !postgres)
    throw problem(catalogue.store, {
      why: `${data} is not empty: it holds ${taken[0]}`,
      todo: "Restore into a new or empty folder; nothing was changed",
    });
  const unpacked = found.isDirectory() ? null : mkdtempSync(join(tmpdir(), "trucekeeper-restore-"));
  try {
    if (unpacked !== null) await unpack(from, unpacked, isBackupPath);
    const folder = unpacked ?? from;
    const manifest = readManifest(folder);
    await checkFiles(folder, manifest);
    const { earlier } = trusted(undefined, text.earlier);
    const later = laterErasures(from, text.erasures);
    const key = placeKey(data, text["key-file"]);
    let done = false;
    let carriedOut: number | undefined;
    try {
      carriedOut = await withStore(text, async (store) => {
        await fill(store, folder, manifest, key !== "none", earlier);
        return later && forgetAgain(store, later);
      });
      done = true;
    } finally {
      // The folder was empty: a restore that is not proved leaves it so.
      if (!done && !postgres && existsSync(data))
        for (const name of readdirSync(data))
          if (name !== LAYOUT.keys || key !== "there") rmSync(join(data, name), { recursive: true, force: true });
    }
    const entries = manifest.missions.reduce((sum, m) => sum + m.size, 0);
    const evidence = manifest.files.length - 1;
    const erased = carriedOut === undefined ? {} : { erasuresCarriedOut: carriedOut };
    await result(canonical({ restored: true, missions: manifest.missions, entries, evidence, ...erased }));
    say(
      `restored and proved equal: ${manifest.missions.length} missions, ${entries} entries, ${evidence} files of evidence`,
    );
    say(
      carriedOut === undefined
        ? `what was destroyed after this backup is here again: if anything was, restore it anew with --erasures FILE (${LAYOUT.erasures} of the data folder, or beside a later backup)`
        : `${carriedOut} orders to destroy something, given after this backup, were carried out again and entered`,
    );
    return 0;
  } finally {
    if (unpacked !== null) rmSync(unpacked, { recursive: true, force: true });
  }
}

/** Orders to destroy something that were given after the backup: as named, else as they lie beside it. */
function laterErasures(backup: string, named: string | undefined): readonly LaterErasure[] | undefined {
  const beside = join(dirname(resolve(backup)), LAYOUT.erasures);
  const path = named ?? (existsSync(beside) ? beside : undefined);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw problem(catalogue.noSuchFile, { path });
  return erasuresFrom(readFileSync(path, "utf8"), basename(path));
}

/** @returns how many orders were carried out */
async function forgetAgain(store: Store, later: readonly LaterErasure[]): Promise<number> {
  let carriedOut = 0;
  for (const mission of await store.missions()) carriedOut += await carryOutLater(store, mission, later);
  return carriedOut;
}

/** @returns whether a log's key signed the manifest @throws Problem where its signature is there and does not hold */
function signedBy(manifest: BackupManifest): (mission: Mission) => boolean {
  const note = { text: backupText(manifest), signatures: (manifest.signatures ?? []).map(parseSignatureLine) };
  return ({ vkey }) => {
    try {
      return verifyNote(note, [parseVkey(vkey)]).length > 0;
    } catch (error) {
      if (error instanceof Problem) throw differs(BACKUP.manifest, `its signature does not hold: ${error.message}`);
      throw error;
    }
  };
}

/** Puts the key file in its place, where it was named and none is there. */
function placeKey(data: string, keyFile: string | undefined): "there" | "placed" | "none" {
  const place = join(data, LAYOUT.keyFile);
  if (process.env["TRUCEKEEPER_KEY_FILE"]) return "there";
  if (existsSync(place)) {
    if (keyFile === undefined || readFileSync(keyFile).equals(readFileSync(place))) return "there";
    throw problem(catalogue.store, {
      why: `${place} is another key file than ${keyFile}`,
      todo: "Take it away, or leave --key-file out; nothing was changed",
    });
  }
  if (keyFile === undefined) return "none";
  if (!existsSync(keyFile)) throw problem(catalogue.noSuchFile, { path: keyFile });
  mkdirSync(join(data, LAYOUT.keys), { recursive: true, mode: 0o700 });
  copyFileSync(keyFile, place);
  chmodSync(place, 0o600);
  return "placed";
}

/** Every file is there, whole, and no other. */
async function checkFiles(folder: string, { files }: BackupManifest): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const at = join(folder, path);
    if (!existsSync(at)) throw differs(path, "is missing from the backup");
    const seen = lstatSync(at);
    // What a link shows can be changed after it was held against the manifest.
    if (!seen.isFile()) throw differs(path, "is a link or another thing than a plain file");
    const { size } = seen;
    if (size !== bytes) throw differs(path, `${size} bytes, the backup's manifest says ${bytes}`);
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(at)) hash.update(chunk as Uint8Array);
    if (hash.digest("hex") !== sha256) throw differs(path, "its content is not what the backup's manifest says");
  }
  if (!files.some((f) => f.path === BACKUP.record)) throw differs(BACKUP.record, "is missing from the backup");
}

async function* rowsOf(path: string): AsyncGenerator<unknown> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    count++;
    try {
      yield JSON.parse(line);
    } catch {
      throw problem(catalogue.badFile, { why: "not JSON" }, { file: BACKUP.record, line: count });
    }
  }
}

async function fill(
  store: Store,
  folder: string,
  manifest: BackupManifest,
  keyed: boolean,
  earlier: readonly Uint8Array[],
): Promise<void> {
  await store.load(rowsOf(join(folder, BACKUP.record)));
  for (const { path } of manifest.files) {
    const at = evidenceAt(path);
    if (at) await store.evidence(at.mission).put(createReadStream(join(folder, path)));
  }
  const hash = createHash("sha256");
  for await (const row of store.dump()) hash.update(`${canonical(row)}\n`);
  if (hash.digest("hex") !== manifest.files.find((f) => f.path === BACKUP.record)?.sha256)
    throw differs(BACKUP.record, "the restored rows are not those of the backup");
  const missions = await store.missions();
  if (missions.length !== manifest.missions.length)
    throw differs(BACKUP.manifest, `names ${manifest.missions.length} missions, the record has ${missions.length}`);
  const isSigned = signedBy(manifest);
  for (const mission of missions) {
    const said = manifest.missions.find((m) => m.id === mission.id);
    const missing = manifest.missing?.filter((m) => m.mission === mission.id).map((m) => m.sha256) ?? [];
    const checked = await checkRecord(store, mission, { missing: new Set(missing), earlier });
    if (missing.length > 0)
      say(`${mission.id}: ${missing.length} files of evidence were missing when it was backed up`);
    if (!checked.ok) throw differs(`mission ${mission.id}`, `${checked.what}: ${checked.why}`);
    if (said?.root !== checked.root || said.size !== checked.size)
      throw differs(`mission ${mission.id}`, `its root is ${checked.root}, the backup says ${said?.root}`);
    await store.signingKey(mission.id).catch((error: unknown) => {
      if (keyed) throw error;
    });
    if (!isSigned(mission))
      say(
        `${mission.id}: this backup is not signed by its log: whoever could write to it may have changed it. Hold it against a checkpoint that was given away (--earlier)`,
      );
  }
  for (const note of earlier)
    if (!missions.some((m) => parseCheckpointText(parseNote(note).text).origin === m.origin))
      throw differs("(earlier checkpoint)", "is of no mission of this backup");
  if (!keyed && missions.length > 0)
    say(
      `no key file was given: a new one stands in ${LAYOUT.keyFile}, and it is not this record's. Put the record's own there before anything is added: until then nothing can be signed, and what is sealed stays shut`,
    );
}
