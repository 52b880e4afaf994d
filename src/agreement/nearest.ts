import { editDistance } from "../edit-distance.ts";
import { byCodePoint } from "../units.ts";

/** So many names at most are compared letter by letter, so that a file of thousands of wrong names is read in time. */
const COMPARED = 40;

/** How far two words can at least be from each other: letters that one has and the other lacks. Cheap to count. */
function leastDistance(a: string, b: string, counts: Int16Array): number {
  let [more, less] = [0, 0];
  for (let i = 0; i < a.length; i++) counts[a.charCodeAt(i) & 255] = (counts[a.charCodeAt(i) & 255] as number) + 1;
  for (let i = 0; i < b.length; i++) {
    const c = b.charCodeAt(i) & 255;
    if ((counts[c] as number) > 0) counts[c] = (counts[c] as number) - 1;
    else less++;
  }
  for (let i = 0; i < a.length; i++) {
    const c = a.charCodeAt(i) & 255;
    more += counts[c] as number;
    counts[c] = 0;
  }
  return Math.max(more, less);
}

/** The known name that is nearest to what was written, or undefined where none is near (a third of its length). */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  if (written.length > 80) return undefined;
  const small = written.toLowerCase();
  const counts = new Int16Array(256);
  const allowed = (name: string) => Math.max(2, Math.ceil(Math.max(written.length, name.length) / 3));
  let candidates: { readonly name: string; readonly least: number }[] = [];
  for (const name of known) {
    // "sniper" for "fire.sniper", "lead" for "lead-hours": a part alone is the commonest slip.
    const leaf = name.slice(name.lastIndexOf(".") + 1);
    const part = (leaf !== name && leaf.toLowerCase() === small) || name.startsWith(`${written}-`);
    const least = part ? 0.5 : leastDistance(small, name.toLowerCase(), counts);
    if (least <= allowed(name)) candidates.push({ name, least });
  }
  candidates = candidates.sort((a, b) => a.least - b.least || byCodePoint(a.name, b.name)).slice(0, COMPARED);
  let best: string | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const { name, least } of candidates) {
    if (least > distance) break;
    const d = least === 0.5 ? 0.5 : editDistance(written, name);
    if (d < distance || (d === distance && best !== undefined && byCodePoint(name, best) < 0))
      [best, distance] = [name, d];
  }
  return best !== undefined && distance <= allowed(best) ? best : undefined;
}

/** `did you mean "fire"?`, or the list of what is known where nothing is near. */
export function suggestion(written: string, known: readonly string[]): string {
  const near = nearest(written, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (known.length === 0) return "none is defined";
  const shown = known.slice(0, 12).join(", ");
  return `known: ${shown}${known.length > 12 ? ` and ${known.length - 12} more` : ""}`;
}
