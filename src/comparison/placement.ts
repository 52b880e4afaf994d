import type { Agreement } from "../agreement/agreement.ts";
import { contingentState } from "../guarantee/contingent.ts";
import type { ConstraintResult } from "../guarantee/placement.ts";
import { byCodePoint } from "../units.ts";
import type { Both } from "./side.ts";
import { both } from "./side.ts";

/** What a text says of a task: it gives it, rules it out, or leaves it open; a task that it does not name is open. */
export type Stance = "included" | "excluded" | "open";

export interface ComparedPlacement {
  readonly contingent: string;
  /** Placements as worded, rival ones side by side; null: the text has no such contingent. */
  readonly at: Both<readonly string[] | null>;
  /**
   * Plain distance in whole kilometres of each placement that is drawn, as a position or as a zone, from each line of its
   * text; 0 where the line enters the zone.
   */
  readonly fromLines: Both<readonly { readonly placement: string; readonly line: string; readonly km: number }[]>;
  /** Each drawn or undrawn placement against the constraints of its text: geometry only. */
  readonly constraints: Both<readonly (ConstraintResult & { readonly placement: string })[]>;
  readonly tasks: readonly { readonly task: string; readonly says: Both<Stance> }[];
  /** Rules on the use of force, rival ones side by side; [] where the text has none: that is open. Null: no such contingent. */
  readonly useOfForce: Both<readonly { readonly rule: string; readonly says: string }[] | null>;
  /** Both texts have the same placements, constraints, tasks and rules. */
  readonly same: boolean;
}

/**
 * Contingents of two texts side by side: distances from the line as geometry, the tasks that a text includes, excludes
 * or leaves open, and what it says of the use of force. Nothing here says what a force could do.
 */
export function comparePlacements(agreements: Both<Agreement>): ComparedPlacement[] {
  const contingents = both(agreements, (a) => (a.guarantees?.contingents ?? []).map((c) => contingentState(a, c)));
  const ids = [...new Set([...contingents.a, ...contingents.b].map((c) => c.id))].sort(byCodePoint);
  return ids.map((id) => {
    const own = both(contingents, (list) => list.find((c) => c.id === id));
    const names = [...new Set([own.a, own.b].flatMap((c) => (c?.tasks ?? []).map((t) => t.task)))].sort(byCodePoint);
    const parts = {
      at: both(own, (c) => (c ? c.placements.map((p) => `${p.at}: ${p.says}`) : null)),
      fromLines: both(own, (c) =>
        (c?.placements ?? []).flatMap((p) =>
          p.distances.flatMap(({ line, metres }) =>
            metres === null || !Number.isFinite(metres)
              ? []
              : [{ placement: p.id, line, km: Math.round(metres / 1000) }],
          ),
        ),
      ),
      constraints: both(own, (c) =>
        (c?.placements ?? []).flatMap((p) => p.constraints.map((k) => ({ placement: p.id, ...k }))),
      ),
      tasks: names.map((task) => ({
        task,
        says: both(own, (c): Stance => (c?.tasks.find((t) => t.task === task)?.stance ?? "open") as Stance),
      })),
      useOfForce: both(own, (c) => (c ? c.useOfForce.map(({ rule, says }) => ({ rule, says })) : null)),
    };
    const alike = (of: Both<unknown>) => JSON.stringify(of.a) === JSON.stringify(of.b);
    return {
      contingent: own.a?.name ?? own.b?.name ?? id,
      ...parts,
      same:
        [parts.at, parts.fromLines, parts.constraints, parts.useOfForce].every(alike) &&
        parts.tasks.every((t) => t.says.a === t.says.b),
    };
  });
}
