import { distanceToLineM } from "../place/line.ts";
import type { Position } from "../place/place.ts";
import type { Both } from "./side.ts";

/** A contingent's placement as a text gives it: a position where it names one, and its tasks. */
export interface Placement {
  readonly contingent: string;
  readonly at: string;
  readonly position?: Position;
  /** What the text says of a task; a task that it does not speak of is left open. */
  readonly tasks: Readonly<Record<string, "included" | "excluded">>;
}

export interface ComparedPlacement {
  readonly contingent: string;
  readonly at: Both<string | null>;
  /** Plain distance in whole kilometres from each line of the text; null: no position is given. */
  readonly fromLines: Both<Readonly<Record<string, number>> | null>;
  readonly tasks: readonly { readonly task: string; readonly says: Both<"included" | "excluded" | "open"> }[];
}

export interface PlacedText {
  readonly placements: readonly Placement[];
  readonly lines: readonly { readonly id: string; readonly positions: readonly Position[] }[];
}

/**
 * Placements of two texts side by side: distances from the line as geometry, and the tasks that a text includes,
 * excludes or leaves open. Nothing here says what a force could do.
 */
export function comparePlacements(texts: Both<PlacedText>): ComparedPlacement[] {
  const of = (side: "a" | "b", contingent: string) => texts[side].placements.find((p) => p.contingent === contingent);
  const contingents = [...new Set([...texts.a.placements, ...texts.b.placements].map((p) => p.contingent))];
  return contingents.map((contingent) => {
    const [a, b] = [of("a", contingent), of("b", contingent)];
    const tasks = [...new Set([...Object.keys(a?.tasks ?? {}), ...Object.keys(b?.tasks ?? {})])];
    return {
      contingent,
      at: { a: a?.at ?? null, b: b?.at ?? null },
      fromLines: { a: distances(a, texts.a), b: distances(b, texts.b) },
      tasks: tasks.map((task) => ({ task, says: { a: a?.tasks[task] ?? "open", b: b?.tasks[task] ?? "open" } })),
    };
  });
}

function distances(placement: Placement | undefined, { lines }: PlacedText): Readonly<Record<string, number>> | null {
  const { position } = placement ?? {};
  if (!position) return null;
  return Object.fromEntries(
    lines.flatMap(({ id, positions }) =>
      positions.length === 0 ? [] : [[id, Math.round(distanceToLineM(position, positions) / 1000)]],
    ),
  );
}
