import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import { cookieOf } from "../caller.ts";
import { type Asking, beginSession, cookie, freshly, noteChange } from "../identity/begin-session.ts";
import { takeAttempt } from "../identity/failed-tries.ts";
import { type Arrived, cameBack, issuerOf, VISIT_MS, visitProvider } from "../identity/oidc.ts";
import { originOf } from "../own-origin.ts";
import { absent } from "../problem-response.ts";
import { type Parts, Reply, type Route, route } from "../route.ts";
import { enter } from "./sign-in.ts";

/** Holds the state of a visit. Lax, since the browser comes back from another site. */
const visitCookie = (parts: Parts): string => (parts.config.secure ? "__Host-trucekeeper_visit" : "trucekeeper_visit");

/** A place inside the application, so that nobody is sent on to somewhere else. */
const inside = /^\/(?![/\\])[\w\-./?=&%:,+]{0,500}$/;
/** What providers add to the address. They are read where the state is checked. */
const Returned = z.object(
  Object.fromEntries(
    ["code", "state", "iss", "scope", "session_state", "error", "error_description", "error_uri"].map((name) => [
      name,
      z.string().max(4_000).optional(),
    ]),
  ),
);
const To = z.object({ to: z.string().describe("The provider's address, for the browser to go to") });

const oidcOf = (parts: Parts) => {
  const { oidc } = parts.config;
  if (!oidc) throw absent();
  return oidc;
};

async function visit(asking: Asking, back: string, join: string | null) {
  const { parts, now } = asking;
  const origin = originOf(asking);
  const { to, state } = await visitProvider(oidcOf(parts), parts.identity, { origin, back, join, now }).catch(() => {
    throw problem(catalogue.busy, { why: "The provider of identities does not answer" });
  });
  return new Reply({ to }, { "Set-Cookie": cookie(parts, visitCookie(parts), state, VISIT_MS / 1000, "Lax") });
}

const begin = route({
  method: "post",
  path: "/sign-in/oidc",
  permission: "anyone",
  summary: "Begin to sign in with the outside provider",
  body: z.object({ back: z.string().regex(inside).default("/") }),
  answer: To,
  async handle(asked) {
    takeAttempt(asked.parts, asked.source, asked.now);
    return visit(asked, asked.body.back, null);
  },
});

const join = route({
  method: "post",
  path: "/account/oidc",
  permission: "signed-in",
  peopleOnly: true,
  summary: "Join this account to one at the outside provider",
  answer: To,
  handle: async (asked) => visit(asked, "/account", freshly(asked).person.id),
});

const part = route({
  method: "delete",
  path: "/account/oidc",
  permission: "signed-in",
  peopleOnly: true,
  summary: "Part this account from the one at the outside provider",
  answer: z.object({ done: z.boolean() }),
  async handle(asked) {
    const { person } = freshly(asked);
    const issuer = await issuerOf(oidcOf(asked.parts), asked.now);
    const done = issuer !== null && (await asked.parts.identity.unlinkOidc(issuer, person.id));
    if (done) await noteChange(asked, person.id, "parted from the provider");
    return { done };
  },
});

/**
 * A page that sends the browser on. A redirect would be the other site's doing, and the session's cookie, which is
 * strict, would not go along.
 */
function onward(parts: Parts, address: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  for (const c of [...cookies, cookie(parts, visitCookie(parts), "", 0, "Lax")]) headers.append("Set-Cookie", c);
  const to = address.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${to}"><title>Trucekeeper</title><a href="${to}">Trucekeeper</a>`;
  return new Response(page, { headers });
}

const callback = route({
  method: "get",
  path: "/sign-in/oidc/callback",
  permission: "anyone",
  summary: "Where the outside provider sends the browser back to",
  query: Returned,
  answer: "bytes",
  async handle(asked) {
    const { parts, now, source, request, header } = asked;
    takeAttempt(parts, source, now);
    const held = cookieOf(header("Cookie"), visitCookie(parts));
    const { search } = new URL(request.url);
    const came = await cameBack(oidcOf(parts), parts.identity, { origin: originOf(asked), search, held, now });
    if (!came) {
      await parts.identity.note({ at: now, way: "oidc", outcome: "wrong", person: null, source });
      return onward(parts, "/app/sign-in#fault=provider");
    }
    return came.join === null ? signedIn(asked, came) : joined(asked, came, came.join);
  },
});

async function signedIn(asking: Asking, { issuer, subject, strong, back }: Arrived): Promise<Response> {
  const { parts, now, source } = asking;
  const person = await parts.identity.personByOidc(issuer, subject);
  if (!person || person.disabled) {
    const outcome = person ? "disabled" : "nobody's";
    await parts.identity.note({ at: now, way: "oidc", outcome, person: person?.id ?? null, source });
    return onward(parts, "/app/sign-in#fault=nobody");
  }
  if (strong) return onward(parts, `/app${back}`, await beginSession(asking, person, "oidc", true));
  const { value, headers } = await enter(asking, person, "oidc");
  if (value.done) return onward(parts, `/app${back}`, [headers["Set-Cookie"] ?? []].flat());
  return onward(parts, `/app/sign-in?back=${encodeURIComponent(back)}#ticket=${value.ticket}`);
}

async function joined(asking: Asking, { issuer, subject, back }: Arrived, person: string): Promise<Response> {
  const { identity } = asking.parts;
  try {
    await identity.linkOidc(issuer, subject, person);
  } catch {
    return onward(asking.parts, `/app${back}#fault=taken`);
  }
  await noteChange(asking, person, "joined to the provider");
  return onward(asking.parts, `/app${back}`);
}

export const oidcRoutes: readonly Route[] = [begin, join, part, callback];
