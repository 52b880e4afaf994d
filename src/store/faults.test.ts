import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { collect } from "./contract.ts";
import { draft as drafted, erasure, imported, sealer, submission } from "./made.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { Appended, Store } from "./store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-faults-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);

/** A folder with a mission of so many entries, closed again. */
async function filled(entries = 300): Promise<void> {
  const store = await openEmbedded(folder);
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  await store.append("m", [imported("a"), ...Array.from({ length: entries - 1 }, (_, n) => submission(n))]);
  await store.checkpoint("m");
  await store.close();
}

/** Changes the record from outside, as somebody with an editor might. */
function tamper(sql: string, file = "record.sqlite"): void {
  const db = new Database(path(file));
  db.exec(sql);
  db.close();
}

describe("a data folder that is not as it should be is refused, with what is wrong and what to do", () => {
  test("a second process on the same folder", async () => {
    const store = await openEmbedded(folder);
    await expect(openEmbedded(folder)).rejects.toThrow(
      new RegExp(`is in use by process ${process.pid}\\. One process at a time`),
    );
    const script = `const D = require("better-sqlite3"); new D(${JSON.stringify(path("lock"))}, { timeout: 0 }).exec("begin exclusive")`;
    expect(() => execFileSync(process.execPath, ["-e", script], { stdio: "pipe" })).toThrow(/database is locked/);
    await store.close();
    await (await openEmbedded(folder)).close();
  });

  test("a folder of other things, and one whose record is gone", async () => {
    await writeFile(path("letter.odt"), "");
    await expect(openEmbedded(folder)).rejects.toThrow(/no data folder: it holds "letter.odt"/);
    await rm(path("letter.odt"));
    await filled(1);
    for (const name of await readdir(folder)) if (name.startsWith("record.sqlite")) await rm(path(name));
    await expect(openEmbedded(folder)).rejects.toThrow(/has derived.sqlite and no record.sqlite.*restore a backup/);
    await writeFile(path("record.sqlite"), "");
    await expect(openEmbedded(folder)).rejects.toThrow(/has derived.sqlite and an empty record.sqlite/);
  });

  test("another program's database, and a file that is no database", async () => {
    tamper("create table bookmarks (url text)");
    await expect(openEmbedded(folder)).rejects.toThrow(/another program's database/);
    await writeFile(path("record.sqlite"), "Dear diary, today nothing happened.");
    await expect(openEmbedded(folder)).rejects.toThrow(/does not begin as a SQLite file/);
    expect(await readFile(path("record.sqlite"), "utf8")).toContain("Dear diary");
  });

  test("a newer schema", async () => {
    await filled(1);
    tamper("update store_schema set version = 99");
    await expect(openEmbedded(folder)).rejects.toThrow(
      /schema 99, and this program knows up to \d+\..*newer Trucekeeper/,
    );
  });

  test("pages that were overwritten, and a file that was cut short", async () => {
    await filled();
    const { size } = await stat(path("record.sqlite"));
    const whole = path("whole");
    await copyFile(path("record.sqlite"), whole);
    for (const at of [4096 * 3, Math.floor(size / 2 / 4096) * 4096]) {
      const handle = await open(path("record.sqlite"), "r+");
      await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, at);
      await handle.close();
      await expect(openEmbedded(folder), `page at ${at}`).rejects.toThrow(/damaged.*restore the last backup/);
      await copyFile(whole, path("record.sqlite"));
    }
    await rm(whole);
    const handle = await open(path("record.sqlite"), "r+");
    await handle.truncate(4096 * 20);
    await handle.close();
    await expect(openEmbedded(folder)).rejects.toThrow(/damaged/);
  });

  test("a damaged derived file says that it can be deleted; deleted, the record opens without it", async () => {
    await filled(1);
    await writeFile(path("derived.sqlite"), Buffer.alloc(8192, 7));
    await expect(openEmbedded(folder)).rejects.toThrow(/derived.sqlite is damaged.*delete derived.sqlite/);
    await rm(path("derived.sqlite"));
    const store = await openEmbedded(folder);
    expect(await store.size("m")).toBe(1);
    expect(await store.derivations.state("m")).toBeUndefined();
    await store.close();
  });

  test("entries that were removed, swapped in the tree, or signed otherwise than by the mission's key", async () => {
    const cases: [string, RegExp][] = [
      ["delete from entry where entry_index = 299", /should have 300 entries and ends at 298/],
      [
        "update entry set leaf = zeroblob(32) where entry_index = 299",
        /first 300 entries are not those of the last signed checkpoint/,
      ],
      ["update log_head set frontier = zeroblob(length(frontier))", /right edge and its leaves disagree/],
      ["update log_head set size = 299", /299/],
      ["update checkpoint set note = cast(replace(cast(note as text), '300', '200') as blob)", /does not verify/],
      ["delete from log_head", /no head/],
    ];
    await filled();
    await copyFile(path("record.sqlite"), path("whole"));
    for (const [sql, said] of cases) {
      tamper(sql);
      await expect(openEmbedded(folder), sql).rejects.toThrow(said);
      for (const name of ["record.sqlite-wal", "record.sqlite-shm"]) await rm(path(name), { force: true });
      await copyFile(path("whole"), path("record.sqlite"));
    }
    await rm(path("whole"));
    await (await openEmbedded(folder)).close();
  });

  test("what only the whole check finds: each thing changed in the middle is named", async () => {
    const cases: [string, RegExp][] = [
      ["delete from entry where entry_index = 7", /entry 7 is missing/],
      [
        "update entry set payload = replace(payload, 'patrol-3', 'patrol-4') where entry_index = 7",
        /entry 7: its content is not the one/,
      ],
      ["update entry set payload = '{' where entry_index = 7", /entry 7: its content is not the one/],
      ["update entry set envelope = replace(envelope, 'o-17', 'o-18') where entry_index = 7", /entry 7: its envelope/],
      ["update entry set kind = 'import' where entry_index = 7", /entry 7: its columns/],
      ["update entry set payload = null, salt = null where entry_index = 7", /entry 7: its content is missing/],
      [
        "update entry set payload = null, salt = null, erased_by = 9 where entry_index = 7",
        /entry 9, which is no erasure/,
      ],
      ["update entry set erased_by = 9 where entry_index = 7", /destroyed, and its content is there/],
      ["delete from import_key", /keys by which an import is known/],
      ["update log_node set hash = zeroblob(32)", /node 0 of level 8|first 300 entries/],
    ];
    await filled();
    await copyFile(path("record.sqlite"), path("whole"));
    for (const [sql, said] of cases) {
      tamper(sql);
      const checked = openEmbedded(folder).then((store) => store.verify("m").finally(() => store.close()));
      await expect(checked, sql).rejects.toThrow(said);
      for (const name of ["record.sqlite-wal", "record.sqlite-shm"]) await rm(path(name), { force: true });
      await copyFile(path("whole"), path("record.sqlite"));
    }
    await rm(path("whole"));
  });

  test("a key file that is missing, open to others, or another one", async () => {
    await filled(1);
    const key = path("keys/trucekeeper.key");
    for (const mine of [key, path("record.sqlite"), path("derived.sqlite")])
      expect((await stat(mine)).mode & 0o777, mine).toBe(0o600);
    const text = await readFile(key, "utf8");
    await chmod(key, 0o644);
    await expect(openEmbedded(folder)).rejects.toThrow(/can be read by other users.*chmod 600/);
    await rm(key);
    await expect(openEmbedded(folder)).rejects.toThrow(/key file .* is missing/);
    await writeFile(key, text.replace(/[0-9a-f]{8}\n$/, "00000000\n"), { mode: 0o600 });
    const store = await openEmbedded(folder);
    await store.append("m", [submission(9)]);
    await expect(store.checkpoint("m")).rejects.toThrow(/not the one that mission "m" was made with/);
    await store.close();
    await writeFile(key, "a password", { mode: 0o600 });
    await expect(openEmbedded(folder)).rejects.toThrow(/is not a key file/);
  });
});

test("what an erasure destroyed is in no file of the folder any more, and a crash in between is made good", async () => {
  let store = await openEmbedded(folder);
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const secret = "Marichka-of-the-third-floor";
  const draft = submission(1);
  const [observation] = draft.payload.body.observations;
  if (!observation) throw new Error("none");
  const [entry] = (await store.append("m", [
    {
      ...draft,
      payload: {
        ...draft.payload,
        body: { ...draft.payload.body, observations: [{ ...observation, report: secret }] },
      },
    },
  ])) as [Appended];
  await store.setName("m", "o-17", secret, sealer);
  // Sealed, it is not to be read from the files at any time.
  await store.seal("m", Buffer.from(secret), sealer);
  const { sha256 } = await store.evidence("m").put(Buffer.from(`photo of ${secret}`));
  await store.append("m", [erasure([entry], { evidence: [sha256] })]);
  await store.append("m", [drafted("key-destruction", { blobs: [], names: ["o-17"], people: ["p-1", "p-2"] })]);
  await store.close();
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const file of files)
    expect((await readFile(join(file.parentPath, file.name))).includes(secret), file.name).toBe(false);

  // As if the process had ended between the commit and the destruction of the bytes.
  store = await openEmbedded(folder);
  await store.evidence("m").put(Buffer.from(`photo of ${secret}`));
  await store.close();
  tamper(`insert into destruction values ('m', '${sha256}')`);
  store = await openEmbedded(folder);
  expect(await collect(store.evidence("m").list())).toEqual([]);
  await store.close();
});

/** A small disk of its own, where this process may mount one. */
function mounted(size: string): boolean {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test("disk full: the write is refused, what was acknowledged is there, and the next write works once there is room", async (context) => {
  if (!mounted("6m")) return context.skip("no tmpfs can be mounted here: this needs root on Linux");
  let store: Store | undefined;
  try {
    store = await openEmbedded(folder);
    await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
    const acknowledged: Appended[] = [];
    const fill = async (store: Store): Promise<unknown> => {
      for (let n = 0; n < 100_000; n += 20)
        try {
          acknowledged.push(
            ...(await store.append(
              "m",
              Array.from({ length: 20 }, (_, i) => submission(n + i)),
            )),
          );
        } catch (error) {
          return error;
        }
      return undefined;
    };
    await writeFile(path("snapshot"), Buffer.alloc(2_000_000));
    expect(await fill(store)).toMatchObject({ code: "store/full" });
    await expect(store.evidence("m").put(Buffer.alloc(3_000_000))).rejects.toMatchObject({ code: "store/full" });
    expect((await store.leafHashes("m")).length).toBe(acknowledged.length);
    await rm(path("snapshot"));
    const [next] = (await store.append("m", [submission(1)])) as [Appended];
    expect(next.index).toBe(acknowledged.length);
    acknowledged.push(next);
    expect(await fill(store)).toMatchObject({ code: "store/full" });
    await store.close();
    // Full to the brim, it still opens and reads.
    store = await openEmbedded(folder);
    expect(await store.leafHashes("m")).toEqual(acknowledged.map((a) => a.leaf));
  } finally {
    await store?.close();
    // Lazily: should the test fail with a file open, its own failure is what is to be seen.
    execFileSync("umount", ["-l", folder]);
  }
});
