import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import { PEOPLE_ONLY, type Permission } from "../access/roles.ts";
import { catalogue, problem } from "../problems.ts";
import { millis } from "../units.ts";
import type { Engine } from "./engine.ts";
import type { Identity, Person, Session, SignInEvent, SignInWay, Token } from "./identity.ts";
import { personOf } from "./identity-people.ts";
import type { IdentityTables } from "./identity-schema.ts";

type Sessions = Pick<
  Identity,
  | "addSession"
  | "session"
  | "seeSession"
  | "endSession"
  | "endSessions"
  | "sessions"
  | "addToken"
  | "token"
  | "tokens"
  | "revokeToken"
  | "put"
  | "take"
  | "failures"
  | "noteFailure"
  | "clearFailures"
  | "note"
  | "events"
  | "tidy"
>;

const tokenOf = (row: Selectable<IdentityTables["token"]>): Token => ({
  id: row.token,
  hash: row.hash,
  person: row.person,
  mission: row.mission,
  name: row.name,
  scopes: JSON.parse(row.scopes) as Permission[],
  created: millis(row.created),
  until: millis(row.until),
  revoked: row.revoked === 1,
});

const sessionOf = (row: Selectable<IdentityTables["session"]>): Session => ({
  hash: row.hash,
  person: row.person,
  created: millis(row.created),
  seen: millis(row.seen),
  until: millis(row.until),
  strong: row.strong === 1,
});

/** A person's columns beside those of what shows who calls: every request asks for both, in one question. */
const ITS_PERSON = [
  "person.login",
  "person.name as its_name",
  "person.operator",
  "person.disabled",
  "person.created as its_created",
] as const;

const itsPerson = (row: {
  readonly person: string;
  readonly login: string;
  readonly its_name: string;
  readonly operator: number;
  readonly disabled: number;
  readonly its_created: number;
}): Person => personOf({ ...row, name: row.its_name, created: row.its_created });

const eventOf = (row: Selectable<IdentityTables["sign_in"]>): SignInEvent => ({
  at: millis(row.at),
  way: row.way as SignInWay,
  outcome: row.outcome,
  person: row.person,
  source: row.source,
});

/** Sessions, tokens, what can be taken once, failures, and the account of all sign-ins. */
export function sessionsOf(engine: Engine<IdentityTables>): Sessions {
  const db = engine.reads;
  return {
    async addSession({ strong, ...session }) {
      await engine.transaction((trx) =>
        trx
          .insertInto("session")
          .values({ ...session, strong: strong ? 1 : 0 })
          .execute(),
      );
    },
    async session(hash, now) {
      const row = await db
        .selectFrom("session")
        .innerJoin("person", "person.person", "session.person")
        .selectAll("session")
        .select(ITS_PERSON)
        .where("session.hash", "=", hash)
        .executeTakeFirst();
      if (!row || row.until <= now || row.disabled === 1) return undefined;
      return { session: sessionOf(row), person: itsPerson(row) };
    },
    async seeSession(hash, now, until) {
      await engine.transaction((trx) =>
        trx.updateTable("session").set({ seen: now, until }).where("hash", "=", hash).execute(),
      );
    },
    async endSession(hash) {
      await engine.transaction((trx) => trx.deleteFrom("session").where("hash", "=", hash).execute());
    },
    endSessions: (person, except) =>
      engine.transaction(async (trx) => {
        let sessions = trx.deleteFrom("session").where("person", "=", person);
        if (except !== undefined) sessions = sessions.where("hash", "!=", except);
        return Number((await sessions.executeTakeFirst()).numDeletedRows);
      }),
    async sessions(person, now) {
      const rows = await db
        .selectFrom("session")
        .selectAll()
        .where("person", "=", person)
        .where("until", ">", now)
        .orderBy("created", "desc")
        .orderBy("hash")
        .execute();
      return rows.map(sessionOf);
    },
    async addToken({ id, scopes, ...token }) {
      const never = scopes.find((s) => PEOPLE_ONLY.has(s));
      if (never !== undefined)
        throw problem(catalogue.badRequest, { why: `${never}: only people have this permission; no token can.` });
      await engine.transaction((trx) =>
        trx
          .insertInto("token")
          .values({ ...token, token: id, scopes: JSON.stringify(scopes), revoked: 0 })
          .execute(),
      );
    },
    async token(hash, now) {
      const row = await db
        .selectFrom("token")
        .innerJoin("person", "person.person", "token.person")
        .selectAll("token")
        .select(ITS_PERSON)
        .where("token.hash", "=", hash)
        .executeTakeFirst();
      if (!row || row.revoked === 1 || row.until <= now || row.disabled === 1) return undefined;
      return { token: tokenOf(row), person: itsPerson(row) };
    },
    async tokens(person) {
      const rows = await db.selectFrom("token").selectAll().where("person", "=", person).orderBy("token").execute();
      return rows.map(tokenOf);
    },
    revokeToken: (person, id) =>
      engine.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable("token")
          .set({ revoked: 1 })
          .where("token", "=", id)
          .where("person", "=", person)
          .executeTakeFirst();
        return Number(numUpdatedRows) === 1;
      }),
    async put(hash, purpose, data, until) {
      await engine.transaction((trx) => trx.insertInto("once").values({ hash, purpose, data, until }).execute());
    },
    take: (hash, purpose, now) =>
      engine.transaction(async (trx) => {
        const row = await trx
          .deleteFrom("once")
          .where("hash", "=", hash)
          .where("purpose", "=", purpose)
          .returning(["data", "until"])
          .executeTakeFirst();
        return row && row.until > now ? row.data : undefined;
      }),
    async failures(keys, now) {
      const rows = await db
        .selectFrom("failure")
        .select(["failure_key", "failures"])
        .where("failure_key", "in", [...keys])
        .where("until", ">", now)
        .execute();
      return new Map(rows.map((r) => [r.failure_key, r.failures]));
    },
    async noteFailure(failure_key, windowMs, now) {
      const until = now + windowMs;
      // One statement: between an update that finds nothing and an insert, another server's failure would be lost.
      await engine.transaction((trx) =>
        trx
          .insertInto("failure")
          .values({ failure_key, failures: 1, until })
          .onConflict((c) =>
            c.column("failure_key").doUpdateSet((e) => {
              const inWindow = e("failure.until", ">", now);
              return {
                failures: e
                  .case()
                  .when(inWindow)
                  .then(e("failure.failures", "+", 1))
                  .else(1)
                  .end(),
                until: e.case().when(inWindow).then(e.ref("failure.until")).else(until).end(),
              };
            }),
          )
          .execute(),
      );
    },
    async clearFailures(key) {
      await engine.transaction((trx) => trx.deleteFrom("failure").where("failure_key", "=", key).execute());
    },
    async note(event) {
      // Ids grow with time, so that two events of one millisecond keep their order on the page.
      const sign_in = `${String(event.at).padStart(14, "0")}-${randomBytes(8).toString("hex")}`;
      await engine.transaction((trx) =>
        trx
          .insertInto("sign_in")
          .values({ sign_in, ...event })
          .execute(),
      );
    },
    async events(limit, person) {
      let query = db.selectFrom("sign_in").selectAll();
      if (person !== undefined) query = query.where("person", "=", person);
      return (await query.orderBy("at", "desc").orderBy("sign_in", "desc").limit(limit).execute()).map(eventOf);
    },
    async tidy(now) {
      await engine.transaction(async (trx) => {
        for (const table of ["session", "once", "failure"] as const)
          await trx.deleteFrom(table).where("until", "<=", now).execute();
      });
    },
  };
}
