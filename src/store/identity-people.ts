import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import type { Part } from "../access/audience.ts";
import type { Marking } from "../access/marking.ts";
import type { Role } from "../access/roles.ts";
import { catalogue, problem } from "../problems.ts";
import { millis } from "../units.ts";
import type { Engine } from "./engine.ts";
import type { Identity, Membership, Passkey, Person } from "./identity.ts";
import type { IdentityTables } from "./identity-schema.ts";

type People = Pick<
  Identity,
  | "addPerson"
  | "person"
  | "personByLogin"
  | "people"
  | "setDisabled"
  | "credentials"
  | "setPassword"
  | "setTotp"
  | "useTotpStep"
  | "setRecovery"
  | "useRecovery"
  | "recoveryLeft"
  | "setMembership"
  | "memberships"
  | "members"
  | "addPasskey"
  | "passkey"
  | "passkeys"
  | "usePasskey"
  | "removePasskey"
  | "linkOidc"
  | "unlinkOidc"
  | "oidcLinked"
  | "personByOidc"
>;

/** A person as it stands in its row. */
export const personOf = (
  row: Pick<Selectable<IdentityTables["person"]>, "person" | "login" | "name" | "operator" | "disabled" | "created">,
): Person => ({
  id: row.person,
  login: row.login,
  name: row.name,
  operator: row.operator === 1,
  disabled: row.disabled === 1,
  created: millis(row.created),
});

const partOf = (row: Selectable<IdentityTables["membership"]>): Membership => ({
  mission: row.mission,
  person: row.person,
  role: row.role as Role,
  // One column says whose they are: of a liaison the party, of a guarantor the guarantor.
  ...(row.party !== null &&
    (row.role === "guarantor" ? { guarantor: row.party } : { party: row.party as NonNullable<Part["party"]> })),
  ...(row.up_to !== null && { upTo: row.up_to as Marking }),
});

const passkeyOf = (row: Selectable<IdentityTables["passkey"]>): Passkey => ({
  id: row.passkey,
  person: row.person,
  name: row.name,
  publicKey: new Uint8Array(row.public_key),
  counter: row.counter,
  transports: JSON.parse(row.transports) as string[],
  created: millis(row.created),
});

/** People, their parts in missions, and what they sign in with. */
export function peopleOf(engine: Engine<IdentityTables>): People {
  const db = engine.reads;
  const setPerson = async (id: string, values: Partial<IdentityTables["person"]>): Promise<void> => {
    await engine.transaction((trx) => trx.updateTable("person").set(values).where("person", "=", id).execute());
  };
  const personWhere = async (column: "person" | "login", value: string) => {
    const row = await db.selectFrom("person").selectAll().where(column, "=", value).executeTakeFirst();
    return row && personOf(row);
  };
  return {
    async addPerson({ login, name, operator }, now) {
      const key = login.trim().toLowerCase();
      const person = `p-${randomBytes(8).toString("hex")}`;
      await engine.transaction(async (trx) => {
        const taken = await trx.selectFrom("person").select("person").where("login", "=", key).executeTakeFirst();
        if (taken) throw problem(catalogue.loginTaken, { login: key });
        const row = { person, login: key, name, operator: operator ? 1 : 0, disabled: 0, created: now };
        await trx
          .insertInto("person")
          .values({ ...row, password: null, totp: null, totp_step: 0 })
          .execute();
      });
      return { id: person, login: key, name, operator, disabled: false, created: now };
    },
    person: (id) => personWhere("person", id),
    personByLogin: (login) => personWhere("login", login.trim().toLowerCase()),
    async people() {
      return (await db.selectFrom("person").selectAll().orderBy("login").execute()).map(personOf);
    },
    async setDisabled(id, disabled) {
      await engine.transaction(async (trx) => {
        await trx
          .updateTable("person")
          .set({ disabled: disabled ? 1 : 0 })
          .where("person", "=", id)
          .execute();
        if (!disabled) return;
        await trx.deleteFrom("session").where("person", "=", id).execute();
        await trx.updateTable("token").set({ revoked: 1 }).where("person", "=", id).execute();
      });
    },
    async credentials(id) {
      const row = await db
        .selectFrom("person")
        .select(["password", "totp"])
        .where("person", "=", id)
        .executeTakeFirst();
      return row && { password: row.password, totp: row.totp && new Uint8Array(row.totp) };
    },
    setPassword: (id, password) => setPerson(id, { password }),
    async setTotp(id, secret) {
      await engine.transaction(async (trx) => {
        const totp = secret && Buffer.from(secret);
        await trx.updateTable("person").set({ totp, totp_step: 0 }).where("person", "=", id).execute();
        if (secret === null) await trx.deleteFrom("recovery").where("person", "=", id).execute();
      });
    },
    useTotpStep: (id, step) =>
      engine.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable("person")
          .set({ totp_step: step })
          .where("person", "=", id)
          .where("totp_step", "<", step)
          .executeTakeFirst();
        return Number(numUpdatedRows) === 1;
      }),
    async setRecovery(person, hashes) {
      await engine.transaction(async (trx) => {
        await trx.deleteFrom("recovery").where("person", "=", person).execute();
        for (const hash of hashes) await trx.insertInto("recovery").values({ person, hash }).execute();
      });
    },
    useRecovery: (person, hash) =>
      engine.transaction(async (trx) => {
        const { numDeletedRows } = await trx
          .deleteFrom("recovery")
          .where("person", "=", person)
          .where("hash", "=", hash)
          .executeTakeFirst();
        return Number(numDeletedRows) === 1;
      }),
    async recoveryLeft(person) {
      return (await db.selectFrom("recovery").select("hash").where("person", "=", person).execute()).length;
    },
    async setMembership(mission, person, part) {
      await engine.transaction(async (trx) => {
        await trx.deleteFrom("membership").where("mission", "=", mission).where("person", "=", person).execute();
        if (part === null) return;
        const { role, upTo = null } = part;
        const party = (role === "guarantor" ? part.guarantor : part.party) ?? null;
        await trx.insertInto("membership").values({ mission, person, role, party, up_to: upTo }).execute();
      });
    },
    async memberships(person) {
      const rows = await db
        .selectFrom("membership")
        .selectAll()
        .where("person", "=", person)
        .orderBy("mission")
        .execute();
      return rows.map(partOf);
    },
    async members(mission) {
      const rows = await db
        .selectFrom("membership")
        .selectAll()
        .where("mission", "=", mission)
        .orderBy("person")
        .execute();
      return rows.map(partOf);
    },
    async addPasskey({ id, person, name, publicKey, counter, transports, created }) {
      const row = { passkey: id, person, name, public_key: Buffer.from(publicKey), counter, created };
      await engine.transaction(async (trx) => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto("passkey")
          .values({ ...row, transports: JSON.stringify(transports) })
          .onConflict((c) => c.column("passkey").doNothing())
          .executeTakeFirst();
        if (Number(numInsertedOrUpdatedRows) !== 1) throw problem(catalogue.identityTaken, undefined as never);
      });
    },
    async passkey(id) {
      const row = await db.selectFrom("passkey").selectAll().where("passkey", "=", id).executeTakeFirst();
      return row && passkeyOf(row);
    },
    async passkeys(person) {
      const rows = await db.selectFrom("passkey").selectAll().where("person", "=", person).orderBy("created").execute();
      return rows.map(passkeyOf);
    },
    usePasskey: (id, counter) =>
      engine.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable("passkey")
          .set({ counter })
          .where("passkey", "=", id)
          // Authenticators that do not count stay at 0.
          .where("counter", counter === 0 ? "<=" : "<", counter)
          .executeTakeFirst();
        return Number(numUpdatedRows) === 1;
      }),
    removePasskey: (person, id) =>
      engine.transaction(async (trx) => {
        const { numDeletedRows } = await trx
          .deleteFrom("passkey")
          .where("passkey", "=", id)
          .where("person", "=", person)
          .executeTakeFirst();
        return Number(numDeletedRows) === 1;
      }),
    async linkOidc(issuer, subject, person) {
      await engine.transaction(async (trx) => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto("oidc_subject")
          .values({ issuer, subject, person })
          .onConflict((c) => c.columns(["issuer", "subject"]).doNothing())
          .executeTakeFirst();
        if (Number(numInsertedOrUpdatedRows) === 1) return;
        const row = await trx
          .selectFrom("oidc_subject")
          .select("person")
          .where("issuer", "=", issuer)
          .where("subject", "=", subject)
          .executeTakeFirst();
        if (row?.person !== person) throw problem(catalogue.identityTaken, undefined as never);
      });
    },
    unlinkOidc: (issuer, person) =>
      engine.transaction(async (trx) => {
        const { numDeletedRows } = await trx
          .deleteFrom("oidc_subject")
          .where("issuer", "=", issuer)
          .where("person", "=", person)
          .executeTakeFirst();
        return Number(numDeletedRows) > 0;
      }),
    async oidcLinked(issuer, person) {
      const row = await db
        .selectFrom("oidc_subject")
        .select("person")
        .where("issuer", "=", issuer)
        .where("person", "=", person)
        .executeTakeFirst();
      return row !== undefined;
    },
    async personByOidc(issuer, subject) {
      const row = await db
        .selectFrom("oidc_subject")
        .innerJoin("person", "person.person", "oidc_subject.person")
        .selectAll("person")
        .where("issuer", "=", issuer)
        .where("subject", "=", subject)
        .executeTakeFirst();
      return row && personOf(row);
    },
  };
}
