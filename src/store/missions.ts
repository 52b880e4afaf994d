import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { vkeyText } from "../log/note.ts";
import { catalogue, problem } from "../problems.ts";
import { findZone } from "../time/zone.ts";
import { type Millis, millis } from "../units.ts";
import type { Engine } from "./engine.ts";
import { refused } from "./failures.ts";
import type { Keys } from "./keys.ts";
import type { Mission, NewMission } from "./store.ts";
import type { RecordTables } from "./tables.ts";

const missionOf = (row: RecordTables["mission"]): Mission => ({
  id: row.mission,
  name: row.name,
  zone: row.zone,
  exercise: row.exercise === 1,
  origin: row.origin,
  vkey: row.vkey,
  created: millis(row.created),
});

export async function createMission(
  engine: Engine<RecordTables>,
  keys: Keys,
  wanted: NewMission,
  now: Millis,
): Promise<Mission> {
  const { id, name, zone, exercise } = wanted;
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))
    throw refused(`mission ${JSON.stringify(id)} is not a name for one`, "Use a-z, 0-9 and -, at most 64, not - first");
  if (findZone(zone) === null)
    throw refused(`${JSON.stringify(zone)} is not a zone`, "Use an IANA name such as Europe/Kyiv");
  const origin = wanted.origin ?? `trucekeeper/${id}/${randomBytes(8).toString("hex")}`;
  const vkey = vkeyText(keys.signing(origin));
  return engine.transaction(async (trx) => {
    if (await trx.selectFrom("mission").select("mission").where("mission", "=", id).executeTakeFirst())
      throw refused(`there is a mission "${id}" already`, "Use it, or choose another name");
    const row = { mission: id, name, zone, exercise: exercise ? 1 : 0, origin, vkey, created: now };
    await trx.insertInto("mission").values(row).execute();
    await trx
      .insertInto("log_head")
      .values({ mission: id, size: 0, frontier: Buffer.alloc(0) })
      .execute();
    return missionOf(row);
  });
}

export async function missions(db: Kysely<RecordTables>): Promise<Mission[]> {
  return (await db.selectFrom("mission").selectAll().orderBy("mission").execute()).map(missionOf);
}

export async function findMission(db: Kysely<RecordTables>, id: string): Promise<Mission | undefined> {
  const row = await db.selectFrom("mission").selectAll().where("mission", "=", id).executeTakeFirst();
  return row && missionOf(row);
}

/** @throws Problem record/no-such-mission */
export async function requireMission(db: Kysely<RecordTables>, id: string): Promise<Mission> {
  const mission = await findMission(db, id);
  if (!mission) throw problem(catalogue.noSuchMission, { mission: id });
  return mission;
}
