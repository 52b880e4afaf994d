import type { WordKey } from "./en.ts";

type Base<K extends string> = K extends `${infer B}_${"zero" | "one" | "two" | "few" | "many" | "other"}` ? B : never;

/**
 * The words of one language: every key of English, and of a word that counts any of CLDR's plural forms; a test holds
 * that each language has those of its own rules.
 */
export type Words = Readonly<
  Record<Exclude<WordKey, `${string}_${"one" | "other"}`>, string> &
    Partial<Record<`${Base<WordKey>}_${"zero" | "one" | "two" | "few" | "many" | "other"}`, string>>
>;
