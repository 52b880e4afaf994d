import type { Server } from "node:http";
import process from "node:process";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";

/**
 * Serves an application until SIGTERM or SIGINT, then ends within 5 s.
 * @param ready called once with the port, when connections are accepted
 * @returns null after an orderly stop, or why it could not serve
 */
export function listen(app: Hono, host: string, port: number, ready: (port: number) => void): Promise<string | null> {
  return new Promise((done) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (address) => ready(address.port)) as Server;
    server.on("error", (error: NodeJS.ErrnoException) => {
      done(error.code === "EADDRINUSE" ? `port ${port} is in use; set PORT to another` : error.message);
    });
    const stop = (): void => {
      server.close(() => done(null));
      server.closeIdleConnections();
      // Open connections get two seconds to end by themselves.
      setTimeout(() => server.closeAllConnections(), 2000).unref();
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  });
}
