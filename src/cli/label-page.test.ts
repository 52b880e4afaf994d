import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, launch, opened, written } from "../../test/server/pages.ts";
import { observation, point, seen } from "../incident/samples.fixture.ts";
import { labelPage } from "./label-page.ts";
import type { Sample } from "./label-sample.ts";

const pair = (id: string, minutes: number): Sample["pairs"][number] => ({
  id,
  a: observation(`${id}a`),
  b: observation(`${id}b`, { place: point(3, 0), time: seen(720 + minutes) }),
  stratum: "together: above 6",
  cell: "near; act may agree; other kind of source",
  km: 3,
  hours: 0,
  weight: 17,
});
const sample: Sample = { set: "set1", pairs: [pair("p1", 1), pair("p2", 90), pair("p3", 5)], strata: [] };
const hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e";
const html = labelPage(sample, new Map([["p1a", [["headline", hostile]]]]), "TLP:AMBER");

test("the page carries no answer of the machine, and its marking", () => {
  const data = /id="data">([^<]*)</.exec(html)?.[1] ?? "";
  expect(data).toContain("p3");
  expect(data).not.toMatch(/together|above 6|stratum|weight|nats/);
  expect(html).toContain("<b>TLP:AMBER</b>");
});

describe.skipIf(!hasChromium)("in a browser, without network", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const)
    test(`labels by keyboard are kept and come out as a table, ${width} × ${height}`, async () => {
      const { page, faults } = await opened(browser, written("label.html", html), { width, height });
      const body = page.locator("body");
      await body.press("s");
      expect(await page.locator("#done").textContent()).toBe("0 labelled"); // no pseudonym yet
      await page.locator("#labeller").fill("heron");
      expect(await page.locator("#a").textContent()).toContain(hostile.replace("\u202e", "\ufffd"));
      await page.locator("h1").click();
      await body.press("s");
      expect(await page.locator("#position").textContent()).toBe("Pair 2 of 3");
      expect(await page.locator("#apart").textContent()).toContain("3 km apart");
      await body.press("c");
      await page.reload();
      expect(await page.locator("#done").textContent()).toBe("2 labelled");
      await page.getByRole("button", { name: "Different" }).click();
      await page.getByRole("button", { name: "Back" }).click();
      expect(await page.locator("#cannot-tell").getAttribute("aria-pressed")).toBe("true");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download labels" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("labels-heron.csv");
      expect(readFileSync((await download.path()) as string, "utf8")).toEqual(
        expect.stringMatching(
          /^set,pair,label,labeller,seconds\nset1,p1,same,heron,\d+\nset1,p2,cannot-tell,heron,\d+\nset1,p3,different,heron,\d+\n$/,
        ),
      );
      // In another browser one goes on from that file, and nobody goes on from another's.
      const other = await opened(browser, written("label.html", html), { width, height });
      const labels = (of: string, by: string) => ({
        name: "l.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(`set;pair;label;labeller\r\n${of};"p2";"same";${by}\r\n`),
      });
      await other.page.locator("#load").setInputFiles(labels("set2", "heron"));
      expect(await other.page.locator("#loaded").textContent()).toContain("of set set1");
      await other.page.locator("#load").setInputFiles(labels("set1", "heron"));
      await other.page.getByText("1 labels taken over").waitFor();
      expect(await other.page.locator("#done").textContent()).toBe("1 labelled");
      await other.page.locator("#load").setInputFiles(labels("set1", "crane"));
      await other.page.getByText("by crane, and this page is heron’s").waitFor();
      expect(other.faults).toEqual([]);
      await other.page.context().close();
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(width);
      expect(await page.locator("#drawing svg").count()).toBe(1);
      expect(faults.filter((f) => !f.includes("asked for blob:"))).toEqual([]);
      await page.context().close();
    });
});
