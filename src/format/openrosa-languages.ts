import { acts as actsAr } from "../observation/words/acts/ar.ts";
import { acts as actsEn } from "../observation/words/acts/en.ts";
import { acts as actsFr } from "../observation/words/acts/fr.ts";
import { acts as actsRu } from "../observation/words/acts/ru.ts";
import { acts as actsUk } from "../observation/words/acts/uk.ts";
import { choices as choicesAr } from "../observation/words/choices/ar.ts";
import { choices as choicesEn } from "../observation/words/choices/en.ts";
import { choices as choicesFr } from "../observation/words/choices/fr.ts";
import { choices as choicesRu } from "../observation/words/choices/ru.ts";
import { choices as choicesUk } from "../observation/words/choices/uk.ts";
import { impediments as impedimentsAr } from "../observation/words/impediments/ar.ts";
import { impediments as impedimentsEn } from "../observation/words/impediments/en.ts";
import { impediments as impedimentsFr } from "../observation/words/impediments/fr.ts";
import { impediments as impedimentsRu } from "../observation/words/impediments/ru.ts";
import { impediments as impedimentsUk } from "../observation/words/impediments/uk.ts";
import type { FormLanguage } from "./openrosa-form.ts";
import { FORM_LANGUAGES, questionWord } from "./openrosa-words.ts";

/** In the order of FORM_LANGUAGES: phones and the browser show one word for one thing. */
const CHOICES: readonly Readonly<Record<string, string>>[] = [
  { ...actsEn, ...choicesEn, ...impedimentsEn },
  { ...actsUk, ...choicesUk, ...impedimentsUk },
  { ...actsRu, ...choicesRu, ...impedimentsRu },
  { ...actsFr, ...choicesFr, ...impedimentsFr },
  { ...actsAr, ...choicesAr, ...impedimentsAr },
];

/** The languages of forms with all their words. */
export const formLanguages: readonly FormLanguage[] = FORM_LANGUAGES.map((name, i) => ({
  name,
  word: (key) => questionWord(key, i) ?? CHOICES[i]?.[key],
}));
