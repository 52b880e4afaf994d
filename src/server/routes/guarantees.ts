import { mayRead } from "../../access/audience.ts";
import { many } from "../../agreement/build-words.ts";
import { guaranteesOfRecord } from "../../mission/guarantees.ts";
import { recordedEntries } from "../../store/mission-state.ts";
import { GuaranteesAnswer } from "../client/guarantees.ts";
import { absent } from "../problem-response.ts";
import { type Parts, type Route, route } from "../route.ts";

const guarantees = route({
  method: "get",
  path: "/missions/{mission}/guarantees",
  permission: "agreement.read",
  summary: "Who promised what, ladders with their clocks, positions, open questions; every value with its sources",
  answer: GuaranteesAnswer,
  async handle({ mission, parts, audience, standing, now }) {
    const found = await parts.agreements.for(mission.id, audience);
    const size = await parts.store.size(mission.id);
    const entries = (await recordedEntries(parts.store, mission.id, size)).filter((e) => mayRead(audience, e));
    const state = found && guaranteesOfRecord(entries, found.agreement, now);
    if (!state) throw absent();
    const places = await placesOf(parts, mission.id, size, new Set(entries.map((e) => e.commitment)));
    const { guarantor } = standing.part;
    const own = (found.agreement.guarantees?.commitments ?? []).filter(
      (c) => guarantor !== undefined && many(c.guarantor).includes(guarantor),
    );
    const mine = standing.allows("commitment.deliver") ? own.map((c) => c.id) : [];
    return { ...state, mine, places } as unknown as (typeof GuaranteesAnswer)["_output"];
  },
});

/** Where entries on guarantees, and decisions, stand in the log: of those that the reader is shown. */
async function placesOf(
  { store }: Parts,
  mission: string,
  until: number,
  shown: ReadonlySet<string>,
): Promise<Record<string, number>> {
  const places: Record<string, number> = {};
  for await (const { index, envelope } of store.entries(mission, { until, kinds: ["guarantee", "decision"] }))
    if (envelope && shown.has(envelope.commitment)) places[envelope.commitment] ??= index;
  return places;
}

export const guaranteeRoutes: readonly Route[] = [guarantees];
