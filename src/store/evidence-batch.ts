import { createHash, randomBytes } from "node:crypto";
import { closeSync, fsync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Calls, type Channel } from "./calls.ts";
import { TEMPORARY } from "./durable-file.ts";
import type { PutEvidence } from "./evidence.ts";
import { failureOf } from "./failures.ts";

/** Pieces of evidence whose disk writes are waited for together. */
const TOGETHER = 64;
const synced = promisify(fsync);

interface Piece {
  readonly folder: string;
  readonly bytes: Uint8Array;
  readonly resolve: (put: PutEvidence) => void;
  readonly reject: (failure: unknown) => void;
}

/** A piece on its way: written beside under another name until its bytes are on the disk. */
interface Written extends Piece {
  readonly sha256: string;
  readonly temporary: string;
  readonly file: number;
}

/**
 * Keeps evidence in folders as `folderEvidence` does, several pieces at a time: what came while others were written goes
 * together, so that one look at the disk is for all of them. Opening, writing and renaming block the thread that this
 * runs in, which is why it has one of its own; only waiting for the disk does not.
 */
export class EvidenceBatches {
  private waiting: Piece[] = [];
  private running = false;
  /** Folders that were seen to be in their parents on the disk. */
  private readonly known = new Set<string>();

  /** Durable when it resolves. @throws Problem store/full and the like */
  put(folder: string, bytes: Uint8Array): Promise<PutEvidence> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ folder, bytes, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    // Whatever else has arrived goes along.
    await new Promise((go) => setImmediate(go));
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0, TOGETHER));
    this.running = false;
  }

  private async together(pieces: readonly Piece[]): Promise<void> {
    const written = pieces.flatMap((piece) => this.attempt(piece, () => write(piece)) ?? []);
    const durable = await Promise.all(
      written.map(async (w) => {
        const failure = await synced(w.file).then(
          () => undefined,
          (error: unknown) => ({ error }),
        );
        closeSync(w.file);
        if (failure) discard(w, failure.error);
        return failure ? [] : [w];
      }),
    );
    const placed = durable.flat().flatMap((w) => this.attempt(w, () => this.place(w)) ?? []);
    // A folder's entries are on the disk once for all that were put into it.
    const folders = new Map<string, Promise<void>>();
    const inFolder = (folder: string): Promise<void> => {
      const before = folders.get(folder) ?? syncFolder(folder);
      folders.set(folder, before);
      return before;
    };
    await Promise.all(
      placed.map(async ({ of, put, fresh }) => {
        try {
          await Promise.all([inFolder(dirname(pathOf(of))), ...fresh.map((f) => inFolder(dirname(f)))]);
          for (const f of fresh) this.known.add(f);
          of.resolve(put);
        } catch (error) {
          of.reject(failureOf(error, "evidence"));
        }
      }),
    );
  }

  private attempt<R>(piece: Piece, work: () => R): R | undefined {
    try {
      return work();
    } catch (error) {
      if ("temporary" in piece) discard(piece as Written, error);
      else piece.reject(failureOf(error, "evidence"));
      return undefined;
    }
  }

  /** Under its own name. @returns the folders above it that are not known yet to be on the disk */
  private place(of: Written): { of: Written; put: PutEvidence; fresh: string[] } {
    const path = pathOf(of);
    const present = statSync(path, { throwIfNoEntry: false })?.size === of.bytes.length;
    if (present) rmSync(of.temporary);
    else {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      renameSync(of.temporary, path);
    }
    const fresh = [dirname(path), of.folder].filter((f) => !this.known.has(f));
    return { of, put: { sha256: of.sha256, bytes: of.bytes.length, present }, fresh };
  }
}

const pathOf = ({ folder, sha256 }: Pick<Written, "folder" | "sha256">): string =>
  join(folder, sha256.slice(0, 2), sha256);

function write(piece: Piece): Written {
  const { folder, bytes } = piece;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const temporary = join(folder, `${TEMPORARY}${randomBytes(8).toString("hex")}`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    // A write may take less than it is given.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  }
  return { ...piece, sha256, temporary, file };
}

function discard({ temporary, reject }: Written, error: unknown): void {
  rmSync(temporary, { force: true });
  reject(failureOf(error, "evidence"));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = openSync(folder, "r");
  try {
    await synced(handle);
  } finally {
    closeSync(handle);
  }
}

/** The thread that keeps evidence: answers its calls for as long as the channel is open. */
export function serveEvidence(channel: Channel): Calls {
  const batches = new EvidenceBatches();
  return new Calls(channel, { put: (folder: string, bytes: Uint8Array) => batches.put(folder, bytes) });
}
