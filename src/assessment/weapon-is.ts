import type { WeaponRule } from "../agreement/agreement.ts";
import { or, type Truth } from "../certainty.ts";
import type { ObjectKind, Observation } from "../observation/observation.ts";
import { WEAPONS } from "../observation/taxonomy.ts";

type Weapon = NonNullable<Observation["weapon"]>;

/** Words of a model: letters and digits of any script. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== "");

/** A model is of a family whose words its name holds side by side: Tochka-U is a Tochka, and not the other way round. */
export function isOfFamily(model: string, family: string): boolean {
  const [held, asked] = [wordsOf(model), wordsOf(family)];
  return asked.length > 0 && held.some((_, at) => asked.every((word, i) => held[at + i] === word));
}

/** Whether a weapon as a source gives it is covered by a rule. */
export function weaponIs(weapon: Weapon, rule: WeaponRule): Truth {
  if (weapon.class === "undetermined") return "unknown";
  if (weapon.class !== rule.class) return false;
  const outcomes: Truth[] = [];
  if (rule.models.length > 0 || rule.families.length > 0) {
    const model = weapon.model;
    outcomes.push(
      model === undefined
        ? "unknown"
        : rule.models.some((m) => m.toLowerCase() === model.toLowerCase()) ||
            rule.families.some((f) => isOfFamily(model, f)),
    );
  }
  if (rule.minMm !== null || rule.maxMm !== null) {
    const [min, max] = [rule.minMm ?? 0, rule.maxMm ?? Number.POSITIVE_INFINITY];
    const held = WEAPONS[weapon.class].calibreMm;
    if (weapon.calibreMm !== undefined) outcomes.push(weapon.calibreMm >= min && weapon.calibreMm <= max);
    else if (held === null) outcomes.push("unknown");
    else outcomes.push(held[0] >= min && held[1] <= max ? true : held[1] < min || held[0] > max ? false : "unknown");
  }
  return outcomes.includes(false) ? false : outcomes.includes("unknown") ? "unknown" : true;
}

/**
 * A weapon that is covered is enough, whatever else was used. Where sources differ on one weapon (one class, covered
 * by one account and not by another), it stays open.
 */
export function weaponsAre(weapons: readonly Weapon[], rules: readonly WeaponRule[]): Truth {
  if (weapons.length === 0) return "unknown";
  const outcomes = weapons.map((w) => ({ class: w.class, is: or(rules.map((r) => weaponIs(w, r))) }));
  const covered = outcomes.filter((o) => o.is === true);
  if (covered.length === 0) return or(outcomes.map((o) => o.is));
  return covered.some((o) => !outcomes.some((p) => p.class === o.class && p.is === false)) ? true : "unknown";
}

/** An object counts as hit only as a source states it: protected, of a kind that the list does not settle, or another. */
export function objectsAre(
  objects: readonly { readonly kind: ObjectKind }[],
  kinds: readonly ObjectKind[],
  lacks: readonly ObjectKind[],
): Truth {
  if (objects.length === 0) return "unknown";
  return or(objects.map((o) => (kinds.includes(o.kind) ? true : lacks.includes(o.kind) ? "unknown" : false)));
}
