import type { ImpedimentWords } from "../choice-words.ts";

/** Kinds of impediment in French. */
export const impediments = {
  "impediment.denial": "accès refusé",
  "impediment.delay": "retard",
  "impediment.conditional-access": "accès conditionnel",
  "impediment.standing-restriction": "restriction permanente",
  "impediment.jamming": "brouillage",
  "impediment.fire-at-uav": "tir sur un aéronef sans équipage",
  "impediment.other": "autre",
} as const satisfies ImpedimentWords;
