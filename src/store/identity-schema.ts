import type { Migration } from "./tables.ts";

/** Accounts, as kysely sees them. They stand in a file (identity.sqlite) or beside the record (PostgreSQL). */
export interface IdentityTables {
  person: {
    person: string;
    login: string;
    name: string;
    operator: number;
    disabled: number;
    created: number;
    password: string | null;
    totp: Uint8Array | null;
    totp_step: number;
  };
  membership: { mission: string; person: string; role: string; party: string | null; up_to: string | null };
  passkey: {
    passkey: string;
    person: string;
    name: string;
    public_key: Uint8Array;
    counter: number;
    transports: string;
    created: number;
  };
  oidc_subject: { issuer: string; subject: string; person: string };
  session: { hash: string; person: string; created: number; seen: number; until: number; strong: number };
  token: {
    token: string;
    hash: string;
    person: string;
    mission: string;
    name: string;
    scopes: string;
    created: number;
    until: number;
    revoked: number;
  };
  once: { hash: string; purpose: string; data: string; until: number };
  failure: { failure_key: string; failures: number; until: number };
  secret: { name: string; bytes: Uint8Array };
  sign_in: {
    sign_in: string;
    at: number;
    way: string;
    outcome: string;
    person: string | null;
    source: string;
  };
  opening: { mission: string; is_public: number };
  recovery: { person: string; hash: string };
}

export const IDENTITY_MIGRATIONS: readonly Migration[] = [
  {
    statements: (t) => [
      `create table person (person ${t.text} not null, login ${t.text} not null, name ${t.text} not null,
        operator ${t.int} not null, disabled ${t.int} not null, created ${t.int} not null, password ${t.text},
        totp ${t.bytes}, totp_step ${t.int} not null, primary key (person))${t.plain}`,
      "create unique index person_login on person (login)",
      `create table membership (mission ${t.text} not null, person ${t.text} not null, role ${t.text} not null,
        party ${t.text}, up_to ${t.text}, primary key (mission, person))${t.clustered}`,
      "create index membership_person on membership (person)",
      `create table passkey (passkey ${t.text} not null, person ${t.text} not null, name ${t.text} not null,
        public_key ${t.bytes} not null, counter ${t.int} not null, transports ${t.text} not null, created ${t.int} not null,
        primary key (passkey))${t.plain}`,
      "create index passkey_person on passkey (person)",
      `create table oidc_subject (issuer ${t.text} not null, subject ${t.text} not null, person ${t.text} not null,
        primary key (issuer, subject))${t.clustered}`,
      `create table session (hash ${t.text} not null, person ${t.text} not null, created ${t.int} not null,
        seen ${t.int} not null, until ${t.int} not null, strong ${t.int} not null, primary key (hash))${t.clustered}`,
      "create index session_person on session (person)",
      `create table token (token ${t.text} not null, hash ${t.text} not null, person ${t.text} not null,
        mission ${t.text} not null, name ${t.text} not null, scopes ${t.text} not null, created ${t.int} not null,
        until ${t.int} not null, revoked ${t.int} not null, primary key (token))${t.plain}`,
      "create unique index token_hash on token (hash)",
      "create index token_person on token (person)",
      `create table once (hash ${t.text} not null, purpose ${t.text} not null, data ${t.text} not null,
        until ${t.int} not null, primary key (hash))${t.clustered}`,
      `create table failure (failure_key ${t.text} not null, failures ${t.int} not null, until ${t.int} not null,
        primary key (failure_key))${t.clustered}`,
      `create table secret (name ${t.text} not null, bytes ${t.bytes} not null, primary key (name))${t.clustered}`,
      `create table sign_in (sign_in ${t.text} not null, at ${t.int} not null, way ${t.text} not null,
        outcome ${t.text} not null, person ${t.text}, source ${t.text} not null, primary key (sign_in))${t.clustered}`,
      "create index sign_in_at on sign_in (at)",
      "create index sign_in_person on sign_in (person, at)",
      `create table opening (mission ${t.text} not null, is_public ${t.int} not null, rules ${t.text} not null,
        primary key (mission))${t.clustered}`,
    ],
  },
  {
    // Codes that stand in for a lost second factor, each as its hash and for one use.
    statements: (t) => [
      `create table recovery (person ${t.text} not null, hash ${t.text} not null, primary key (person, hash))${t.clustered}`,
    ],
  },
  {
    // Release rules are entries of the record; these were read by nobody.
    statements: () => ["alter table opening drop column rules"],
  },
];
