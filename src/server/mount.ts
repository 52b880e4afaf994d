import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { PEOPLE_ONLY, type Permission } from "../access/roles.ts";
import { canonical, sha256Hex } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import type { Once } from "../store/store.ts";
import { millis } from "../units.ts";
import { audienceFor, bearerOf, type Caller, callerOf, standingOf } from "./caller.ts";
import { etagOf, isKnown } from "./etag.ts";
import { bodyOf, checkText, jsonOf } from "./limits.ts";
import { absent } from "./problem-response.ts";
import { parsed, queryOf } from "./query.ts";
import { type Asked, addressOf, type InMission, type Parts, Reply, type Route } from "./route.ts";
import { isSameOrigin } from "./same-origin.ts";

/** How long an Idempotency-Key is remembered. */
const REMEMBERED_MS = 24 * 3_600_000;

/** What the frame needs to know of a request beyond what stands in it. */
export interface Seen {
  readonly source: (c: Context) => Promise<string>;
  /** Told which route's pattern a request met, before anything else. */
  readonly matched?: (request: Request, pattern: string) => void;
  /** Takes one request from the caller's bucket. @throws Problem http/too-many */
  readonly rate: (who: string) => void;
}

/** Mounts routes under /api/v1, or as they are where they are of a standard entrance: caller, mission, permission, limits, parsing, the answer and its ETag, in this order. */
export function mount(app: Hono, routes: readonly Route[], parts: Parts, seen: Seen): void {
  for (const r of routes)
    app.on(r.method.toUpperCase(), addressOf(r.path).replaceAll(/\{(\w+)\}/g, ":$1"), (c) => answer(c, r, parts, seen));
}

async function answer(c: Context, r: Route, parts: Parts, seen: Seen): Promise<Response> {
  seen.matched?.(c.req.raw, addressOf(r.path));
  const now = parts.clock();
  const header = (name: string): string | undefined => c.req.header(name);
  const source = await seen.source(c);
  const authorization = r.tokensOnly ? bearerOf(header("Authorization")) : header("Authorization");
  const caller = await callerOf(parts.identity, authorization, header("Cookie"), now, parts.config);
  // Whoever guesses tokens is slowed as the place they come from.
  seen.rate(typeof caller === "string" || caller.kind === "nobody" ? source : caller.person.id);
  if (caller === "wrong-token") throw problem(catalogue.signInNeeded, undefined as never);
  if (r.tokensOnly && caller.kind !== "token") throw problem(catalogue.signInNeeded, undefined as never);
  const writes = r.method !== "get";
  // What a browser adds of itself, a cookie or remembered Basic credentials, says nothing of who wrote the page.
  const ofItself = authorization === undefined || (authorization !== header("Authorization") && fromPage(header));
  if (writes && ofItself && !isSameOrigin(header, ownOrigins(c, parts)))
    throw problem(catalogue.notPermitted, { why: "This request did not come from a page of this server." });

  const within = /^\/\w+\/\{mission\}/.test(r.path)
    ? await inMission(parts, caller, c.req.param("mission") ?? "", now)
    : undefined;
  allow(r, caller, within);
  if (lacksSecondFactor(r, caller, parts)) throw problem(catalogue.secondFactorNeeded, undefined as never);
  // A zero character is in no name, and some databases fail on it.
  checkText(decodedOf(c.req.url));
  const bytes = r.body ? await bodyOf(c.req.raw, parts.config.limits.bodyBytes) : undefined;
  const body = r.body && parsed(r.body, jsonOf(bytes ?? new Uint8Array(), parts.config.limits.depth), "body");
  const asked: Asked<unknown, unknown, unknown> = {
    params: r.params ? parsed(r.params, c.req.param(), "path") : c.req.param(),
    query: queryOf(r.query, new URL(c.req.url).searchParams),
    body,
    parts,
    caller,
    now,
    source,
    request: c.req.raw,
    header,
  };
  if (!writes || !within) return respond(c, r, await r.handle({ ...asked, ...within } as never));

  const once = onceOf(c, r, within, bytes, now);
  const known = once && (await parts.store.answers.find(within.mission.id, once));
  if (known?.answer) return stored(known.answer);
  const result = await r.handle({ ...asked, ...within, once } as never);
  if (!once || result instanceof Response) return respond(c, r, result);
  const { value, status } = plain(r, result);
  return stored(await parts.store.answers.keep(within.mission.id, once, canonical({ status, body: value })));
}

/** An address with its escapes undone; what cannot be undone is left to the parser of its part. */
function decodedOf(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url.replaceAll("%00", "\0");
  }
}

const fromPage = (header: (name: string) => string | undefined): boolean =>
  header("Sec-Fetch-Site") !== undefined || header("Origin") !== undefined;

/** The mission that the path names, for a caller who may see it. @throws Problem http/absent, for none and for forbidden alike */
export async function inMission(
  parts: Parts,
  caller: Caller,
  id: string,
  now: Asked<0, 0, 0>["now"],
): Promise<InMission> {
  const mission = /^[a-z0-9][a-z0-9-]{0,63}$/.test(id) ? await parts.store.mission(id) : undefined;
  const standing = mission && (await standingOf(parts.identity, caller, id));
  if (!mission || !standing?.allows("mission.read")) throw absent();
  return { mission, standing, audience: audienceFor(standing, now), once: undefined };
}

/** @throws Problem http/absent for what may not be read, http/not-permitted for what may be seen and not done */
function allow({ permission, peopleOnly, method }: Route, caller: Caller, within: InMission | undefined): void {
  if (peopleOnly && caller.kind === "token")
    throw problem(catalogue.notPermitted, { why: "A person in a session of their own does this; no token can." });
  if (permission === "anyone") return;
  if (permission === "signed-in" || permission === "operator") {
    if (caller.kind === "nobody") throw problem(catalogue.signInNeeded, undefined as never);
    if (permission === "operator" && (caller.kind !== "person" || !caller.person.operator)) throw absent();
    return;
  }
  if (within?.standing.allows(permission)) return;
  if (method === "get") throw absent();
  if (caller.kind === "nobody") throw problem(catalogue.signInNeeded, undefined as never);
  throw problem(catalogue.notPermitted, { why: `Your part in this mission does not allow ${permission}.` });
}

/** Where the installation asks for it: decisions, and what operators do, are for sessions with a second factor. */
const lacksSecondFactor = ({ permission, peopleOnly, path }: Route, caller: Caller, { config }: Parts): boolean =>
  config.secondFactorNeeded &&
  caller.kind === "person" &&
  !caller.session.strong &&
  (permission === "operator" ||
    PEOPLE_ONLY.has(permission as Permission) ||
    (peopleOnly === true && path.startsWith("/missions/{mission}")));

/** Origins that are ours: the one that is set, else the one asked for. */
const ownOrigins = (c: Context, { config }: Parts): string[] =>
  config.origin ? [config.origin] : [new URL(c.req.url).origin];

function onceOf(c: Context, r: Route, within: InMission, bytes: Uint8Array | undefined, now: number): Once | undefined {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw problem(catalogue.badRequest, { why: "Idempotency-Key: expected 1 to 255 visible ASCII characters." });
  // A key is its caller's own: two people who choose the same one do not meet.
  const own = sha256Hex(`${within.standing.author ?? ""}\n${key}`);
  const request = createHash("sha256")
    .update(`${r.method} ${new URL(c.req.url).pathname}\n`)
    .update(bytes ?? "")
    .digest("hex");
  return { key: own, request, until: millis(now + REMEMBERED_MS) };
}

function plain(r: Route, result: unknown): { value: unknown; status: number; headers: Reply<unknown>["headers"] } {
  const reply = result instanceof Reply ? result : new Reply(result);
  return { value: reply.value, status: reply.status ?? r.status ?? 200, headers: reply.headers };
}

function stored(text: string): Response {
  const { status, body } = JSON.parse(text) as { status: number; body: unknown };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** JSON with an ETag made of nothing but the answer itself: who gets the same bytes gets the same tag. */
function respond(c: Context, r: Route, result: unknown): Response {
  if (result instanceof Response) return result;
  const { value, status, headers } = plain(r, result);
  const text = JSON.stringify(value);
  const out = new Headers({ "Content-Type": "application/json", Vary: "Authorization, Cookie" });
  for (const [name, v] of Object.entries(headers)) {
    out.delete(name);
    for (const one of [v].flat()) out.append(name, one as string);
  }
  if (r.method !== "get") {
    out.set("Cache-Control", "no-store");
    return new Response(text, { status, headers: out });
  }
  const etag = etagOf(text);
  out.set("ETag", etag);
  if (!out.has("Cache-Control")) out.set("Cache-Control", "private, no-cache");
  return isKnown(etag, c.req.header("If-None-Match"))
    ? new Response(null, { status: 304, headers: out })
    : new Response(text, { status, headers: out });
}
