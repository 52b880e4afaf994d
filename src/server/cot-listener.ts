import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { CotCutter, cotSignIn } from "../format/cot.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { callerOf } from "./caller.ts";
import { cotOut, keepCot } from "./cot.ts";
import { inMission } from "./mount.ts";
import { absent } from "./problem-response.ts";
import type { InMission, Parts } from "./route.ts";

/** Where TAK's programs connect, and how long it waits. */
export interface CotListener {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** PEM: authorities of which a client's certificate has to be; null where none is asked for. */
  readonly ca: string | null;
}

/** Of a connection: to say who it is, without a word, between two rounds of what is given out; of all: at one time. */
const LIMIT = { signInMs: 10_000, idleMs: 600_000, everyMs: 60_000, connections: 100 } as const;
/** Wrong tokens of an address, and events of a person, in a minute. */
const A_MINUTE = { failures: 10, events: 600 } as const;

/** @throws Problem cli/usage for settings that do not go together */
export function cotListenerOf(
  settings: Readonly<Record<string, string | undefined>>,
  read: (file: string) => string,
): CotListener | null {
  const { COT_TLS_PORT: port, COT_TLS_CERT: cert, COT_TLS_KEY: key, COT_TLS_HOST: host, COT_TLS_CA: ca } = settings;
  if (!port && !cert && !key && !ca) return null;
  if (!port || !cert || !key)
    throw problem(catalogue.usage, { why: "COT_TLS_PORT, COT_TLS_CERT and COT_TLS_KEY go together" });
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw problem(catalogue.usage, { why: `COT_TLS_PORT=${port}: expected a port of 0 to 65535` });
  return { host: host || "127.0.0.1", port: Number(port), cert: read(cert), key: read(key), ca: ca ? read(ca) : null };
}

/**
 * Takes Cursor on Target over TLS; where authorities are named, from devices that show a certificate of one of them, and
 * from no other. The certificate lets a device in and says nothing of who speaks: a connection first says who it is, by `<auth><cot username="MISSION"
 * password="TOKEN"/></auth>`; then its events are kept as reports of the token's person, and it is given what
 * `GET /cot/{mission}` gives. What is no CoT, too long, or from nobody ends the connection.
 * @throws Error where the port cannot be had, or key and certificate do not fit
 */
export async function listenForCot(
  parts: Parts,
  { host, port, cert, key, ca }: CotListener,
  log: (what: string) => void = () => undefined,
  aMinute: { readonly failures: number; readonly events: number } = A_MINUTE,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const sockets = new Set<TLSSocket>();
  const atWork = new Set<Promise<void>>();
  const counts = new Map<string, { count: number; since: number }>();
  /** How often something was in the last minute, this time with it. */
  const counted = (what: string, more = 1): number => {
    const now = parts.clock();
    for (const [key, { since }] of counts) if (now - since > 60_000) counts.delete(key);
    const found = counts.get(what) ?? { count: 0, since: now };
    counts.set(what, { ...found, count: found.count + more });
    return found.count + more;
  };

  const asking = ca === null ? {} : { ca, requestCert: true, rejectUnauthorized: true };
  const tls = { cert, key, ...asking, minVersion: "TLSv1.2", handshakeTimeout: LIMIT.signInMs } as const;
  const server = createServer(tls, (socket) => {
    sockets.add(socket);
    const address = socket.remoteAddress ?? "";
    const cutter = new CotCutter();
    let signedIn: { readonly mission: string; readonly token: string } | undefined;
    const unsigned = setTimeout(() => signedIn ?? socket.destroy(), LIMIT.signInMs);
    const rounds = setInterval(() => void round(), LIMIT.everyMs);
    for (const timer of [unsigned, rounds]) timer.unref();
    socket.setTimeout(LIMIT.idleMs, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(unsigned);
      clearInterval(rounds);
      sockets.delete(socket);
    });

    /** Who it is now: a token that was taken back meanwhile is nobody's. @throws Problem */
    const who = async (): Promise<InMission> => {
      const { mission, token } = signedIn ?? { mission: "", token: "" };
      const now = parts.clock();
      const caller = await callerOf(parts.identity, `Bearer ${token}`, undefined, now, parts.config);
      if (caller === "wrong-token") throw problem(catalogue.signInNeeded, undefined as never);
      const within = await inMission(parts, caller, mission, now);
      if (!within.standing.allows("submission.write")) throw absent();
      return within;
    };
    const round = async (): Promise<void> => {
      if (!signedIn) return;
      try {
        const within = await who();
        for (const event of await cotOut({ parts, now: parts.clock(), ...within })) socket.write(`${event}\n`);
      } catch (error) {
        // Who may not read patrols reports all the same; while nothing is derived there is nothing to give.
        if (!(error instanceof Problem)) end(error);
      }
    };
    const end = (error: unknown): void => {
      log(error instanceof Problem ? `CoT: connection ended: ${error.code}` : `CoT: ${String(error)}`);
      socket.destroy();
    };
    const one = async (text: string): Promise<void> => {
      if (text.startsWith("<auth")) {
        signedIn = counted(`failure ${address}`, 0) < aMinute.failures ? await cotSignIn(text) : undefined;
        try {
          await who();
        } catch (error) {
          signedIn = undefined;
          counted(`failure ${address}`);
          throw error;
        }
        return round();
      }
      const within = await who();
      if (counted(`event ${within.standing.author}`) > aMinute.events)
        throw problem(catalogue.tooMany, { seconds: 60 });
      if (/^<event[^>]*\stype="t-x-c-t"/.test(text)) {
        socket.write(pong(parts.clock()));
        return;
      }
      const { refused } = await keepCot({ parts, now: parts.clock(), ...within }, new TextEncoder().encode(text));
      for (const { why } of refused) log(`CoT: an event was not taken: ${why}`);
    };

    let before: Promise<void> = Promise.resolve();
    socket.on("data", (bytes: Buffer) => {
      // One after the other, and no more is read meanwhile.
      socket.pause();
      const turn = before
        .then(async () => {
          for (const text of cutter.push(bytes)) await one(text);
          socket.resume();
        })
        .catch(end);
      before = turn;
      atWork.add(turn);
      void turn.finally(() => atWork.delete(turn));
    });
  });
  server.maxConnections = LIMIT.connections;
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  await new Promise<void>((done, wrong) => {
    server.once("error", wrong);
    server.listen(port, host, () => done());
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      await Promise.allSettled(atWork);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** What TAK's programs wait for after their ping. */
const pong = (now: number): string => {
  const at = new Date(now).toISOString();
  const stale = new Date(now + 20_000).toISOString();
  return `<event version="2.0" uid="takPong" type="t-x-c-t-r" how="h-g-i-g-o" time="${at}" start="${at}" stale="${stale}"><point lat="0" lon="0" hae="9999999" ce="9999999" le="9999999"/></event>\n`;
};
