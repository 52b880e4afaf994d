import { randomBytes } from "node:crypto";
import type { Engine } from "./engine.ts";
import type { Identity } from "./identity.ts";
import { peopleOf } from "./identity-people.ts";
import type { IdentityTables } from "./identity-schema.ts";
import { sessionsOf } from "./identity-sessions.ts";
import type { Keys } from "./keys.ts";

/** Accounts over an engine. The same for both databases. */
export function identityStore(
  engine: Engine<IdentityTables>,
  keys: () => Promise<Keys>,
  closed: () => Promise<void>,
): Identity {
  const db = engine.reads;
  return {
    ...peopleOf(engine),
    ...sessionsOf(engine),
    secret: (name) =>
      engine.transaction(async (trx) => {
        const made = Buffer.from(randomBytes(32));
        await trx
          .insertInto("secret")
          .values({ name, bytes: made })
          .onConflict((c) => c.column("name").doNothing())
          .execute();
        const { bytes } = await trx
          .selectFrom("secret")
          .select("bytes")
          .where("name", "=", name)
          .executeTakeFirstOrThrow();
        return new Uint8Array(bytes);
      }),
    async opening(mission) {
      const row = await db.selectFrom("opening").selectAll().where("mission", "=", mission).executeTakeFirst();
      return { public: row?.is_public === 1 };
    },
    async setOpening(mission, opening) {
      await engine.transaction(async (trx) => {
        await trx.deleteFrom("opening").where("mission", "=", mission).execute();
        await trx
          .insertInto("opening")
          .values({ mission, is_public: opening.public ? 1 : 0 })
          .execute();
      });
    },
    async publicMissions() {
      const rows = await db
        .selectFrom("opening")
        .select("mission")
        .where("is_public", "=", 1)
        .orderBy("mission")
        .execute();
      return rows.map((r) => r.mission);
    },
    // A box is the wrapped key (60 bytes: nonce, 32 bytes, tag) and then what it encrypts.
    async seal(bytes, about) {
      const { wrappedKey, ciphertext } = (await keys()).close(bytes, about);
      return Buffer.concat([wrappedKey, ciphertext]);
    },
    async unseal(box, about) {
      const bytes = Buffer.from(box);
      return (await keys()).open({ wrappedKey: bytes.subarray(0, 60), ciphertext: bytes.subarray(60) }, about);
    },
    async alive() {
      try {
        await db.selectFrom("opening").select("mission").limit(1).execute();
        return true;
      } catch {
        return false;
      }
    },
    async close() {
      await engine.close();
      await closed();
    },
  };
}
