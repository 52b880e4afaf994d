import type { CountUnit } from "../../../src/observation/count.ts";
import type { CoverageState } from "../../../src/observation/coverage-window.ts";
import type { Activity, Marking, Mode, ObjectKind, Role } from "../../../src/observation/observation.ts";
import type { WeaponClass } from "../../../src/observation/taxonomy.ts";

/** A word for everything that the form lets one choose: one more does not compile until each language has it. */
export type ChoiceWords = Readonly<
  Record<
    | `mode.${Mode}`
    | `sound.${Role}`
    | `weapon.${WeaponClass}`
    | `unit.${CountUnit}`
    | `activity.${Activity}`
    | `object.${ObjectKind}`
    | `watch.${CoverageState}`
    | `watchKind.${"patrol" | "station" | "uav" | "camera" | "sensor"}`
    | `tlp.${Marking}`,
    string
  >
>;
