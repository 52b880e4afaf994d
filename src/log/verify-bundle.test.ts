import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, sha256Hex } from "../canonical.ts";
import { byCodePoint } from "../units.ts";
import {
  type BundleEntry,
  bundleFiles,
  CHECKPOINT,
  entryBytes,
  entryPath,
  evidencePath,
  joinedPath,
  MANIFEST,
  type ManifestFile,
  manifestBytes,
  manifestFile,
  parseEntry,
  parseManifest,
} from "./bundle.ts";
import { jsonFile, toUtf8 } from "./bytes.ts";
import { cosignCheckpoint, signCheckpoint, withCosignature } from "./checkpoint.ts";
import { leafOf } from "./envelope.ts";
import {
  checkpointOf,
  entry,
  first,
  joined,
  joinedProof,
  laptop,
  laptopNote,
  log,
  random,
  stranger,
  witness,
} from "./example-log.ts";
import { type Hash, nodesOf } from "./merkle.ts";
import { noteBytes, signatureLine } from "./note.ts";
import { type BundleResult, type VerifyOptions, verifyBundle } from "./verify-bundle.ts";

type Folder = ReadonlyMap<string, Uint8Array>;

const photo = toUtf8("bytes of a photograph");
const evidence = sha256Hex(photo);
const submitted = entry("0", "submission", { text: "три вибухи", evidence: [evidence] });
const decided = entry("1", "decision", { verified: true });
const forgotten = entry("2", "submission", { witness: "a name" });
const closed = entry("3", "complaint", { closed: true });
const erased = entry("5", "erasure", { of: 2, reason: "asked for", people: ["a-1", "a-2"] });
const envelopes = [submitted, decided, forgotten, closed, { envelope: joined }, erased].map((e) => e.envelope);

const entries: readonly BundleEntry[] = [
  { state: "released", index: 0, ...submitted },
  { state: "withheld", index: 1, envelope: decided.envelope },
  { state: "destroyed", index: 2, envelope: forgotten.envelope, leaf: leafOf(forgotten.envelope), by: 5 },
  // 3 is closed: no file
  { state: "released", index: 4, envelope: joined, salt: first.salt, payload: first.payload },
  { state: "released", index: 5, ...erased },
];

interface Making {
  readonly entries?: readonly BundleEntry[];
  readonly leaves?: readonly Hash[];
  readonly change?: (files: Map<string, Uint8Array>) => void;
  readonly keys?: readonly (typeof log)[];
  readonly signer?: typeof log;
}

/** A bundle whose manifest agrees with whatever was changed: what a forger makes, or with no change a good one. */
const make = ({
  entries: list = entries,
  leaves = envelopes.map(leafOf),
  change,
  keys = [log],
  signer = log,
}: Making = {}): Folder => {
  const checkpoint = checkpointOf(log.name, leaves);
  let note = signCheckpoint(checkpoint, signer);
  note = withCosignature(note, cosignCheckpoint(note, witness, 1_745_000_100), [witness]);
  const parts = { checkpoint: noteBytes(note), size: leaves.length, nodes: nodesOf(leaves), entries: list };
  const files = new Map(bundleFiles({ ...parts, joined: [[4, joinedProof]] }));
  files.set(evidencePath(evidence), photo);
  change?.(files);
  const listed = [...files].map(([path, bytes]) => manifestFile(path, bytes));
  return files.set(MANIFEST, manifestBytes(log.name, leaves.length, listed, keys));
};

const verify = (files: Folder, options: VerifyOptions = {}): BundleResult =>
  verifyBundle({ paths: [...files.keys()].sort(byCodePoint), read: (path) => files.get(path) }, options);

const fault = (files: Folder, options: VerifyOptions = {}): string => {
  const result = verify(files, options);
  return result.ok ? "nothing" : `${result.file}: ${result.why}`;
};

const good = make();
const keys = [log, witness];

describe("a good bundle", () => {
  test("says what it holds, who signed, and what that proves", () => {
    expect(verify(good, { keys })).toMatchObject({
      ok: true,
      origin: "example.org/mission",
      size: 6,
      signedBy: [{ name: "example.org/mission" }, { name: "witness.example/w1", seconds: 1_745_000_100 }],
      counts: { released: 3, withheld: 1, destroyed: 1, closed: 1, evidence: 1 },
      tombstones: [{ index: 2, by: 5 }],
      joined: [{ origin: "example.org/laptop-2", entries: 1, signed: 0 }],
      proves: expect.stringContaining("Signed by example.org/mission"),
    });
    expect(verify(good, { keys: [...keys, laptop] })).toMatchObject({ joined: [{ entries: 1, signed: 1 }] });
  });

  test("without a key proves only that it agrees with itself, and says so", () => {
    expect(verify(good)).toMatchObject({
      ok: true,
      signedBy: [],
      proves: expect.stringContaining("agrees with itself"),
    });
  });

  test("with a witness's key alone says that parts may have been left out", () => {
    expect(verify(good, { keys: [witness] })).toMatchObject({ ok: true, proves: expect.stringContaining("left out") });
  });

  test("with a stranger's key, or another log's, is not signed", () => {
    expect(fault(good, { keys: [stranger] })).toContain(
      "log/checkpoint: of the log example.org/mission, is not signed by",
    );
    expect(fault(good, { keys: [laptop] })).toContain(
      "log/checkpoint: of the log example.org/mission, is not signed by",
    );
  });

  test("an empty log and one of more than 256 entries", () => {
    expect(fault(make({ entries: [], leaves: [], change: (f) => f.delete(joinedPath(4)) }), { keys })).toBe("nothing");
    const many = [...envelopes.map(leafOf), ...Array.from({ length: 70_000 }, (_, i) => random(`leaf ${i}`))];
    expect(fault(make({ leaves: many }), { keys })).toBe("nothing");
  });

  test("the same content gives the same bytes, in whatever order the files are listed", () => {
    const files = [...good].filter(([path]) => path !== MANIFEST).map(([path, bytes]) => manifestFile(path, bytes));
    expect(manifestBytes(log.name, 6, files.toReversed(), [log])).toEqual(good.get(MANIFEST));
    for (const e of entries) expect(parseEntry(entryBytes(e))).toEqual(e);
    expect(parseManifest(good.get(MANIFEST) as Uint8Array).files.map((f) => f.path)).toEqual(
      files.map((f) => f.path).sort(byCodePoint),
    );
  });
});

describe("damage is found, and its file named, without any key", () => {
  const changed = (path: string, bytes: Uint8Array | undefined): Folder => {
    const files = new Map(good);
    if (bytes) files.set(path, bytes);
    else files.delete(path);
    return files;
  };
  const named = (files: Folder): string => {
    const result = verify(files);
    return result.ok ? "nothing" : result.file;
  };

  test("one flipped bit in every byte of every file", () => {
    const missed: string[] = [];
    let flips = 0;
    for (const [path, bytes] of good)
      for (let at = 0; at < bytes.length; at++) {
        const bad = Uint8Array.from(bytes);
        bad[at] = (bad[at] as number) ^ (1 << (flips++ % 8));
        if (named(changed(path, bad)) !== path) missed.push(`${path} byte ${at}`);
      }
    expect(missed).toEqual([]);
    expect(flips).toBe([...good.values()].reduce((sum, bytes) => sum + bytes.length, 0));
  });

  test("every bit of the manifest", () => {
    const bytes = good.get(MANIFEST) as Uint8Array;
    const missed: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const bad = Uint8Array.from(bytes);
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      if (named(changed(MANIFEST, bad)) !== MANIFEST) missed.push(bit);
    }
    expect(missed).toEqual([]);
  });

  test.each([...good.keys()])("%s cut short, emptied, made longer or deleted", (path) => {
    const bytes = good.get(path) as Uint8Array;
    for (const length of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1])
      expect(named(changed(path, bytes.slice(0, length)))).toBe(path);
    expect(named(changed(path, Uint8Array.of(...bytes, 10)))).toBe(path);
    expect(named(changed(path, undefined))).toBe(path);
  });

  test("any two files swapped: the first of the two is named, or the manifest", () => {
    const paths = [...good.keys()].sort(byCodePoint);
    for (const a of paths)
      for (const b of paths) {
        if (a >= b) continue;
        const files = new Map(good);
        files.set(a, good.get(b) as Uint8Array).set(b, good.get(a) as Uint8Array);
        expect(named(files)).toBe(b === MANIFEST ? b : a);
      }
  });

  test.each([
    "entries/003.json",
    "evidence/x",
    "log/tile/1/000.p/1",
    "joined/000.tlog-proof",
    "README",
    "manifest.json.bak",
    "../x",
  ])("%s added", (path) => expect(named(changed(path, toUtf8("x")))).toBe(path));

  test("a file moved to another name is missing under the first", () => {
    const files = new Map(changed("entries/000.json", undefined));
    files.set("entries/003.json", good.get("entries/000.json") as Uint8Array);
    expect(fault(files)).toBe("entries/000.json: is missing");
  });
});

describe("a forger who makes the manifest anew", () => {
  const edited = (path: string, edit: (text: string) => string): Making => ({
    change: (files) => {
      const before = new TextDecoder().decode(files.get(path));
      const after = edit(before);
      if (after === before) throw new Error("the edit changed nothing");
      files.set(path, toUtf8(after));
    },
  });
  const swap = (e: BundleEntry): readonly BundleEntry[] => entries.map((old) => (old.index === e.index ? e : old));

  test.each<[string, Making, string]>([
    [
      "payload changed",
      edited("entries/000.json", (t) => t.replace("три", "два")),
      "entries/000.json: entry: payload and salt",
    ],
    [
      "salt changed",
      edited("entries/000.json", (t) => t.replace(/"salt":"../, '"salt":"00')),
      "entries/000.json: entry: payload and salt",
    ],
    [
      "author changed",
      edited("entries/001.json", (t) => t.replace("o-17", "o-18")),
      "entries/001.json: entry: its envelope is not leaf 1",
    ],
    [
      "time changed",
      edited("entries/001.json", (t) => t.replace("1745000000000", "1745000000001")),
      "entries/001.json: entry: its envelope is not leaf 1",
    ],
    [
      "index changed",
      edited("entries/001.json", (t) => t.replace('"index":1', '"index":3')),
      "entries/001.json: entry: its index is 3",
    ],
    [
      "entry under another index",
      { entries: swap({ state: "withheld", index: 1, envelope: closed.envelope }) },
      "entries/001.json: entry: its envelope is not leaf 1",
    ],
    [
      "entry beyond the log",
      { entries: [...entries, { state: "withheld", index: 6, envelope: closed.envelope }] },
      "entries/006.json: entry: the log has 6",
    ],
    [
      "tombstone over an entry that still stands",
      { entries: swap({ state: "destroyed", index: 1, envelope: decided.envelope, leaf: random("x"), by: 5 }) },
      "entries/001.json: entry: its leaf is not leaf 1",
    ],
    [
      "tombstone ordered by no erasure",
      { entries: swap({ state: "destroyed", index: 0, envelope: null, leaf: leafOf(submitted.envelope), by: 4 }) },
      "entries/000.json: destroyed by entry 4, which is not an erasure",
    ],
    [
      "tombstone whose erasure is not shown",
      { entries: entries.filter((e) => e.index !== 5) },
      "entries/002.json: destroyed by entry 5, whose envelope is not shown",
    ],
    [
      "tombstone ordered by an earlier entry",
      {
        entries: swap({
          state: "destroyed",
          index: 5,
          envelope: erased.envelope,
          leaf: leafOf(erased.envelope),
          by: 2,
        }),
      },
      "entries/005.json: entry: destroyed by entry 2, expected a later",
    ],
    [
      "salt left in a withheld entry",
      edited("entries/001.json", (t) => t.replace('"state"', '"salt":"00","state"')),
      'entries/001.json: entry: unknown member "salt"',
    ],
    [
      "unknown state",
      edited("entries/001.json", (t) => t.replace("withheld", "hidden")),
      "entries/001.json: entry: state",
    ],
    [
      "a leaf hash of the tile changed",
      {
        change: (f) =>
          f.set(
            "log/tile/0/000.p/6",
            Uint8Array.from(f.get("log/tile/0/000.p/6") as Uint8Array, (b, i) => (i === 96 ? b ^ 1 : b)),
          ),
      },
      "log/tile/0/000.p/6: the tiles' root is",
    ],
    ["tile missing", { change: (f) => f.delete("log/tile/0/000.p/6") }, "log/tile/0/000.p/6: is missing"],
    [
      "tile too many",
      { change: (f) => f.set("log/tile/0/000.p/5", new Uint8Array(160)) },
      "log/tile/0/000.p/5: is no tile of a log of 6",
    ],
    ["size changed", edited(CHECKPOINT, (t) => t.replace("\n6\n", "\n5\n")), "log/checkpoint: its size is 5"],
    [
      "origin changed",
      edited(CHECKPOINT, (t) => t.replace("example.org/mission\n6", "example.org/other\n6")),
      "log/checkpoint: its origin is",
    ],
    [
      "evidence under a false name",
      { change: (f) => f.set(evidencePath(evidence), toUtf8("another photograph")) },
      `evidence/${evidence}: its SHA-256 is`,
    ],
    ["a foreign file", { change: (f) => f.set("run-me.exe", photo) }, "run-me.exe: not part of an export's layout"],
    [
      "entry bundle that would show leaves",
      { change: (f) => f.set("log/tile/entries/000.p/6", photo) },
      "log/tile/entries/000.p/6: not part of",
    ],
    ["a path out of the folder", { change: (f) => f.set("evidence/../../x", photo) }, "evidence/../../x: not part of"],
    [
      "proof of another entry",
      { change: (f) => f.set(joinedPath(1), f.get(joinedPath(4)) as Uint8Array) },
      "joined/001.tlog-proof: joining: this entry cites no other log",
    ],
    [
      "proof without its entry",
      { change: (f) => f.delete(entryPath(4)) },
      "joined/004.tlog-proof: entry 4 is not in this export",
    ],
    [
      "proof's index changed",
      edited(joinedPath(4), (t) => t.replace("index 1", "index 2")),
      "joined/004.tlog-proof: proof: it does not lead",
    ],
  ])("%s", (_, making, expected) => {
    // Without a key the inner checks find it; with the log's key nobody else can make the manifest.
    expect(fault(make(making))).toContain(expected);
    expect(fault(make({ ...making, keys: [] }), { keys })).not.toBe("nothing");
  });

  test("entries and evidence left out are found with the key only, by the manifest's signature", () => {
    const less = make({ keys: [], change: (f) => f.delete(entryPath(1)) });
    expect(fault(less)).toBe("nothing");
    expect(fault(less, { keys })).toBe("manifest.json: is not signed by example.org/mission");
    expect(fault(make({ keys: [stranger], change: (f) => f.delete(entryPath(1)) }), { keys })).toContain(
      "is not signed",
    );
    // The log's signature of the whole export, put under the manifest of the lesser one.
    const { signatures } = parseManifest(good.get(MANIFEST) as Uint8Array);
    const { signatures: none, ...unsigned } = parseManifest(less.get(MANIFEST) as Uint8Array);
    expect(none).toEqual([]);
    const unsealed = { ...unsigned, signatures: signatures.map(signatureLine) };
    const forged = jsonFile({ ...unsealed, seal: sha256Hex(canonical(unsealed)) });
    expect(fault(new Map(less).set(MANIFEST, forged))).toBe("nothing");
    expect(fault(new Map(less).set(MANIFEST, forged), { keys })).toBe(
      "manifest.json: the signature of example.org/mission does not verify",
    );
  });

  test("a whole log made anew needs the log's key", () => {
    const leaves = envelopes.map(leafOf).with(3, random("another complaint"));
    expect(fault(make({ leaves, signer: stranger, keys: [stranger] }))).toBe("nothing");
    expect(fault(make({ leaves, signer: stranger, keys: [stranger] }), { keys: [log] })).toContain(
      "log/checkpoint: of the log",
    );
  });

  test("the key of another log vouches for that log only", () => {
    const forged = make({ signer: laptop, keys: [laptop] });
    expect(fault(forged, { keys: [laptop] })).toContain(
      "log/checkpoint: of the log example.org/mission, is not signed by",
    );
  });

  test("a manifest that lists a file twice, out of order or with another length", () => {
    const { signatures: _, ...unsigned } = parseManifest(good.get(MANIFEST) as Uint8Array);
    const sealed = (files: readonly ManifestFile[]): Folder => {
      const unsealed = { ...unsigned, files, signatures: [] };
      return new Map(good).set(MANIFEST, jsonFile({ ...unsealed, seal: sha256Hex(canonical(unsealed)) }));
    };
    const [one, ...others] = unsigned.files as [ManifestFile, ...ManifestFile[]];
    expect(fault(sealed([one, ...others]))).toBe("nothing");
    expect(fault(sealed([one, one, ...others]))).toContain("manifest.json: manifest: ");
    expect(fault(sealed([...others, one]))).toContain("is listed twice or out of order");
    expect(fault(sealed([{ ...one, bytes: one.bytes + 1 }, ...others]))).toContain(`${one.path}: `);
  });

  test("a log that its own keeper rewrote does not extend the checkpoint that a party kept", () => {
    const kept = noteBytes(signCheckpoint(checkpointOf(log.name, envelopes.slice(0, 4).map(leafOf)), log));
    expect(fault(good, { keys, earlier: [kept] })).toBe("nothing");
    const rewritten = make({ leaves: envelopes.map(leafOf).with(3, random("another complaint")) });
    expect(fault(rewritten, { keys })).toBe("nothing");
    expect(fault(rewritten, { keys, earlier: [kept] })).toContain("does not extend the earlier checkpoint of 4");
    const longer = noteBytes(signCheckpoint(checkpointOf(log.name, [...envelopes.map(leafOf), random("x")]), log));
    expect(fault(good, { keys, earlier: [longer] })).toContain("has 6 entries, fewer than the 7");
    expect(fault(good, { keys, earlier: [laptopNote] })).toContain("is of example.org/laptop-2");
  });

  test("a leaf changed under a full tile: the tile is named, not the ones above", () => {
    const many = Array.from({ length: 600 }, (_, i) => (envelopes[i] ? leafOf(envelopes[i]) : random(`leaf ${i}`)));
    const path = "log/tile/0/001";
    const bad = make({
      leaves: many,
      change: (f) =>
        f.set(
          path,
          Uint8Array.from(f.get(path) as Uint8Array, (b, i) => (i === 777 ? b ^ 4 : b)),
        ),
    });
    expect(fault(bad)).toContain(`${path}: its hashes do not give`);
  });

  test("what the record knows of payloads is asked", () => {
    const payloadFault: NonNullable<VerifyOptions["payloadFault"]> = (payload, { kind }, index, has) => {
      const cited = kind === "submission" && index === 0 ? (payload as { evidence: string[] }).evidence : [];
      return cited.every(has) ? undefined : "cites evidence that is not in the export";
    };
    expect(fault(good, { payloadFault })).toBe("nothing");
    const less = make({ change: (f) => f.delete(evidencePath(evidence)) });
    expect(fault(less, { payloadFault })).toBe("entries/000.json: cites evidence that is not in the export");
  });
});

test("long evidence is hashed where it lies, and never read", () => {
  const path = evidencePath(evidence);
  const read: string[] = [];
  const folder = (sha256: string) => ({
    paths: [...good.keys()],
    read: (p: string) => {
      read.push(p);
      return good.get(p);
    },
    digest: (p: string) => (p === path ? { bytes: photo.length, sha256 } : undefined),
  });
  expect(verifyBundle(folder(evidence)).ok).toBe(true);
  expect(read).not.toContain(path);
  expect(verifyBundle(folder("0".repeat(64)))).toMatchObject({ ok: false, file: path });
});

test("arbitrary files under the bundle's names are refused, and nothing else is thrown", () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map(toUtf8),
    fc.jsonValue().map(jsonFile),
    fc.string({ unit: "binary", maxLength: 200 }).map((t) => toUtf8(t.toWellFormed())),
  );
  const path = fc.constantFrom(...[...good.keys()].filter((p) => !p.startsWith("evidence/")));
  fc.assert(
    fc.property(path, content, (changed, bytes) => {
      const result = verify(
        changed === MANIFEST ? new Map(good).set(changed, bytes) : make({ change: (f) => f.set(changed, bytes) }),
      );
      expect(result).toMatchObject({ ok: false, file: changed });
    }),
    { numRuns: 300 },
  );
});

describe("forgetting", () => {
  test("content, salt and envelope destroyed: every other proof and the tombstone still verify", () => {
    const bare = entries.map((e): BundleEntry => (e.state === "destroyed" ? { ...e, envelope: null } : e));
    const files = make({ entries: bare });
    expect(verify(files, { keys })).toMatchObject({ ok: true, counts: { destroyed: 1, released: 3 } });
    const text = new TextDecoder().decode(files.get(entryPath(2)));
    for (const gone of ["o-17", "a name", forgotten.envelope.commitment, forgotten.envelope.blind])
      expect(text).not.toContain(gone);
  });
});
