import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { catalogue, problem } from "../problems.ts";
import { ANSWERED, type Watch } from "./api.ts";
import { type MetricsRule, mayReadMetrics, metricsAnswer } from "./metrics-entrance.ts";
import { problemResponse, responseTo } from "./problem-response.ts";
import { addSafeHeaders, pagePolicy } from "./safe-headers.ts";
import { type WebFile, webApp } from "./web-app.ts";

/** A worked example as the server shows it: its files once derived, or what it is waiting for. */
export interface ServedExample {
  readonly name: string;
  readonly state: "ready" | "deriving" | "failed";
}

/** Where the pages come from; the app itself keeps nothing. */
export interface Pages {
  readonly examples: () => readonly ServedExample[];
  /** The page of answers, made anew when a derivation ends. */
  readonly front: () => string;
  /** A file of a derived example, or null. Only names in `EXAMPLE_FILES` are asked for. */
  readonly file: (example: string, name: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** A file of the browser application. */
  readonly web?: WebFile;
}

/** The API once its store is open; until then null, and the API says that it is not ready. */
export type ApiWhenOpen = () => {
  readonly fetch: (request: Request, env?: unknown) => Response | Promise<Response>;
} | null;

/** What a derived example offers, with the media type that each is served as. */
export const EXAMPLE_FILES: Readonly<Record<string, string>> = {
  "report.html": "text/html; charset=utf-8",
  "summary.json": "application/json",
  "incidents.geojson": "application/geo+json",
  "assessments.ndjson": "application/x-ndjson",
  "observations.ndjson": "application/x-ndjson",
  "reconciliation.json": "application/json",
};

/** What the server tells of itself, and to whom. */
export interface Inside extends Watch {
  readonly metricsRule: MetricsRule;
  /** Whether browsers know this server by https. */
  readonly secure: boolean;
}

/** What the server waits for before it can be sent requests; nothing: it is ready. */
export type WaitingFor = () => boolean | Promise<readonly string[]>;

/**
 * The application: a front page, the files of each worked example, the browser application, and the API behind them.
 * @param ready whether it is, or what it waits for
 */
export function app(
  pages: Pages,
  api: ApiWhenOpen = () => null,
  ready: WaitingFor = () => true,
  inside?: Inside,
): Hono {
  const server = new Hono();
  server.use(async (c, next) => {
    await next();
    // Answers of fetch and of Response.redirect have headers that cannot be changed.
    const headers = new Headers(c.res.headers);
    addSafeHeaders(headers, c.req.path, inside?.secure ?? false);
    c.res = new Response(c.res.body, { status: c.res.status, headers });
  });
  const asked = async (c: Context): Promise<Response> => {
    const open = api();
    return open
      ? open.fetch(c.req.raw, c.env)
      : problemResponse(problem(catalogue.busy, { why: "The record is being opened" }), { "Retry-After": "2" });
  };
  for (const address of ANSWERED) server.all(address, asked);
  if (pages.web) webApp(server, pages.web);
  server.get("/", (c) => page(c, pages.front()));
  server.get("/healthz", (c) => c.text("ok\n"));
  server.get("/readyz", async (c) => {
    const waiting = pages.examples().filter((e) => e.state !== "ready");
    const said = await ready();
    const rest = said === true ? [] : said === false ? ["record: opening"] : said;
    const body = [...waiting.map((e) => `${e.name}: ${e.state}`), ...rest].join("\n");
    return body === "" ? c.text("ready\n") : c.text(`${body}\n`, 503, { "Retry-After": "2" });
  });
  server.get("/metrics", (c) =>
    inside && mayReadMetrics(inside.metricsRule, c.req.raw.headers, peerOf(c))
      ? metricsAnswer(inside.metrics)
      : noPage(c),
  );
  server.get("/examples/:name", (c) => c.redirect(`/examples/${encodeURIComponent(c.req.param("name"))}/`, 308));
  server.get("/examples/:name/", (c) => serve(c, pages, c.req.param("name"), "report.html"));
  server.get("/examples/:name/:file", (c) => serve(c, pages, c.req.param("name"), c.req.param("file")));
  server.notFound(noPage);
  server.onError((err) => {
    inside?.log.error({ err }, "a page failed");
    return responseTo(err);
  });
  return server;
}

const noPage = (c: Context): Response => problemResponse(problem(catalogue.noPage, { path: c.req.path }));

const page = (c: Context, html: string): Response => {
  c.header("Content-Security-Policy", pagePolicy(html));
  return c.html(html);
};

/** The address of the connection itself; undefined where there is none, as in tests. */
function peerOf(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
}

async function serve(c: Context, pages: Pages, name: string, file: string): Promise<Response> {
  const example = pages.examples().find((e) => e.name === name);
  const type = Object.hasOwn(EXAMPLE_FILES, file) ? EXAMPLE_FILES[file] : undefined;
  if (!example || type === undefined) return noPage(c);
  const bytes = example.state === "ready" ? await pages.file(name, file) : null;
  if (bytes === null)
    return problemResponse(problem(catalogue.busy, { why: `The example ${example.name} is ${example.state}` }), {
      "Retry-After": "5",
    });
  if (file.endsWith(".html")) return page(c, new TextDecoder().decode(bytes));
  return new Response(bytes, { headers: { "Content-Type": type } });
}
