// A whole stored mission of N observations: made once by the commands, then the server started anew on it (until the API
// gives its first page of incidents), the state in memory begun again from its snapshot, and late reports by the whole
// path: entry, log, derivation, assessment, rows written. The commands are those of dist/: build it first.
// node --import tsx bench/stored.ts [N] [--stores=sqlite,postgres] [--late=200] [--data=DIR] [--dist=DIR] [--no-start]
// --data keeps the embedded mission there, or takes the one that is there.
// --kept=DIR takes a copy of an embedded mission "m" of N observations that lies there; --kept-url=URL with
// --kept-folder=DIR the same of one in PostgreSQL, of which a copy is made in the same cluster. Neither is written to.
// Prints JSON, a line for each store; CPU seconds beside the clock's.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { hashOf as secretHash } from "../src/server/secrets.ts";
import { Derivation } from "../src/store/derivation.ts";
import type { Lease } from "../src/store/derivations.ts";
import { openIdentity } from "../src/store/identity-open.ts";
import { draft } from "../src/store/made.fixture.ts";
import { openStore } from "../src/store/open.ts";
import { millis } from "../src/units.ts";
import { AGREEMENT, bytes, late } from "./late-made.ts";

const flag = (name: string): string | undefined =>
  process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3);
const N = Number(process.argv.slice(2).find((a) => /^\d+$/.test(a)) ?? 100_000);
const LATE = Number(flag("late") ?? 200);
const command = flag("dist")
  ? resolve(flag("dist") as string)
  : fileURLToPath(new URL("../scripts/trucekeeper.mjs", import.meta.url));
const PORT = 18_040 + (process.pid % 1_000);

type Settings = Readonly<Record<string, string>>;

const round = (n: number): number => Math.round(n * 10) / 10;
const percentile = (times: readonly number[], p: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number);
};

/** One of our own commands: seconds, its CPU seconds and peak memory, as the kernel saw them. */
function run(args: readonly string[], settings: Settings) {
  const ran = spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", process.execPath, command, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...settings },
    maxBuffer: 1 << 28,
  });
  const last = ran.stderr.trimEnd().split("\n").at(-1) ?? "";
  const [seconds = 0, user = 0, system = 0, kb = 0] = last.split(" ").map(Number);
  if (ran.status !== 0) throw new Error(`${args.join(" ")}: exit ${ran.status}\n${ran.stderr.slice(-4_000)}`);
  return { seconds, cpu: round(user + system), maxRssMb: Math.round(kb / 1_024) };
}

/** A token that may read the mission. */
async function reader(settings: Settings): Promise<string> {
  const identity = await openIdentity(settings);
  const secret = randomBytes(32).toString("base64url").slice(0, 43);
  const login = `bench-${secret
    .slice(0, 6)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "x")}`;
  const { id } = await identity.addPerson({ login, name: login, operator: false }, millis(Date.now()));
  await identity.setMembership("m", id, { role: "verifier" });
  await identity.addToken({
    id: login,
    hash: secretHash(secret),
    person: id,
    mission: "m",
    name: "bench",
    scopes: ["mission.read", "agreement.read", "incident.read", "observation.read", "assessment.read"],
    created: millis(0),
    until: millis(9e12),
  });
  await identity.close();
  return secret;
}

/** Milliseconds of CPU that a process has used: Linux only, in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}

/** From the start of a server's process until the API gives a page, in ms; then the same page again. */
async function start(settings: Settings, secret: string) {
  const child = spawn(process.execPath, [command, "serve"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...settings, PORT: String(PORT) },
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += String(text);
  });
  const begun = performance.now();
  const ask = async (path: string): Promise<{ readonly ms: number; readonly text: string }> => {
    const asked = performance.now();
    const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, { headers: { authorization: `Bearer ${secret}` } });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    return { ms: Math.round(performance.now() - asked), text };
  };
  const page = "/api/v1/missions/m/incidents";
  try {
    let ready = 0;
    let first = 0;
    let cpu = 0;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
      try {
        if (ready === 0) await ask("/readyz");
        ready ||= Math.round(performance.now() - begun);
        const { text } = await ask(page);
        first = Math.round(performance.now() - begun);
        cpu = cpuOf(child.pid as number);
        if ((JSON.parse(text) as { items: unknown[] }).items.length === 0) throw new Error("no incident");
        break;
      } catch (error) {
        if (performance.now() - begun > 120_000) throw error;
        await pause(20);
      }
    }
    const again = (await ask(page)).ms;
    const day = (await ask(`${page}?from=1705000000000&until=1705086400000`)).ms;
    return { readyMs: ready, firstPageMs: first, firstPageCpuMs: cpu, samePageMs: again, oneDayMs: day };
  } finally {
    child.kill("SIGKILL");
    await new Promise((ended) => (child.exitCode === null ? child.once("exit", ended) : ended(0)));
  }
}

/** The state in memory begun again, and late reports into it by the whole path. */
async function lateReports(settings: Settings) {
  const store = await openStore(settings);
  const mission = await store.mission("m");
  if (!mission) throw new Error("the mission is not there");
  let lease: Lease | undefined;
  // The server that was ended without a word has it until it lapses.
  while (!lease) {
    lease = await store.derivations.acquire("m", "bench");
    if (!lease) await pause(250);
  }
  const held = lease;
  const derivation = new Derivation(store, mission);
  const report = async (i: number): Promise<{ readonly ms: number; readonly append: number; readonly cpu: number }> => {
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    await store.append("m", [draft("submission", { via: "cli", observations: [late(i, N)], evidence: [] })]);
    const appended = performance.now();
    await derivation.run(held);
    const used = process.cpuUsage(cpu);
    return { ms: performance.now() - begun, append: appended - begun, cpu: (used.user + used.system) / 1_000 };
  };
  const kept = await store.snapshots.get("m/live.bin");
  const salt = Date.now() % 1_000_000;
  const first = await report(salt);
  const times: Awaited<ReturnType<typeof report>>[] = [];
  for (let i = 1; i <= LATE; i++) times.push(await report(salt + i));
  const column = (of: "ms" | "append" | "cpu") => ({
    p50: percentile(
      times.map((t) => t[of]),
      0.5,
    ),
    p99: percentile(
      times.map((t) => t[of]),
      0.99,
    ),
    most: percentile(
      times.map((t) => t[of]),
      1,
    ),
  });
  const rssMb = Math.round(process.memoryUsage().rss / 1_048_576);
  await derivation.close();
  await store.derivations.release(held);
  await store.close();
  return {
    snapshotMb: kept && Math.round(kept.length / 1e6),
    begunAgain: { seconds: round(first.ms / 1_000), cpu: round(first.cpu / 1_000) },
    rssMb,
    late: { n: LATE, whole: column("ms"), append: column("append"), cpu: column("cpu") },
  };
}

async function measure(kind: string, settings: Settings, folder: string): Promise<void> {
  const line: Record<string, unknown> = { store: kind, observations: N };
  const kept = kind === "sqlite" ? "record.sqlite" : "keys";
  const known = existsSync(join(settings["TRUCEKEEPER_DATA"] as string, kept));
  if (!known) {
    const csv = join(folder, "reports.csv");
    if (!existsSync(csv)) for await (const chunk of bytes(N, "TLP:AMBER")) await writeFile(csv, chunk, { flag: "a" });
    const agreement = join(folder, "agreement.yaml");
    writeFileSync(agreement, AGREEMENT);
    line["import"] = run(["import", "--mission", "m", "--agreement", agreement, csv], settings);
    line["rebuild"] = run(["rebuild", "--mission", "m"], settings);
  }
  if (!process.argv.includes("--no-start")) {
    const secret = await reader(settings);
    line["start"] = await start(settings, secret);
    line["startAgain"] = await start(settings, secret);
  }
  if (LATE > 0) line["begunAgain"] = await lateReports(settings);
  console.log(JSON.stringify(line));
}

/** A copy of a mission that was kept in PostgreSQL: its database, and the folder of its keys and evidence. */
async function copyOfDatabase(url: string, folder: string, into: string) {
  const pool = (to: URL) => new pg.Pool({ connectionString: to.href, max: 1 });
  const [kept, admin, copy] = [new URL(url), new URL(url), new URL(url)];
  admin.pathname = "/postgres";
  const name = `trucekeeper_bench_${process.pid}`;
  copy.pathname = `/${name}`;
  const server = pool(admin);
  await server.query(`create database ${name} template ${kept.pathname.slice(1)}`);
  cpSync(folder, into, { recursive: true });
  return {
    settings: { TRUCEKEEPER_DATA: into, DATABASE_URL: copy.href },
    async drop() {
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
try {
  for (const kind of (flag("stores") ?? "sqlite,postgres").split(",")) {
    const into = join(folder, kind);
    if (kind === "sqlite") {
      const kept = flag("kept");
      if (kept) cpSync(resolve(kept), into, { recursive: true });
      await measure(kind, { TRUCEKEEPER_DATA: kept ? into : resolve(flag("data") ?? into) }, folder);
      if (flag("data") === undefined) await rm(into, { recursive: true, force: true });
      continue;
    }
    const [url, keptFolder] = [flag("kept-url"), flag("kept-folder")];
    if (url && keptFolder) {
      const copy = await copyOfDatabase(url, resolve(keptFolder), into);
      try {
        await measure(kind, copy.settings, folder);
      } finally {
        await copy.drop();
      }
      continue;
    }
    if (postgresBinaries() === undefined) continue;
    const server = await startPostgres();
    try {
      await measure(kind, { TRUCEKEEPER_DATA: into, DATABASE_URL: server.url }, folder);
    } finally {
      await server.stop();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
