import { strictest } from "../../access/marking.ts";
import { PERMISSIONS } from "../../access/roles.ts";
import { offsetsOf, zoneOf } from "../../publication/zone-offsets.ts";
import type { Mission as StoredMission } from "../../store/store.ts";
import { audienceFor, standingOf } from "../caller.ts";
import { Me, Mission, Missions } from "../client/answers.ts";
import { visibleTo } from "../mission-index.ts";
import { type Parts, type Route, route } from "../route.ts";

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

async function itemOf(parts: Parts, { id, name, zone, exercise }: StoredMission) {
  const state = await parts.store.derivations.state(id);
  const inForce = await parts.agreements.of(id);
  return {
    id,
    title: inForce?.agreement.title ?? name,
    zone,
    demonstration: inForce?.agreement.demonstration ?? false,
    exercise,
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
  async handle({ caller, parts }) {
    const items = [];
    for (const mission of await parts.store.missions()) {
      const standing = await standingOf(parts.identity, caller, mission.id);
      if (standing?.allows("mission.read")) items.push(await itemOf(parts, mission));
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
    const agreement = (await parts.agreements.of(mission.id))?.agreement;
    const index = await parts.indexes.of(mission.id, audience);
    const seen = index?.incidents.filter((i) => visibleTo(audience, i)) ?? [];
    let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const box: [number, number, number, number] = [180, 90, -180, -90];
    for (const { released } of seen) {
      from = Math.min(from, released.time.from);
      until = Math.max(until, released.time.until);
      if (!released.position) continue;
      const [lon, lat] = released.position;
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
    const period = seen.length > 0 ? { from, until } : null;
    return {
      ...(await itemOf(parts, mission)),
      may: PERMISSIONS.filter((p) => standing.allows(p)),
      profile: audience.profile,
      offsets: offsetsOf(zoneOf(mission.zone), period?.from ?? now, period?.until ?? now).map(
        ([at, minutes]): [number, number] => [at, minutes],
      ),
      period,
      box: box[0] <= box[2] ? box : null,
      readings: (agreement?.readings ?? []).map(({ id, by, from, until }) => ({ id, by, from, until })),
      clauses: (agreement?.clauses ?? []).map(({ id, title, reference }) => ({ id, title, reference })),
      sources: [...new Set(seen.flatMap((i) => [...i.sources]))].sort((a, b) => (a < b ? -1 : 1)),
      marking: strictest(seen.map((i) => i.released.marking)),
    };
  },
});

export const missionRoutes: readonly Route[] = [me, missions, mission];
