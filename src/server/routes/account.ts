import { z } from "zod";
import { may, TOKEN_SCOPES } from "../../access/roles.ts";
import { catalogue, problem } from "../../problems.ts";
import { Account, SignIns } from "../client/account.ts";
import { beginSession, freshly, isFresh, noteChange, personCalling } from "../identity/begin-session.ts";
import { isSlowed, noteFailure, takeAttempt, triesOf } from "../identity/failed-tries.ts";
import { issuerOf } from "../identity/oidc.ts";
import { passwordHash, passwordIs } from "../identity/password.ts";
import { checkPassword } from "../identity/password-rule.ts";
import { absent } from "../problem-response.ts";
import { Reply, type Route, route } from "../route.ts";

/** What a person needs to tell sessions apart; the secret's hash stays here. */
const shortOf = (hash: string): string => hash.slice(0, 16);
const Done = z.object({ done: z.boolean() });
const own = { permission: "signed-in", peopleOnly: true } as const;

const account = route({
  ...own,
  method: "get",
  path: "/account",
  summary: "One's own account: ways to sign in, sessions, tokens",
  answer: Account,
  async handle({ parts, caller, now }) {
    const { identity, config } = parts;
    const { person, session } = personCalling(caller);
    const { id, login, name, operator } = person;
    const [credentials, passkeys, sessions, tokens, memberships, recoveryLeft] = await Promise.all([
      identity.credentials(id),
      identity.passkeys(id),
      identity.sessions(id, now),
      identity.tokens(id),
      identity.memberships(id),
      identity.recoveryLeft(id),
    ]);
    const issuer = config.oidc && (await issuerOf(config.oidc, now));
    return {
      id,
      login,
      name,
      operator,
      strong: session.strong,
      fresh: isFresh(session, now),
      password: credentials?.password != null,
      secondFactor: { on: credentials?.totp != null, recoveryLeft },
      passkeys: passkeys.map((p) => ({ id: p.id, name: p.name, created: p.created })),
      oidc: config.oidc && {
        name: config.oidc.name,
        joined: issuer !== null && (await identity.oidcLinked(issuer, id)),
      },
      sessions: sessions.map(({ hash, created, seen, until, strong }) => ({
        id: shortOf(hash),
        created,
        seen,
        until,
        strong,
        here: hash === session.hash,
      })),
      tokens: tokens.map((t) => ({
        id: t.id,
        name: t.name,
        mission: t.mission,
        scopes: [...t.scopes],
        created: t.created,
        until: t.until,
        state: t.revoked ? ("revoked" as const) : t.until > now ? ("works" as const) : ("ran-out" as const),
      })),
      missions: memberships.map(({ mission, role }) => ({
        mission,
        role,
        scopes: TOKEN_SCOPES.filter((s) => may(role, s)),
      })),
    };
  },
});

const changePassword = route({
  ...own,
  method: "post",
  path: "/account/password",
  summary: "Change one's password; all other sessions end",
  body: z.object({ current: z.string().max(1_000).default(""), next: z.string().max(1_000) }),
  answer: Done,
  async handle(asked) {
    const { parts, caller, body, now, source } = asked;
    const { identity } = parts;
    const { person, session } = personCalling(caller);
    checkPassword(body.next, [person.login, person.name]);
    const kept = (await identity.credentials(person.id))?.password ?? null;
    // Without a password there is none to ask for: then the session has to be young.
    if (kept === null) freshly(asked);
    else {
      takeAttempt(parts, source, now);
      const key = await triesOf(identity, person.login, asked);
      if (await isSlowed(identity, key, now)) throw problem(catalogue.tooMany, { seconds: 900 });
      if (!(await passwordIs(kept, body.current))) {
        await noteFailure(identity, key, now);
        await identity.note({ at: now, way: "password", outcome: "wrong", person: person.id, source });
        throw problem(catalogue.signInFailed, undefined as never);
      }
      await identity.clearFailures(key);
    }
    await identity.setPassword(person.id, await passwordHash(body.next));
    await identity.endSessions(person.id, session.hash);
    await noteChange(asked, person.id, "password changed");
    return new Reply({ done: true }, { "Set-Cookie": await beginSession(asked, person, "account", session.strong) });
  },
});

const endSession = route({
  ...own,
  method: "delete",
  path: "/account/sessions/{session}",
  summary: "End one of one's own sessions",
  params: z.object({ session: z.string().regex(/^[0-9a-f]{16}$/) }),
  answer: Done,
  async handle(asked) {
    const { parts, caller, params, now } = asked;
    const { person } = personCalling(caller);
    const found = (await parts.identity.sessions(person.id, now)).find((s) => shortOf(s.hash) === params.session);
    if (!found) throw absent();
    await parts.identity.endSession(found.hash);
    await noteChange(asked, person.id, "session ended");
    return { done: true };
  },
});

const Limit = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });

const ownSignIns = route({
  ...own,
  method: "get",
  path: "/account/sign-ins",
  summary: "Attempts to sign in to one's own account, and changes of it, newest first",
  query: Limit,
  answer: SignIns,
  async handle({ parts, caller, query }) {
    const { person } = personCalling(caller);
    return { items: await parts.identity.events(query.limit, person.id) };
  },
});

const allSignIns = route({
  method: "get",
  path: "/sign-ins",
  permission: "operator",
  peopleOnly: true,
  summary: "Attempts to sign in, and changes of accounts, of everybody, newest first",
  query: Limit,
  answer: SignIns,
  handle: async ({ parts, query }) => ({ items: await parts.identity.events(query.limit) }),
});

export const accountRoutes: readonly Route[] = [account, changePassword, endSession, ownSignIns, allSignIns];
