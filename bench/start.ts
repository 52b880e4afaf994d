// The state in memory of a mission of N observations, by itself: what it takes to make it, what a late report costs in
// it, what it takes to begin again from its snapshot. No database: what writing costs, late-report.ts and store.ts say.
// node --expose-gc --import tsx bench/start.ts [N ...] [--late=200]; prints JSON. CPU times beside the clock's.
import process from "node:process";
import { canonical } from "../src/canonical.ts";
import { type Body, payloadOf } from "../src/record/registry.ts";
import { Deriver, type RecordReader } from "../src/store/deriver.ts";
import { hashOf } from "../src/store/made.fixture.ts";
import { AGREEMENT, bytes, late } from "./late-made.ts";

const args = process.argv.slice(2);
const LATE = Number(args.find((a) => a.startsWith("--late="))?.slice(7) ?? 200);
const sizes = args.filter((a) => /^\d+$/.test(a)).map(Number);
type Entries = Awaited<ReturnType<RecordReader["entries"]>>;

const [TEXT, FILE] = [hashOf("text"), hashOf("file")];

/** An entry as a log holds it, with nothing that derivation does not read. */
function entry(n: number, kind: "agreement-version" | "import" | "submission", body: unknown): Entries[number] {
  const payload = payloadOf(kind, body as Body<typeof kind>, { exercise: false });
  const envelope = { commitment: hashOf(`entry ${n}`), stated: n, marking: "TLP:AMBER", kind };
  return { envelope, content: { payload: JSON.parse(canonical(payload)) } } as unknown as Entries[number];
}

const percentile = (times: readonly number[], p: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number) * 10) / 10;
};

interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

async function timed<R>(work: () => Promise<R>): Promise<[R, Cost]> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const made = await work();
  const { user, system } = process.cpuUsage(cpu);
  return [
    made,
    { seconds: Math.round((performance.now() - begun) / 100) / 10, cpu: Math.round((user + system) / 1e5) / 10 },
  ];
}

const heapMb = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e6 + process.memoryUsage().external / 1e6);
};

async function measure(n: number): Promise<object> {
  const log: Entries[number][] = [
    entry(0, "agreement-version", {
      id: "bench",
      text: { sha256: TEXT, name: "bench.yaml" },
      parts: [],
      reading: null,
    }),
    entry(1, "import", {
      file: { sha256: FILE, name: "reports.csv", bytes: 1 },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "1" },
      mapping: null,
      assumptions: [],
      zone: null,
    }),
  ];
  async function* text(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(AGREEMENT);
  }
  const record: RecordReader = {
    entries: async (from, until) => log.slice(from, Math.min(until, from + 500)),
    evidence: async (sha256) => (sha256 === TEXT ? text() : bytes(n)),
  };
  const add = (i: number) =>
    log.push(entry(log.length, "submission", { via: "cli", observations: [late(i, n)], evidence: [] }));
  const before = heapMb();
  let deriver: Deriver | undefined = new Deriver(record, "UTC");
  const [, grouped] = await timed(() => (deriver as Deriver).advance(log.length));
  const [, assessed] = await timed(() => (deriver as Deriver).drain());
  const held = heapMb() - before;
  const late_ = async (d: Deriver, i: number): Promise<{ ms: number; cpu: number }> => {
    add(i);
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    await d.advance(log.length);
    while ((await d.next(1_000)).length > 0);
    await d.account();
    const used = process.cpuUsage(cpu);
    return { ms: performance.now() - begun, cpu: (used.user + used.system) / 1_000 };
  };
  const times: { ms: number; cpu: number }[] = [];
  for (let i = 0; i < LATE; i++) times.push(await late_(deriver, i));
  const size = log.length;
  const account = await deriver.account();
  const [snapshot, kept] = await timed(() => (deriver as Deriver).snapshot());
  if (!snapshot) throw new Error("no snapshot");
  deriver = undefined;
  const again = new Deriver(record, "UTC");
  const [fits, resumed] = await timed(() => again.resume(size, snapshot));
  if (!fits || (await again.account()) !== account) throw new Error("the snapshot gave another state");
  const first = await late_(again, LATE);
  const column = (p: number) => ({
    ms: percentile(
      times.map((t) => t.ms),
      p,
    ),
    cpu: percentile(
      times.map((t) => t.cpu),
      p,
    ),
  });
  return {
    observations: n,
    readAndGrouped: grouped,
    assessed,
    heldMb: held,
    late: { n: LATE, p50: column(0.5), p99: column(0.99), most: column(1) },
    snapshot: { ...kept, mb: Math.round(snapshot.groups.length / 1e5) / 10 },
    resumed,
    firstLateMs: Math.round(first.ms),
  };
}

for (const n of sizes.length > 0 ? sizes : [100_000, 1_000_000]) console.log(JSON.stringify(await measure(n)));
