import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { wordsIn } from "./blocks.ts";

/** Languages of the application, each named in itself. */
export const LANGUAGES = {
  en: { name: "English", dir: "ltr" },
  uk: { name: "Українська", dir: "ltr" },
  ru: { name: "Русский", dir: "ltr" },
  fr: { name: "Français", dir: "ltr" },
  ar: { name: "العربية", dir: "rtl" },
} as const;

export type Language = keyof typeof LANGUAGES;

export const isLanguage = (value: string): value is Language => Object.hasOwn(LANGUAGES, value);

/** What a person chose before, else the first of the browser's languages that there is, else English. */
export function preferredLanguage(chosen: string | null, offered: readonly string[]): Language {
  for (const tag of [chosen ?? "", ...offered]) {
    const base = tag.split("-")[0]?.toLowerCase() ?? "";
    if (isLanguage(base)) return base;
  }
  return "en";
}

/** Begins with the words of one language. Each language is whole (a test holds it), so none stands in for another. */
export async function speak(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    resources: {},
    interpolation: { escapeValue: false },
  });
  await changeLanguage(language);
  return i18next;
}

export async function changeLanguage(language: Language): Promise<void> {
  await wordsIn(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
}
