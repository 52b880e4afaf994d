// Speed of the store: appends, derived rows in bulk, one change, queries, start. node --import tsx bench/store.ts [ROWS]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { canonical } from "../src/canonical.ts";
import { FULL, type Lease, type TaggedRow, type View } from "../src/store/derivations.ts";
import { hashOf, observation, row, submission } from "../src/store/made.fixture.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { openPostgres } from "../src/store/open-postgres.ts";
import type { Store } from "../src/store/store.ts";
import { millis } from "../src/units.ts";

const ROWS = Number(process.argv[2] ?? 200_000);
const content = canonical(observation(1));
const figures: Record<string, unknown>[] = [];

function* rows(): Generator<TaggedRow> {
  for (let n = 0; n < ROWS; n++)
    yield row(n, {
      content,
      position: [30 + ((n * 7919) % 10_000) / 1_000, 45 + ((n * 104_729) % 7_000) / 1_000],
      time: { from: millis(1_700_000_000_000 + n * 1_000), until: millis(1_700_000_060_000 + n * 1_000) },
    });
}

const since = (t: number): number => performance.now() - t;
const percentile = (times: number[], p: number): number =>
  Math.round(
    (times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * p))] as number) * 100,
  ) / 100;

async function measure(name: string, open: () => Promise<Store>): Promise<void> {
  let store = await open();
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  let t = performance.now();
  for (let n = 0; n < 1_000; n++) await store.append("m", [submission(n)]);
  const alone = Math.round(1_000 / (since(t) / 1_000));
  t = performance.now();
  await Promise.all(Array.from({ length: 5_000 }, (_, n) => store.append("m", [submission(n)])));
  const together = Math.round(5_000 / (since(t) / 1_000));
  const lease = (await store.derivations.acquire("m", "bench")) as Lease;
  // What a replace spends before the database: making the rows.
  t = performance.now();
  for (const one of rows()) void one;
  const making = since(t);
  t = performance.now();
  await store.derivations.replace(lease, { derivation: "1", size: 1, root: hashOf("r") }, rows());
  const bulk = since(t) - making;
  const late: number[] = [];
  for (let n = 0; n < 300; n++) {
    await store.derivations.renew(lease);
    t = performance.now();
    await store.derivations.change(
      lease,
      { derivation: "1", size: n, root: hashOf("r") },
      [row(ROWS + n, { content }), row(n * 17, { content })],
      [],
    );
    late.push(since(t));
  }
  const view = (await store.derivations.visible("m", { profile: FULL, upTo: "TLP:RED" })) as View;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      await work();
      times.push(since(begun));
    }
    return percentile(times, 0.5);
  };
  const newest = await timed(() => view.page("observation", { order: "newest" }));
  const box = await timed(() => view.page("observation", { bbox: [37, 48, 37.2, 48.2], limit: 1_000 }));
  const boxCount = await view.count("observation", { bbox: [37, 48, 37.2, 48.2] });
  const window = await timed(() =>
    view.count("observation", {
      time: { from: millis(1_700_000_000_000 + ROWS * 500), until: millis(1_700_000_000_000 + ROWS * 500 + 3_600_000) },
    }),
  );
  await store.close();
  t = performance.now();
  store = await open();
  const start = since(t);
  await store.close();
  figures.push({
    store: name,
    rows: ROWS,
    appendsAlonePerSecond: alone,
    appendsTogetherPerSecond: together,
    derivedRowsPerSecond: Math.round(ROWS / (bulk / 1_000)),
    lateChangeMs: { p50: percentile(late, 0.5), p99: percentile(late, 0.99) },
    newest100Ms: newest,
    boxMs: box,
    boxCount,
    hourCountMs: window,
    openAgainMs: Math.round(start),
  });
}

const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
await measure("sqlite", () => openEmbedded(join(folder, "embedded")));
if (postgresBinaries() !== undefined) {
  const server = await startPostgres();
  try {
    await measure("postgres", () => openPostgres(server.url, { folder: join(folder, "postgres") }));
  } finally {
    await server.stop();
  }
}
await rm(folder, { recursive: true });
for (const f of figures) console.log(JSON.stringify(f));
