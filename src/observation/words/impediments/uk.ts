import type { ImpedimentWords } from "../choice-words.ts";

/** Kinds of impediment in Ukrainian. */
export const impediments = {
  "impediment.denial": "доступ не надано",
  "impediment.delay": "затримка",
  "impediment.conditional-access": "доступ з умовами",
  "impediment.standing-restriction": "постійне обмеження",
  "impediment.jamming": "глушіння",
  "impediment.fire-at-uav": "вогонь по безпілотному апарату",
  "impediment.other": "інше",
} as const satisfies ImpedimentWords;
