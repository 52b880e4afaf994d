import { capIdentifier, type Warning } from "../../publication/cap-alert.ts";
import type { Millis } from "../../units.ts";
import { warningsOf } from "../cap.ts";
import { type WARNING_STATES, Warnings } from "../client/warnings.ts";
import { type Route, route } from "../route.ts";

const MOST = 200;

function stateOf(warning: Warning, after: Warning | undefined, now: Millis): (typeof WARNING_STATES)[number] {
  if (warning.body.message === "cancel") return "cancellation";
  if (after) return after.body.message === "cancel" ? "cancelled" : "updated";
  return warning.body.until > now ? "standing" : "lapsed";
}

const warnings = route({
  method: "get",
  path: "/missions/{mission}/warnings",
  permission: "incident.read",
  summary: "Warnings of hazards to civilians, as the CAP feed gives them out, and those that have ended",
  answer: Warnings,
  async handle({ mission, parts, standing, now }) {
    const all = await warningsOf(parts.store, mission.id);
    const after = new Map(all.flatMap((w) => (w.body.follows ? [[w.body.follows.commitment, w] as const] : [])));
    const idOf = (commitment: string): string => capIdentifier({ mission: mission.id }, { commitment });
    const warns = standing.allows("release.approve");
    const items = all.slice(-MOST).reverse();
    return {
      items: items.map((w) => {
        // Reports that it rests on, and who the two people were, are no part of what is given out.
        const { observations: _, people: __, follows, ...told } = w.body;
        return {
          ...told,
          alert: idOf(w.commitment),
          sent: w.sent,
          state: stateOf(w, after.get(w.commitment), now),
          follows: follows && idOf(follows.commitment),
          entry: warns ? { index: w.index, commitment: w.commitment } : null,
        };
      }),
    };
  },
});

export const warningRoutes: readonly Route[] = [warnings];
