// Phones that report in: filled-in forms with a 100 kB photograph, sent by OpenRosa at a steady rate to a server of its own
// process, which is ended by kill -9 half way and begun again. Whoever got no answer, or 503, sends the same again, as
// phones do. In the end every acknowledged report is in the record once.
// node --import tsx bench/submissions.ts [RATE a second] [SECONDS] [--postgres] [--no-kill]
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { FORM_ID } from "../src/format/openrosa-form.ts";
import { hashOf } from "../src/server/secrets.ts";
import { openIdentity } from "../src/store/identity-open.ts";
import { openStore } from "../src/store/open.ts";
import { millis } from "../src/units.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
/** So many that none comes near the rate of one caller. */
const PHONES = 40;
const PHOTO_BYTES = 100_000;
/** How long a phone waits before it sends again what was not taken. */
const AGAIN_MS = 500;

export interface Submissions {
  readonly rate: number;
  readonly seconds: number;
  readonly acknowledged: number;
  /** Of the first sending of each, answered 201, while the server was up. */
  readonly p50: number;
  readonly p99: number;
  readonly turnedAway: number;
  /** Answers 503 without Retry-After: none is right. */
  readonly withoutRetryAfter: number;
  readonly cut: number;
  readonly lost: number;
  readonly doubled: number;
  /** Seconds from the first to the last acknowledgement. */
  readonly took: number;
}

type Settings = Readonly<Record<string, string>>;
const tokenOf = (n: number): string => `phone-${n}-`.padEnd(43, "x");

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

/** Begins the server: the built one where it is, else the source. */
function begin(settings: Settings, port: number): ChildProcess {
  const built = join(root, "dist/trucekeeper.mjs");
  const args = existsSync(built)
    ? [join(root, "scripts/trucekeeper.mjs"), "serve"]
    : ["--import", "tsx", join(root, "src/cli/main.ts"), "serve"];
  const env = { ...process.env, ...settings, PORT: String(port), HOST: "127.0.0.1", LOG_LEVEL: "error" };
  return spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
}

async function untilReady(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await new Promise((go) => setTimeout(go, 50));
  }
}

const form = (n: number): string =>
  `<?xml version="1.0"?><data id="${FORM_ID}" version="1" xmlns:orx="http://openrosa.org/xforms"><time>2025-04-18T18:${String(10 + (n % 50))}:42.000+03:00</time><place>${48 + (n % 997) / 1_000} ${37 + (n % 991) / 1_000} 0 12.5</place><mode>heard</mode><act>explosion.mortar</act><role>impact</role><count_min>3</count_min><unit>explosion</unit><activity>ceasefire-event</activity><orx:meta><orx:instanceID>uuid:bench-${String(n).padStart(8, "0")}</orx:instanceID></orx:meta></data>`;

function bodyOf(n: number, photo: Buffer): Buffer {
  const part = (name: string, file: string, type: string) =>
    `--edge\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: ${type}\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(part("xml_submission_file", "submission.xml", "text/xml")),
    Buffer.from(form(n)),
    Buffer.from(`\r\n${part("photo.jpg", "photo.jpg", "image/jpeg")}`),
    photo,
    Buffer.from("\r\n--edge--\r\n"),
  ]);
}

interface Sent {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly said: string;
}

const post = (port: number, agent: Agent, n: number, body: Buffer): Promise<Sent> =>
  new Promise((done, failed) => {
    const headers = {
      Authorization: `Bearer ${tokenOf(n % PHONES)}`,
      "Content-Type": "multipart/form-data; boundary=edge",
      "Content-Length": body.length,
    };
    const asked = request({ port, host: "127.0.0.1", path: "/openrosa/m/submission", method: "POST", agent, headers });
    asked.on("error", failed);
    asked.on("response", (answer) => {
      let said = "";
      answer.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
      });
      answer.on("error", failed);
      answer.on("end", () => done({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"], said }));
    });
    asked.end(body);
  });

/** Sends at a rate, kills half way, and looks what became of it. */
export async function submissions(
  rate: number,
  seconds: number,
  { postgres = false, kill = true }: { readonly postgres?: boolean; readonly kill?: boolean } = {},
): Promise<Submissions> {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-"));
  const database = postgres ? await startPostgres() : undefined;
  const settings: Settings = { TRUCEKEEPER_DATA: folder, ...(database && { DATABASE_URL: database.url }) };
  const port = await freePort();
  let server: ChildProcess | undefined;
  try {
    await prepare(settings);
    server = begin(settings, port);
    await untilReady(port);
    const agent = new Agent({ keepAlive: true, maxSockets: 512 });
    const total = rate * seconds;
    // Photographs differ, so that each is kept; making them is not what is measured.
    const noise = randomBytes(PHOTO_BYTES + 65_536);
    const photo = (n: number): Buffer => {
      const bytes = Buffer.from(noise.subarray(n % 60_000, (n % 60_000) + PHOTO_BYTES));
      bytes.writeUInt32BE(0xffd8ffe0);
      bytes.writeUInt32BE(n, 8);
      return bytes;
    };
    const times: number[] = [];
    let [turnedAway, withoutRetryAfter, cut, acknowledged] = [0, 0, 0, 0];
    let up = true;
    const began = performance.now();
    let ended = began;
    const one = async (n: number): Promise<void> => {
      const body = bodyOf(n, photo(n));
      for (let tries = 0; ; tries++) {
        const t = performance.now();
        const wasUp = up;
        const sent = await post(port, agent, n, body).catch(() => undefined);
        if (sent && sent.status >= 200 && sent.status < 300) {
          if (tries === 0 && wasUp && up) times.push(performance.now() - t);
          acknowledged++;
          ended = performance.now();
          return;
        }
        if (!sent) cut++;
        else if (sent.status === 503 || sent.status === 429) {
          turnedAway++;
          if (sent.retryAfter === undefined) withoutRetryAfter++;
        } else throw new Error(`submission ${n}: ${sent.status} ${sent.said}`);
        await new Promise((go) => setTimeout(go, AGAIN_MS));
      }
    };
    const running: Promise<void>[] = [];
    let killed = !kill;
    for (let n = 0; n < total; n++) {
      const due = began + (n * 1_000) / rate;
      const wait = due - performance.now();
      if (wait > 1) await new Promise((go) => setTimeout(go, wait));
      if (!killed && n >= total / 2) {
        killed = true;
        up = false;
        const before = server;
        before.once("exit", () => {
          server = begin(settings, port);
          void untilReady(port).then(() => {
            up = true;
          });
        });
        before.kill("SIGKILL");
      }
      const sending = one(n);
      // Said by Promise.all, below, with the server ended first.
      sending.catch(() => undefined);
      running.push(sending);
    }
    await Promise.all(running);
    agent.destroy();
    server.kill("SIGTERM");
    await new Promise((gone) => server?.once("exit", gone));
    server = undefined;
    const { lost, doubled } = await counted(settings, total);
    const at = (share: number): number =>
      Math.round(times.sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0);
    const took = Math.round((ended - began) / 100) / 10;
    return {
      rate,
      seconds,
      acknowledged,
      p50: at(0.5),
      p99: at(0.99),
      turnedAway,
      withoutRetryAfter,
      cut,
      lost,
      doubled,
      took,
    };
  } finally {
    server?.kill("SIGKILL");
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many of the reports are in the record not at all, and more than once. */
async function counted(settings: Settings, total: number): Promise<{ lost: number; doubled: number }> {
  const store = await openStore(settings);
  const times = new Map<string, number>();
  for await (const { content } of store.entries("m", { kinds: ["submission"] })) {
    if (!content) continue;
    const { body } = content.payload as { body: { evidence: string[] } };
    for (const sha256 of body.evidence) times.set(sha256, (times.get(sha256) ?? 0) + 1);
  }
  await store.close();
  const found = Array.from(
    { length: total },
    (_, n) => times.get(createHash("sha256").update(form(n)).digest("hex")) ?? 0,
  );
  return { lost: found.filter((n) => n === 0).length, doubled: found.filter((n) => n > 1).length };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [rate = 150, seconds = 60] = process.argv
    .slice(2)
    .filter((a) => !a.startsWith("--"))
    .map(Number);
  const postgres = process.argv.includes("--postgres") && postgresBinaries() !== undefined;
  console.log(
    JSON.stringify(await submissions(rate, seconds, { postgres, kill: !process.argv.includes("--no-kill") })),
  );
}
