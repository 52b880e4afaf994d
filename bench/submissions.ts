// Phones that report in: filled-in forms with a 100 kB photograph, sent by OpenRosa to a server of its own process from
// another process (bench/phones.ts). First a sustained run at a rate; then as fast as 48 phones go that wait for each answer;
// then a burst beyond what is taken; then a run with kill -9 of the server half way. Whoever got no answer, or 503, sends the
// same again. In the end every acknowledged report is in the record once: counted by the record itself.
// node --import tsx bench/submissions.ts [RATE a second] [SECONDS] [--postgres] [--quick] [--profile=DIR]
// The built server of dist/ (or of DIST) is measured where it is there, else the source.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { hashOf } from "../src/server/secrets.ts";
import { openIdentity } from "../src/store/identity-open.ts";
import { openStore } from "../src/store/open.ts";
import { millis } from "../src/units.ts";
import { type Asked, formOf, PHONES, type Told, tokenOf } from "./phones.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
/** Phones that send one after another, each when it has its answer: so many fill a server, and none is turned away. */
const AT_ONE_TIME = 48;
/** A server that is not ready after so long, or a run that takes so much longer than it should, has failed. */
const READY_MS = 60_000;

type Settings = Readonly<Record<string, string>>;

/** One run, in figures. Milliseconds from when a report was due to its 201, of those taken at the first sending. */
export interface Phase {
  readonly asked: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  readonly late: number;
  readonly turnedAway: number;
  /** Answers 503 or 429 without Retry-After: none is right. */
  readonly withoutRetryAfter: number;
  /** Milliseconds until a refusal, p99. */
  readonly refusedIn: number;
  readonly cut: number;
  /** CPU in milliseconds for each report: of the server, of the database, of the phones. */
  readonly cpu: { readonly server: number; readonly database: number; readonly phones: number };
}

export interface Submissions {
  readonly sustained: Phase;
  readonly fastest: Phase;
  readonly burst: Phase;
  readonly killed: Phase;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Mission and phones, before the server is begun. */
async function prepare(settings: Settings): Promise<void> {
  const store = await openStore(settings);
  await store.createMission({ id: "m", name: "M", zone: "UTC", exercise: false });
  await store.close();
  const identity = await openIdentity(settings);
  for (let n = 0; n < PHONES; n++) {
    const { id } = await identity.addPerson({ login: `phone-${n}`, name: `Phone ${n}`, operator: false }, millis(0));
    await identity.setMembership("m", id, { role: "observer" });
    const token = { id: `t-${n}`, hash: hashOf(tokenOf(n)), person: id, mission: "m", name: "phone" };
    const scopes = ["mission.read", "submission.write"] as const;
    await identity.addToken({ ...token, scopes, created: millis(0), until: millis(9e12) });
  }
  await identity.close();
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const holder = createServer().listen(0, "127.0.0.1", () => {
      const { port } = holder.address() as AddressInfo;
      holder.close(() => done(port));
    });
  });

const profile = process.argv.find((a) => a.startsWith("--profile="))?.slice("--profile=".length);

function begin(settings: Settings, port: number): ChildProcess {
  const built = process.env["DIST"] ?? join(root, "dist/trucekeeper.mjs");
  const args = existsSync(built)
    ? [process.env["DIST"] ?? join(root, "scripts/trucekeeper.mjs"), "serve"]
    : ["--import", "tsx", join(root, "src/cli/main.ts"), "serve"];
  const env = { ...process.env, ...settings, PORT: String(port), HOST: "127.0.0.1", LOG_LEVEL: "error" };
  const watched = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  return spawn(process.execPath, [...watched, ...args], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
}

async function untilReady(port: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    if (performance.now() - began > READY_MS) throw new Error("the server does not become ready");
    await new Promise((go) => setTimeout(go, 50));
  }
}

/** Milliseconds of CPU that a process has used; with those of its children, its dead ones too. Linux only, in ticks of 10 ms. */
function cpuOf(pid: number | string | undefined, children = false): number {
  const ofOne = (of: number | string): { readonly ticks: number; readonly parent: number } => {
    try {
      const stat = readFileSync(`/proc/${of}/stat`, "utf8");
      const at = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .map(Number);
      const sum = (from: number, until: number) => at.slice(from, until).reduce((a, b) => a + b, 0);
      return { ticks: sum(11, children ? 15 : 13), parent: at[1] ?? 0 };
    } catch {
      return { ticks: 0, parent: 0 };
    }
  };
  if (pid === undefined) return 0;
  const all = children
    ? readdirSync("/proc")
        .filter((p) => /^\d+$/.test(p))
        .map(ofOne)
        .filter((p) => p.parent === pid)
    : [];
  return (ofOne(pid).ticks + all.reduce((a, p) => a + p.ticks, 0)) * 10;
}

/** CPU of each thread of a process in milliseconds, the busiest first. */
function threadsOf(pid: number | undefined): string {
  const all = readdirSync(`/proc/${pid}/task`).map((tid) => ({ tid, ms: cpuOf(`${pid}/task/${tid}`) }));
  const busy = all.filter((t) => t.ms > 50).sort((a, b) => b.ms - a.ms);
  return busy.map((t) => `${Number(t.tid) === pid ? "main" : t.tid} ${t.ms} ms`).join(", ");
}

/** The phones, in their process. */
class Generator {
  private readonly child = fork(fileURLToPath(new URL("./phones.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  run(asked: Asked): Promise<Told> {
    return new Promise((done, failed) => {
      this.child.once("message", (said: { told?: Told; failed?: string }) => {
        if (said.told) done(said.told);
        else failed(new Error(said.failed));
      });
      this.child.send(asked);
    });
  }
  end(): void {
    this.child.kill();
  }
}

const at = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
};

/** Sends at a rate and beyond, kills, and looks what became of it. */
export async function submissions(
  rate: number,
  seconds: number,
  { postgres = false, quick = false }: { readonly postgres?: boolean; readonly quick?: boolean } = {},
): Promise<Submissions> {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
  const database = postgres ? await startPostgres() : undefined;
  const settings: Settings = { TRUCEKEEPER_DATA: folder, ...(database && { DATABASE_URL: database.url }) };
  const port = await freePort();
  let server: ChildProcess | undefined;
  const generator = new Generator();
  let next = 0;
  let acknowledged = 0;
  const phase = async (count: number, perSecond: number): Promise<Phase> => {
    const cpu = () => [cpuOf(server?.pid), cpuOf(database?.pid(), true)] as const;
    const before = cpu();
    const told = await generator.run({ port, first: next, count, rate: perSecond });
    const after = cpu();
    next += count;
    acknowledged += told.acknowledged;
    const each = (ms: number): number => Math.round((ms / count) * 100) / 100;
    return {
      asked: perSecond,
      perSecond: Math.round((told.acknowledged / told.seconds) * 10) / 10,
      p50: at(told.times, 0.5),
      p99: at(told.times, 0.99),
      most: at(told.times, 1),
      late: told.late,
      turnedAway: told.turnedAway,
      withoutRetryAfter: told.withoutRetryAfter,
      refusedIn: at(told.refusals, 0.99),
      cut: told.cut,
      cpu: {
        // Of a server that was killed on the way nothing is known.
        server: each(Math.max(0, after[0] - before[0])),
        database: each(after[1] - before[1]),
        phones: each(told.cpu * 1_000),
      },
    };
  };
  try {
    await prepare(settings);
    server = begin(settings, port);
    await untilReady(port);
    await phase(quick ? 100 : 300, -8);
    const sustained = await phase(rate * seconds, rate);
    const fastest = await phase(rate * (quick ? 3 : 8), -AT_ONE_TIME);
    const burst = await phase(rate * (quick ? 4 : 10), rate * 6);
    if (profile !== undefined) console.error(threadsOf(server.pid));
    const spared = 1_000 * (quick ? 2 : 6);
    const killing = new Promise<void>((done) => {
      setTimeout(() => {
        const before = server as ChildProcess;
        before.once("exit", () => {
          server = begin(settings, port);
          done();
        });
        // A process that is killed keeps no profile.
        before.kill(profile === undefined ? "SIGKILL" : "SIGTERM");
      }, spared);
    });
    const killed = await phase((rate * 2 * spared) / 1_000, rate);
    await killing;
    generator.end();
    server.kill("SIGTERM");
    await new Promise((gone) => server?.once("exit", gone));
    server = undefined;
    const counted = await countedIn(settings, next);
    return { sustained, fastest, burst, killed, acknowledged, ...counted };
  } finally {
    generator.end();
    server?.kill("SIGKILL");
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many of the reports are in the record not at all, and more than once; each with its photograph in the evidence. */
async function countedIn(settings: Settings, total: number): Promise<{ lost: number; doubled: number }> {
  const store = await openStore(settings);
  const times = new Map<string, number>();
  const photographs = new Set<string>();
  const evidence = store.evidence("m");
  for await (const sha256 of evidence.list()) photographs.add(sha256);
  for await (const { content } of store.entries("m", { kinds: ["submission"] })) {
    if (!content) continue;
    const { body } = content.payload as { body: { evidence: string[] } };
    if (body.evidence.length === 2 && body.evidence.every((e) => photographs.has(e)))
      for (const sha256 of body.evidence) times.set(sha256, (times.get(sha256) ?? 0) + 1);
  }
  await store.close();
  const found = Array.from(
    { length: total },
    (_, n) => times.get(createHash("sha256").update(formOf(n)).digest("hex")) ?? 0,
  );
  return { lost: found.filter((n) => n === 0).length, doubled: found.filter((n) => n > 1).length };
}

/** Lines for the README's table; RATE, SECONDS and STORE=sqlite from the environment say how. */
export async function submissionRows(): Promise<{ what: string; ours: string; baseline: string }[]> {
  const rate = Number(process.env["RATE"] ?? 150);
  const seconds = Number(process.env["SECONDS"] ?? 60);
  const postgres = process.env["STORE"] !== "sqlite" && postgresBinaries() !== undefined;
  const { sustained, fastest, burst, killed, acknowledged, lost, doubled } = await submissions(rate, seconds, {
    postgres,
    quick: seconds < 30,
  });
  const store = postgres ? "PostgreSQL" : "SQLite";
  const turned = (p: Phase): string =>
    `${p.turnedAway} turned away in ${p.refusedIn} ms (p99), ${p.withoutRetryAfter} of them without Retry-After`;
  return [
    {
      what: `OpenRosa forms with a 100 kB photograph into ${store}, ${rate} a second for ${seconds} s; server, database and phones share the machine`,
      ours: `p50 ${sustained.p50} ms, p99 ${sustained.p99} ms from when each was due; ${sustained.perSecond} a second, ${turned(sustained)}; ${sustained.late} sent late; CPU for each: server ${sustained.cpu.server} ms, database ${sustained.cpu.database} ms, phones ${sustained.cpu.phones} ms`,
      baseline: "asked: 150 a second for 60 s, p99 under 500 ms; ODK Central's soak is 50 a second",
    },
    {
      what: `The same from ${AT_ONE_TIME} phones that wait for each answer, and a burst of ${burst.asked} a second`,
      ours: `${fastest.perSecond} a second, p99 ${fastest.p99} ms; of the burst ${turned(burst)}, those taken at once in ${burst.p99} ms (p99), all in the end at ${burst.perSecond} a second`,
      baseline: "asked: 503 with Retry-After beyond what is taken",
    },
    {
      what: `The same at ${rate} a second, kill -9 of the server half way; all ${acknowledged} reports of these runs counted by the record`,
      ours: `${lost} lost, ${doubled} doubled; ${killed.cut} cut and sent again`,
      baseline: "asked: 0 lost, 0 doubled",
    },
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [rate = 150, seconds = 60] = process.argv
    .slice(2)
    .filter((a) => !a.startsWith("--"))
    .map(Number);
  const postgres = process.argv.includes("--postgres") && postgresBinaries() !== undefined;
  const quick = process.argv.includes("--quick");
  console.log(JSON.stringify(await submissions(rate, seconds, { postgres, quick }), null, 1));
}
