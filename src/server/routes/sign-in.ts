import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import type { Person, SignInWay } from "../../store/identity.ts";
import { millis } from "../../units.ts";
import { Entered, Ways } from "../client/account.ts";
import { type Asking, beginSession, endedCookie, noteChange } from "../identity/begin-session.ts";
import { isSlowed, noteFailure, takeAttempt, triesOf } from "../identity/failed-tries.ts";
import { passwordHash, passwordIs } from "../identity/password.ts";
import { checkPassword } from "../identity/password-rule.ts";
import { Reply, type Route, route } from "../route.ts";
import { hashOf, newSecret } from "../secrets.ts";

const TICKET_MS = 5 * 60_000;

/** The session, or, where the account has a second factor, a ticket for showing it. */
export async function enter(asking: Asking, person: Person, way: SignInWay): Promise<Reply<z.input<typeof Entered>>> {
  const { parts, now, source } = asking;
  if (!(await parts.identity.credentials(person.id))?.totp)
    return new Reply({ done: true }, { "Set-Cookie": await beginSession(asking, person, way, false) });
  const ticket = newSecret();
  await parts.identity.put(hashOf(ticket), "second factor", person.id, millis(now + TICKET_MS));
  await parts.identity.note({ at: now, way, outcome: "second-factor-missing", person: person.id, source });
  return new Reply({ done: false, next: "second-factor", ticket });
}

const ways = route({
  method: "get",
  path: "/sign-in/ways",
  permission: "anyone",
  summary: "Ways to sign in beside passwords and passkeys",
  answer: Ways,
  handle: async ({ parts }) => ({ oidc: parts.config.oidc && { name: parts.config.oidc.name } }),
});

const signIn = route({
  method: "post",
  path: "/sign-in",
  permission: "anyone",
  summary: "Sign in with login and password",
  body: z.object({ login: z.string().min(1).max(200), password: z.string().min(1).max(1_000) }),
  answer: Entered,
  async handle(asked) {
    const { parts, body, now, source } = asked;
    const { identity } = parts;
    takeAttempt(parts, source, now);
    const key = await triesOf(identity, body.login, asked);
    const person = await identity.personByLogin(body.login);
    const note = (outcome: string) =>
      identity.note({ at: now, way: "password", outcome, person: person?.id ?? null, source });
    if (await isSlowed(identity, key, now)) {
      await note("slowed");
      throw problem(catalogue.tooMany, { seconds: 900 });
    }
    const credentials = person && (await identity.credentials(person.id));
    const right = await passwordIs(credentials?.password, body.password);
    if (!person || !right || person.disabled) {
      await noteFailure(identity, key, now);
      await note(person?.disabled ? "disabled" : "wrong");
      throw problem(catalogue.signInFailed, undefined as never);
    }
    await identity.clearFailures(key);
    return enter(asked, person, "password");
  },
});

const byLink = route({
  method: "post",
  path: "/sign-in/link",
  permission: "anyone",
  summary: "Use a one-time link, and set a password with it",
  body: z.object({ link: z.string().max(200), password: z.string().max(1_000) }),
  answer: Entered,
  async handle(asked) {
    const { parts, body, now, source } = asked;
    const { identity } = parts;
    takeAttempt(parts, source, now);
    // Looked at before the link is spent: a short password costs nobody their link.
    checkPassword(body.password, []);
    const id = await identity.take(hashOf(body.link), "link", now);
    const known = id === undefined ? undefined : await identity.person(id);
    if (!known || known.disabled) {
      await identity.note({ at: now, way: "link", outcome: known ? "disabled" : "wrong", person: id ?? null, source });
      throw problem(catalogue.signInFailed, undefined as never);
    }
    await identity.setPassword(known.id, await passwordHash(body.password));
    await identity.endSessions(known.id);
    return enter(asked, known, "link");
  },
});

const signOut = route({
  method: "post",
  path: "/sign-out",
  permission: "signed-in",
  peopleOnly: true,
  summary: "Sign out here, or everywhere",
  body: z.object({ everywhere: z.boolean().default(false) }),
  answer: Entered,
  async handle(asked) {
    const { parts, body, caller } = asked;
    if (caller.kind === "person") {
      if (body.everywhere) await parts.identity.endSessions(caller.person.id);
      else await parts.identity.endSession(caller.session.hash);
      await noteChange(asked, caller.person.id, body.everywhere ? "signed out everywhere" : "signed out");
    }
    return new Reply({ done: true }, { "Set-Cookie": endedCookie(parts) });
  },
});

export const signInRoutes: readonly Route[] = [ways, signIn, byLink, signOut];
