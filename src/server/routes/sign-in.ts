import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import { millis } from "../../units.ts";
import { SESSION_COOKIE } from "../caller.ts";
import { passwordHash, passwordIs } from "../identity/password.ts";
import { type Parts, Reply, type Route, route } from "../route.ts";
import { hashOf, newSecret } from "../secrets.ts";

const HOUR = 3_600_000;
/** Failures of one login from one place in a quarter of an hour; those from elsewhere are not touched by them. */
const FAILURES = 10;

const cookie = (parts: Parts, value: string, seconds: number): string =>
  `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${parts.config.secure ? "; Secure" : ""}`;

const Done = z.object({ done: z.boolean() });

async function session(parts: Parts, person: string, now: number, strong: boolean): Promise<string> {
  const secret = newSecret();
  const at = millis(now);
  await parts.identity.addSession({
    hash: hashOf(secret),
    person,
    created: at,
    seen: at,
    until: millis(now + 8 * HOUR),
    strong,
  });
  return secret;
}

const signIn = route({
  method: "post",
  path: "/sign-in",
  permission: "anyone",
  summary: "Sign in with login and password",
  body: z.object({ login: z.string().min(1).max(200), password: z.string().min(1).max(1_000) }),
  answer: Done,
  async handle({ parts, body, now, source }) {
    const { identity } = parts;
    // By login and place together: whoever fails on another's login slows nobody but themselves.
    const key = hashOf(`${body.login.trim().toLowerCase()}\n${source}`);
    const person = await identity.personByLogin(body.login);
    const note = (outcome: string) =>
      identity.note({ at: now, way: "password", outcome, person: person?.id ?? null, source });
    if (((await identity.failures([key], now)).get(key) ?? 0) >= FAILURES) {
      await note("slowed");
      throw problem(catalogue.tooMany, { seconds: 900 });
    }
    const credentials = person && (await identity.credentials(person.id));
    const right = await passwordIs(credentials?.password, body.password);
    if (!person || !right || person.disabled) {
      await identity.noteFailure(key, HOUR / 4, now);
      await note(person?.disabled ? "disabled" : "wrong");
      throw problem(catalogue.signInFailed, undefined as never);
    }
    await identity.clearFailures(key);
    await note("ok");
    return new Reply(
      { done: true },
      { "Set-Cookie": cookie(parts, await session(parts, person.id, now, false), 8 * 3_600) },
    );
  },
});

const byLink = route({
  method: "post",
  path: "/sign-in/link",
  permission: "anyone",
  summary: "Use a one-time link, and set a password with it",
  body: z.object({ link: z.string().max(200), password: z.string().min(12, "at least 12 characters").max(1_000) }),
  answer: Done,
  async handle({ parts, body, now, source }) {
    const person = await parts.identity.take(hashOf(body.link), "link", now);
    await parts.identity.note({
      at: now,
      way: "link",
      outcome: person ? "ok" : "wrong",
      person: person ?? null,
      source,
    });
    const known = person === undefined ? undefined : await parts.identity.person(person);
    if (!known || known.disabled) throw problem(catalogue.signInFailed, undefined as never);
    await parts.identity.setPassword(known.id, await passwordHash(body.password));
    await parts.identity.endSessions(known.id);
    return new Reply(
      { done: true },
      { "Set-Cookie": cookie(parts, await session(parts, known.id, now, false), 8 * 3_600) },
    );
  },
});

const signOut = route({
  method: "post",
  path: "/sign-out",
  permission: "signed-in",
  peopleOnly: true,
  summary: "Sign out here, or everywhere",
  body: z.object({ everywhere: z.boolean().default(false) }),
  answer: Done,
  async handle({ parts, body, caller, now, source }) {
    if (caller.kind === "person") {
      if (body.everywhere) await parts.identity.endSessions(caller.person.id);
      else await parts.identity.endSession(caller.session.hash);
      const outcome = body.everywhere ? "signed out everywhere" : "signed out";
      await parts.identity.note({ at: now, way: "account", outcome, person: caller.person.id, source });
    }
    return new Reply({ done: true }, { "Set-Cookie": cookie(parts, "", 0) });
  },
});

export const signInRoutes: readonly Route[] = [signIn, byLink, signOut];
