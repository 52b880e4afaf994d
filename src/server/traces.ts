import { randomBytes } from "node:crypto";
import { guardedFetch } from "./guarded-fetch.ts";

/** One request as a trace tells it: patterns and figures, nothing of who asked or for what. */
export interface Span {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds since 1970 UTC, with fractions. */
  readonly from: number;
  readonly until: number;
  /** The caller's traceparent header, if there is one. */
  readonly parent: string | undefined;
}

export interface Traces {
  readonly add: (span: Span) => void;
  /** Sends what is waiting, and sends no more by itself. */
  readonly close: () => Promise<void>;
}

const EVERY_MS = 5_000;
const WAITING = 2_048;
const TIMEOUT_MS = 5_000;

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const nanos = (ms: number): string => `${BigInt(Math.round(ms * 1000)) * 1000n}`;

/** A span in OTLP's JSON, or null where the caller's trace is not to be kept. Source: W3C Trace Context; OTLP 1.x */
function otlp({ method, route, status, from, until, parent }: Span) {
  const [, trace, span, flags = "01"] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(parent ?? "") ?? [];
  const known = trace !== undefined && span !== undefined && !/^0+$/.test(trace) && !/^0+$/.test(span);
  if (known && (Number.parseInt(flags, 16) & 1) === 0) return null;
  return {
    traceId: known ? trace : randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    ...(known && { parentSpanId: span }),
    name: `${method} ${route}`,
    kind: 2,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(until),
    attributes: [
      text("http.request.method", method),
      text("http.route", route),
      { key: "http.response.status_code", value: { intValue: `${status}` } },
    ],
    status: { code: status >= 500 ? 2 : 0 },
  };
}

/**
 * Sends traces to a collector of OpenTelemetry as OTLP over HTTP in JSON, in batches. A collector that is away costs
 * spans and nothing else. docs/adr/0025-traces-without-a-framework.md says why no package does this.
 * @param settings OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME
 * @param lost told how many spans were not taken
 * @returns null where no endpoint is set
 */
export function tracesTo(
  settings: Readonly<Record<string, string | undefined>>,
  lost: (spans: number) => void = () => undefined,
): Traces | null {
  const endpoint = settings["OTEL_EXPORTER_OTLP_ENDPOINT"];
  if (!endpoint) return null;
  const url = new URL(`${endpoint.replace(/\/+$/, "")}/v1/traces`);
  const guard = { named: [url.hostname], plain: url.protocol === "http:", timeoutMs: TIMEOUT_MS };
  const headers = Object.fromEntries(
    (settings["OTEL_EXPORTER_OTLP_HEADERS"] ?? "")
      .split(",")
      .map((pair) => pair.split("=", 2).map((p) => decodeURIComponent(p.trim())))
      .filter(([k, v]) => k && v !== undefined) as [string, string][],
  );
  const resource = { attributes: [text("service.name", settings["OTEL_SERVICE_NAME"] || "trucekeeper")] };
  let waiting: Span[] = [];
  let sending: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    const spans = waiting.flatMap((s) => otlp(s) ?? []);
    waiting = [];
    if (spans.length === 0) return;
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "trucekeeper" }, spans }] }],
    });
    try {
      const ask = { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body };
      if (!(await guardedFetch(url, ask, guard)).ok) lost(spans.length);
    } catch {
      lost(spans.length);
    }
  };
  const flush = (): Promise<void> => {
    sending = sending.then(send);
    return sending;
  };
  const timer = setInterval(() => void flush(), EVERY_MS);
  timer.unref();
  return {
    add(span) {
      if (waiting.length < WAITING) waiting.push(span);
      else lost(1);
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
