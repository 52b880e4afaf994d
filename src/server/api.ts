import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import { catalogue, Problem, problem } from "../problems.ts";
import { Rates } from "./limits.ts";
import { mount } from "./mount.ts";
import type { Metrics } from "./observability.ts";
import { openApi } from "./openapi.ts";
import { absent, problemResponse, responseTo } from "./problem-response.ts";
import { ENTRANCES, type Parts, type Route, addressOf as routeAddress } from "./route.ts";
import { sourceOf } from "./secrets.ts";
import type { Traces } from "./traces.ts";

/** What watches over the API. */
export interface Watch {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** What there is too little of to take more requests, such as memory; null where there is enough. */
  readonly pressed?: () => string | null;
  readonly traces?: Traces | null;
}

/** Addresses that are answered here: the API, and the standard entrances beside it. */
export const ANSWERED: readonly string[] = ["/api/*", ...ENTRANCES.flatMap((e) => [`/${e}`, `/${e}/*`])];

/** The API under /api/v1 over an open store, and the standard entrances beside it. */
export function api(
  routes: readonly Route[],
  parts: Parts,
  { log, metrics, pressed = () => null, traces = null }: Watch,
  entrances: readonly Route[] = [],
): Hono {
  const { limits, proxied } = parts.config;
  const rates = new Rates(limits.perMinute);
  let key: Promise<Uint8Array> | undefined;
  let running = 0;
  const turnAway = (why: string, found: Problem, headers: Readonly<Record<string, string>> = {}): Response => {
    metrics.refused.inc({ why });
    return problemResponse(found, headers);
  };
  const source = async (c: Context): Promise<string> => {
    key ??= parts.identity.secret("sources");
    return sourceOf(await key, addressOf(c, proxied));
  };
  const rate = (who: string): void => {
    const seconds = rates.take(who, parts.clock());
    if (seconds > 0) throw problem(catalogue.tooMany, { seconds });
  };

  const app = new Hono();
  const patterns = new WeakMap<Request, string>();
  const watched: MiddlewareHandler = async (c, next) => {
    if (c.req.url.length > limits.urlBytes)
      return turnAway(
        "url",
        problem(catalogue.limit, { what: "the address", limit: `${limits.urlBytes} bytes`, seen: "more" }),
      );
    const lacking = running >= limits.atOnce ? "The server has as many requests as it takes" : pressed();
    if (lacking !== null) return turnAway("busy", problem(catalogue.busy, { why: lacking }), { "Retry-After": "2" });
    const began = performance.now();
    await next();
    const { method, raw } = c.req;
    const { status } = c.res;
    const route = patterns.get(raw) ?? "none";
    const seconds = (performance.now() - began) / 1000;
    metrics.answered.observe({ method, route, status }, seconds);
    const until = performance.timeOrigin + performance.now();
    traces?.add({ method, route, status, from: until - seconds * 1000, until, parent: c.req.header("traceparent") });
    // Refusals of access are what somebody who looks into an attack looks for.
    const level = status === 401 || status === 403 || status === 429 ? "warn" : "info";
    log[level]({ method, route, status, ms: Math.round(seconds * 1000) }, "answered");
    return undefined;
  };
  for (const address of ANSWERED) app.use(address, watched);
  // Made at the first request: a start is not to wait for it.
  let document: string | undefined;
  app.get("/api/v1/openapi.json", () => {
    document ??= JSON.stringify(openApi([...routes, ...entrances]));
    return new Response(document, { headers: { "Content-Type": "application/json" } });
  });
  const timed = new Hono();
  mount(timed, [...routes, ...entrances], parts, {
    source,
    rate,
    matched: (request, pattern) => patterns.set(request, pattern),
  });
  timed.onError((error, c) => {
    const ours = !(error instanceof Problem) || (error.code.startsWith("store/") && error.status >= 500);
    if (ours) log.error({ err: error, route: patterns.get(c.req.raw) ?? "none" }, "a request failed");
    else if (error instanceof Problem && error.status === 429) metrics.refused.inc({ why: "rate" });
    const answer = responseTo(error);
    // Collecting applications send name and password only where they are asked for them.
    if (answer.status === 401 && c.req.path.startsWith("/openrosa/"))
      answer.headers.set("WWW-Authenticate", 'Basic realm="Trucekeeper: any name, and a device token as password"');
    return answer;
  });
  timed.notFound((c) => {
    // A method that an address does not take is told only where the address is one: patterns are public, rows are not.
    const allowed = methodsAt([...routes, ...entrances], c.req.path);
    if (allowed.length === 0) return problemResponse(absent());
    return problemResponse(problem(catalogue.notAcceptedHere, { allowed: allowed.join(", ") }), {
      Allow: allowed.join(", "),
    });
  });
  /** Whoever was told that it took too long is gone; the work counts until it has really ended. */
  const counted = async (c: Context): Promise<Response> => {
    metrics.running.set(++running);
    try {
      return await timed.fetch(c.req.raw, c.env);
    } catch (thrown) {
      // Hono hands on what was thrown and is no Error.
      log.error({ err: thrown, route: patterns.get(c.req.raw) ?? "none" }, "a request failed");
      return responseTo(thrown);
    } finally {
      metrics.running.set(--running);
    }
  };
  const inTime = async (c: Context): Promise<Response> => {
    // Files come over slow lines; how long they may take is the connection's limit.
    const isUpload =
      c.req.method !== "GET" && !/^application\/json\b/.test(c.req.header("Content-Type") ?? "application/json");
    const patience = isUpload ? limits.uploadMs : limits.requestMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Response>((resolve) => {
      const found = problem(catalogue.tookTooLong, { seconds: patience / 1000 });
      timer = setTimeout(() => resolve(turnAway("time", found, { "Retry-After": "5" })), patience);
    });
    try {
      return await Promise.race([counted(c), late]);
    } finally {
      clearTimeout(timer);
    }
  };
  for (const address of ANSWERED) app.all(address, inTime);
  return app;
}

const methodsAt = (routes: readonly Route[], path: string): string[] =>
  routes
    .filter((r) => new RegExp(`^${routeAddress(r.path).replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path))
    .map((r) => r.method.toUpperCase());

/** The caller's address: the connection's, or what our own proxy says last. Nothing else a caller sends is believed. */
function addressOf(c: Context, proxied: boolean): string {
  const said = proxied ? c.req.header("X-Forwarded-For")?.split(",").at(-1)?.trim() : undefined;
  if (said) return said;
  try {
    return getConnInfo(c).remote.address ?? "unknown";
  } catch {
    // Called without a connection, as tests do.
    return "unknown";
  }
}
