import type { Selectable } from "kysely";
import { catalogue, problem } from "../problems.ts";
import { type Millis, millis } from "../units.ts";
import type { Also } from "./appending.ts";
import type { Engine } from "./engine.ts";
import { requireMission } from "./missions.ts";
import type { PendingAct, PendingActs } from "./store.ts";
import type { RecordTables } from "./tables.ts";

const actOf = (row: Selectable<RecordTables["pending"]>): PendingAct => ({
  id: row.id,
  author: row.author,
  asked: millis(row.asked),
  until: millis(row.until),
  act: row.act,
  reason: row.reason,
});

/** Takes a half away in the transaction that makes its entry. @throws Problem http/conflict where it is gone */
export const completing = (mission: string, half: string | undefined, now: () => Millis): Also | undefined =>
  half === undefined
    ? undefined
    : async (trx) => {
        const [taken] = await trx
          .deleteFrom("pending")
          .where("mission", "=", mission)
          .where("id", "=", half)
          .returning("until")
          .execute();
        if (!taken || taken.until <= now())
          throw problem(catalogue.conflict, {
            why: "Meanwhile somebody else confirmed it, or it was taken back. Nothing was appended.",
          });
      };

/** First halves of acts of two people, over an engine. */
export const pendingOf = (engine: Engine<RecordTables>): PendingActs => ({
  async add(mission, { id, author, asked, until, act, reason }) {
    await requireMission(engine.reads, mission);
    await engine.transaction(async (trx) => {
      await trx.deleteFrom("pending").where("mission", "=", mission).where("until", "<=", asked).execute();
      await trx.insertInto("pending").values({ mission, id, author, asked, until, act, reason }).execute();
    });
  },
  async list(mission, now) {
    const rows = await engine.reads
      .selectFrom("pending")
      .selectAll()
      .where("mission", "=", mission)
      .where("until", ">", now)
      .orderBy("asked")
      .orderBy("id")
      .execute();
    return rows.map(actOf);
  },
  async take(mission, id, now) {
    const taken = await engine.transaction((trx) =>
      trx.deleteFrom("pending").where("mission", "=", mission).where("id", "=", id).returningAll().execute(),
    );
    const [row] = taken;
    return row && row.until > now ? actOf(row) : undefined;
  },
});
