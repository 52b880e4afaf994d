import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Basemap, type Extent, landWithin } from "../../src/publication/basemap.ts";
import type { Findings } from "../../src/publication/findings.ts";
import { extentOf } from "../../src/publication/findings-extent.ts";
import { renderReport } from "../../src/publication/report.ts";

export const CHROMIUM = "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);
export const EXAMPLES = ["easter-truce-2025", "energy-2025", "may-truce-2025", "minsk"] as const;

const topology: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("world-atlas/land-50m.json"), "utf8"),
);
/** Natural Earth's land inside a box. */
export const land = (extent: Extent): Basemap => landWithin(topology, extent);

/** The page's own script, built as `npm run build` builds it. */
export async function clientScript(): Promise<string> {
  const built = await build({
    entryPoints: [fileURLToPath(new URL("../../src/publication/page/main.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    write: false,
  });
  return built.outputFiles[0]?.text ?? "";
}

export const reportHtml = (findings: Findings, script: string): string => {
  const extent = extentOf(findings);
  return renderReport(findings, script, extent ? land(extent) : null);
};

/** Writes a page where a browser can open it. @returns its address */
export function written(name: string, html: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "trucekeeper-pages-")), name);
  writeFileSync(path, html);
  return pathToFileURL(path).href;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

export interface Opened {
  readonly page: Page;
  /** Console errors and warnings, exceptions, dialogs, requests beyond the page itself. */
  readonly faults: string[];
}

/** Opens a page without network and notes whatever goes wrong. */
export async function opened(
  browser: Browser,
  url: string,
  options: { width?: number; height?: number; scheme?: "light" | "dark"; reduced?: boolean } = {},
): Promise<Opened> {
  const { width = 1440, height = 900, scheme = "light", reduced = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: reduced ? "reduce" : "no-preference",
    offline: true,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && faults.push(m.text()));
  page.on("pageerror", (e) => faults.push(e.message));
  page.on("request", (r) => r.url().split("#")[0] === url || faults.push(`asked for ${r.url()}`));
  page.on("dialog", (d) => {
    faults.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  await page.goto(url);
  if ((await page.locator("#list").count()) > 0) await page.locator("#list .rows").waitFor();
  return { page, faults };
}

/** Ids of all incidents that the list holds now, page after page. */
export async function listed(page: Page): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    ids.push(
      ...(await page.evaluate<string[]>(
        '[...document.querySelectorAll("#list .rows > li")].map((li) => li.dataset.id)',
      )),
    );
    const next = page.getByRole("button", { name: "Next", exact: true });
    if (await next.isDisabled()) return ids;
    await next.click();
  }
}

/** A page's text as a person reads it, everything opened that can be, without its script and style. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, " ")
    .replace(/<\/(td|th|li|p|dd|dt|h\d|option)>/g, " | ")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

/** Random numbers from 0 to 1, the same for the same seed. Source: mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
