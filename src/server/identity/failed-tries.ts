import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { catalogue, problem } from "../../problems.ts";
import type { Identity } from "../../store/identity.ts";
import type { Millis } from "../../units.ts";
import { cookieOf } from "../caller.ts";
import { Rates } from "../limits.ts";
import type { Parts } from "../route.ts";
import { hashOf } from "../secrets.ts";

const WINDOW_MS = 15 * 60_000;
/** Failures of one login from one place, or from one known device, in a quarter of an hour. */
const FAILURES = 10;
/** Wrong codes of one person from everywhere, each after the right password, before codes of the authenticator wait. */
const WRONG_CODES = 50;

export const DEVICE_COOKIE = "trucekeeper_device";
const DEVICE_DAYS = 180;

const plain = (login: string): string => login.trim().toLowerCase();

/**
 * What failures are counted under: login and place together, never the login alone, so that nobody can keep another
 * out. A browser that signed in as this login before is counted by itself, so that its owner gets in even where somebody
 * at the same address keeps failing. Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies
 */
export async function triesOf(
  identity: Identity,
  login: string,
  asked: { readonly source: string; readonly header: (name: string) => string | undefined },
): Promise<string> {
  const device = cookieOf(asked.header("Cookie"), DEVICE_COOKIE);
  const [, nonce = "", mark = ""] = /^([\w-]{22})\.([\w-]{43})$/.exec(device ?? "") ?? [];
  const right = await markOf(identity, login, nonce);
  const known = mark.length === right.length && timingSafeEqual(Buffer.from(mark), Buffer.from(right));
  return hashOf(`${plain(login)}\n${known ? `device ${nonce}` : asked.source}`);
}

const markOf = async (identity: Identity, login: string, nonce: string): Promise<string> =>
  createHmac("sha256", await identity.secret("devices"))
    .update(`${plain(login)}\n${nonce}`)
    .digest("base64url");

/** A cookie by which a browser is known for one login; it signs nobody in. */
export async function deviceCookie(identity: Identity, login: string, secure: boolean): Promise<string> {
  const nonce = randomBytes(16).toString("base64url");
  const value = `${nonce}.${await markOf(identity, login, nonce)}`;
  return `${DEVICE_COOKIE}=${value}; Path=/api/v1/sign-in; HttpOnly; SameSite=Strict; Max-Age=${DEVICE_DAYS * 86_400}${secure ? "; Secure" : ""}`;
}

export const isSlowed = async (identity: Identity, key: string, now: Millis): Promise<boolean> =>
  ((await identity.failures([key], now)).get(key) ?? 0) >= FAILURES;

export const noteFailure = (identity: Identity, key: string, now: Millis): Promise<void> =>
  identity.noteFailure(key, WINDOW_MS, now);

/**
 * Whether codes of a person's authenticator wait. Six digits can be guessed from many places at once by somebody who has
 * the password; a recovery code or a passkey still opens, so that the owner is not kept out.
 */
export const codesWait = async (identity: Identity, person: string, now: Millis): Promise<boolean> =>
  ((await identity.failures([codesOf(person)], now)).get(codesOf(person)) ?? 0) >= WRONG_CODES;

export const noteWrongCode = (identity: Identity, person: string, now: Millis): Promise<void> =>
  identity.noteFailure(codesOf(person), 4 * WINDOW_MS, now);

const codesOf = (person: string): string => hashOf(`codes\n${person}`);

const perPlace = new WeakMap<Parts, Rates>();

/** Attempts of every kind from one place in a minute; each costs a hash. @throws Problem http/too-many */
export function takeAttempt(parts: Parts, source: string, now: Millis): void {
  const rates = perPlace.get(parts) ?? new Rates(parts.config.limits.signInsPerMinute);
  perPlace.set(parts, rates);
  const seconds = rates.take(source, now);
  if (seconds > 0) throw problem(catalogue.tooMany, { seconds });
}
