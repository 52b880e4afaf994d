import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleFolder } from "../../src/cli/verify-folder.ts";
import { CHECKPOINT, MANIFEST, manifestBytes, manifestFile, parseManifest } from "../../src/log/bundle.ts";
import { cosignCheckpoint } from "../../src/log/checkpoint.ts";
import { parseNote, parseVkey, signingKey, verifierKey } from "../../src/log/note.ts";
import { verifyBundle } from "../../src/log/verify-bundle.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { here } from "../cli/here.ts";

// A small export with all that one can hold: evidence, a tombstone, entries of another log with their proofs, and the
// checkpoint cosigned by a party.
const party = signingKey("party.example/liaison", "cosignature", new Uint8Array(32).fill(3));
const partyKey = verifierKey(party.name, "cosignature", party.publicKey);
const HEAD = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act";
const row = (key: string) =>
  `${key},post-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar`;

let folder: string;
let paths: readonly string[];
let files: Map<string, Buffer>;
let logKey: ReturnType<typeof parseVkey>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-bytes-"));
  const path = (name: string) => join(folder, name);
  const run = async (...args: string[]) => {
    const ran = await here(args);
    expect(ran.code, ran.err).toBe(0);
    return JSON.parse(ran.out);
  };
  for (const key of ["a", "b", "c"]) writeFileSync(path(`${key}.csv`), `${HEAD}\n${row(key)}\n`);
  const [hq, laptop] = [
    ["--mission", "m", "--data", path("hq")],
    ["--mission", "l", "--data", path("laptop")],
  ] as const;
  await run("import", ...hq, path("a.csv"), path("b.csv"));
  await run("import", ...laptop, path("c.csv"));
  await run("export", ...laptop, "--out", path("from-laptop"));
  await run("import", ...hq, "--bundle", path("from-laptop"));
  await run("erase", ...hq, "--as", "p-1", "--with", "p-2", "--entry", "0", "--reason", "asked for");
  const store = await openEmbedded(path("hq"));
  const { note, checkpoint } = await store.checkpoint("m");
  await store.cosign("m", checkpoint.size, cosignCheckpoint(parseNote(note), party, 1_745_000_000), [partyKey]);
  await store.close();
  const { key } = await run("export", ...hq, "--out", path("out"));
  logKey = parseVkey(key);
  ({ paths } = bundleFolder(path("out")));
  files = new Map(paths.map((p) => [p, readFileSync(join(path("out"), p))]));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

type Files = ReadonlyMap<string, Uint8Array>;
const verified = (some: Files, keys: (typeof logKey)[] = []) =>
  verifyBundle({ paths: [...some.keys()], read: (path) => some.get(path) }, { keys });
const without = (path: string): Files => new Map([...files].filter(([p]) => p !== path));
const bytesOf = (path: string): Buffer => files.get(path) as Buffer;

test("the whole export: signed, cosigned, with a proof of another log, evidence and a tombstone", () => {
  const good = verified(files, [logKey, partyKey]);
  expect(good).toMatchObject({ ok: true, counts: { evidence: 2, destroyed: 1 }, tombstones: [{ index: 0 }] });
  if (!good.ok) return;
  expect(good.signedBy.map((s) => s.name)).toEqual([logKey.name, party.name]);
  expect(good.joined).toMatchObject([{ entries: 1 }]);
  const kinds = new Set(paths.map((p) => p.split("/")[0]));
  expect([...kinds].sort((a, b) => ((a as string) < (b as string) ? -1 : 1))).toEqual([
    "entries",
    "evidence",
    "joined",
    "log",
    "manifest.json",
  ]);
});

test("one flipped bit in any byte of any file is found, and the file is named", () => {
  let flips = 0;
  for (const [path, bytes] of files)
    for (let i = 0; i < bytes.length; i++) {
      const bit = 1 << (flips++ % 8);
      bytes[i] = (bytes[i] as number) ^ bit;
      const found = verified(files);
      bytes[i] = (bytes[i] as number) ^ bit;
      if (found.ok || found.file !== path) expect(found, `${path} byte ${i} bit ${bit}`).toMatchObject({ file: path });
    }
  expect(verified(files).ok).toBe(true);
  expect(flips).toBeGreaterThan(5_000);
}, 60_000);

test("every file cut at any length, grown by a byte, or emptied is found and named", () => {
  for (const path of paths) {
    const bytes = bytesOf(path);
    for (let length = 0; length < bytes.length; length += Math.max(1, Math.floor(bytes.length / 40)))
      expect(verified(new Map(files).set(path, bytes.subarray(0, length))), `${path} cut at ${length}`).toMatchObject({
        ok: false,
        file: path,
      });
    expect(verified(new Map(files).set(path, bytes.subarray(0, -1)))).toMatchObject({ ok: false, file: path });
    expect(verified(new Map(files).set(path, Buffer.concat([bytes, Buffer.from("\n")])))).toMatchObject({
      ok: false,
      file: path,
    });
  }
});

test("every file deleted, and a file added anywhere, is found and named", () => {
  for (const path of paths) expect(verified(without(path)), path).toMatchObject({ ok: false, file: path });
  for (const path of paths)
    for (const name of [`${path}.bak`, path.replace(/[^/]+$/, "added"), path.toUpperCase()])
      if (!files.has(name))
        expect(verified(new Map(files).set(name, Buffer.from("x"))), name).toMatchObject({ ok: false, file: name });
});

test("any two files swapped: one of them is named", () => {
  for (const [i, a] of paths.entries())
    for (const b of paths.slice(i + 1)) {
      if (bytesOf(a).equals(bytesOf(b))) continue;
      const swapped = new Map(files).set(a, bytesOf(b)).set(b, bytesOf(a));
      const found = verified(swapped);
      expect(found.ok ? "nothing" : found.file, `${a} and ${b}`).toMatch(
        new RegExp(`^(${[a, b].map((p) => p.replace(/[.]/g, "\\.")).join("|")})$`),
      );
    }
});

test("a bit of a signature or cosignature, with the manifest made anew around it, is found by who holds its key", () => {
  const note = bytesOf(CHECKPOINT);
  const lines = note.toString("utf8").split("\n");
  const { origin, size } = parseManifest(bytesOf(MANIFEST));
  for (const key of [logKey, partyKey]) {
    const line = lines.findIndex((l) => l.startsWith(`— ${key.name} `));
    const base64 = (lines[line] as string).split(" ")[2] as string;
    const raw = Buffer.from(base64, "base64");
    for (let i = 0; i < raw.length; i++) {
      const changed = Buffer.from(raw);
      changed[i] = (changed[i] as number) ^ (1 << (i % 8));
      const edited = lines.with(line, (lines[line] as string).replace(base64, changed.toString("base64"))).join("\n");
      const forged = new Map<string, Uint8Array>(without(MANIFEST)).set(CHECKPOINT, Buffer.from(edited));
      const listed = [...forged].map(([path, bytes]) => manifestFile(path, bytes));
      forged.set(MANIFEST, manifestBytes(origin, size, listed, []));
      const found = verified(forged, [key]);
      expect(found.ok ? "nothing" : found.file, `${key.name} byte ${i}`).toBe(CHECKPOINT);
    }
  }
});
