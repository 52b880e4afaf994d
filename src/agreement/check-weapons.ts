import { WEAPONS } from "../observation/taxonomy.ts";
import type { Checking } from "./check.ts";
import type { WrittenObligation } from "./schema-obligation.ts";
import type { Path } from "./yaml-text.ts";

/** Weapons that name nothing, and calibres that no weapon of the class can have. */
export function checkWeapons(c: Checking, weapons: WrittenObligation["weapons"], path: Path): void {
  weapons?.forEach((w, j) => {
    const at = (...rest: Path): Path => [...path, j, ...rest];
    const classes = typeof w.class === "string" ? [w.class] : w.class;
    if (classes.includes("undetermined"))
      c.error(at("class"), "no-weapon", '"undetermined" names no weapon: name the classes that the text covers');
    if (w.models && w.family !== undefined)
      c.warn(
        at("family"),
        "models-and-family",
        "models and family stand together: a weapon of either is covered; leave out the one that the text does not name",
      );
    const range = w["calibre-mm"];
    if (!range) return;
    const [min, max] = [range.min ?? 0, range.max ?? Number.POSITIVE_INFINITY];
    if (min > max) {
      c.error(at("calibre-mm"), "empty-range", `calibre-mm: min (${min}) is more than max (${max})`);
      return;
    }
    for (const name of new Set(classes)) {
      const held = WEAPONS[name].calibreMm;
      if (held === null)
        c.warn(
          at("calibre-mm"),
          "no-calibre",
          `the calibre of ${name} says nothing: every such weapon will be undecided unless a source states its calibre`,
        );
      else if (held[1] < min || held[0] > max)
        c.warn(
          at("calibre-mm"),
          "never-covered",
          `${name} has calibres of ${held[0]} to ${held[1]} mm: none of them is covered`,
        );
    }
  });
}
