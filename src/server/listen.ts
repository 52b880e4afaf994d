import { createServer, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import process from "node:process";
import { createAdaptorServer } from "@hono/node-server";
import { catalogue, problem } from "../problems.ts";
import { problemBody } from "./problem-response.ts";
import { addSafeHeaders } from "./safe-headers.ts";

interface Fetches {
  readonly fetch: (request: Request, env?: unknown) => Response | Promise<Response>;
}

/** How long a server waits for those who are slow, in milliseconds. */
export interface Patience {
  /** For all headers of a request. */
  readonly headersMs: number;
  /** For a whole request; photographs come over slow lines. */
  readonly requestMs: number;
  /** Between two requests on one connection. */
  readonly idleMs: number;
  /** How often the two first are looked at. */
  readonly checkMs: number;
  readonly connections: number;
  /** For what is in flight when the server stops. */
  readonly graceMs: number;
}

export const PATIENCE: Patience = {
  headersMs: 15_000,
  requestMs: 300_000,
  idleMs: 5_000,
  checkMs: 2_000,
  connections: 4_000,
  graceMs: 3_000,
};

/** A server that takes requests until it is stopped. */
export interface Listening {
  readonly port: number;
  /** Takes no more requests, lets what is in flight end, and closes. */
  readonly stop: () => Promise<void>;
}

/** What cannot be read as a request is answered like everything else, and its connection is closed. */
function unreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const found =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? problem(catalogue.tooLate, undefined as never)
      : error.code === "HPE_HEADER_OVERFLOW"
        ? problem(catalogue.longHeaders, undefined as never)
        : problem(catalogue.unreadable, { why: "This is not a request of HTTP." });
  const body = JSON.stringify(problemBody(found));
  const headers = new Headers({ "Content-Type": "application/problem+json", Connection: "close" });
  headers.set("Content-Length", String(Buffer.byteLength(body)));
  addSafeHeaders(headers, "", false);
  const lines = [...headers].map(([k, v]) => `${k}: ${v}\r\n`).join("");
  socket.end(`HTTP/1.1 ${found.status} ${STATUS_CODES[found.status]}\r\n${lines}\r\n${body}`);
}

/** @throws Error where the port cannot be had (code EADDRINUSE and the like) */
export function listening(app: Fetches, host: string, port: number, patience: Patience = PATIENCE): Promise<Listening> {
  /** Streams of events: they have no end of their own, and their readers come back and go on where they were. */
  const streams = new Set<ServerResponse>();
  const server = createAdaptorServer({
    async fetch(request: Request, env: unknown) {
      const answer = await app.fetch(request, env);
      const { outgoing } = env as { readonly outgoing?: ServerResponse };
      if (outgoing && answer.headers.get("Content-Type")?.startsWith("text/event-stream")) streams.add(outgoing);
      return answer;
    },
    createServer,
    serverOptions: {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      keepAliveTimeout: patience.idleMs,
      connectionsCheckingInterval: patience.checkMs,
      maxHeaderSize: 16_384,
    },
  }) as Server;
  server.maxConnections = patience.connections;
  server.on("clientError", unreadable);
  let stopping = false;
  server.prependListener("request", (_, response: ServerResponse) => {
    response.on("close", () => {
      streams.delete(response);
      // A connection that was kept open for another request has none to wait for any more.
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
  });
  const stop = (): Promise<void> =>
    new Promise((done) => {
      stopping = true;
      const late = setTimeout(() => server.closeAllConnections(), patience.graceMs);
      server.close(() => {
        clearTimeout(late);
        done();
      });
      server.closeIdleConnections();
      for (const response of streams) response.socket?.destroy();
    });
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => done({ port: (server.address() as AddressInfo).port, stop }));
  });
}

/**
 * Serves an application until SIGTERM or SIGINT, then ends within 5 s.
 * @param ready called once with the port, when connections are accepted
 * @param stopping called when the end begins, so that readiness can say so
 * @returns null after an orderly stop, or why it could not serve
 */
export async function listen(
  app: Fetches,
  host: string,
  port: number,
  ready: (port: number) => void,
  stopping: () => void = () => undefined,
): Promise<string | null> {
  let served: Listening;
  try {
    served = await listening(app, host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "EADDRINUSE" ? `port ${port} is in use; set PORT to another` : message;
  }
  const told = new Promise<void>((go) => {
    process.once("SIGTERM", go);
    process.once("SIGINT", go);
  });
  ready(served.port);
  await told;
  stopping();
  await served.stop();
  return null;
}
