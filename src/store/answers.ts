import type { Kysely } from "kysely";
import { catalogue, problem } from "../problems.ts";
import type { Engine } from "./engine.ts";
import { requireMission } from "./missions.ts";
import type { Answered, Answers, Once } from "./store.ts";
import type { RecordTables } from "./tables.ts";

/** @throws RangeError on a key or hash that is not in its form: the route has to refuse it before */
export function checkedOnce<O extends Pick<Once, "key" | "request">>(once: O): O {
  if (!/^[\x21-\x7e]{1,255}$/.test(once.key)) throw new RangeError("answers: the key is not 1 to 255 visible ASCII");
  if (!/^[0-9a-f]{64}$/.test(once.request)) throw new RangeError("answers: the request's hash is not 64 hex digits");
  return once;
}

/** What is known of a request. @throws Problem store/key-reused */
export async function findAnswer(
  db: Kysely<RecordTables>,
  mission: string,
  { key, request }: Pick<Once, "key" | "request">,
): Promise<Answered | undefined> {
  const row = await db
    .selectFrom("answer")
    .selectAll()
    .where("mission", "=", mission)
    .where("answer_key", "=", key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.request !== request) throw problem(catalogue.keyReused, { key });
  const entries = row.entries === null ? null : (JSON.parse(row.entries) as number[]);
  return { entries, answer: row.answer };
}

/** What was answered, and to which request. */
export interface AnsweredTo extends Answered {
  readonly request: string;
}

/** What is known of several requests, by their keys. */
export async function findAnswers(
  db: Kysely<RecordTables>,
  mission: string,
  keys: readonly string[],
): Promise<Map<string, AnsweredTo>> {
  const rows = await db
    .selectFrom("answer")
    .selectAll()
    .where("mission", "=", mission)
    .where("answer_key", "in", [...new Set(keys)])
    .execute();
  return new Map(
    rows.map(({ answer_key, request, entries, answer }) => [
      answer_key,
      { request, entries: entries === null ? null : (JSON.parse(entries) as number[]), answer },
    ]),
  );
}

/** Answers over an engine. Keys that are past their time still count until `forget`: later is safer than twice. */
export const answersOf = (engine: Engine<RecordTables>): Answers => ({
  find: async (mission, once) => findAnswer(engine.reads, mission, checkedOnce(once)),
  async keep(mission, once, answer) {
    const { key, request, until } = checkedOnce(once);
    await requireMission(engine.reads, mission);
    return engine.transaction(async (trx) => {
      const values = { mission, answer_key: key, request, entries: null, answer, until };
      await trx
        .insertInto("answer")
        .values(values)
        .onConflict((c) => c.columns(["mission", "answer_key"]).doNothing())
        .execute();
      await trx
        .updateTable("answer")
        .set({ answer })
        .where("mission", "=", mission)
        .where("answer_key", "=", key)
        .where("request", "=", request)
        .where("answer", "is", null)
        .execute();
      return (await findAnswer(trx, mission, once))?.answer ?? answer;
    });
  },
  async forget(mission, now) {
    const gone = await engine.transaction((trx) =>
      trx.deleteFrom("answer").where("mission", "=", mission).where("until", "<", now).executeTakeFirst(),
    );
    return Number(gone.numDeletedRows);
  },
});
