import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonical, sha256Hex } from "../../src/canonical.ts";
import { backupManifest } from "../../src/cli/backup-form.ts";
import { verifyFolder } from "../../src/cli/verify-folder.ts";
import { entryPath, evidencePath, MANIFEST, type Manifest, manifestBytes, manifestFile } from "../../src/log/bundle.ts";
import { parseVkey, signingKey } from "../../src/log/note.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Store } from "../../src/store/store.ts";
import { here } from "./here.ts";
import { temporaryFolder } from "./run.ts";

// What a hostile party would try with a true export in hand, at `verify` and at joining.

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
const at =
  (mission: string, data: string) =>
  (...args: readonly string[]) =>
    here([...args, "--mission", mission, "--data", path(data)]);
const laptop = at("m", "laptop");
const headquarters = at("hq", "hq");
const BY = ["--as", "p-1", "--role", "administrator", "--reason", "r"];
const HEAD = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
const row = (key: string) =>
  `${key},patrol-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n`;
const NOTE = "a note";
const done = async (ran: Promise<{ code: number; err: string; out: string }>) => {
  const { code, err, out } = await ran;
  expect(code, err).toBe(0);
  return JSON.parse(out);
};

let key = "";
beforeAll(async () => {
  await done(laptop("import", file("a.csv", HEAD + row("a"))));
  await done(laptop("import", file("b.csv", HEAD + row("b"))));
  await done(laptop("custody", file("note.txt", NOTE), ...BY));
  await done(laptop("withdraw", "--entry", "1", ...BY));
  await done(laptop("erase", "--entry", "0", "--with", "p-2", ...BY));
  ({ key } = await done(laptop("export", "--out", path("true"))));
});

const filesOf = (bundle: string): string[] =>
  readdirSync(path(bundle), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => relative(path(bundle), join(f.parentPath, f.name)));
const jsonOf = (name: string) => JSON.parse(readFileSync(path(name), "utf8"));
const rewrite = (name: string, change: (value: Record<string, never>) => unknown): void =>
  writeFileSync(path(name), `${canonical(change(jsonOf(name)))}\n`);

/** Makes the manifest anew over what lies there, as well as somebody can who has no key, or a key of the same name. */
function resealed(bundle: string, change: Record<string, unknown> = {}): void {
  const { origin, size, account } = { ...jsonOf(`${bundle}/${MANIFEST}`), ...change } as unknown as Manifest;
  const files = filesOf(bundle)
    .filter((name) => name !== MANIFEST)
    .map((name) => manifestFile(name, readFileSync(path(`${bundle}/${name}`))));
  const stranger = signingKey(String(origin), "note", new Uint8Array(32).fill(7));
  writeFileSync(path(`${bundle}/${MANIFEST}`), manifestBytes(origin, size, files, [stranger], account));
}
const note = evidencePath(sha256Hex(NOTE));

describe("verify, with the log's key", () => {
  test.each<[name: string, change: (bundle: string) => void, why: RegExp]>([
    ["a manifest made anew over the same files", () => undefined, /is not signed by/],
    ["a withdrawal left out", (b) => rmSync(path(`${b}/${entryPath(3)}`)), /manifest: account|account says|not signed/],
    [
      "a withdrawal left out, the account to match",
      (b) => {
        rmSync(path(`${b}/${entryPath(3)}`));
        const { account } = jsonOf(`${b}/${MANIFEST}`);
        resealed(b, {
          account: { ...account, released: account.released - 1, heldByMarking: account.heldByMarking + 1 },
        });
      },
      /not signed/,
    ],
    ["two entries swapped", (b) => swap(b, entryPath(1), entryPath(2)), /its index is|not signed/],
    [
      "two entries swapped, with their indexes",
      (b) => {
        swap(b, entryPath(1), entryPath(2));
        for (const i of [1, 2]) rewrite(`${b}/${entryPath(i)}`, (e) => ({ ...e, index: i }));
      },
      /is not leaf|not signed/,
    ],
    [
      "a tombstone for an entry that nobody erased",
      (b) =>
        rewrite(`${b}/${entryPath(2)}`, ({ envelope, index }) => ({
          by: 4,
          envelope,
          index,
          leaf: leafIn(b, 2),
          state: "destroyed",
        })),
      /does not name it|not signed/,
    ],
    [
      "evidence under another name",
      (b) => renameSync(path(`${b}/${note}`), path(`${b}/${evidencePath("f".repeat(64))}`)),
      /SHA-256|not signed/,
    ],
    ["evidence left out", (b) => rmSync(path(`${b}/${note}`)), /is missing: entry 2 names it|not signed/],
    [
      "evidence that nobody names",
      (b) => writeFileSync(path(`${b}/${evidencePath(sha256Hex("x"))}`), "x"),
      /no entry shown here names it|not signed/,
    ],
    ["an added file", (b) => writeFileSync(path(`${b}/entries/README.txt`), "x"), /layout|not signed/],
  ])("%s is found; without a key nothing but a whole lie passes", (_, change, why) => {
    cpSync(path("true"), path("spoilt"), { recursive: true });
    try {
      change("spoilt");
      resealed("spoilt", jsonOf(`spoilt/${MANIFEST}`));
      const checked = verifyFolder(path("spoilt"), { keys: [parseVkey(key)], earlier: [] });
      expect(checked).toMatchObject({ ok: false, why: expect.stringMatching(why) });
    } finally {
      rmSync(path("spoilt"), { recursive: true });
    }
  });

  test.each<[name: string, change: (bundle: string) => void, why: RegExp]>([
    [
      "a tombstone for an entry that nobody erased",
      (b) =>
        rewrite(`${b}/${entryPath(2)}`, ({ envelope, index }) => ({
          by: 4,
          envelope,
          index,
          leaf: leafIn(b, 2),
          state: "destroyed",
        })),
      /does not name it/,
    ],
    [
      "evidence that nobody names",
      (b) => writeFileSync(path(`${b}/${evidencePath(sha256Hex("x"))}`), "x"),
      /no entry shown here names it/,
    ],
    ["evidence left out", (b) => rmSync(path(`${b}/${note}`)), /is missing: entry 2 names it/],
    ["a withdrawal left out", (b) => rmSync(path(`${b}/${entryPath(3)}`)), /its account says/],
    ["a path that leads out", (b) => manifestWith(b, "evidence/../../a.csv"), /layout/],
  ])("%s is found without any key", (_, change, why) => {
    cpSync(path("true"), path("spoilt"), { recursive: true });
    try {
      change("spoilt");
      if (!/layout/.test(why.source)) resealed("spoilt", jsonOf(`spoilt/${MANIFEST}`));
      expect(verifyFolder(path("spoilt"), { keys: [], earlier: [] })).toMatchObject({
        ok: false,
        why: expect.stringMatching(why),
      });
    } finally {
      rmSync(path("spoilt"), { recursive: true });
    }
  });

  test("what is no key, no file or no folder is wrong usage or named, and never a stack trace", async () => {
    const empty = file("empty.txt", "# no key yet\n");
    for (const [args, code, why] of [
      [[path("true"), "--key", empty], 2, "holds no key"],
      [[path("true"), "--key", folder], 2, "is a folder"],
      [[path("true"), "--key", "nonsense"], 2, "give a key such as"],
      [[path("true"), "--earlier", path("nowhere")], 2, "no such file"],
      [[path("true"), "--earlier", folder], 2, "is a folder"],
      [[path("a.csv")], 1, "a folder that export wrote"],
      [[path("nowhere")], 1, "a folder that export wrote"],
      [[], 2, "name one export"],
    ] as const) {
      const ran = await here(["verify", ...args]);
      expect([args, ran.code, ran.err]).toEqual([args, code, expect.stringContaining(why)]);
    }
  });
});

function swap(bundle: string, a: string, b: string): void {
  const [x, y] = [readFileSync(path(`${bundle}/${a}`)), readFileSync(path(`${bundle}/${b}`))];
  writeFileSync(path(`${bundle}/${a}`), y);
  writeFileSync(path(`${bundle}/${b}`), x);
}
const leafIn = (bundle: string, index: number): string => {
  const tile = filesOf(bundle).find((f) => f.startsWith("log/tile/0/")) as string;
  return readFileSync(path(`${bundle}/${tile}`))
    .subarray(index * 32, index * 32 + 32)
    .toString("hex");
};
/** A manifest that lists one more path, which need not be there. */
function manifestWith(bundle: string, listed: string): void {
  const { origin, size, account, files } = jsonOf(`${bundle}/${MANIFEST}`);
  writeFileSync(
    path(`${bundle}/${MANIFEST}`),
    manifestBytes(origin, size, [...files, { path: listed, bytes: 1, sha256: "a".repeat(64) }], [], account),
  );
}

describe("joining another log's export", () => {
  const inHq = async <R>(work: (store: Store) => Promise<R>): Promise<R> => {
    const store = await openEmbedded(path("hq"));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  let blob = "";
  beforeAll(async () => {
    await done(headquarters("import", file("hq.csv", HEAD + row("hq"))));
    await done(headquarters("custody", file("found.txt", "found by headquarters"), ...BY));
    ({ blob } = await done(headquarters("seal", file("sealed.txt", "a witness"))));
    await done(headquarters("release", "rules", "--from", "2025-01-01T00:00:00Z", "--public", "96/20", ...BY));
  });

  test("destroys nothing that this log took in by itself, lets nothing out, and lowers no rule", async () => {
    // The other log's people know hashes, commitments and ids from an export that they were given.
    const seen = await done(headquarters("export", "--out", path("given")));
    await done(at("x", "hostile")("import", "--bundle", path("given"), "--key", seen.key));
    const hostile = at("x", "hostile");
    await done(
      hostile("erase", "--entry", "0,1", "--evidence", sha256Hex("found by headquarters"), "--with", "p-2", ...BY),
    );
    const keys = file("keys.json", JSON.stringify({ blobs: [blob], names: [], people: ["p-1", "p-2"] }));
    // Their program would refuse an order for what is not there: they have changed it.
    const theirStore = new Database(path("hostile/record.sqlite"));
    theirStore.prepare("insert into sealed values ('x', ?, x'00', x'00')").run(blob);
    theirStore.close();
    await done(hostile("enter", "key-destruction", keys, ...BY));
    const id = JSON.parse((await here(["read", path("hq.csv")])).out.split("\n")[0] as string).id;
    const early = { of: "observation", id, members: [], to: ["public"], precise: true, people: ["p-1", "p-2"] };
    await done(hostile("enter", "release-early", file("early.json", JSON.stringify(early)), ...BY));
    await done(hostile("release", "rules", "--from", "2025-02-01T00:00:00Z", ...BY));
    const { key: theirs } = await done(hostile("export", "--out", path("poisoned")));
    const joined = await done(headquarters("import", "--bundle", path("poisoned"), "--key", theirs));
    expect(joined.appended).toBeGreaterThan(3);
    await inHq(async (store) => {
      for (const index of [0, 1]) expect((await store.entry("hq", index))?.content).not.toBeNull();
      for (const text of ["found by headquarters", HEAD + row("hq")])
        expect(await store.evidence("hq").size(sha256Hex(text))).toBe(text.length);
    });
    const opened = await done(
      headquarters("open", "--blob", blob, "--with", "c-1", "--as", "v-1", "--role", "verifier", "--reason", "r"),
    );
    expect(opened.sealed).toEqual([{ blob, text: "a witness" }]);
    const shown = await done(headquarters("release", "show"));
    expect(shown).toMatchObject({ early: [], now: { public: { hours: 96, km: 20 } } });
    expect((await headquarters("verify")).code).toBe(0);
    // Nor is it destroyed by way of a backup and the list of orders.
    await done(here(["backup", "--out", path("kept"), "--data", path("hq")]));
    const keyFile = path("hq/keys/trucekeeper.key");
    const back = await done(
      here([
        "restore",
        path("kept"),
        "--erasures",
        path("hq/erasures.ndjson"),
        "--key-file",
        keyFile,
        "--data",
        path("back"),
      ]),
    );
    expect(back.restored).toBe(true);
    expect((await at("hq", "back")("custody", "--of", sha256Hex("found by headquarters"))).err).toContain(
      "bytes are here",
    );
  });

  test("an entry under the place of another log's entry that is here is refused, whoever came first", async () => {
    const two = at("t", "two");
    await done(two("import", "--bundle", path("true"), "--key", key));
    // The same log made anew under its name, with other entries, and without its key.
    await inTwo(async (store) => {
      const mission = await store.mission("t");
      expect(mission).toBeDefined();
      const origin = parseVkey(key).name;
      const { first, proof } = await forged(store, origin);
      await expect(store.join("t", [{ first, from: { origin, index: 2 }, content: null, proof }])).rejects.toThrow(
        /two logs are shown under one name/,
      );
    });
  });

  test("our own log comes back only under its own key", async () => {
    cpSync(path("given"), path("ours"), { recursive: true });
    const seal = (): void => resealed("ours", jsonOf(`ours/${MANIFEST}`));
    seal();
    const ran = await headquarters("import", "--bundle", path("ours"));
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining("is not signed by")]);
  });

  const inTwo = async (work: (store: Store) => Promise<void>): Promise<void> => {
    const store = await openEmbedded(path("two"));
    await work(store).finally(() => store.close());
  };
  /** An entry of somebody else, as if it were of that log. */
  const forged = async (store: Store, origin: string) => {
    const entry = await store.entry("t", (await store.size("t")) - 1);
    const envelope = entry?.envelope;
    if (!envelope) throw new Error("none");
    return {
      first: { ...envelope, commitment: "ab".repeat(32), blind: "cd".repeat(32), cites: null },
      proof: new Uint8Array([1]),
      origin,
    };
  };
});

describe("restore", () => {
  test.each<[name: string, change: (backup: string) => void, why: RegExp]>([
    [
      "a row left out",
      (b) =>
        writeFileSync(
          path(`${b}/record.ndjson`),
          readFileSync(path(`${b}/record.ndjson`), "utf8")
            .split("\n")
            .slice(1)
            .join("\n"),
        ),
      /the backup's manifest says/,
    ],
    ["evidence as a link to elsewhere", (b) => linked(b), /link|plain file/],
    [
      "a path that leads out",
      (b) =>
        rewrite(`${b}/backup.json`, (m) => ({
          ...m,
          files: [{ path: "../a.csv", bytes: 1, sha256: "a".repeat(64) }] as never,
        })),
      /backup of this version|seal/,
    ],
  ])("%s is refused, and leaves nothing", async (_, change, why) => {
    await done(here(["backup", "--out", path("backup"), "--data", path("laptop")]));
    try {
      change("backup");
      const ran = await here(["restore", path("backup"), "--data", path("restored")]);
      expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(why)]);
      expect(() => readdirSync(path("restored"))).toThrow(/ENOENT/);
    } finally {
      rmSync(path("backup"), { recursive: true });
    }
  });
  const linked = (b: string): void => {
    const name = `${b}/${filesOf(b).find((f) => f.startsWith("evidence/")) as string}`;
    renameSync(path(name), path("elsewhere"));
    mkdirSync(dirname(path(name)), { recursive: true });
    symlinkSync(path("elsewhere"), path(name));
  };

  test("a backup that was changed where it was kept, or is older than it is said to be, is found", async () => {
    const keyFile = ["--key-file", path("laptop/keys/trucekeeper.key")];
    await done(here(["backup", "--out", path("old"), "--data", path("laptop")]));
    await done(laptop("judge", "--same", `${"a".repeat(64)},${"b".repeat(64)}`, ...BY));
    await done(laptop("export", "--out", path("newer")));
    const earlier = ["--earlier", path("newer/log/checkpoint")];
    const restored = (name: string, ...more: readonly string[]) =>
      here(["restore", path(name), ...keyFile, "--data", path(`from-${name}`), ...more]);
    const older = await restored("old", ...earlier);
    expect([older.code, older.err]).toEqual([1, expect.stringContaining("entries are missing at its end")]);

    cpSync(path("old"), path("changed"), { recursive: true });
    const { seal: _, ...manifest } = jsonOf("old/backup.json");
    const missing = [{ mission: "m", sha256: "a".repeat(64), entry: 0 }];
    writeFileSync(path("changed/backup.json"), backupManifest({ ...manifest, missing }));
    const changed = await restored("changed");
    expect([changed.code, changed.err]).toEqual([1, expect.stringContaining("its signature does not hold")]);
    const { signatures: __, ...unsigned } = manifest;
    writeFileSync(path("changed/backup.json"), backupManifest({ ...unsigned, missing }));
    const bare = await restored("changed");
    expect([bare.code, bare.err]).toEqual([0, expect.stringContaining("is not signed by its log")]);

    expect((await restored("old")).err).not.toContain("is not signed");
    expect((await laptop("verify", ...earlier)).code).toBe(0);
    const back = await at("m", "from-old")("verify", ...earlier);
    expect([back.code, back.err]).toEqual([1, expect.stringContaining("entries are missing at its end")]);
    expect((await laptop("verify", "--earlier", path("given/log/checkpoint"))).err).toContain("this mission's log is");
  });
});
