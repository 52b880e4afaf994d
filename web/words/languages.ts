import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";

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

const LOAD: Readonly<Record<Exclude<Language, "en">, () => Promise<Readonly<Record<string, string>>>>> = {
  uk: async () => (await import("./uk.ts")).uk,
  ru: async () => (await import("./ru.ts")).ru,
  fr: async () => (await import("./fr.ts")).fr,
  ar: async () => (await import("./ar.ts")).ar,
};

/** What a person chose before, else the first of the browser's languages that there is, else English. */
export function preferredLanguage(chosen: string | null, offered: readonly string[]): Language {
  for (const tag of [chosen ?? "", ...offered]) {
    const base = tag.split("-")[0]?.toLowerCase() ?? "";
    if (isLanguage(base)) return base;
  }
  return "en";
}

/** Begins with the words of one language; English stands in for a word that another language lacks. */
export async function speak(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await changeLanguage(language);
  return i18next;
}

export async function changeLanguage(language: Language): Promise<void> {
  if (language !== "en" && !i18next.hasResourceBundle(language, "translation"))
    i18next.addResourceBundle(language, "translation", await LOAD[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
}
