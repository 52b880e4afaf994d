import type { CountUnit } from "../count.ts";
import type { CoverageState, Impediment } from "../coverage-window.ts";
import type { Activity, Mode, ObjectKind, Role } from "../observation.ts";
import type { ActId, WeaponClass } from "../taxonomy.ts";

/** A word for every kind of act: one more in the taxonomy does not compile until each language has it. */
export type ActWords = Readonly<Record<`act.${ActId}`, string>>;

/** A word for everything that a report lets one choose, on screens and in the forms of phones. */
export type ChoiceWords = Readonly<
  Record<
    | `mode.${Mode}`
    | `sound.${Role}`
    | `weapon.${WeaponClass}`
    | `unit.${CountUnit}`
    | `activity.${Activity}`
    | `object.${ObjectKind}`
    | `watch.${CoverageState}`
    | `watchKind.${"patrol" | "station" | "uav" | "camera" | "sensor"}`,
    string
  >
>;

/** A word for every kind of impediment to movement. */
export type ImpedimentWords = Readonly<Record<`impediment.${Impediment["kind"]}`, string>>;
