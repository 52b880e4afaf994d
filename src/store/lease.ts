import type { Kysely } from "kysely";
import { catalogue, problem } from "../problems.ts";
import { millis } from "../units.ts";
import { LEASE, type Lease } from "./derivations.ts";
import type { Engine } from "./engine.ts";
import type { DerivedTables } from "./tables.ts";

/** Takes a lease that is free, lapsed, or held by the same holder already. One compare-and-set on the database's clock. */
export const acquire = (engine: Engine<DerivedTables>, mission: string, holder: string): Promise<Lease | undefined> =>
  engine.transaction(async (trx) => {
    const now = await engine.now(trx);
    const until = millis(now + LEASE.lapses);
    await trx
      .insertInto("lease")
      .values({ mission, holder: "", fence: 0, until: 0 })
      .onConflict((c) => c.column("mission").doNothing())
      .execute();
    const taken = await trx
      .updateTable("lease")
      .set((e) => ({ holder, until, fence: e("fence", "+", 1) }))
      .where("mission", "=", mission)
      .where((e) => e.or([e("until", "<=", now), e("holder", "=", holder)]))
      .returning("fence")
      .executeTakeFirst();
    return taken && { mission, holder, fence: taken.fence, until };
  });

/** Extends a lease that nobody took over. A lapsed one that is still the last is extended as well. */
export const renew = (engine: Engine<DerivedTables>, lease: Lease): Promise<Lease | undefined> =>
  engine.transaction(async (trx) => {
    const until = millis((await engine.now(trx)) + LEASE.lapses);
    const kept = await trx
      .updateTable("lease")
      .set({ until })
      .where("mission", "=", lease.mission)
      .where("fence", "=", lease.fence)
      .where("holder", "=", lease.holder)
      .returning("fence")
      .executeTakeFirst();
    return kept && { ...lease, until };
  });

/** Gives it back, so that the next holder need not wait; the fence stays. */
export const release = async (engine: Engine<DerivedTables>, lease: Lease): Promise<void> => {
  await engine.transaction((trx) =>
    trx
      .updateTable("lease")
      .set({ until: 0, holder: "" })
      .where("mission", "=", lease.mission)
      .where("fence", "=", lease.fence)
      .execute(),
  );
};

/**
 * Inside the transaction that is to commit: holds the lease's row, so that nobody takes it over before the commit.
 * @throws Problem store/fenced where somebody has
 */
export async function checkFence(
  engine: Engine<DerivedTables>,
  trx: Kysely<DerivedTables>,
  { mission, fence, holder }: Lease,
): Promise<void> {
  const row = await trx
    .selectFrom("lease")
    .select(["fence", "holder"])
    .where("mission", "=", mission)
    .$if(engine.dialect === "postgres", (q) => q.forUpdate())
    .executeTakeFirst();
  if (row?.fence !== fence || row.holder !== holder) throw problem(catalogue.fenced, { mission });
}
