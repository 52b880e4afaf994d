// One late report into a mission of N observations: derived, assessed, its rows written; and the start of a process on
// such a mission. node --import tsx bench/late-report.ts [N ...] [--stores=sqlite,postgres] [--apart] [--late=200] [--cold]
// --cold starts a second time without the snapshot.
// --apart leaves fusion out (every observation is an incident of its own), to measure all else.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import type { Incident } from "../src/incident/incident.ts";
import type { FusionChange } from "../src/incident/incremental.ts";
import type { Fusion } from "../src/mission/live.ts";
import { DERIVATION_VERSION } from "../src/mission/version.ts";
import { Derivation } from "../src/store/derivation.ts";
import type { Lease, RowKey, TaggedRow } from "../src/store/derivations.ts";
import { Deriver } from "../src/store/deriver.ts";
import { keptName } from "../src/store/kept-state.ts";
import { draft } from "../src/store/made.fixture.ts";
import { rootAt } from "../src/store/mission-state.ts";
import { openStore } from "../src/store/open.ts";
import type { Mission, Store } from "../src/store/store.ts";
import { fill, late } from "./late-made.ts";

const flags = process.argv.slice(2).filter((a) => a.startsWith("--"));
const flag = (name: string, otherwise: string): string =>
  flags.find((f) => f.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const sizes = process.argv
  .slice(2)
  .filter((a) => /^\d+$/.test(a))
  .map(Number);
const APART = flags.includes("--apart");
const COLD = flags.includes("--cold");
const LATE = Number(flag("late", "200"));
/** Every observation an incident of its own. */
const apart: Fusion = {
  apply({ add = [], remove = [] }: FusionChange) {
    const changed = add.map(
      (o): Incident => ({
        id: o.id,
        status: "recorded",
        members: [{ observation: o, role: "supports" }],
        evidence: [],
      }),
    );
    return { changed, gone: remove.filter((id) => !add.some((o) => o.id === id)), weighed: 0 };
  },
};

/** Brings the stored state up to the record. */
type Bring = () => Promise<void>;

/** @returns how long the next late report takes when derivation begins again, and what keeping its snapshot took */
async function startAgain(store: Store, mission: Mission, lease: Lease, n: number, cold: boolean) {
  const size = (await store.snapshots.get(keptName("m")))?.length ?? 0;
  if (cold) await store.snapshots.remove(keptName("m"));
  const derivation = new Derivation(store, mission);
  const body = { via: "cli" as const, observations: [late(LATE + (cold ? 1 : 0), n)], evidence: [] };
  await store.append("m", [draft("submission", body)]);
  const begun = performance.now();
  await derivation.run(lease);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  await derivation.close();
  return { seconds, ...(!cold && { snapshotMb: Math.round(size / 1e6) }) };
}

/** The same without fusion, in this thread. */
function withoutFusion(store: Store, mission: Mission, lease: Lease): Bring {
  const record = {
    entries: async (from: number, until: number) => {
      const found = [];
      for await (const e of store.entries("m", { from, until: Math.min(until, from + 500) })) found.push(e);
      return found;
    },
    evidence: (sha256: string) => store.evidence("m").get(sha256),
  };
  const deriver = new Deriver(record, mission.zone, apart);
  let begun = false;
  return async () => {
    const size = await store.size("m");
    await deriver.advance(size);
    const of = { derivation: DERIVATION_VERSION, size, root: await rootAt(store, "m", size) };
    if (!begun) {
      begun = true;
      async function* rows(): AsyncGenerator<TaggedRow> {
        for (;;) {
          const some = await deriver.next(1_000);
          if (some.length === 0) return;
          await store.derivations.renew(lease);
          for (const { row } of some) if (row) yield row;
        }
      }
      await store.derivations.replace(lease, of, rows());
      await store.derivations.change(lease, { ...of, account: await deriver.account() }, [], []);
      return;
    }
    const rows: TaggedRow[] = [];
    const removed: RowKey[] = [];
    for (const change of await deriver.next(100_000)) {
      if (change.row) rows.push(change.row);
      else removed.push(change.removed);
    }
    await store.derivations.renew(lease);
    await store.derivations.change(lease, { ...of, account: await deriver.account() }, rows, removed);
  };
}

const percentile = (times: readonly number[], p: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number) * 10) / 10;
};

/** What a new process does first: opens the store and reads a page of incidents. */
const FIRST_PAGE = `
const [, open, settings] = process.argv;
const { openStore } = await import(open);
const store = await openStore(JSON.parse(settings));
const view = await store.derivations.visible("m", { profile: "full", upTo: "TLP:RED" });
const { rows } = await view.page("incident", { order: "newest" });
if (rows.length === 0) throw new Error("no incident");
process.stdout.write(String(rows.length), () => process.exit(0));
`;

function firstPage(settings: object): number {
  const open = fileURLToPath(new URL("../src/store/open.ts", import.meta.url));
  const args = ["--import", "tsx", "--input-type=module", "-e", FIRST_PAGE, open, JSON.stringify(settings)];
  const begun = performance.now();
  const ran = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return Math.round(performance.now() - begun);
}

async function measure(kind: string, n: number, settings: Record<string, string>): Promise<void> {
  const store = await openStore(settings);
  const mission = await fill(store, n);
  const lease = (await store.derivations.acquire("m", "bench")) as Lease;
  const derivation = APART ? undefined : new Derivation(store, mission);
  const bring = derivation ? async () => void (await derivation.run(lease)) : withoutFusion(store, mission, lease);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let begun = performance.now();
  await bring();
  const whole = (performance.now() - begun) / 1_000;
  delay.disable();
  const times: number[] = [];
  for (let i = 0; i < LATE; i++) {
    const body = { via: "cli", observations: [late(i, n)], evidence: [] };
    await store.append("m", [draft("submission", body)]);
    begun = performance.now();
    await bring();
    times.push(performance.now() - begun);
  }
  const rss = Math.round(process.memoryUsage().rss / 1_048_576);
  begun = performance.now();
  await derivation?.keep();
  const kept = Math.round(performance.now() - begun) / 1_000;
  await derivation?.close();
  const again = derivation && (await startAgain(store, mission, lease, n, false));
  const cold = derivation && COLD ? await startAgain(store, mission, lease, n, true) : undefined;
  await store.derivations.release(lease);
  await store.close();
  const starts = Array.from({ length: 5 }, () => firstPage(settings));
  const line = {
    store: kind,
    observations: n,
    fusion: !APART,
    wholeSeconds: Math.round(whole * 10) / 10,
    longestBlockMs: Math.round(delay.max / 1e6),
    lateMs: { n: LATE, p50: percentile(times, 0.5), p99: percentile(times, 0.99), most: percentile(times, 1) },
    firstPageMs: percentile(starts, 0.5),
    rssMb: rss,
    ...(again && { keepSeconds: kept, firstLateReport: again }),
    ...(cold && { firstLateReportCold: cold }),
  };
  console.log(JSON.stringify(line));
}

for (const n of sizes.length > 0 ? sizes : [100_000, 1_000_000])
  for (const kind of flag("stores", "sqlite,postgres").split(",")) {
    const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
    const server = kind === "postgres" && postgresBinaries() !== undefined ? await startPostgres() : undefined;
    try {
      if (kind === "sqlite" || server)
        await measure(kind, n, { TRUCEKEEPER_DATA: folder, ...(server && { DATABASE_URL: server.url }) });
    } finally {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
process.exit(0);
