import { catalogue, problem } from "../../problems.ts";
import type { Person, Session, SignInWay } from "../../store/identity.ts";
import { millis } from "../../units.ts";
import { type Caller, sessionCookie } from "../caller.ts";
import type { Asked, Parts } from "../route.ts";
import { hashOf, newSecret } from "../secrets.ts";
import { deviceCookie } from "./failed-tries.ts";

/** What changes an account is for sessions that began this long ago. */
const FRESH_MINUTES = 15;

export type Asking = Pick<
  Asked<unknown, unknown, unknown>,
  "parts" | "caller" | "now" | "source" | "header" | "request"
>;

/** Lax only for what has to come along when another site sends the browser back. */
export const cookie = (
  parts: Parts,
  name: string,
  value: string,
  seconds: number,
  sameSite: "Strict" | "Lax" = "Strict",
): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${seconds}${parts.config.secure ? "; Secure" : ""}`;

/**
 * Begins a session under a new secret; the one that the browser had ends.
 * @param strong whether a second factor, or a passkey that is one, was shown
 * @returns the cookies: the session's, and the one by which this browser is known for this login
 */
export async function beginSession(asking: Asking, person: Person, way: SignInWay, strong: boolean): Promise<string[]> {
  const { parts, caller, now, source } = asking;
  const { identity, config } = parts;
  const secret = newSecret();
  if (caller.kind === "person") await identity.endSession(caller.session.hash);
  const until = millis(now + config.session.idleMs);
  await identity.addSession({ hash: hashOf(secret), person: person.id, created: now, seen: now, until, strong });
  await identity.note({ at: now, way, outcome: "ok", person: person.id, source });
  return [
    cookie(parts, sessionCookie(config.secure), secret, config.session.lastsMs / 1000),
    await deviceCookie(identity, person.login, config.secure),
  ];
}

export const endedCookie = (parts: Parts): string => cookie(parts, sessionCookie(parts.config.secure), "", 0);

export const isFresh = (session: Session, now: number): boolean => now - session.created < FRESH_MINUTES * 60_000;

/** The person who calls. @throws Problem http/sign-in */
export function personCalling(caller: Caller): Extract<Caller, { kind: "person" }> {
  if (caller.kind !== "person") throw problem(catalogue.signInNeeded, undefined as never);
  return caller;
}

/** The person who calls, signed in a short while ago: a screen left open changes no account. @throws Problem identity/sign-in-again */
export function freshly({ caller, now }: Pick<Asking, "caller" | "now">): Extract<Caller, { kind: "person" }> {
  const person = personCalling(caller);
  if (!isFresh(person.session, now)) throw problem(catalogue.signInAgain, { minutes: FRESH_MINUTES });
  return person;
}

/** The account of what was changed. */
export const noteChange = ({ parts, now, source }: Asking, person: string, outcome: string): Promise<void> =>
  parts.identity.note({ at: now, way: "account", outcome, person, source });
