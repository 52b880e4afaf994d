import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { catalogue, problem } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import { syncFolder, TEMPORARY, writeDurably } from "./durable-file.ts";
import { checkedCopyName, EVIDENCE_LIMIT, type Evidence, type PutEvidence } from "./evidence.ts";
import { failureOf } from "./failures.ts";

const HASH = /^[0-9a-f]{64}$/;

export const checkedHash = (sha256: string): string => {
  if (!HASH.test(sha256)) throw new RangeError(`evidence: expected 64 hex digits, got ${JSON.stringify(sha256)}`);
  return sha256;
};

/** Bytes as they came, written to a file of their own beside; hash and length counted on the way. */
export async function spool(
  bytes: AsyncIterable<Uint8Array> | Uint8Array,
  path: string,
  limit: number,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let length = 0;
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
      length += chunk.length;
      if (length > limit)
        throw problem(catalogue.limit, { what: "evidence", limit: `${limit} bytes`, seen: `${length} or more` });
      hash.update(chunk);
      // A write may take less than it is given.
      for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex"), bytes: length };
}

/** Overwritten before it goes, for what that is worth on the disk at hand; an encrypted disk is the real answer. */
async function overwrite(path: string): Promise<void> {
  const handle = await open(path, "r+").catch(() => undefined);
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    const zeros = Buffer.alloc(65_536);
    for (let at = 0; at < size; at += zeros.length) await handle.write(zeros, 0, Math.min(zeros.length, size - at), at);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Evidence in a folder: two hex digits, then the hash. Written, synced, renamed, and the folder synced. */
export function folderEvidence(folder: string): Evidence {
  const pathOf = (sha256: string): string => join(folder, checkedHash(sha256).slice(0, 2), sha256);
  const copiesOf = (sha256: string): string => join(folder, "copies", checkedHash(sha256).slice(0, 2), sha256);
  return {
    async put(bytes, limit = EVIDENCE_LIMIT): Promise<PutEvidence> {
      const temporary = join(folder, `${TEMPORARY}${randomBytes(8).toString("hex")}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const put = await spool(bytes, temporary, limit);
        const path = pathOf(put.sha256);
        const present = await stat(path).then(
          (s) => s.size === put.bytes,
          () => false,
        );
        if (present) await rm(temporary);
        else {
          await mkdir(dirname(path), { recursive: true, mode: 0o700 });
          await rename(temporary, path);
          await syncFolder(dirname(path));
          await syncFolder(folder);
        }
        return { ...put, present };
      } catch (error) {
        await rm(temporary, { force: true });
        throw failureOf(error, "evidence");
      }
    },
    async get(sha256, range) {
      const path = pathOf(sha256);
      const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw failureOf(error, "evidence");
      });
      if (!handle) return undefined;
      if (range && range.until <= range.from) {
        await handle.close();
        return Readable.from([]);
      }
      return handle.createReadStream(range ? { start: range.from, end: range.until - 1 } : {});
    },
    size: (sha256) =>
      stat(pathOf(sha256)).then(
        (s) => s.size,
        () => undefined,
      ),
    copy: async (sha256, name) =>
      readFile(join(copiesOf(sha256), checkedCopyName(name))).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw failureOf(error, "evidence");
      }),
    keepCopy: async (sha256, name, bytes) =>
      writeDurably(join(copiesOf(sha256), checkedCopyName(name)), bytes).catch((error: unknown) => {
        throw failureOf(error, "evidence");
      }),
    async destroy(sha256) {
      const path = pathOf(sha256);
      const copies = copiesOf(sha256);
      for (const name of await readdir(copies).catch(() => [])) await overwrite(join(copies, name));
      await rm(copies, { recursive: true, force: true });
      await overwrite(path);
      await rm(path, { force: true });
    },
    async *list() {
      for (const part of (await readdir(folder).catch(() => [])).sort(byCodePoint))
        if (/^[0-9a-f]{2}$/.test(part))
          for (const name of (await readdir(join(folder, part))).sort(byCodePoint)) if (HASH.test(name)) yield name;
    },
  };
}
