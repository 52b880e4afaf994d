import process from "node:process";
import { type DestinationStream, type Logger, pino } from "pino";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { Problem } from "../problems.ts";

/** What a log line holds of something thrown. */
interface SafeError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly at: readonly string[];
  readonly cause?: SafeError;
}

const FRAMES = 12;

/**
 * Something thrown, without its sentence: those of databases and parsers hold the values that they stumbled over. Its
 * kind, its code and the places in our code say where to look. Failures of the store are our own sentences and stay.
 */
export function safeError(thrown: unknown, depth = 0): SafeError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, at: [] };
  const { name, cause, stack = "" } = thrown;
  const code = (thrown as NodeJS.ErrnoException).code;
  const at = stack
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^at [^\n]*:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES);
  return {
    type: /^\w{1,40}$/.test(name) ? name : "Error",
    ...(typeof code === "string" && /^[\w/-]{1,40}$/.test(code) && { code }),
    ...(thrown instanceof Problem && code?.startsWith("store/") && { message: thrown.message }),
    at,
    ...(cause !== undefined && depth < 3 && { cause: safeError(cause, depth + 1) }),
  };
}

/**
 * Logs as JSON lines on stderr. A line holds the route's pattern, status and time: no address, no query, no header, no
 * body, no login, no sentence of anybody else.
 */
export const serverLog = (level = "info", to: DestinationStream = process.stderr): Logger =>
  pino(
    {
      level,
      base: null,
      serializers: { err: (thrown: unknown) => safeError(thrown) },
      redact: { paths: ["req", "res", "headers", "body", "*.authorization", "*.cookie", "*.password"], remove: true },
    },
    to,
  );

/** What the server counts. Labels are patterns of routes, never what was asked for. */
export function serverMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const answered = new Histogram({
    name: "trucekeeper_http_seconds",
    help: "Time to answer, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30],
    registers,
  });
  const refused = new Counter({
    name: "trucekeeper_http_refused_total",
    help: "Requests turned away, by why",
    labelNames: ["why"],
    registers,
  });
  const running = new Gauge({ name: "trucekeeper_http_running", help: "Requests that are being answered", registers });
  const underived = new Counter({
    name: "trucekeeper_derivation_failures_total",
    help: "Failures of derivation; the log says where",
    registers,
  });
  const untraced = new Counter({
    name: "trucekeeper_trace_spans_lost_total",
    help: "Spans that the collector did not take",
    registers,
  });
  return { registry, answered, refused, running, underived, untraced };
}
export type Metrics = ReturnType<typeof serverMetrics>;
