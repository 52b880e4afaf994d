// The load generator of bench/submissions.ts, in a process of its own: phones that send filled-in forms with a 100 kB
// photograph by OpenRosa, each when it is due, whatever became of those before; and send again what was not taken, as phones do.
import { Agent, request } from "node:http";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { FORM_ID } from "../src/format/openrosa-form.ts";
import { seeded } from "./seeded.ts";

/** So many that none comes near the rate of one caller. */
export const PHONES = 40;
export const PHOTO_BYTES = 100_000;
/** How long a phone waits at least before it sends again what was not taken. */
const AGAIN_MS = 500;
/** A phone gives up on one sending after so long, and sends again. */
const PATIENCE_MS = 20_000;

export const tokenOf = (n: number): string => `phone-${n}-`.padEnd(43, "x");

/** What the n-th phone has filled in. */
export const formOf = (n: number): string =>
  `<?xml version="1.0"?><data id="${FORM_ID}" version="1" xmlns:orx="http://openrosa.org/xforms"><time>2025-04-18T18:${String(10 + (n % 50))}:42.000+03:00</time><place>${48 + (n % 997) / 1_000} ${37 + (n % 991) / 1_000} 0 12.5</place><mode>heard</mode><act>explosion.mortar</act><role>impact</role><count_min>3</count_min><unit>explosion</unit><activity>ceasefire-event</activity><orx:meta><orx:instanceID>uuid:bench-${String(n).padStart(8, "0")}</orx:instanceID></orx:meta></data>`;

/** A run: reports `first` to `first + count - 1`, so many a second; a negative rate is so many at one time, one after another. */
export interface Asked {
  readonly port: number;
  readonly first: number;
  readonly count: number;
  readonly rate: number;
}

export interface Told {
  /** Milliseconds from when a report was due to its 201, of those that were taken at the first sending. */
  readonly times: readonly number[];
  /** Milliseconds until a refusal. */
  readonly refusals: readonly number[];
  readonly acknowledged: number;
  /** How many were sent later than 50 ms after they were due: the generator's own fault. */
  readonly late: number;
  readonly turnedAway: number;
  readonly withoutRetryAfter: number;
  readonly cut: number;
  readonly seconds: number;
  /** CPU seconds of the generator. */
  readonly cpu: number;
}

// Photographs differ, so that each is kept; they are made of one piece of noise, so that making them costs nothing.
const random = seeded(1);
const noise = Buffer.from(Uint8Array.from({ length: PHOTO_BYTES + 65_536 }, () => Math.floor(random() * 256)));
const part = (name: string, file: string, type: string): string =>
  `--edge\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: ${type}\r\n\r\n`;
const END = Buffer.from("\r\n--edge--\r\n");

/** The pieces of a body; the photograph begins as a JPEG does, then its number. */
function piecesOf(n: number): readonly Buffer[] {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(0xffd8ffe0);
  head.writeUInt32BE(n, 8);
  const before = `${part("xml_submission_file", "submission.xml", "text/xml")}${formOf(n)}\r\n${part("photo.jpg", "photo.jpg", "image/jpeg")}`;
  const from = n % 60_000;
  return [Buffer.concat([Buffer.from(before), head]), noise.subarray(from, from + PHOTO_BYTES - head.length), END];
}

interface Answer {
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly said: string;
}

const post = (port: number, agent: Agent, n: number): Promise<Answer> =>
  new Promise((done, failed) => {
    const pieces = piecesOf(n);
    const headers = {
      Authorization: `Bearer ${tokenOf(n % PHONES)}`,
      "Content-Type": "multipart/form-data; boundary=edge",
      "Content-Length": pieces.reduce((sum, p) => sum + p.length, 0),
    };
    const asked = request({ port, host: "127.0.0.1", path: "/openrosa/m/submission", method: "POST", agent, headers });
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error("no answer")));
    asked.on("error", failed);
    asked.on("response", (answer) => {
      let said = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        said += chunk;
      });
      answer.on("error", failed);
      answer.on("end", () => {
        const after = answer.headers["retry-after"];
        done({ status: answer.statusCode ?? 0, retryAfter: after === undefined ? undefined : Number(after), said });
      });
    });
    for (const piece of pieces) asked.write(piece);
    asked.end();
  });

async function run({ port, first, count, rate }: Asked): Promise<Told> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1_024 });
  const [times, refusals]: [number[], number[]] = [[], []];
  let [acknowledged, late, turnedAway, withoutRetryAfter, cut] = [0, 0, 0, 0, 0];
  const cpu = process.cpuUsage();
  const began = performance.now();
  const one = async (n: number, due: number): Promise<void> => {
    if (performance.now() - due > 50) late++;
    for (let tries = 0; ; tries++) {
      const sent = performance.now();
      const answer = await post(port, agent, n).catch(() => undefined);
      if (answer && answer.status >= 200 && answer.status < 300) {
        if (tries === 0) times.push(performance.now() - due);
        acknowledged++;
        return;
      }
      let wait = AGAIN_MS;
      if (!answer) cut++;
      else if (answer.status === 503 || answer.status === 429) {
        turnedAway++;
        refusals.push(performance.now() - sent);
        if (answer.retryAfter === undefined) withoutRetryAfter++;
        // Not all of them at the same moment again.
        else wait = answer.retryAfter * 1_000 + random() * 1_000;
      } else throw new Error(`report ${n}: ${answer.status} ${answer.said}`);
      await pause(wait);
    }
  };
  const running: Promise<void>[] = [];
  if (rate < 0) {
    let next = first;
    const worker = async (): Promise<void> => {
      while (next < first + count) await one(next++, performance.now());
    };
    for (let i = 0; i < -rate; i++) running.push(worker());
  } else
    for (let i = 0; i < count; i++) {
      const due = began + (i * 1_000) / rate;
      const wait = due - performance.now();
      if (wait > 1) await pause(wait);
      running.push(one(first + i, due));
    }
  await Promise.all(running);
  agent.destroy();
  const used = process.cpuUsage(cpu);
  return {
    times: times.map((t) => Math.round(t * 10) / 10),
    refusals: refusals.map((t) => Math.round(t * 10) / 10),
    acknowledged,
    late,
    turnedAway,
    withoutRetryAfter,
    cut,
    seconds: (performance.now() - began) / 1_000,
    cpu: (used.user + used.system) / 1e6,
  };
}

// One run for each message; the process ends with the channel.
if (process.send)
  process.on("message", (asked: Asked) => {
    run(asked).then(
      (told) => process.send?.({ told }),
      (error: unknown) => process.send?.({ failed: String(error) }),
    );
  });
