import { expect, test } from "vitest";
import { byCodePoint } from "../units.ts";
import {
  type BundleEntry,
  bundleFiles,
  CHECKPOINT,
  entryPath,
  MANIFEST,
  manifestBytes,
  manifestFile,
} from "./bundle.ts";
import { fromUtf8, toUtf8 } from "./bytes.ts";
import { checkpointText, signCheckpoint } from "./checkpoint.ts";
import { leafOf } from "./envelope.ts";
import { checkpointOf, entry, log, stranger } from "./example-log.ts";
import { nodesOf } from "./merkle.ts";
import { noteBytes, parseVkey, signingKey, signText, vkeyText } from "./note.ts";
import { type BundleFolder, type BundleResult, type VerifyOptions, verifyBundle } from "./verify-bundle.ts";

// What somebody would try who makes a whole export by himself, manifest and all, to be taken for another.

const all = ["0", "1", "2", "3"].map((n) => entry(n, n === "3" ? "erasure" : "submission", { n }));
const shown: readonly BundleEntry[] = all.map((e, index) => ({ state: "released", index, ...e }));
const leaves = all.map((e) => leafOf(e.envelope));
const note = (count: number, signer = log) =>
  noteBytes(signCheckpoint(checkpointOf(log.name, leaves.slice(0, count)), signer));

interface Making {
  readonly signer?: typeof log;
  readonly keys?: readonly (typeof log)[];
  readonly change?: (files: Map<string, Uint8Array>) => void;
  readonly entries?: readonly BundleEntry[];
}

const make = (
  count = 4,
  { signer = log, keys = [log], change, entries = shown }: Making = {},
): Map<string, Uint8Array> => {
  const parts = { checkpoint: note(count, signer), size: count, nodes: nodesOf(leaves.slice(0, count)) };
  const files = new Map(bundleFiles({ ...parts, entries: entries.slice(0, count) }));
  change?.(files);
  const listed = [...files].map(([path, bytes]) => manifestFile(path, bytes));
  return files.set(MANIFEST, manifestBytes(log.name, count, listed, keys));
};

const verify = (
  files: ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions = {},
  more: Partial<BundleFolder> = {},
) => verifyBundle({ paths: [...files.keys()].sort(byCodePoint), read: (path) => files.get(path), ...more }, options);
const said = (result: BundleResult): string => (result.ok ? "nothing" : `${result.file}: ${result.why}`);

test("a checkpoint rolled back to an older one that is truly signed", () => {
  const older = note(2);
  const rolled = make(4, { change: (f) => f.set(CHECKPOINT, older) });
  for (const keys of [[], [log]])
    expect(said(verify(rolled, { keys }))).toContain("its size is 2, the manifest says 4");
  // All of an older export is a true export of then: only what the reader kept tells that it is old.
  expect(verify(make(2), { keys: [log] }).ok).toBe(true);
  expect(said(verify(make(2), { keys: [log], earlier: [note(4)] }))).toContain("fewer than the 4");
  // An older manifest, signed for another set of files, over the newer files.
  const mixed = new Map(make(4)).set(MANIFEST, make(2).get(MANIFEST) as Uint8Array);
  expect(verify(mixed, { keys: [log] })).toMatchObject({ ok: false });
});

test("two checkpoints of one size and other roots, both signed: said as what it is", () => {
  const other = noteBytes(
    signCheckpoint(checkpointOf(log.name, [...leaves.slice(0, 3), leaves[0] as Uint8Array]), log),
  );
  expect(said(verify(make(), { keys: [log], earlier: [other] }))).toMatch(
    /another root .* of the same 4 entries, and both are signed/,
  );
  const unsigned = noteBytes(
    signCheckpoint(checkpointOf(log.name, [...leaves.slice(0, 3), leaves[0] as Uint8Array]), stranger),
  );
  expect(said(verify(make(), { keys: [log], earlier: [unsigned] }))).toContain("does not extend");
  expect(said(verify(make(), { keys: [log], earlier: [note(4)] }))).toBe("nothing");
});

test("another key under the log's name", () => {
  const substitute = signingKey(log.name, "note", new Uint8Array(32).fill(7));
  expect(said(verify(make(4, { signer: substitute, keys: [substitute] }), { keys: [log] }))).toContain(
    "is not signed by",
  );
  expect(said(verify(make(4, { keys: [substitute] }), { keys: [log] }))).toContain("is not signed by");
  // With the true key's id written before the false signature.
  const forged = signText(checkpointText(checkpointOf(log.name, leaves)), substitute);
  const relabelled = noteBytes({
    text: checkpointText(checkpointOf(log.name, leaves)),
    signatures: [{ ...forged, id: log.id }],
  });
  const files = make(4, { change: (f) => f.set(CHECKPOINT, relabelled) });
  expect(verify(files, { keys: [log] })).toMatchObject({ ok: false, file: CHECKPOINT });
  // A key's text with another key's bytes.
  const [trueText, falseText] = [vkeyText(log), vkeyText(substitute)];
  const spliced = `${trueText.split("+").slice(0, 2).join("+")}+${falseText.split("+").slice(2).join("+")}`;
  expect(() => parseVkey(spliced)).toThrow(/expected/);
});

test("a log whose name looks the same", () => {
  const lookAlike = signingKey(log.name.replace("a", "а"), "note", new Uint8Array(32).fill(9));
  expect(lookAlike.name).not.toBe(log.name);
  expect(said(verify(make(4, { signer: lookAlike, keys: [lookAlike] }), { keys: [lookAlike] }))).toContain(
    "is not signed by",
  );
});

const twice = (text: string): string => text.replace('{"envelope"', '{"index":9,"envelope"');
test.each<[string, (text: string) => string]>([
  ["a member named twice, the true one last", twice],
  [
    "a member named twice, the true one first",
    (t) => t.replace('"state":"released"', '"state":"released","state":"withheld"'),
  ],
  ["a member named twice by an escape", (t) => t.replace('"state"', '"\\u0073tate":"withheld","state"')],
  ["a member that is a prototype", (t) => t.replace('{"envelope"', '{"__proto__":{},"envelope"')],
  ["a number spelled otherwise", (t) => t.replace('"index":0', '"index":0.0')],
  ["a byte-order mark", (t) => `\ufeff${t}`],
  ["two values", (t) => `${t}${t}`],
  ["white space", (t) => t.replace(":", ": ")],
  ["depth", (t) => t.replace('"payload":', `"payload":${"[".repeat(100_000)}${"]".repeat(100_000)},"x":`)],
])("an entry's JSON with %s", (_, edit) => {
  const path = entryPath(0);
  const files = make(4, { change: (f) => f.set(path, toUtf8(edit(fromUtf8(f.get(path) as Uint8Array)))) });
  expect(verify(files, { keys: [log] })).toMatchObject({ ok: false, file: path });
});

test.each([
  "Entries/000.json",
  "entries/000.JSON",
  "entries/٠٠٠.json",
  "entries/０００.json",
  "entries/000.json ",
  "entries/000.json\u200b",
  "entries/./000.json",
  "entries//000.json",
  "entries\\000.json",
  "entries/x000/000.json",
  "entries/000.json/000.json",
  "еntries/000.json",
  "../entries/000.json",
  "/entries/000.json",
  "MANIFEST.json",
  "manifest.json/x",
  "log/checkpoint\n",
  "log/tile/0/000.zip",
  `evidence/${"A".repeat(64)}`,
  "con",
])("a name that looks like another, %j: listed or only lying there, it is found", (name) => {
  const bytes = toUtf8("x");
  const listed = verify(make(4, { change: (f) => f.set(name, bytes) }));
  expect(listed).toMatchObject({ ok: false, file: name, why: expect.stringMatching(/not part of|path: expected/) });
  const beside = new Map(make()).set(name, bytes);
  expect(verify(beside, { keys: [log] })).toMatchObject({ ok: false, file: name });
});

test("sizes beyond all measure: of the log, of an index, of a file", () => {
  for (const size of [2 ** 53 - 1, 2 ** 52, 2 ** 32 + 4]) {
    const claimed = { ...checkpointOf(log.name, leaves), size };
    const files = new Map(make());
    files.set(CHECKPOINT, noteBytes(signCheckpoint(claimed, log)));
    files.delete(MANIFEST);
    const listed = [...files].map(([path, bytes]) => manifestFile(path, bytes));
    files.set(MANIFEST, manifestBytes(log.name, size, listed, [log]));
    expect(said(verify(files, { keys: [log] }))).toContain(`is missing: a log of ${size} entries has this tile`);
  }
  const files = make();
  const read: string[] = [];
  const huge = (path: string): Partial<BundleFolder> => ({
    size: (p) => (p === path ? 2 ** 40 : files.get(p)?.length),
    read: (p) => {
      read.push(p);
      return files.get(p);
    },
  });
  for (const path of files.keys()) {
    read.length = 0;
    expect(verify(files, { keys: [log] }, huge(path))).toMatchObject({ ok: false, file: path });
    expect(read).not.toContain(path);
  }
});

test("a tombstone under an erasure that does not name the entry", () => {
  const entries = shown.map(
    (e): BundleEntry =>
      e.index === 1 && e.state === "released"
        ? { state: "destroyed", index: 1, envelope: e.envelope, leaf: leafOf(e.envelope), by: 3 }
        : e,
  );
  const files = make(4, { entries });
  const asked: unknown[] = [];
  const ordered = (answer: boolean | undefined): VerifyOptions => ({
    ordered: (erasure, target) => {
      asked.push([erasure.payload, target]);
      return answer;
    },
  });
  expect(said(verify(files, ordered(false)))).toContain(
    "entries/001.json: destroyed by entry 3, an erasure that does not name it",
  );
  expect(asked).toEqual([[{ n: "3" }, { index: 1, commitment: all[1]?.envelope.commitment }]]);
  for (const answer of [true, undefined]) expect(said(verify(files, ordered(answer)))).toBe("nothing");
});
