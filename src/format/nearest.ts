import { editDistance } from "../edit-distance.ts";
/** The name that a mistyped word most likely meant: at most a third of its letters away; undefined where none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (word.length > 60) return undefined;
  const lower = word.toLowerCase();
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const lowerName = name.toLowerCase();
    // A leaf given without its branch ("mortar" for "explosion.mortar") is near.
    const distance = lowerName.split(/[.:]/).includes(lower) ? 1 : editDistance(lower, lowerName);
    // Every letter is one edit from every other.
    if (distance >= name.length) continue;
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && distance < (best?.distance ?? 99))
      best = { name, distance };
  }
  return best?.name;
}
