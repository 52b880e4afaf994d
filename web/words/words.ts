import type { WordKey } from "./en.ts";

type Plural = "zero" | "one" | "two" | "few" | "many" | "other";
type Base<K> = K extends `${infer B}_${Plural}` ? B : never;

/**
 * What another language holds for these keys of English: each of them, and of a word that counts any of CLDR's plural
 * forms; a test holds that each language has those of its own rules.
 */
type Of<K extends string> = Readonly<
  Record<Exclude<K, `${string}_${"one" | "other"}`>, string> & Partial<Record<`${Base<K>}_${Plural}`, string>>
>;

/** The words of one block in another language than English. */
export type Translated<English> = Of<keyof English & string>;

/** All words of one language. */
export type Words = Of<WordKey>;
