import type { ImpedimentWords } from "../choice-words.ts";

/** Kinds of impediment in English. */
export const impediments = {
  "impediment.denial": "access denied",
  "impediment.delay": "delay",
  "impediment.conditional-access": "conditional access",
  "impediment.standing-restriction": "standing restriction",
  "impediment.jamming": "jamming",
  "impediment.fire-at-uav": "fire at an uncrewed aircraft",
  "impediment.other": "other",
} as const satisfies ImpedimentWords;
