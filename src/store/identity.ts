import type { Part } from "../access/audience.ts";
import type { Permission } from "../access/roles.ts";
import type { Millis } from "../units.ts";

/** Someone who may sign in. `id` is the pseudonymous id that stands in entries; login and name never do. */
export interface Person {
  readonly id: string;
  /** Lower case; what the person types. */
  readonly login: string;
  readonly name: string;
  /** Keeps accounts and missions of this installation. It is no part of any mission and reads no record. */
  readonly operator: boolean;
  readonly disabled: boolean;
  readonly created: Millis;
}

export interface Credentials {
  /** argon2id in PHC form; null where the person has no password. */
  readonly password: string | null;
  /** Secret of the second factor, encrypted under the key file; null where there is none. */
  readonly totp: Uint8Array | null;
}

export interface Membership extends Part {
  readonly mission: string;
  readonly person: string;
}

export interface Passkey {
  /** base64url, as the authenticator gave it. */
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly created: Millis;
}

export interface Session {
  /** SHA-256 of the secret that only the browser has. */
  readonly hash: string;
  readonly person: string;
  readonly created: Millis;
  readonly seen: Millis;
  readonly until: Millis;
  /** Whether a second factor, or a passkey that is one, was shown. */
  readonly strong: boolean;
}

export interface Token {
  readonly id: string;
  /** SHA-256 of the secret that was shown once. */
  readonly hash: string;
  readonly person: string;
  readonly mission: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly created: Millis;
  readonly until: Millis;
  readonly revoked: boolean;
}

export const SIGN_IN_WAYS = ["password", "second-factor", "passkey", "oidc", "link", "token", "account"] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** One attempt to sign in, or one change of an account. Holds no address, no login and no secret. */
export interface SignInEvent {
  readonly at: Millis;
  readonly way: SignInWay;
  /** "ok", or why not: "wrong", "slowed", "disabled", "second-factor-missing", …; for `account` what was changed. */
  readonly outcome: string;
  /** Null where the login is nobody's. */
  readonly person: string | null;
  /** Keyed hash of where it came from, the same for the same place within this installation. */
  readonly source: string;
}

/** What a mission shows to those who have no part in it. */
export interface Opening {
  /** Whether everybody may read what is released to the public. */
  readonly public: boolean;
}

/**
 * Accounts, apart from the record: the record knows pseudonymous ids only, and a restored record needs no accounts.
 * Every secret is here as a hash or encrypted. Failures: identity/login-taken, store/refused, store/full.
 */
export interface Identity {
  addPerson(person: Pick<Person, "login" | "name" | "operator">, now: Millis): Promise<Person>;
  person(id: string): Promise<Person | undefined>;
  personByLogin(login: string): Promise<Person | undefined>;
  /** By login in code point order. */
  people(): Promise<Person[]>;
  /** Disabling ends every session and token of the person. */
  setDisabled(id: string, disabled: boolean): Promise<void>;
  credentials(id: string): Promise<Credentials | undefined>;
  setPassword(id: string, password: string | null): Promise<void>;
  setTotp(id: string, secret: Uint8Array | null): Promise<void>;
  /** Whether this step of the second factor was not used before; it is then. */
  useTotpStep(id: string, step: number): Promise<boolean>;
  /** Replaces the recovery codes of a person, given as their hashes. */
  setRecovery(id: string, hashes: readonly string[]): Promise<void>;
  /** Whether the code was there; it is spent then. */
  useRecovery(id: string, hash: string): Promise<boolean>;
  recoveryLeft(id: string): Promise<number>;

  /** Null takes the person out of the mission. */
  setMembership(mission: string, person: string, part: Part | null): Promise<void>;
  memberships(person: string): Promise<Membership[]>;
  members(mission: string): Promise<Membership[]>;

  /** @throws Problem identity/taken where an account has it already */
  addPasskey(passkey: Passkey): Promise<void>;
  passkey(id: string): Promise<Passkey | undefined>;
  passkeys(person: string): Promise<Passkey[]>;
  /** False where the counter went back: a copied authenticator. */
  usePasskey(id: string, counter: number): Promise<boolean>;
  removePasskey(person: string, id: string): Promise<boolean>;

  /** @throws Problem identity/taken where the subject belongs to an account already */
  linkOidc(issuer: string, subject: string, person: string): Promise<void>;
  unlinkOidc(issuer: string, person: string): Promise<boolean>;
  oidcLinked(issuer: string, person: string): Promise<boolean>;
  personByOidc(issuer: string, subject: string): Promise<Person | undefined>;

  addSession(session: Session): Promise<void>;
  /** Undefined where it ended, ran out, or its person is disabled. */
  session(hash: string, now: Millis): Promise<{ readonly session: Session; readonly person: Person } | undefined>;
  seeSession(hash: string, now: Millis, until: Millis): Promise<void>;
  endSession(hash: string): Promise<void>;
  /** Signs a person out everywhere, or everywhere but here. @returns how many sessions ended */
  endSessions(person: string, except?: string): Promise<number>;
  /** Those that last, newest first. */
  sessions(person: string, now: Millis): Promise<Session[]>;

  /** @throws Problem http/bad-request where a scope is one that only people have */
  addToken(token: Omit<Token, "revoked">): Promise<void>;
  token(hash: string, now: Millis): Promise<{ readonly token: Token; readonly person: Person } | undefined>;
  tokens(person: string): Promise<Token[]>;
  revokeToken(person: string, id: string): Promise<boolean>;

  /** Something that can be taken once: a sign-in link, a challenge, the state of a visit to an OpenID provider. */
  put(hash: string, purpose: string, data: string, until: Millis): Promise<void>;
  take(hash: string, purpose: string, now: Millis): Promise<string | undefined>;

  /** Failures in the window that holds `now`, of each key. */
  failures(keys: readonly string[], now: Millis): Promise<ReadonlyMap<string, number>>;
  /** Counts a failure; the window begins with the first one. */
  noteFailure(key: string, windowMs: number, now: Millis): Promise<void>;
  clearFailures(key: string): Promise<void>;

  /** A secret of this installation, made at the first asking: 32 bytes. */
  secret(name: string): Promise<Uint8Array>;

  note(event: SignInEvent): Promise<void>;
  /** Newest first. */
  events(limit: number, person?: string): Promise<SignInEvent[]>;

  opening(mission: string): Promise<Opening>;
  setOpening(mission: string, opening: Opening): Promise<void>;
  publicMissions(): Promise<string[]>;

  /** Encrypts under the key file; opens only with the same `about`. */
  seal(bytes: Uint8Array, about: string): Promise<Uint8Array>;
  unseal(box: Uint8Array, about: string): Promise<Uint8Array>;

  /** Whether the database answers. */
  alive(): Promise<boolean>;
  /** Deletes what ran out before `now`. */
  tidy(now: Millis): Promise<void>;
  close(): Promise<void>;
}
