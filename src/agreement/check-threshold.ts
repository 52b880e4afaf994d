import type { CountUnit } from "../observation/count.ts";
import type { ActId } from "../observation/taxonomy.ts";
import type { Checking } from "./check.ts";
import { actsOf } from "./check-reuse.ts";

/** Units in which each branch of acts is ever counted. An "event" counts anything. */
const UNITS: Readonly<Record<string, readonly CountUnit[]>> = {
  fire: ["burst", "shot", "projectile", "muzzle-flash", "flare", "strike", "detection"],
  explosion: ["explosion", "projectile", "muzzle-flash", "flare", "strike", "shot", "detection"],
  clash: ["burst", "shot", "explosion", "person"],
  flight: ["flight", "detection"],
  movement: ["vehicle", "person", "crossing", "position", "weapon"],
  "presence.weapon": ["weapon", "vehicle", "detection"],
  "presence.person": ["person", "position"],
  "presence.mine": ["mine"],
  presence: ["weapon", "vehicle", "person", "position", "mine", "detection"],
  control: ["position"],
  harm: ["person"],
  detention: ["person"],
  jamming: ["detection"],
};

const unitsOf = (act: ActId): readonly CountUnit[] => UNITS[act] ?? UNITS[act.split(".")[0] as string] ?? ["event"];

/** A threshold that no count of the clause's acts can ever reach, as it is in another unit. */
export function checkThresholds(c: Checking): void {
  c.file.terms.forEach((t, i) => {
    const { threshold } = t;
    const acts = actsOf(c, t);
    if (!threshold || acts.length === 0 || threshold.unit === "event") return;
    const units = new Set(acts.flatMap(unitsOf));
    if (!units.has(threshold.unit))
      c.warn(
        ["terms", i, "threshold", "unit"],
        "never-reached",
        `clause "${t.id}" counts in ${threshold.unit}, and ${acts.join(", ")} ${acts.length > 1 ? "are" : "is"} never counted so: the threshold can never be met; use ${[...units].join(", ")} or event`,
      );
  });
}
