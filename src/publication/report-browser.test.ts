import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, clientScript, hasChromium, launch, reportHtml } from "../../test/server/pages.ts";
import type { Findings } from "./findings.ts";
import { manyFindings, sampleFindings } from "./sample.fixture.ts";

const suite = hasChromium ? describe : describe.skip;

suite(`report.html in Chromium${hasChromium ? "" : ` (left out: ${CHROMIUM} is not here)`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  let browser: Browser;
  let faults: string[] = [];
  let asked: string[] = [];

  const write = (name: string, findings: Findings, script: string): void => {
    writeFileSync(join(folder, name), reportHtml(findings, script));
  };
  const open = async (name: string, width = 1440, height = 900): Promise<Page> => {
    faults = [];
    asked = [];
    const context = await browser.newContext({ viewport: { width, height }, offline: true });
    const page = await context.newPage();
    page.on("console", (m) => ["error", "warning"].includes(m.type()) && faults.push(m.text()));
    page.on("pageerror", (e) => faults.push(e.message));
    page.on("request", (r) => asked.push(r.url()));
    page.on("dialog", (d) => {
      faults.push(`dialog: ${d.message()}`);
      void d.dismiss();
    });
    await page.goto(pathToFileURL(join(folder, name)).href);
    await page.locator("#list .open").first().waitFor();
    return page;
  };
  const totals = async (page: Page): Promise<number[]> => {
    // The map draws in the next frame.
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))");
    return page.evaluate<number[]>(
      '["filter", "map", "timeline", "list"].map((id) => Number(document.getElementById(id).dataset.total))',
    );
  };
  const same = async (page: Page): Promise<number> => {
    const found = await totals(page);
    expect(new Set(found).size, found.join()).toBe(1);
    return found[0] as number;
  };

  beforeAll(async () => {
    const script = await clientScript();
    write("small.html", sampleFindings(), script);
    write("many.html", manyFindings(20_000), script);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("opens without network, asks for nothing else, and says nothing on the console", async () => {
    const page = await open("small.html");
    expect(await same(page)).toBe(9);
    expect(faults).toEqual([]);
    expect(asked).toHaveLength(1);
    await page.context().close();
  });

  test("every figure of the answer opens as many incidents as it says, on map, timeline and list alike", async () => {
    const page = await open("small.html");
    const figures = page.locator(".clauses a.n, .facts a.n");
    const n = await figures.count();
    expect(n).toBeGreaterThan(8);
    for (let i = 0; i < n; i++) {
      const figure = figures.nth(i);
      await figure.click();
      expect(await same(page)).toBe(Number(await figure.textContent()));
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("one filter holds for map, timeline and list, and each shows as many as were sent (case 135)", async () => {
    const page = await open("many.html");
    expect(await same(page)).toBe(20_000);
    await page.selectOption("#filter select >> nth=0", "no-fire");
    await page.selectOption("#filter select >> nth=1", "A");
    await page.selectOption("#filter select >> nth=2", "contrary");
    const contrary = await same(page);
    expect(contrary).toBe(
      manyFindings(20_000).summary.find((s) => s.clause === "no-fire" && s.reading === "A")?.results.contrary,
    );
    await page.selectOption("#filter select >> nth=3", "explosion");
    const explosions = await same(page);
    expect(explosions).toBeLessThan(contrary);
    await page.fill("#filter input[type=datetime-local] >> nth=0", "2031-05-01T00:00");
    await page.dispatchEvent("#filter input[type=datetime-local] >> nth=0", "change");
    const later = await same(page);
    expect(later).toBeGreaterThan(0);
    expect(later).toBeLessThan(explosions);
    await page.fill("#filter input[type=search]", "place 17");
    await expect.poll(async () => (await totals(page))[0]).toBeLessThan(later);
    await same(page);
    await page.getByRole("button", { name: "Show all" }).first().click();
    expect(await same(page)).toBe(20_000);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each([
    "clause=nobody",
    "result=guilty",
    "fact=nothing",
    "incident=0",
    "clause=%E0%A4%A",
    "reading=A&fact=%3Cscript%3E",
  ])("an address that asks for what is not there (#%s) changes nothing", async (hash) => {
    const page = await open("small.html");
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    expect(await same(page)).toBe(9);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("a stretch dragged on the timeline is the filter of all three", async () => {
    const page = await open("small.html");
    await page.locator("#timeline").scrollIntoViewIfNeeded();
    await page.locator("#timeline svg").scrollIntoViewIfNeeded();
    const box = await page.locator("#timeline svg").boundingBox();
    if (!box) throw new Error("no timeline");
    await page.mouse.move(box.x + box.width * 0.4, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 4 });
    await page.mouse.up();
    const n = await same(page);
    expect(n).toBeGreaterThan(0);
    expect(n).toBeLessThan(9);
    await page.context().close();
  });

  test("an incident opens by keyboard, with its observations, reasons and what would decide it", async () => {
    const page = await open("small.html");
    await page.selectOption("#list select", "time");
    await page.locator("#filter input[type=search]").focus();
    for (let n = 0; n < 60 && !(await page.evaluate('document.activeElement.classList.contains("open")')); n++)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const first = page.locator("#list .open").first();
    expect(await first.getAttribute("aria-expanded")).toBe("true");
    const text = await page.locator("#list .incident").first().innerText();
    for (const must of ["Under each clause", "What would decide it", "observation", "assumed"])
      expect(text).toContain(must);
    await page.keyboard.press("Enter");
    expect(await first.getAttribute("aria-expanded")).toBe("false");
    await page.context().close();
  });

  test("the map moves by keyboard and buttons, and a press on a place shows what is there", async () => {
    const page = await open("small.html");
    const canvas = page.locator("#map canvas");
    await canvas.focus();
    const picture = (): Promise<string> => page.evaluate<string>('document.querySelector("#map canvas").toDataURL()');
    const before = await picture();
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowLeft");
    await totals(page);
    expect(await picture()).not.toBe(before);
    await page.keyboard.press("0");
    await totals(page);
    await page.getByText("The map as a table").click();
    await page.locator("#map details .chip").first().click();
    expect(await same(page)).toBe(1);
    await page.context().close();
  });

  test("hostile names do nothing", async () => {
    const page = await open("small.html");
    await page.fill("#filter input[type=search]", "onerror");
    await expect.poll(async () => (await totals(page))[3]).toBe(1);
    expect(await page.locator("#list .incident").innerText()).toContain("<img src=x onerror=alert(1)>");
    expect(await page.locator("#list img, main img").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each([
    [1440, 900],
    [390, 844],
  ])("nothing runs over the edge at %i × %i", async (width, height) => {
    const page = await open("small.html", width, height);
    for (const button of await page.locator("#list .open").all()) await button.click();
    const over = await page.evaluate<number>(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(over).toBe(0);
    await page.context().close();
  });
});
