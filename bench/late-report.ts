// One late report into a mission of N observations: derived, assessed, its rows written; and the start of a process on
// such a mission. node --import tsx bench/late-report.ts [N ...] [--stores=sqlite,postgres] [--apart] [--late=200]
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
import type { Observation } from "../src/observation/observation.ts";
import { Derivation } from "../src/store/derivation.ts";
import type { Lease, RowKey, TaggedRow } from "../src/store/derivations.ts";
import { Deriver } from "../src/store/deriver.ts";
import { draft, hashOf, observation } from "../src/store/made.fixture.ts";
import { rootAt } from "../src/store/mission-state.ts";
import { openStore } from "../src/store/open.ts";
import type { Mission, Store } from "../src/store/store.ts";
import { millis } from "../src/units.ts";

const flags = process.argv.slice(2).filter((a) => a.startsWith("--"));
const flag = (name: string, otherwise: string): string =>
  flags.find((f) => f.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const sizes = process.argv
  .slice(2)
  .filter((a) => /^\d+$/.test(a))
  .map(Number);
const APART = flags.includes("--apart");
const LATE = Number(flag("late", "200"));
const [DAY, BEGIN] = [86_400_000, 1_700_000_000_000];

/** A number in [0, 1) that looks random: the same for the same n in every run. */
const share = (n: number, salt: number): number => (Math.imul(n + salt * 7919, 2_654_435_761) >>> 0) / 2 ** 32;

/** Reports over a front of 900 km, some 1,400 a day; every third tells of what the one before told. */
export function* csv(n: number): Generator<string> {
  yield "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
  for (let i = 0; i < n; i++) {
    const event = i - (i % 3 === 1 ? 1 : 0);
    const from = new Date(BEGIN + event * (DAY / 1_400)).toISOString();
    const until = new Date(BEGIN + event * (DAY / 1_400) + 60_000).toISOString();
    const [lon, lat] = [33 + share(event, 1) * 5, 46.5 + share(event, 2) * 3.5];
    const act = share(event, 3) < 0.7 ? "explosion.artillery" : "fire.small-arms";
    yield `k${i},s-${i % 40},patrol,${from},${until},UTC,${lon.toFixed(5)},${lat.toFixed(5)},300,${act}\n`;
  }
}

async function* bytes(n: number): AsyncGenerator<Uint8Array> {
  let text = "";
  for (const line of csv(n)) {
    text += line;
    if (text.length > 1 << 20) {
      yield Buffer.from(text);
      text = "";
    }
  }
  yield Buffer.from(text);
}

const AGREEMENT = `
agreement:
  id: bench
  title: Bench
  status: signed
  parties: [{id: A, name: A}, {id: B, name: B}]
  mission-zone: UTC
in-force:
  - {reading: text, by: A, from: "2023-11-01T00:00Z"}
zones:
  - {id: south, name: South, polygon: [[33, 46], [36, 46], [36, 48], [33, 48], [33, 46]]}
terms:
  - {id: fire, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [fire, explosion]}}
  - {id: guns, title: No artillery in the south, reference: "2", standing: agreed, subject: [A, B], prohibits: {acts: [explosion.artillery]}, where: {inside: [south]}}
  - {id: nights, title: Quiet nights, reference: "3", standing: agreed, subject: [A, B], prohibits: {acts: [fire]}, when: {hours: {from: "22:00", until: "06:00", zone: UTC}}}
`;

async function fill(store: Store, n: number): Promise<Mission> {
  const mission = await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const file = await store.evidence("m").put(bytes(n));
  const text = await store.evidence("m").put(Buffer.from(AGREEMENT));
  await store.append("m", [
    draft("agreement-version", {
      id: "bench",
      text: { sha256: text.sha256, name: "bench.yaml" },
      parts: [],
      reading: null,
    }),
    draft("import", {
      file: { sha256: file.sha256, name: "reports.csv", bytes: 1 },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "1" },
      mapping: null,
      assumptions: [],
      zone: null,
    }),
  ]);
  return mission;
}

/** A report of some day of the record, beside what was reported there. */
function late(n: number, size: number): Observation {
  const event = Math.floor(share(n, 5) * (size - 3));
  const at = event - (event % 3 === 1 ? 1 : 0);
  const from = millis(Math.round(BEGIN + at * (DAY / 1_400)));
  const o = observation(n);
  return {
    ...o,
    id: hashOf(`late ${n}`),
    source: `late-${n % 7}`,
    acts: ["explosion.artillery"],
    time: { ...o.time, from, until: millis(from + 60_000), stated: new Date(from).toISOString(), zone: "UTC" },
    place: { kind: "point", lon: 33 + share(at, 1) * 5, lat: 46.5 + share(at, 2) * 3.5, radiusM: 300 },
  };
}

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

function usual(store: Store, mission: Mission, lease: Lease): Bring {
  const derivation = new Derivation(store, mission);
  return async () => void (await derivation.run(lease));
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
  const bring = (APART ? withoutFusion : usual)(store, mission, lease);
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
