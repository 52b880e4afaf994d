import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { BLOCKS, type Block } from "../../web/words/block-names.ts";
import { root } from "../cli/run.ts";

const web = join(root, "web");
const text = (file: string): string => readFileSync(join(web, file), "utf8");

const keys = new Map<string, Block>();
const twice: string[] = [];
for (const block of BLOCKS) {
  const [words] = Object.values((await import(`../../web/words/${block}/en.ts`)) as Record<string, object>);
  for (const key of Object.keys(words ?? {})) {
    if (keys.has(key)) twice.push(key);
    keys.set(key, block);
  }
}

const blocksIn = (list: string): Block[] =>
  [...list.matchAll(/"(\w+)"/g)].map(([, b]) => b as Block).filter((b) => BLOCKS.includes(b));

/** What is loaded by itself, with the blocks of words that are loaded with it. */
function partsOf(file: string): { readonly file: string; readonly blocks: readonly Block[] }[] {
  const loads = /(?:screen|withWords)\(\s*\(\) => import\("([^"]+\.tsx?)"\)((?:,\s*"\w+")*)/g;
  return [...text(file).matchAll(loads)].map(([, path = "", list = ""]) => ({
    file: join(dirname(file), path),
    blocks: blocksIn(list),
  }));
}

/** A file with all that it imports, loaded at once or later; parts that bring words of their own stand apart. */
function reach(file: string, apart: ReadonlySet<string>, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const source = text(file).replaceAll(/^import type [^;]+;$/gm, "");
  for (const [, path = ""] of source.matchAll(/(?:from|import\() ?"(\.[^"]+\.tsx?)"/g)) {
    const next = join(dirname(file), path);
    if (next.startsWith("..") || next.startsWith("words/") || apart.has(next)) continue;
    if (existsSync(join(web, next))) reach(next, apart, found);
  }
  return found;
}

/** Keys that a file says, as a word of its own or as the beginning of one. */
function saidIn(file: string): string[] {
  const source = text(file);
  return [...keys.keys()].filter((key) => {
    const base = key.replace(/_(one|other)$/, "");
    const parts = base.split(".");
    return (
      source.includes(`"${base}"`) ||
      parts.some((_, i) => i > 0 && source.includes(`\`${parts.slice(0, i).join(".")}.\${`))
    );
  });
}

test("no word stands in two blocks", () => expect(twice).toEqual([]));

test("every screen loads the words that it says", () => {
  const screens = partsOf("app/router.tsx");
  const frame = { file: "main.tsx", blocks: [] };
  const ofScreens = new Set(screens.map((part) => part.file));
  const inner = [frame, ...screens].flatMap(({ file, blocks }) =>
    [...reach(file, file === frame.file ? ofScreens : new Set())].flatMap((f) =>
      partsOf(f === "app/router.tsx" ? "main.tsx" : f).map((part) => ({
        ...part,
        blocks: [...blocks, ...part.blocks],
      })),
    ),
  );
  const apart = new Set([...screens, ...inner].map((part) => part.file));
  const missing = [frame, ...screens, ...inner].flatMap(({ file, blocks }) => {
    const there = new Set<Block>(["core", ...blocks]);
    return [...reach(file, apart)].flatMap((f) =>
      saidIn(f).flatMap((key) => {
        const block = keys.get(key) as Block;
        return there.has(block) ? [] : [`${file} needs "${block}": ${f} says ${key}`];
      }),
    );
  });
  expect(screens.length).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
