import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import { millis } from "../../units.ts";
import { AuthenticatorAnswer, AuthenticatorOptions, Entered } from "../client/account.ts";
import { type Asking, beginSession } from "../identity/begin-session.ts";
import { codesWait, isSlowed, noteFailure, noteWrongCode, takeAttempt, triesOf } from "../identity/failed-tries.ts";
import { passkeyUsed, usePasskeyOptions } from "../identity/passkey.ts";
import { takeCode } from "../identity/second-factor.ts";
import { originOf } from "../own-origin.ts";
import { Reply, type Route, route } from "../route.ts";
import { hashOf } from "../secrets.ts";

/** Codes that a ticket may be tried with; then the password is asked for again. */
const TRIES = 5;
const TICKET_MS = 5 * 60_000;

const secondFactor = route({
  method: "post",
  path: "/sign-in/second-factor",
  permission: "anyone",
  summary: "Show the second factor after the password: a code of the authenticator, or a recovery code",
  body: z.object({ ticket: z.string().min(1).max(200), code: z.string().min(1).max(100) }),
  answer: Entered,
  async handle(asked) {
    const { parts, body, now, source } = asked;
    const { identity } = parts;
    takeAttempt(parts, source, now);
    const hash = hashOf(body.ticket);
    const id = await identity.take(hash, "second factor", now);
    const person = id === undefined ? undefined : await identity.person(id);
    if (!person || person.disabled) throw problem(catalogue.signInFailed, undefined as never);
    const note = (outcome: string) =>
      identity.note({ at: now, way: "second-factor", outcome, person: person.id, source });
    const key = await triesOf(identity, `second factor of ${person.login}`, asked);
    if (await isSlowed(identity, key, now)) {
      await note("slowed");
      throw problem(catalogue.tooMany, { seconds: 900 });
    }
    const used = await takeCode(identity, person.id, body.code, now, await codesWait(identity, person.id, now));
    if (used === null) {
      await noteFailure(identity, key, now);
      await noteWrongCode(identity, person.id, now);
      await identity.noteFailure(hash, TICKET_MS, now);
      if (((await identity.failures([hash], now)).get(hash) ?? 0) < TRIES)
        await identity.put(hash, "second factor", person.id, millis(now + TICKET_MS));
      await note("wrong");
      throw problem(catalogue.signInFailed, undefined as never);
    }
    await identity.clearFailures(key);
    if (used === "recovery")
      await identity.note({ at: now, way: "account", outcome: "recovery code used", person: person.id, source });
    return new Reply({ done: true }, { "Set-Cookie": await beginSession(asked, person, "second-factor", true) });
  },
});

const placeOf = (asking: Asking) => ({
  origin: originOf(asking),
  identity: asking.parts.identity,
  now: asking.now,
});

const passkeyOptions = route({
  method: "post",
  path: "/sign-in/passkey/options",
  permission: "anyone",
  summary: "Begin to sign in with a passkey",
  answer: AuthenticatorOptions,
  async handle(asked) {
    takeAttempt(asked.parts, asked.source, asked.now);
    return { ...(await usePasskeyOptions(placeOf(asked))) };
  },
});

const passkey = route({
  method: "post",
  path: "/sign-in/passkey",
  permission: "anyone",
  summary: "Sign in with a passkey",
  body: AuthenticatorAnswer,
  answer: Entered,
  async handle(asked) {
    const { parts, body, now, source } = asked;
    const { identity } = parts;
    takeAttempt(parts, source, now);
    const used = await passkeyUsed(placeOf(asked), body);
    const person = typeof used === "string" ? undefined : await identity.person(used.person);
    if (!person || person.disabled) {
      const owner = typeof used === "string" ? ((await identity.passkey(body.id))?.person ?? null) : used.person;
      const outcome = typeof used === "string" ? used : "disabled";
      await identity.note({ at: now, way: "passkey", outcome, person: owner, source });
      throw problem(catalogue.signInFailed, undefined as never);
    }
    return new Reply({ done: true }, { "Set-Cookie": await beginSession(asked, person, "passkey", true) });
  },
});

export const strongSignInRoutes: readonly Route[] = [secondFactor, passkeyOptions, passkey];
