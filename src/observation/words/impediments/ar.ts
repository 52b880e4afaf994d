import type { ImpedimentWords } from "../choice-words.ts";

/** Kinds of impediment in Arabic. */
export const impediments = {
  "impediment.denial": "رُفض الوصول",
  "impediment.delay": "تأخير",
  "impediment.conditional-access": "وصول مشروط",
  "impediment.standing-restriction": "قيد دائم",
  "impediment.jamming": "تشويش",
  "impediment.fire-at-uav": "إطلاق نار على طائرة مسيّرة",
  "impediment.other": "أخرى",
} as const satisfies ImpedimentWords;
