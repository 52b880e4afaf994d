import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { summaryOf } from "../../src/mission/summary.ts";
import { dailyReport } from "../../src/publication/daily.ts";
import { dailyHtml } from "../../src/publication/daily-html.ts";
import { type FrontSummary, frontPage } from "../../src/publication/front-page.ts";
import { deriveExample } from "../examples/example.ts";
import { clientScript, hasChromium, land, launch, opened, reportHtml, written } from "./pages.ts";

const suite = hasChromium ? describe : describe.skip;

/** Runs in the page: texts whose contrast is below WCAG 2.2 AA (4.5, or 3 from 24 px or bold 18.66 px on). */
const LOW_CONTRAST = `(() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
  const over = (a, b) => [0, 1, 2].map((k) => a[k] * a[3] + b[k] * (1 - a[3])).concat(1);
  const lum = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (el) => { const stack = []; for (let e = el; e; e = e.parentElement) stack.push(parse(getComputedStyle(e).backgroundColor)); return stack.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]); };
  const low = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const el = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(el.tagName) || !el.checkVisibility()) continue;
    const style = getComputedStyle(el);
    const bg = ground(el);
    const svg = el.namespaceURI.endsWith("svg");
    const fg = over(parse(svg ? style.fill : style.color), bg);
    const [a, b] = [lum(fg), lum(bg)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if ((a + 0.05) / (b + 0.05) < need) low.add(el.tagName + "." + el.className + " " + ((a + 0.05) / (b + 0.05)).toFixed(2) + " " + walker.currentNode.data.trim().slice(0, 40));
  }
  return [...low];
})()`;

/** Runs in the page: controls and pictures without a name, ids that come twice, headings that leap, cells without heads. */
const UNNAMED = `(() => {
  const bad = [];
  const name = (el) => (el.getAttribute("aria-label") || el.title || el.labels?.[0]?.textContent || el.textContent || "").trim();
  for (const el of document.querySelectorAll("a, button, input, select, summary, canvas, [role=img]")) if (!el.closest("[hidden]") && !name(el)) bad.push("no name: " + el.outerHTML.slice(0, 80));
  for (const el of document.querySelectorAll("svg")) if (!el.closest("[hidden],[aria-hidden=true]") && el.getAttribute("role") !== "img") bad.push("picture without role: " + el.outerHTML.slice(0, 80));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids)) if (ids.filter((i) => i === id).length > 1) bad.push("id twice: " + id);
  let before = 0;
  for (const h of document.querySelectorAll("h1,h2,h3,h4")) { const n = Number(h.tagName[1]); if (n > before + 1) bad.push("heading leaps to " + n + ": " + h.textContent.slice(0, 40)); before = n; }
  for (const t of document.querySelectorAll("table")) if (!t.querySelector("th[scope]")) bad.push("table without heads");
  for (const a of document.querySelectorAll('a[href^="#"]')) { const h = a.getAttribute("href").slice(1); if (h && !h.includes("=") && !document.getElementById(decodeURIComponent(h)) && !document.getElementById(h)) bad.push("leads nowhere: #" + h); }
  if (!document.documentElement.lang) bad.push("no language");
  if (document.querySelectorAll("h1").length !== 1) bad.push("not one h1");
  return bad;
})()`;

const overEdge = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

suite("pages for everybody", () => {
  let browser: Browser;
  const pages: Record<string, string> = {};
  beforeAll(async () => {
    browser = await launch();
    const script = await clientScript();
    const easter = await deriveExample("easter-truce-2025");
    const minsk = await deriveExample("minsk", ["smm-day.csv", "weapons.csv", "coverage.csv", "impediments.csv"]);
    pages.report = written("report.html", reportHtml(easter.findings, script));
    pages.minsk = written("minsk.html", reportHtml(minsk.findings, script));
    pages.daily = written("daily.html", dailyHtml(dailyReport(minsk.findings, { date: "2017-03-07" })));
    const summaries = [easter, minsk].map((d) => JSON.parse(JSON.stringify(summaryOf(d))) as FrontSummary);
    pages.front = written(
      "front.html",
      frontPage(
        [
          ...summaries.map((summary, n) => ({ name: `example-${n}`, state: "ready" as const, summary })),
          { name: "broken", state: "failed" as const },
        ],
        land,
      ),
    );
  });
  afterAll(() => browser?.close());

  const NAMES = ["report", "minsk", "daily", "front"] as const;

  test.each(NAMES.flatMap((n) => [[n, "light"] as const, [n, "dark"] as const]))(
    "%s, %s: every text can be read, every control has a name",
    async (name, scheme) => {
      const { page, faults } = await opened(browser, pages[name] as string, { scheme });
      for (const line of (await page.locator("#list .open").all()).slice(0, 2)) await line.click();
      await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true; })');
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
      expect(await page.evaluate(UNNAMED)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  test.each(NAMES.flatMap((n) => [1440, 720, 390, 320].map((w) => [n, w] as const)))(
    "%s at %i px: nothing runs over the edge (720 is 1440 zoomed twofold, 320 is 1280 zoomed fourfold)",
    async (name, width) => {
      const { page } = await opened(browser, pages[name] as string, { width, height: 800 });
      for (const line of (await page.locator("#list .open").all()).slice(0, 3)) await line.click();
      await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true; })');
      expect(await overEdge(page)).toBe(0);
      await page.context().close();
    },
  );

  test.each(NAMES)("%s: the keyboard reaches every control, and shows where it is", async (name) => {
    const { page } = await opened(browser, pages[name] as string);
    const all = await page.evaluate<number>(
      '[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex=\\"0\\"]")].filter((e) => !e.disabled && e.checkVisibility()).length',
    );
    const seen = new Set<string>();
    for (let n = 0; n < all + 120; n++) {
      await page.keyboard.press("Tab");
      const [at, outline] = await page.evaluate<[string, string]>(
        `(() => { const e = document.activeElement; const all = [...document.querySelectorAll("*")]; const s = getComputedStyle(e); return [e === document.body ? "" : String(all.indexOf(e)), s.outlineStyle === "none" || s.outlineWidth === "0px" ? "no outline on " + e.outerHTML.slice(0, 80) : ""]; })()`,
      );
      if (at === "") break;
      expect(outline).toBe("");
      seen.add(at);
      if (seen.size >= Math.min(all, 150)) break;
    }
    expect(seen.size).toBeGreaterThanOrEqual(Math.min(all, 150) - 2);
    await page.context().close();
  });

  test("nothing moves by itself, and paper holds the answer", async () => {
    for (const name of NAMES) {
      const { page } = await opened(browser, pages[name] as string, { reduced: true });
      expect(await page.evaluate<number>("document.getAnimations().length")).toBe(0);
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate<boolean>('document.querySelector("h1").checkVisibility()')).toBe(true);
      expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
      await page.context().close();
    }
  });

  test("the front page shows answer, map, timeline and strongest results of each example, each opening its incident", async () => {
    const { page, faults } = await opened(browser, pages.front as string);
    for (const n of [0, 1]) {
      const section = page.locator(`#example-${n}`);
      expect(await section.locator("figure svg[role=img]").count()).toBe(2);
      expect(await section.locator(".telling a").count()).toBeGreaterThan(0);
      for (const a of await section.locator(".telling a").all())
        expect(await a.getAttribute("href")).toMatch(/^\/examples\/example-\d\/#incident=[0-9a-f]{16}$/);
      expect(await section.innerText()).toMatch(/at least \d+, at most \d+/);
    }
    expect(await page.locator("script").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
