import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256Hex } from "../canonical.ts";
import {
  type BundleEntry,
  bundleFiles,
  entryPath,
  evidencePath,
  MANIFEST,
  manifestBytes,
  manifestFile,
} from "../log/bundle.ts";
import { toUtf8 } from "../log/bytes.ts";
import { signCheckpoint } from "../log/checkpoint.ts";
import { leafOf } from "../log/envelope.ts";
import { checkpointOf, entry, log, random } from "../log/example-log.ts";
import { nodesOf } from "../log/merkle.ts";
import { noteBytes } from "../log/note.ts";
import { verifyFolder } from "./verify-folder.ts";

const erasure = (commitment: string, index: number) => ({
  v: 1,
  exercise: false,
  reason: "asked for",
  body: { entries: [{ index, commitment }], evidence: [], envelopes: false, people: ["p-1", "p-2"] },
});
const gone = entry("0", "submission-of-a-newer-program", { n: 0 });
const other = entry("1", "submission-of-a-newer-program", { n: 1 });
const photo = toUtf8("bytes of a photograph");

let folder: string;
const path = (name: string): string => join(folder, "bundle", name);
const verified = () => verifyFolder(join(folder, "bundle"), { keys: [log], earlier: [] });

/** An export of three entries, the first a tombstone ordered by the third. */
function write(order: unknown, envelope = true): void {
  const by = entry("2", "erasure", order);
  const leaves = [gone, other, by].map((e) => leafOf(e.envelope));
  const entries: BundleEntry[] = [
    { state: "destroyed", index: 0, envelope: envelope ? gone.envelope : null, leaf: leaves[0] ?? random(""), by: 2 },
    { state: "released", index: 1, ...other },
    { state: "released", index: 2, ...by },
  ];
  const checkpoint = noteBytes(signCheckpoint(checkpointOf(log.name, leaves), log));
  const files = new Map(bundleFiles({ checkpoint, size: 3, nodes: nodesOf(leaves), entries }));
  files.set(evidencePath(sha256Hex(photo)), photo);
  const listed = [...files].map(([name, bytes]) => manifestFile(name, bytes));
  files.set(MANIFEST, manifestBytes(log.name, 3, listed, [log]));
  rmSync(join(folder, "bundle"), { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), bytes);
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trucekeeper-verify-"));
  write(erasure(gone.envelope.commitment, 0));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the folder as written is in order", () => {
  expect(verified()).toMatchObject({ ok: true, tombstones: [{ index: 0, by: 2 }] });
});

test.each([MANIFEST, "log/checkpoint", entryPath(1), evidencePath(sha256Hex(photo))])(
  "%s as a link to the very same bytes is no file of the export",
  (name) => {
    renameSync(path(name), join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), path(name));
    expect(verified()).toMatchObject({ ok: false, file: name, why: expect.stringContaining("link") });
  },
);

test("a folder that is a link, a folder in the place of a file, and a link that is only lying there", () => {
  renameSync(path("entries"), join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), path("entries"));
  expect(verified()).toMatchObject({ ok: false, file: "entries" });
  write(erasure(gone.envelope.commitment, 0));
  rmSync(path(entryPath(1)));
  mkdirSync(path(entryPath(1)));
  expect(verified()).toMatchObject({ ok: false, file: entryPath(1), why: expect.stringContaining("plain file") });
  write(erasure(gone.envelope.commitment, 0));
  symlinkSync("/etc/passwd", path("entries/003.json"));
  expect(verified()).toMatchObject({ ok: false, file: "entries/003.json" });
});

test("a file that grew beyond what a memory holds is named, unread", () => {
  for (const name of [MANIFEST, entryPath(1), evidencePath(sha256Hex(photo))]) {
    write(erasure(gone.envelope.commitment, 0));
    truncateSync(path(name), 2 ** 33);
    expect(verified()).toMatchObject({ ok: false, file: name });
  }
});

test("a tombstone has to be named by its erasure, by commitment where it is shown, else by index", () => {
  const wrong = { ok: false, file: entryPath(0), why: expect.stringContaining("does not name it") };
  write(erasure(other.envelope.commitment, 0));
  expect(verified()).toMatchObject(wrong);
  write(erasure(gone.envelope.commitment, 0), false);
  expect(verified()).toMatchObject({ ok: true });
  write(erasure(gone.envelope.commitment, 1), false);
  expect(verified()).toMatchObject(wrong);
});
