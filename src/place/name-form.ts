import { OTHER_NAMES } from "./other-names.ts";

/**
 * One Latin letter or two for each Cyrillic one. Spellings of one sound that differ between the systems in use fall
 * together afterwards, so that Ukrainian, Russian and the Latin spellings of both meet.
 * Sources: Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010; BGN/PCGN 1947 (Russian) and 2019
 * (Ukrainian); ISO 9:1995; ICAO Doc 9303 part 3.
 */
const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    б: "b",
    в: "v",
    г: "h",
    ґ: "h",
    д: "d",
    е: "e",
    ё: "io",
    є: "ie",
    э: "e",
    ж: "zh",
    з: "z",
    и: "i",
    і: "i",
    ї: "i",
    й: "i",
    ы: "i",
    к: "k",
    л: "l",
    м: "m",
    н: "n",
    о: "o",
    п: "p",
    р: "r",
    с: "s",
    т: "t",
    у: "u",
    ў: "u",
    ф: "f",
    х: "kh",
    ц: "ts",
    ч: "ch",
    ш: "sh",
    щ: "shch",
    ь: "",
    ъ: "",
    ю: "iu",
    я: "ia",
  }),
);

/** Typewriter, typographic and modifier apostrophes, primes and accents that stand for one. */
const APOSTROPHES = /['`´\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u2032\uff07]/g;

/** Spellings of one sound, the longer first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|šč/g, "sq"],
  [/kh/g, "h"],
  [/zh|ž/g, "z"],
  [/sh|š/g, "s"],
  [/ch|č/g, "c"],
  [/ts/g, "c"],
  [/g/g, "h"],
  [/w/g, "v"],
  [/[yj]/g, "i"],
];

/**
 * A name as it is compared when somebody searches: Бахмут, Bakhmut and Bahmut are one, as are Куп'янськ with any of the
 * apostrophes, Kupiansk, Kupyansk and Kup’yans’k. Not for showing, and not for telling places apart: names that differ
 * may fall together.
 */
export function searchForm(name: string): string {
  const plain = name
    .normalize("NFC")
    .toLowerCase()
    .replace(APOSTROPHES, "")
    .replace(/[\u0400-\u04ff]/g, (c) => LATIN.get(c) ?? c)
    // Read before marks are taken off: in ISO 9 and in Czech spelling they tell the sounds apart.
    .replace(/š/g, "sh")
    .replace(/č/g, "ch")
    .replace(/ž/g, "zh")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u0640]/g, "")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه");
  return SOUNDS.reduce((text, [spelt, sound]) => text.replace(spelt, sound), plain)
    .replace(/[\s\p{Pd}_/]+/gu, " ")
    .replace(/(\p{L})\1+/gu, "$1")
    .trim();
}

/** Fewest letters from which the beginning of a name brings its other names along. */
const ENOUGH = 4;

let groups: readonly (readonly string[])[] | undefined;

/**
 * What to look for where somebody searches for a text: its own form, and those of other names of the place that it
 * names, wholly or by its beginning. Артемівськ brings Бахмут.
 */
export function searchForms(text: string): readonly string[] {
  const form = searchForm(text);
  const found = new Set([form]);
  groups ??= OTHER_NAMES.map((names) => [...new Set(names.map(searchForm))]);
  if (form.length >= ENOUGH)
    for (const names of groups) if (names.some((n) => n.startsWith(form))) for (const n of names) found.add(n);
  return [...found].filter((f) => f !== "");
}
