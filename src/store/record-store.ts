import { millis } from "../units.ts";
import { answersOf, checkedOnce } from "./answers.ts";
import { commitRequests, joiningRequest, type Request, requestOf } from "./appending.ts";
import { cosign, signedCheckpoint, signingKeyOf, storedCheckpoint } from "./checkpoints.ts";
import type { Derivations } from "./derivations.ts";
import type { Engine } from "./engine.ts";
import { storedEntry } from "./entry-row.ts";
import type { Evidence } from "./evidence.ts";
import { groupCommit } from "./group-commit.ts";
import type { Keys } from "./keys.ts";
import { erasuresOf, type LaterErasure } from "./later-erasures.ts";
import { createMission, findMission, missions, requireMission } from "./missions.ts";
import { completing, pendingOf } from "./pending.ts";
import { openReport, takeReport } from "./sealed-reports.ts";
import { named, openSealed, seal, setName, type Under } from "./sealing.ts";
import type { Snapshots } from "./snapshots.ts";
import type { Appended, EntryRange, Mission, Store, StoredEntry } from "./store.ts";
import type { RecordTables } from "./tables.ts";
import { dumpRecord, loadRecord } from "./transfer.ts";
import { leaves, overTree } from "./tree.ts";
import { verifyLog } from "./verify-log.ts";

/** What a store is made of. */
export interface StoreParts {
  readonly engine: Engine<RecordTables>;
  readonly keys: Keys;
  readonly evidence: (mission: string) => Evidence;
  readonly snapshots: Snapshots;
  readonly derivations: Derivations;
  /** Notes down all orders to destroy something, whenever there is a new one. */
  readonly noted: Noted;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Called last by close. */
  readonly closed: () => Promise<void>;
}

/** @returns whether anything was noted down that was not before */
export type Noted = (orders: readonly LaterErasure[]) => Promise<boolean>;

const PAGE = 500;

/** The record over an engine. The same for both databases. */
export function recordStore(parts: StoreParts): Store {
  const { engine, keys, evidence, clock } = parts;
  const now = () => millis(Math.floor(clock()));
  const known = new Map<string, Mission>();
  const commits = groupCommit<Request, Appended[]>(async (requests) => {
    const { outcomes, destroys } = await commitRequests(engine, requests, now);
    if (destroys) await carryOutDestruction(engine, evidence, parts.noted);
    return outcomes;
  }, clock);

  const sealing: Under = {
    engine,
    keys,
    evidence,
    async append(mission, draft, more) {
      await signingKeyOf(keys, await requireMission(engine.reads, mission));
      const [entry] = await commits.add(requestOf(mission, [draft], more));
      return entry as Appended;
    },
  };

  return {
    kind: engine.dialect,
    evidence,
    snapshots: parts.snapshots,
    derivations: parts.derivations,
    createMission: (wanted) => createMission(engine, keys, wanted, now()),
    // A mission's row is never changed and never goes: every request asks for it.
    async mission(id) {
      const before = known.get(id);
      if (before) return before;
      const found = await findMission(engine.reads, id);
      if (found) known.set(id, found);
      return found;
    },
    missions: () => missions(engine.reads),
    append: async (mission, drafts, once, unless, half) =>
      drafts.length === 0
        ? []
        : commits.add(
            requestOf(mission, drafts, {
              once: once && checkedOnce(once),
              unless,
              also: completing(mission, half, now),
            }),
          ),
    answers: answersOf(engine),
    pending: pendingOf(engine),
    join: async (mission, entries) => (entries.length === 0 ? [] : commits.add(joiningRequest(mission, entries))),
    entries: (mission, range) => entries(engine, mission, range ?? {}),
    async entry(mission, index) {
      for await (const found of entries(engine, mission, { from: index, until: index + 1 })) return found;
      return undefined;
    },
    size: (mission) => sizeOf(engine, mission),
    async leafHashes(mission, { from = 0, until = Number.MAX_SAFE_INTEGER } = {}) {
      await requireMission(engine.reads, mission);
      return leaves(engine.reads, mission, from, until);
    },
    overTree: (mission, size, compute) => overTree(engine.reads, mission, size, compute),
    checkpoint: (mission) => signedCheckpoint(engine, keys, mission),
    storedCheckpoint: (mission, size) => storedCheckpoint(engine.reads, mission, size),
    cosign: (mission, size, signature, cosigners) => cosign(engine, mission, size, signature, cosigners),
    reportKey: async (mission) => keys.receiving((await requireMission(engine.reads, mission)).origin).point,
    takeReport: (mission, sealed, entryOf) => takeReport(sealing, mission, sealed, entryOf),
    openReport: (mission, sealed, draft, once) => openReport(sealing, mission, sealed, draft, once),
    signingKey: async (mission) => signingKeyOf(keys, await requireMission(engine.reads, mission)),
    seal: (mission, bytes, by, once) => seal(sealing, mission, bytes, by, once),
    open: (mission, draft, half) => openSealed(sealing, mission, draft, completing(mission, half, now)),
    setName: (mission, author, name, by, once) => setName(sealing, mission, author, name, by, once),
    named: (mission) => named(engine, mission),
    verify: async (mission) => engine.still(async (db) => verifyLog(db, await requireMission(db, mission))),
    erasures: () => erasuresOf(engine.reads),
    dump: () => dumpRecord(engine),
    load: (rows) => loadRecord(engine, rows),
    async close() {
      await commits.idle();
      await engine.close();
      await parts.closed();
    },
  };
}

async function sizeOf(engine: Engine<RecordTables>, mission: string): Promise<number> {
  const row = await engine.reads
    .selectFrom("log_head")
    .select("size")
    .where("mission", "=", mission)
    .executeTakeFirst();
  if (!row) await requireMission(engine.reads, mission);
  return row?.size ?? 0;
}

async function* entries(
  engine: Engine<RecordTables>,
  mission: string,
  { from = 0, until = Number.MAX_SAFE_INTEGER, kinds }: EntryRange,
): AsyncGenerator<StoredEntry> {
  const end = Math.min(until, await sizeOf(engine, mission));
  for (let at = Math.max(0, from); at < end; ) {
    const rows = await engine.reads
      .selectFrom("entry")
      .leftJoin("joined", (j) =>
        j.onRef("joined.mission", "=", "entry.mission").onRef("joined.entry_index", "=", "entry.entry_index"),
      )
      .select([
        "entry.entry_index",
        "entry.kind",
        "entry.commitment",
        "entry.envelope",
        "entry.payload",
        "entry.salt",
        "entry.leaf",
        "entry.erased_by",
        "joined.proof",
      ])
      .where("entry.mission", "=", mission)
      .$if(kinds !== undefined, (q) => q.where("entry.kind", "in", kinds as string[]))
      .where("entry.entry_index", ">=", at)
      .where("entry.entry_index", "<", kinds ? end : Math.min(end, at + PAGE))
      .orderBy("entry.entry_index")
      .limit(PAGE)
      .execute();
    for (const row of rows) yield storedEntry(row);
    if (kinds && rows.length < PAGE) return;
    at = kinds ? (rows.at(-1)?.entry_index ?? end) + 1 : at + PAGE;
  }
}

/** Whether an erasure's evidence is still to be destroyed: a crash came between. */
export async function pendingDestruction(engine: Engine<RecordTables>): Promise<boolean> {
  return (await engine.reads.selectFrom("destruction").select("sha256").limit(1).executeTakeFirst()) !== undefined;
}

/** Destroys the evidence that erasures ordered; run again at every start, should it have been cut short. */
export async function carryOutDestruction(
  engine: Engine<RecordTables>,
  evidence: (mission: string) => Evidence,
  noted: Noted,
): Promise<void> {
  await noted(await erasuresOf(engine.reads));
  for (const { mission, sha256 } of await engine.reads.selectFrom("destruction").selectAll().execute()) {
    await evidence(mission).destroy(sha256);
    await engine.transaction((trx) =>
      trx.deleteFrom("destruction").where("mission", "=", mission).where("sha256", "=", sha256).execute(),
    );
  }
  for (const table of ["entry", "sealed", "name", "answer", "import_key", "joined"] as const) await engine.purge(table);
}
