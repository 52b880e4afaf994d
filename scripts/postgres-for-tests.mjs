// A throw-away PostgreSQL for tests: a new cluster in a temporary folder on a free port, from Debian's or any installed
// binaries. As root it drops to the user "postgres", since PostgreSQL refuses to run as root.
// By hand: node scripts/postgres-for-tests.mjs prints a URL and runs until it is interrupted.
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** Folder with initdb and postgres, the newest version first, or undefined where PostgreSQL is not installed. */
export function postgresBinaries() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((v) => join(debian, v, "bin")),
    ...(process.env.PATH ?? "").split(":").filter((p) => p !== ""),
  ];
  return folders.find((f) => existsSync(join(f, "initdb")) && existsSync(join(f, "postgres")));
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** uid and gid of "postgres" where this is root; else nothing is changed. */
function owner() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/**
 * Makes a cluster and starts it.
 * @returns {Promise<{url: string, pid: () => number, kill: () => Promise<void>, start: () => Promise<void>, stop: () => Promise<void>}>}
 *   `kill` is kill -9 of the server and all its processes; `start` brings it back on the same data; `stop` deletes it
 */
export async function startPostgres() {
  const bin = postgresBinaries();
  if (!bin) throw new Error("PostgreSQL is not installed: apt-get install postgresql-15");
  const as = owner();
  const data = mkdtempSync(join(tmpdir(), "trucekeeper-postgres-"));
  if (as.uid !== undefined) chownSync(data, as.uid, as.gid);
  const options = { ...as, cwd: data, stdio: "ignore" };
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8", "-N"],
    options,
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server;
  let ended;
  const settings = ["listen_addresses=127.0.0.1", "max_connections=60"];
  // After a kill, one sync of the file system instead of one a file: 0.2 s in place of 2 s.
  if (process.platform === "linux") settings.push("recovery_init_sync_method=syncfs");

  const accepts = () => {
    try {
      execFileSync(join(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };

  const start = async () => {
    // A server that was killed leaves these behind, and where its parent does not reap it, its process id as well.
    rmSync(join(data, "postmaster.pid"), { force: true });
    for (const name of readdirSync(data).filter((n) => n.startsWith(".s.PGSQL.")))
      rmSync(join(data, name), { force: true });
    server = spawn(
      join(bin, "postgres"),
      ["-D", data, "-p", String(port), "-k", data, ...settings.flatMap((s) => ["-c", s])],
      options,
    );
    ended = new Promise((resolve) => server.once("exit", resolve));
    for (let tries = 0; tries < 600; tries++) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
      if (accepts()) return;
      await pause(50);
    }
    throw new Error("PostgreSQL did not start within 30 s");
  };

  /** Process ids of the server's own processes, which outlive it for a moment. */
  const children = () => {
    try {
      return execFileSync("ps", ["-o", "pid=", "--ppid", String(server.pid)], { encoding: "utf8" })
        .split("\n")
        .filter((l) => l.trim() !== "")
        .map(Number);
    } catch {
      return [];
    }
  };
  /** A process that nobody has reaped yet is dead all the same. */
  const alive = (pid) => {
    try {
      return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
        .trim()
        .startsWith("Z");
    } catch {
      return false;
    }
  };

  const kill = async () => {
    const all = children();
    for (const pid of [server.pid, ...all]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It had ended already.
      }
    }
    await ended;
    for (let tries = 0; tries < 100 && all.some(alive); tries++) await pause(20);
  };

  // Should the tests end without stopping it.
  const atExit = () => server?.kill("SIGQUIT");
  process.once("exit", atExit);

  const stop = async () => {
    process.off("exit", atExit);
    if (server.exitCode === null && server.signalCode === null) {
      server.kill("SIGINT");
      const late = setTimeout(() => server.kill("SIGQUIT"), 5_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(data, { recursive: true, force: true });
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: () => server.pid, kill, start, stop };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url, stop } = await startPostgres();
  console.log(url);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().then(() => process.exit(0)));
}
