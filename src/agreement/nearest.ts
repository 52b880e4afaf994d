import { editDistance } from "../edit-distance.ts";
import { byCodePoint } from "../units.ts";

/** The known name that is nearest to what was written, or undefined where none is near (a third of its length). */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  if (written.length > 80) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of [...known].sort(byCodePoint)) {
    // "sniper" for "fire.sniper", "lead" for "lead-hours": a part alone is the commonest slip.
    const leaf = name.slice(name.lastIndexOf(".") + 1);
    const part = (leaf !== name && leaf.toLowerCase() === written.toLowerCase()) || name.startsWith(`${written}-`);
    const d = part ? 0.5 : editDistance(written, name);
    if (d < least) [best, least] = [name, d];
  }
  return best !== undefined && least <= Math.max(2, Math.ceil(Math.max(written.length, best.length) / 3))
    ? best
    : undefined;
}

/** `did you mean "fire"?`, or the list of what is known where nothing is near. */
export function suggestion(written: string, known: readonly string[]): string {
  const near = nearest(written, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (known.length === 0) return "none is defined";
  const shown = known.slice(0, 12).join(", ");
  return `known: ${shown}${known.length > 12 ? ` and ${known.length - 12} more` : ""}`;
}
