import { expect, test } from "vitest";
import { ACTS } from "../../src/observation/taxonomy.ts";
import { ar } from "../../web/words/ar.ts";
import { en } from "../../web/words/en.ts";
import { fr } from "../../web/words/fr.ts";
import { ru } from "../../web/words/ru.ts";
import { uk } from "../../web/words/uk.ts";

const LANGUAGES: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = { en, uk, ru, fr, ar };
const FORM = /_(zero|one|two|few|many|other)$/;
const counted = new Set(Object.keys(en).flatMap((k) => (FORM.test(k) ? [k.replace(FORM, "")] : [])));

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`${language}: every act has its word`, () => {
    expect(ACTS.filter((act) => !words[`act.${act}`])).toEqual([]);
  });

  test(`${language}: every key of English, and the plural forms of its own rules`, () => {
    const missing = Object.keys(en).filter((k) => !FORM.test(k) && !words[k]);
    // Arabic has six forms; French and Slavic languages ask for what their rules name, counted in whole numbers here.
    const forms = new Set([0, 1, 2, 3, 5, 11, 21, 100].map((n) => new Intl.PluralRules(language).select(n)));
    for (const base of counted)
      for (const form of forms) if (!words[`${base}_${form}`]) missing.push(`${base}_${form}`);
    expect(missing).toEqual([]);
  });

  test(`${language}: every gap of a sentence is one that English has too`, () => {
    const gaps = (s: string): string[] => [...s.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? "");
    const foreign = Object.entries(words).flatMap(([key, said]) => {
      const base = (en as Record<string, string>)[key] ?? (en as Record<string, string>)[key.replace(FORM, "_other")];
      const known = new Set(gaps(base ?? ""));
      return gaps(said ?? "")
        .filter((g) => !known.has(g))
        .map((g) => `${key}: ${g}`);
    });
    expect(foreign).toEqual([]);
  });
}
