import type { Audience } from "../../access/audience.ts";
import { PERMISSIONS } from "../../access/roles.ts";
import { offsetsOf, zoneOf } from "../../publication/zone-offsets.ts";
import type { Mission as StoredMission } from "../../store/store.ts";
import { millis } from "../../units.ts";
import { audienceFor, standingOf } from "../caller.ts";
import { Me, Mission, Missions } from "../client/answers.ts";
import { type Parts, type Route, route } from "../route.ts";

const YEAR = 366 * 86_400_000;

const me = route({
  method: "get",
  path: "/me",
  permission: "anyone",
  summary: "Who is asking, and what they are to which mission",
  answer: Me,
  async handle({ caller, parts }) {
    if (caller.kind === "nobody") return { signedIn: false, name: null, author: null, roles: {} };
    const parts_ = await parts.identity.memberships(caller.person.id);
    const roles = Object.fromEntries(parts_.map((m) => [m.mission, [m.role]]));
    return { signedIn: true, name: caller.person.name, author: caller.person.id, roles };
  },
});

async function itemOf(parts: Parts, { id, name, zone, exercise }: StoredMission, audience: Audience) {
  const state = await parts.store.derivations.state(id);
  const inForce = await parts.agreements.for(id, audience);
  return {
    id,
    title: inForce?.agreement.title ?? name,
    zone,
    demonstration: inForce?.agreement.demonstration ?? false,
    exercise,
    agreement: inForce !== null,
    guarantees: inForce?.agreement.guarantees !== undefined,
    asKnownAt: state ? { size: state.size, root: state.root } : null,
  };
}

const missions = route({
  method: "get",
  path: "/missions",
  permission: "anyone",
  summary: "The missions that the caller may see",
  answer: Missions,
  async handle({ caller, parts, now }) {
    const items = [];
    for (const mission of await parts.store.missions()) {
      const standing = await standingOf(parts.identity, caller, mission.id);
      if (standing?.allows("mission.read")) items.push(await itemOf(parts, mission, audienceFor(standing, now)));
    }
    return { items };
  },
});

const mission = route({
  method: "get",
  path: "/missions/{mission}",
  permission: "mission.read",
  summary: "One mission: its agreement's readings and clauses, what it holds, and what the caller may do in it",
  answer: Mission,
  async handle({ mission, parts, standing, now }) {
    const audience = audienceFor(standing, now);
    const agreement = (await parts.agreements.for(mission.id, audience))?.agreement;
    const state = await parts.reads.state(mission.id);
    const none = { totals: { period: null, box: null, marking: null }, sources: [] as readonly string[] };
    const { totals, sources } = state
      ? (
          await parts.reads.ask(mission.id, audience, ["mission"], async (view) => ({
            totals: await view.incidents({}).totals(),
            sources: await view.incidents({}).sources(),
          }))
        ).value
      : none;
    const { period, box } = totals;
    return {
      ...(await itemOf(parts, mission, audience)),
      may: PERMISSIONS.filter((p) => standing.allows(p)),
      profile: audience.profile,
      // To a year from now, whatever is observed: entries are made today, and deadlines of clocks lie ahead.
      offsets: offsetsOf(
        zoneOf(mission.zone),
        period?.from ?? now,
        millis(Math.max(period?.until ?? now, now) + YEAR),
      ).map(([at, minutes]): [number, number] => [at, minutes]),
      period,
      box: box && ([...box] as [number, number, number, number]),
      readings: (agreement?.readings ?? []).map(({ id, by, from, until }) => ({ id, by, from, until })),
      clauses: (agreement?.clauses ?? []).map(({ id, title, reference }) => ({ id, title, reference })),
      sources: [...sources],
      marking: totals.marking ?? "TLP:CLEAR",
    };
  },
});

export const missionRoutes: readonly Route[] = [me, missions, mission];
