import { mayRead } from "../../access/audience.ts";
import { guaranteesOfRecord } from "../../mission/guarantees.ts";
import { recordedEntries } from "../../store/mission-state.ts";
import { GuaranteesAnswer } from "../client/guarantees.ts";
import { absent } from "../problem-response.ts";
import { type Route, route } from "../route.ts";

const guarantees = route({
  method: "get",
  path: "/missions/{mission}/guarantees",
  permission: "agreement.read",
  summary: "Who promised what, ladders with their clocks, positions, open questions; every value with its sources",
  answer: GuaranteesAnswer,
  async handle({ mission, parts, audience, now }) {
    const found = await parts.agreements.for(mission.id, audience);
    const size = await parts.store.size(mission.id);
    const entries = (await recordedEntries(parts.store, mission.id, size)).filter((e) => mayRead(audience, e));
    const state = found && guaranteesOfRecord(entries, found.agreement, now);
    if (!state) throw absent();
    return state as unknown as (typeof GuaranteesAnswer)["_output"];
  },
});

export const guaranteeRoutes: readonly Route[] = [guarantees];
