import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonical, sha256Hex } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";

/** Layout of a backup: the record as rows, evidence by mission and hash, and what they must be. */
export const BACKUP = { manifest: "backup.json", record: "record.ndjson", evidence: "evidence" } as const;

const EVIDENCE = /^evidence\/([a-z0-9][a-z0-9-]{0,63})\/([0-9a-f]{64})$/;

/** Mission and hash of a path of evidence, undefined for any other path. */
export function evidenceAt(path: string): { readonly mission: string; readonly sha256: string } | undefined {
  const [, mission, sha256] = EVIDENCE.exec(path) ?? [];
  return mission !== undefined && sha256 !== undefined ? { mission, sha256 } : undefined;
}

export const evidenceFile = (mission: string, sha256: string): string => `evidence/${mission}/${sha256}`;

export const isBackupPath = (path: string): boolean =>
  path === BACKUP.manifest || path === BACKUP.record || evidenceAt(path) !== undefined;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const form = z.strictObject({
  /** 2 is signed; 1 is how older programs backed up. */
  backup: z.literal([1, 2]),
  /** Every log at the moment of the backup. */
  missions: z.array(z.strictObject({ id: z.string(), origin: z.string(), size: z.int().min(0), root: hash })),
  /** Every file but this one, by path. */
  files: z.array(z.strictObject({ path: z.string().refine(isBackupPath), bytes: z.int().min(0), sha256: hash })),
  /** Evidence that was missing when it was backed up, and the entry that names it: `restore` does not look for it. */
  missing: z.array(z.strictObject({ mission: z.string(), sha256: hash, entry: z.int().min(0) })).exactOptional(),
  /** Of each log's key over `backupText`, as lines of a signed note; of a log whose key was not there none. */
  signatures: z.array(z.string().max(2_000)).exactOptional(),
});

export type BackupManifest = z.output<typeof form>;

/** What the logs' keys sign: all of the manifest but the signatures, and by hash every file. */
export function backupText(manifest: BackupManifest): string {
  const { signatures: _, ...rest } = manifest;
  return `trucekeeper backup manifest/v2\nsha256 ${sha256Hex(canonical(rest))}\n`;
}

/** The manifest's file; `seal` is the hash of all other members. */
export const backupManifest = (manifest: BackupManifest): Buffer =>
  Buffer.from(`${canonical({ ...manifest, seal: sha256Hex(canonical(manifest)) })}\n`);

/** @throws Problem format/file where the folder is no backup, or its manifest was changed */
export function readManifest(folder: string): BackupManifest {
  const wrong = (why: string) => problem(catalogue.badFile, { why }, { file: BACKUP.manifest });
  if (!existsSync(join(folder, BACKUP.manifest)))
    throw wrong("is missing: this is no backup. An export is joined with `import --bundle`");
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, BACKUP.manifest), "utf8"));
  } catch (error) {
    throw wrong(`not a backup: ${(error as Error).message}`);
  }
  const { seal, ...rest } = (typeof value === "object" ? value : {}) as { readonly seal?: unknown };
  const parsed = form.safeParse(rest);
  if (!parsed.success) throw wrong(`not a backup of this version: ${parsed.error.issues[0]?.message ?? ""}`);
  if (seal !== sha256Hex(canonical(parsed.data)))
    throw wrong("its seal is not the hash of its content: it was changed");
  return parsed.data;
}
