import { type Context, Hono } from "hono";
import { ANSWERED } from "./api.ts";
import { APP_POLICY, type WebFile, webApp } from "./web-app.ts";

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

/** Pages carry their own script and style and may reach nothing else. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The application: a front page, and the files of each worked example. Everything is read-only and public. */
export function app(pages: Pages, api: ApiWhenOpen = () => null, ready: () => boolean = () => true): Hono {
  const server = new Hono();
  server.use(async (c, next) => {
    await next();
    c.header("Content-Security-Policy", /^\/app(\/|$)/.test(c.req.path) ? APP_POLICY : POLICY);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "no-referrer");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-cache");
  });
  const asked = async (c: Context): Promise<Response> => {
    const open = api();
    return open
      ? open.fetch(c.req.raw, c.env)
      : problemResponse(503, "http/busy", "The record is being opened; ask again shortly.", { "Retry-After": "2" });
  };
  for (const address of ANSWERED) server.all(address, asked);
  if (pages.web) webApp(server, pages.web);
  server.get("/", (c) => c.html(pages.front()));
  server.get("/healthz", (c) => c.text("ok\n"));
  server.get("/readyz", (c) => {
    const waiting = pages.examples().filter((e) => e.state !== "ready");
    const body = [...waiting.map((e) => `${e.name}: ${e.state}`), ...(ready() ? [] : ["record: opening"])].join("\n");
    return body === "" ? c.text("ready\n") : c.text(`${body}\n`, 503);
  });
  server.get("/examples/:name", (c) => c.redirect(`/examples/${encodeURIComponent(c.req.param("name"))}/`, 308));
  server.get("/examples/:name/", (c) => serve(pages, c.req.param("name"), "report.html"));
  server.get("/examples/:name/:file", (c) => serve(pages, c.req.param("name"), c.req.param("file")));
  server.notFound((c) => problemResponse(404, "no such page", `Nothing is served at ${new URL(c.req.url).pathname}.`));
  server.onError((error) => {
    console.error(error);
    return problemResponse(500, "internal error", "The server failed to answer; its log says why.");
  });
  return server;
}

async function serve(pages: Pages, name: string, file: string): Promise<Response> {
  const example = pages.examples().find((e) => e.name === name);
  const type = Object.hasOwn(EXAMPLE_FILES, file) ? EXAMPLE_FILES[file] : undefined;
  if (!example || type === undefined) return problemResponse(404, "no such file", "No worked example has such a file.");
  const bytes = example.state === "ready" ? await pages.file(name, file) : null;
  if (bytes === null)
    return problemResponse(503, "not derived yet", `The example ${example.name} is ${example.state}.`);
  return new Response(bytes, { headers: { "Content-Type": type } });
}

/** RFC 9457 problem details. */
const problemResponse = (
  status: number,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(JSON.stringify({ type: "about:blank", title, status, detail }), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
