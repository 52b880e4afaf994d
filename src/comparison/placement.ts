import type { Agreement } from "../agreement/agreement.ts";
import { distanceToLineM } from "../place/line.ts";
import { byCodePoint } from "../units.ts";
import type { Both } from "./side.ts";
import { both } from "./side.ts";

/** What a text says of a task: it gives it, rules it out, or leaves it open; a task that it does not name is open. */
export type Stance = "included" | "excluded" | "open";

export interface ComparedPlacement {
  readonly contingent: string;
  /** Placements as worded, rival ones side by side; null: the text has no such contingent. */
  readonly at: Both<readonly string[] | null>;
  /** Plain distance in whole kilometres of each placement that has a position from each line of its text. */
  readonly fromLines: Both<readonly { readonly placement: string; readonly line: string; readonly km: number }[]>;
  readonly tasks: readonly { readonly task: string; readonly says: Both<Stance> }[];
}

/**
 * Contingents of two texts side by side: distances from the line as geometry, and the tasks that a text includes,
 * excludes or leaves open. Nothing here says what a force could do.
 */
export function comparePlacements(agreements: Both<Agreement>): ComparedPlacement[] {
  const contingents = both(agreements, (a) => a.guarantees?.contingents ?? []);
  const ids = [...new Set([...contingents.a, ...contingents.b].map((c) => c.id))].sort(byCodePoint);
  return ids.map((id) => {
    const own = both(contingents, (list) => list.find((c) => c.id === id));
    const tasks = [...new Set([own.a, own.b].flatMap((c) => (c?.tasks ?? []).map((t) => t.task)))].sort(byCodePoint);
    return {
      contingent: own.a?.name ?? own.b?.name ?? id,
      at: both(own, (c) => (c ? (c.placements ?? []).map((p) => `${p.at}: ${p.says}`) : null)),
      fromLines: both(own, (c, side) =>
        (c?.placements ?? []).flatMap(({ id: placement, position }) =>
          position === undefined
            ? []
            : agreements[side].lines.flatMap(({ id: line, positions }) =>
                positions.length === 0
                  ? []
                  : [
                      {
                        placement,
                        line,
                        km: Math.round(
                          distanceToLineM([position[0] as number, position[1] as number], positions) / 1000,
                        ),
                      },
                    ],
              ),
        ),
      ),
      tasks: tasks.map((task) => ({
        task,
        says: both(own, (c): Stance => c?.tasks?.find((t) => t.task === task)?.stance ?? "open"),
      })),
    };
  });
}
