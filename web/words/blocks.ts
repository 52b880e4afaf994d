import i18next from "i18next";
import type { Block } from "./block-names.ts";

type File = Readonly<Record<string, Readonly<Record<string, string>>>>;
const FILES = import.meta.glob<File>("./*/{en,uk,ru,fr,ar}.ts");

const needed = new Set<Block>(["core"]);
const loading = new Map<string, Promise<void>>();

function load(block: Block, language: string): Promise<void> {
  const path = `./${block}/${language}.ts`;
  let words = loading.get(path);
  if (!words) {
    words = (FILES[path]?.() ?? Promise.reject(new Error(`no words in ${path}`))).then(
      (file) => void i18next.addResourceBundle(language, "translation", file[block], true, true),
    );
    // What failed for want of a connection is asked for again.
    words.catch(() => loading.delete(path));
    loading.set(path, words);
  }
  return words;
}

/** Every block that was needed so far, in this language. */
export const wordsIn = (language: string): Promise<unknown> =>
  Promise.all([...needed].map((block) => load(block, language)));

/** Loads a part of the application together with the words that it says. */
export async function withWords<Part>(part: () => Promise<Part>, ...blocks: readonly Block[]): Promise<Part> {
  for (const block of blocks) needed.add(block);
  const [loaded] = await Promise.all([part(), ...blocks.map((block) => load(block, i18next.language))]);
  return loaded;
}
