// How much script a browser loads before a screen can be read; the build fails where that is too much.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Gzipped bytes; what is asked for later (the map, the editor, an opened incident) is not of the first view. */
export const LIMIT = 250_000;

const SCREEN = /screen\(\s*\(\) => import\("\.\.\/([\w/-]+\.tsx)"\)((?:,\s*"\w+")*),?\s*\)/g;

/** Each screen of the router with the blocks of words that it names. */
const screensOf = (web) =>
  [...readFileSync(join(web, "app/router.tsx"), "utf8").matchAll(SCREEN)].map(([, file, words]) => ({
    file,
    blocks: ["core", ...[...words.matchAll(/\w+/g)].map(([block]) => block)],
  }));

/**
 * The first view of each screen in bytes: the frame, the screen, what both import, and its words in the language that
 * has the longest.
 * @param bundle as Vite's writeBundle has it
 * @param web the folder web/
 */
export function firstViews(bundle, web) {
  const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const byModule = new Map(chunks.map((chunk) => [chunk.facadeModuleId, chunk]));
  const sizes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code).length]));
  const withImports = (chunk, found = new Set()) => {
    if (!chunk || found.has(chunk.fileName)) return found;
    found.add(chunk.fileName);
    for (const name of chunk.imports) withImports(byName.get(name), found);
    return found;
  };
  const chunkOf = (file) => {
    const chunk = byModule.get(join(web, file));
    if (!chunk) throw new Error(`first view: ${file} has no chunk of its own`);
    return chunk;
  };
  const frame = withImports(chunks.find((chunk) => chunk.isEntry && chunk.name === "index"));
  return screensOf(web).map(({ file, blocks }) => {
    const script = new Set([...frame, ...withImports(chunkOf(file))]);
    const words = ["en", "uk", "ru", "fr", "ar"].map((language) =>
      blocks.reduce((sum, block) => sum + sizes.get(chunkOf(`words/${block}/${language}.ts`).fileName), 0),
    );
    const bytes = [...script].reduce((sum, name) => sum + sizes.get(name), 0) + Math.max(...words);
    return { file, bytes };
  });
}

/** A part of the build that fails where a screen's first view is above the limit. */
export const firstView = (web) => ({
  name: "trucekeeper-first-view",
  writeBundle(_options, bundle) {
    const views = firstViews(bundle, web);
    if (views.length === 0) throw new Error("first view: no screen was found in app/router.tsx");
    const over = views.filter(({ bytes }) => bytes > LIMIT);
    if (over.length > 0)
      throw new Error(
        `first view: at most ${LIMIT} bytes of gzipped script, but ${over.map((v) => `${v.file} has ${v.bytes}`).join(", ")}. Load the part that is not seen at first by lazy().`,
      );
  },
});
