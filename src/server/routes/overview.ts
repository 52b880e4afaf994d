import { type Audience, mayRead } from "../../access/audience.ts";
import { ofKind, standing } from "../../mission/recorded.ts";
import { FULL, type View } from "../../store/derivations.ts";
import { recordedEntries } from "../../store/mission-state.ts";
import type { Mission } from "../../store/store.ts";
import { accountFor } from "../account-for.ts";
import { audienceFor, standingOf } from "../caller.ts";
import { Overview } from "../client/overview.ts";
import { type Parts, type Route, route } from "../route.ts";

type Item = Overview["items"][number];

/** Steps of the small picture of a mission's time. */
const STEPS = 48;
const HOUR_MS = 3_600_000;

/**
 * Incidents that are contrary to at least one clause, whichever of the rival readings holds: at least the least that any
 * reading gives, at most the most.
 */
async function contrary(view: View): Promise<Pick<Item, "contrary" | "readings">> {
  const { results } = await view.incidents({ statuses: ["recorded"] }).sums();
  const readings = new Map<string, { atLeast: number; atMost: number }>();
  for (const group of results) {
    const own = new Map<string, Set<string>>();
    for (const r of group.results) own.set(r.reading, (own.get(r.reading) ?? new Set()).add(r.result));
    for (const [reading, found] of own) {
      const sums = readings.get(reading) ?? { atLeast: 0, atMost: 0 };
      if (found.has("contrary")) sums.atLeast += group.n;
      if (found.has("contrary") || found.has("indeterminate")) sums.atMost += group.n;
      readings.set(reading, sums);
    }
  }
  if (readings.size === 0) return { contrary: null, readings: 0 };
  const all = [...readings.values()];
  return {
    contrary: { atLeast: Math.min(...all.map((r) => r.atLeast)), atMost: Math.max(...all.map((r) => r.atMost)) },
    readings: readings.size,
  };
}

async function days(view: View, period: Item["period"]): Promise<number[]> {
  if (!period) return [];
  const step = Math.max(HOUR_MS, Math.ceil((period.until - period.from) / STEPS / HOUR_MS) * HOUR_MS);
  const found: number[] = Array.from({ length: STEPS }, () => 0);
  // Bars come by whole hours or days, whatever the step is; each falls into the step that holds its begin.
  for (const { from, n } of await view.incidents({ statuses: ["recorded"] }).bars(HOUR_MS)) {
    const at = Math.min(STEPS - 1, Math.max(0, Math.floor((from - period.from) / step)));
    found[at] = (found[at] ?? 0) + n;
  }
  return found;
}

/** Findings that were adopted and stand, of those that the reader may read. */
async function adopted(parts: Parts, mission: string, size: number, audience: Audience): Promise<number> {
  const entries = await recordedEntries(parts.store, mission, size, ["decision", "withdrawal", "erasure"]);
  const decisions = ofKind(standing(entries), "decision");
  return decisions.filter((d) => d.body.decision === "adopt" && mayRead(audience, { marking: d.marking })).length;
}

/** Undefined while nothing is derived. */
async function itemOf(parts: Parts, mission: Mission, audience: Audience): Promise<Item | undefined> {
  const staff = audience.profile === FULL;
  if (!(await parts.reads.state(mission.id))) return undefined;
  const { value } = await parts.reads.ask(mission.id, audience, ["overview"], async (view): Promise<Item> => {
    const { state } = view;
    const { coverage } = accountFor(state, audience);
    const { recorded, total, period } = await view.incidents({}).totals();
    return {
      id: mission.id,
      asKnownAt: { size: state.size, root: state.root },
      viewer: audience.profile,
      observations: staff ? await view.count("observation", { kinds: ["observation"] }) : null,
      incidents: recorded,
      claimed: total - recorded,
      ...(await contrary(view)),
      adopted: staff ? await adopted(parts, mission.id, state.size, audience) : null,
      coverage: { known: coverage.known, statement: coverage.statement },
      period,
      days: await days(view, period),
    };
  });
  return value;
}

const overview = route({
  method: "get",
  path: "/overview",
  permission: "anyone",
  summary: "The missions that the caller may see, each in a few figures as released to the caller",
  answer: Overview,
  async handle({ caller, parts, now }) {
    const items: Item[] = [];
    for (const mission of await parts.store.missions()) {
      const standing = await standingOf(parts.identity, caller, mission.id);
      if (!standing?.allows("incident.read")) continue;
      const item = await itemOf(parts, mission, audienceFor(standing, now));
      if (item) items.push(item);
    }
    return { items };
  },
});

export const overviewRoutes: readonly Route[] = [overview];
