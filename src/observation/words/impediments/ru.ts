import type { ImpedimentWords } from "../choice-words.ts";

/** Kinds of impediment in Russian. */
export const impediments = {
  "impediment.denial": "доступ не предоставлен",
  "impediment.delay": "задержка",
  "impediment.conditional-access": "доступ с условиями",
  "impediment.standing-restriction": "постоянное ограничение",
  "impediment.jamming": "глушение",
  "impediment.fire-at-uav": "огонь по беспилотному аппарату",
  "impediment.other": "другое",
} as const satisfies ImpedimentWords;
