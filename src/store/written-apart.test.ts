import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { Opener } from "./contract.ts";
import { type Audience, FULL, type Lease, type TaggedRow, type View } from "./derivations.ts";
import { derivedContract } from "./derived-contract.ts";
import { facetContract } from "./facet-contract.ts";
import { hashOf, row } from "./made.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { Store } from "./store.ts";

const STAFF: Audience = { profile: FULL, upTo: "TLP:RED" };
const state = { derivation: "test 1", size: 1, root: hashOf("root") };
const folders = new Map<Store, string>();

const opened = async (folder: string): Promise<Store> => {
  const store = await openEmbedded(folder, { apart: true });
  folders.set(store, folder);
  return store;
};
const opener: Opener = {
  open: async () => opened(await mkdtemp(join(tmpdir(), "trucekeeper-apart-"))),
  async reopen(store) {
    await store.close();
    return opened(folders.get(store) as string);
  },
  async dispose(store) {
    await store.close();
    await rm(folders.get(store) as string, { recursive: true });
  },
};

derivedContract("sqlite, written and read by threads of their own", opener);
facetContract("sqlite, written and read by threads of their own", opener, 4);

test("reads answer here while a large state is written, whatever its writer waits for", async () => {
  const store = await opener.open();
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const lease = (await store.derivations.acquire("m", "one")) as Lease;
  await store.derivations.replace(lease, state, [row(1)]);
  // Another connection holds the file's one write lock: whoever writes stands still at the next transaction.
  const other = new Database(join(folders.get(store) as string, "derived.sqlite"));
  let held: (() => void) | undefined;
  const holding = new Promise<void>((resolve) => {
    held = resolve;
  });
  function* rows(): Generator<TaggedRow> {
    for (let n = 0; n < 12_000; n++) {
      if (n === 6_000) {
        // Beyond the first transaction's rows, and before they are all asked for.
        while (!locked(other));
        held?.();
      }
      yield row(n);
    }
  }
  let written = false;
  const writing = store.derivations.replace(lease, { ...state, size: 2 }, rows()).then(() => {
    written = true;
  });
  await holding;
  for (let reads = 0; reads < 10; reads++) {
    const view = (await store.derivations.visible("m", STAFF)) as View;
    expect(await view.count("observation")).toBe(1);
    expect(view.state.size).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(written).toBe(false);
  other.exec("commit");
  other.close();
  await writing;
  expect((await store.derivations.state("m"))?.size).toBe(2);
  await opener.dispose(store);
});

/** Takes the write lock between two transactions of the other thread; false while one of them has it. */
function locked(file: Database.Database): boolean {
  try {
    file.pragma("busy_timeout = 0");
    file.exec("begin immediate");
    return true;
  } catch (error) {
    if (String((error as { code?: unknown }).code) === "SQLITE_BUSY") return false;
    throw error;
  }
}

test("rows that fail half way leave nothing, and fail as they failed", async () => {
  const store = await opener.open();
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const lease = (await store.derivations.acquire("m", "one")) as Lease;
  const failing = (function* (): Generator<TaggedRow> {
    yield row(1);
    throw new RangeError("rows of another kind");
  })();
  await expect(store.derivations.replace(lease, state, failing)).rejects.toThrow(RangeError);
  expect(await store.derivations.state("m")).toBeUndefined();
  await store.derivations.replace(lease, state, [row(1)]);
  expect((await store.derivations.state("m"))?.revision).toBe(1);
  await opener.dispose(store);
});

test("a reading is of one moment, fails as its work fails, and leaves its thread to the next", async () => {
  const store = await opener.open();
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const lease = (await store.derivations.acquire("m", "one")) as Lease;
  expect(await store.derivations.still("m", STAFF, async () => "there")).toBeUndefined();
  await store.derivations.replace(lease, state, [row(1)]);
  const counted = await store.derivations.still("m", STAFF, async (view) => {
    const before = await view.count("observation");
    await store.derivations.change(lease, { ...state, size: 2 }, [row(2)], []);
    return [before, await view.count("observation"), view.state.size];
  });
  expect(counted).toEqual([1, 1, 1]);
  // More at once than there are threads, some of which fail.
  const all = await Promise.allSettled(
    Array.from({ length: 9 }, (_, n) =>
      store.derivations.still("m", STAFF, async (view) => {
        if (n % 3 === 0) throw new Error(`mine ${n}`);
        return view.count("observation");
      }),
    ),
  );
  expect(all.map((a) => (a.status === "fulfilled" ? a.value : String(a.reason)))).toEqual(
    Array.from({ length: 9 }, (_, n) => (n % 3 === 0 ? `Error: mine ${n}` : 2)),
  );
  await opener.dispose(store);
});
