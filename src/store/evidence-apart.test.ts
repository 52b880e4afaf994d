import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evidenceApart } from "./evidence-apart.ts";
import { EvidenceBatches } from "./evidence-batch.ts";
import { folderEvidence } from "./evidence-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-evidence-"));
});
afterEach(() => rm(folder, { recursive: true }));

const piece = (n: number): Uint8Array => Buffer.from(`piece ${n} `.repeat(1 + (n % 50)));
const all = async (path: string) => {
  const found: string[] = [];
  for await (const sha256 of folderEvidence(path).list()) found.push(sha256);
  return found;
};

test("pieces put together are the files that they are one by one; the same bytes are one file; nothing else is left", async () => {
  const batches = new EvidenceBatches();
  const numbers = Array.from({ length: 150 }, (_, n) => n % 100);
  const [together, single] = [join(folder, "together"), join(folder, "single")];
  const put = await Promise.all(numbers.map((n) => batches.put(together, piece(n))));
  const one = folderEvidence(single);
  for (const [i, n] of numbers.entries()) expect(put[i]).toEqual(await one.put(piece(n)));
  expect(put.filter((p) => p.present)).toHaveLength(50);
  expect(await all(together)).toEqual(await all(single));
  expect((await readdir(together)).filter((n) => !/^[0-9a-f]{2}$/.test(n))).toEqual([]);
});

test("a piece that cannot be kept is refused by itself, and leaves nothing; the others are kept", async () => {
  const batches = new EvidenceBatches();
  const { sha256 } = await folderEvidence(join(folder, "elsewhere")).put(piece(1));
  // A file stands where its folder should be.
  await mkdir(join(folder, "m"));
  await writeFile(join(folder, "m", sha256.slice(0, 2)), "");
  const [refused, kept] = await Promise.allSettled([
    batches.put(join(folder, "m"), piece(1)),
    batches.put(join(folder, "m"), piece(2)),
  ]);
  expect(refused.status).toBe("rejected");
  expect(kept.status).toBe("fulfilled");
  expect((await readdir(join(folder, "m"))).filter((n) => n.startsWith(".tmp-"))).toEqual([]);
});

test("a thread of its own keeps what comes whole, also a piece of something larger; streams and limits are as ever", async () => {
  const apart = evidenceApart();
  try {
    const evidence = apart.in(join(folder, "m"));
    const large = Buffer.alloc(1_000_000, "x");
    large.set(piece(7), 5_000);
    const part = large.subarray(5_000, 5_000 + piece(7).length);
    const put = await evidence.put(part);
    expect(put).toEqual(await folderEvidence(join(folder, "other")).put(piece(7)));
    expect(await evidence.size(put.sha256)).toBe(part.length);
    expect((await evidence.put(part)).present).toBe(true);
    await expect(evidence.put(part, 3)).rejects.toThrow(/evidence.*3 bytes/);
    async function* stream() {
      yield piece(7);
    }
    expect((await evidence.put(stream())).present).toBe(true);
  } finally {
    await apart.close();
  }
  // Another thread is begun by who comes next.
  const again = apart.in(join(folder, "m"));
  expect((await again.put(piece(8))).present).toBe(false);
  await apart.close();
});
