import { type Audience, audienceOf, type Part } from "../access/audience.ts";
import { may, PEOPLE_ONLY, type Permission } from "../access/roles.ts";
import type { Identity, Person, Session, Token } from "../store/identity.ts";
import { type Millis, millis } from "../units.ts";
import type { Config } from "./config.ts";
import { hashOf } from "./secrets.ts";

/** Who calls: nobody known, a person in a session of their own, or a token that a person made. */
export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "person"; readonly person: Person; readonly session: Session }
  | { readonly kind: "token"; readonly person: Person; readonly token: Token };

/** What a caller is to one mission. */
export interface Standing {
  readonly part: Part;
  /** Pseudonymous id for entries; null for nobody. */
  readonly author: string | null;
  readonly allows: (permission: Permission) => boolean;
}

/** With HTTPS the name binds the cookie to this very host, so that no neighbour on the domain can plant another. */
export const sessionCookie = (secure: boolean): string =>
  secure ? "__Host-trucekeeper_session" : "trucekeeper_session";
const SEEN_EVERY_MS = 60_000;

/** The value of a cookie, or undefined. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * "Bearer TOKEN" of Basic credentials whose password is a device token; the name says nothing. Collecting applications
 * know no other way. Only routes for tokens take it, since browsers send Basic of themselves.
 */
export function bearerOf(authorization: string | undefined): string | undefined {
  const given = /^Basic ([A-Za-z0-9+/=]{1,1000})$/.exec(authorization ?? "")?.[1];
  if (given === undefined) return authorization;
  const pair = Buffer.from(given, "base64").toString("latin1");
  return `Bearer ${pair.slice(pair.indexOf(":") + 1)}`;
}

/** A token in Authorization is looked at first and alone: a wrong one is nobody, whatever cookie comes along. */
export async function callerOf(
  identity: Identity,
  authorization: string | undefined,
  cookies: string | undefined,
  now: Millis,
  { secure, session: { idleMs, lastsMs } }: Pick<Config, "secure" | "session">,
): Promise<Caller | "wrong-token"> {
  if (authorization !== undefined) {
    const secret = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization)?.[1];
    const found = secret === undefined ? undefined : await identity.token(hashOf(secret), now);
    return found ? { kind: "token", ...found } : "wrong-token";
  }
  const cookie = cookieOf(cookies, sessionCookie(secure));
  const found = cookie === undefined ? undefined : await identity.session(hashOf(cookie), now);
  if (!found) return { kind: "nobody" };
  const { session } = found;
  if (now - session.seen > SEEN_EVERY_MS)
    await identity.seeSession(session.hash, now, millis(Math.min(session.created + lastsMs, now + idleMs)));
  return { kind: "person", ...found };
}

/**
 * What a caller may do in a mission; undefined where, for them, there is no such mission. A token never does more than
 * its person may at this moment, nor more than its scopes, nor anything in another mission than its own.
 */
export async function standingOf(identity: Identity, caller: Caller, mission: string): Promise<Standing | undefined> {
  const membership =
    caller.kind === "nobody" || (caller.kind === "token" && caller.token.mission !== mission)
      ? undefined
      : (await identity.memberships(caller.person.id)).find((m) => m.mission === mission);
  if (!membership && !(await identity.opening(mission)).public) return undefined;
  const part: Part = membership ?? { role: "public" };
  const scopes = caller.kind === "token" && membership ? tokenScopes(caller.token) : undefined;
  const author = caller.kind === "nobody" || !membership ? null : caller.person.id;
  return { part, author, allows: (p) => may(part.role, p) && (scopes?.has(p) ?? true) };
}

/** Whatever stands in a token's row, what only people have is not in it. */
const tokenScopes = ({ scopes }: Token): ReadonlySet<Permission> => new Set(scopes.filter((s) => !PEOPLE_ONLY.has(s)));

export const audienceFor = ({ part }: Standing, now: Millis): Audience => audienceOf(part, now);
