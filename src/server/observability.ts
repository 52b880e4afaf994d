import process from "node:process";
import { type Logger, pino } from "pino";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

/**
 * Logs as JSON lines on stderr. A line holds the route's pattern, status and time: no address, no query, no header, no
 * body, no login. What was thrown is logged with its stack, since it is our own mistake.
 */
export const serverLog = (level = "info"): Logger =>
  pino(
    {
      level,
      base: null,
      redact: { paths: ["req", "res", "headers", "body", "*.authorization", "*.cookie", "*.password"], remove: true },
    },
    process.stderr,
  );

/** What the server counts. Labels are patterns of routes, never what was asked for. */
export function serverMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answered = new Histogram({
    name: "trucekeeper_http_seconds",
    help: "Time to answer, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30],
    registers: [registry],
  });
  const refused = new Counter({
    name: "trucekeeper_http_refused_total",
    help: "Requests turned away, by why",
    labelNames: ["why"],
    registers: [registry],
  });
  return { registry, answered, refused };
}
export type Metrics = ReturnType<typeof serverMetrics>;
