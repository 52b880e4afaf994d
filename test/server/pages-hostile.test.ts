import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/agreement/compile.ts";
import { parseAgreement } from "../../src/agreement/parse.ts";
import { sha256Hex } from "../../src/canonical.ts";
import { readFile } from "../../src/format/engine.ts";
import type { Item } from "../../src/format/reader.ts";
import { readers } from "../../src/format/registry.ts";
import { derive } from "../../src/mission/derive.ts";
import { summaryOf } from "../../src/mission/summary.ts";
import { dailyReport } from "../../src/publication/daily.ts";
import { dailyHtml } from "../../src/publication/daily-html.ts";
import { type FrontSummary, frontPage } from "../../src/publication/front-page.ts";
import { clientScript, hasChromium, land, launch, opened, reportHtml, written } from "./pages.ts";

const suite = hasChromium ? describe : describe.skip;

/** Texts that try to run, to break out, to turn the line round, to hide, to flood. */
const HOSTILE: readonly string[] = [
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(2)>",
  '"><svg onload=alert(3)>',
  "'--><style>*{display:none}</style>",
  "</title></style></textarea><script>alert(4)</script>",
  "{{constructor.constructor('alert(5)')()}}",
  "javascript:alert(6)",
  "\u202Econtrary 99\u202C",
  "\u2067\u2066right\u2069 to left",
  "zero\u200Bwidth\uFEFF\u2060here\u00AD",
  "\u05E2\u05DB\u05D5 12",
  "\u062D\u0644\u0628 (7)",
  "bell\u0007 null-like \u0001\u009B31m",
  "👩‍👩‍👧‍👦🇺🇳 emoji",
  "Z\u0351\u0352\u0353\u0354algo\u0355\u0356",
  "\u{E0041}tags",
  '=HYPERLINK("http://127.0.0.1:9/","x")',
  "x".repeat(10_000),
];
const UNSEEN = /[\u0001-\u0008\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060\u2066\u2067\ufeff\u{e0041}]/u;

const COLUMNS = [
  "key",
  "report",
  "kind",
  "source",
  "source_kind",
  "independence_group",
  "claimant",
  "time_from",
  "lon",
  "lat",
  "radius_m",
  "place_name",
  "act",
  "weapon",
  "model",
  "count",
  "count_unit",
  "pair",
  "object_kind",
  "object_name",
  "alleged_actor",
  "alleged_by",
  "note",
];
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function csv(): string {
  const rows = HOSTILE.flatMap((h, n) =>
    ["observation", "claim"].map((kind) =>
      [
        `${h}-${n}-${kind}`,
        h,
        kind,
        h,
        kind === "claim" ? "party" : "media",
        kind === "claim" ? "" : h,
        kind === "claim" ? h : "",
        `2031-04-${10 + (n % 9)} 10:0${n % 10}Z`,
        String(30 + n / 10),
        "50",
        "500",
        h,
        "explosion",
        "mortar",
        h,
        "7",
        "explosion",
        "",
        "school",
        h,
        h,
        h,
        h,
      ]
        .map(cell)
        .join(","),
    ),
  );
  return `${COLUMNS.join(",")}\n${rows.join("\n")}\n`;
}

const yaml = (text: string): string => JSON.stringify(text.replace(/[\u0001-\u001f\u007f-\u009f\ufeff]/g, " "));

const agreement = (h: string): string => `agreement:
  id: hostile
  title: ${yaml(h)}
  status: reported
  parties:
    - {id: A, name: ${yaml(h)}}
    - {id: B, name: ${yaml(`B ${h}`)}}
  mission-zone: UTC
  demonstration: true
  boundary-set: null
sources:
  s:
    publisher: ${yaml(h)}
    title: ${yaml(h)}
    date: 2031-04-01
in-force:
  - reading: R
    by: A
    from: "2031-04-01T00:00Z"
    until: "2031-04-30T00:00Z"
    source: s
    modality: announced
terms:
  - id: no-fire
    title: ${yaml(h)}
    reference: ${yaml(h)}
    subject: [A, B]
    standing: disputed
    source: s
    voice: paraphrase
    modality: announced
    prohibits:
      acts: [fire, explosion]
`;

async function derived(h: string) {
  const parsed = parseAgreement(agreement(h), "agreement.yaml", () => "");
  if ("errors" in parsed) throw new Error(parsed.errors.map((e) => `${e.line}: ${e.message}`).join("\n"));
  const bytes = new TextEncoder().encode(csv());
  const whole = (async function* () {
    yield bytes;
  })();
  const items: Item[] = [];
  const reading = readFile({ name: '<b onclick="alert(7)">.csv', sha256: sha256Hex(bytes), bytes: whole }, readers);
  for (;;) {
    const step = await reading.next();
    if (step.done)
      return derive({
        agreement: compile(parsed.agreement),
        contents: [{ reconciliation: step.value, items }],
        period: null,
      });
    items.push(step.value);
  }
}

suite("texts from anyone, in every column and in the agreement", () => {
  let browser: Browser;
  let script = "";
  beforeAll(async () => {
    script = await clientScript();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each(HOSTILE.map((h, n) => [n, h] as const))(
    "%i: nothing runs, nothing breaks, nothing misleads",
    async (n, h) => {
      const found = await derived(h);
      expect(found.findings.incidents.length).toBeGreaterThan(HOSTILE.length / 2);
      const summary = JSON.parse(JSON.stringify(summaryOf(found))) as FrontSummary;
      const pages = {
        report: reportHtml(found.findings, script),
        daily: dailyHtml(dailyReport(found.findings, { date: `2031-04-${10 + (n % 9)}` })),
        front: frontPage(
          [
            { name: h.slice(0, 60), state: "ready", summary },
            { name: h.slice(0, 60), state: "failed" },
          ],
          land,
        ),
      };
      for (const [name, html] of Object.entries(pages)) {
        const { page, faults } = await opened(browser, written(`${name}.html`, html), { width: 390, height: 800 });
        for (const line of (await page.locator("#list .open").all()).slice(0, n === 0 ? 40 : 3)) await line.click();
        await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true; })');
        expect(faults, name).toEqual([]);
        expect(
          await page.locator("main img, main iframe, main style, main script, [onload], [onerror], [onclick]").count(),
        ).toBe(0);
        expect(await page.evaluate<string>("document.body.innerText"), name).not.toMatch(UNSEEN);
        expect(await page.evaluate<string>("document.title")).not.toMatch(UNSEEN);
        for (const href of await page.evaluate<string[]>(
          '[...document.querySelectorAll("a")].map((a) => a.getAttribute("href"))',
        ))
          expect(href).toMatch(/^(#|\/examples\/|\/app\/$)/);
        expect(
          await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
          name,
        ).toBe(0);
        await page.context().close();
      }
    },
  );

  test("a word that runs from right to left leaves the figures beside it in their order", async () => {
    const { page } = await opened(
      browser,
      written("report.html", reportHtml((await derived("\u05E2\u05DB\u05D5 12")).findings, script)),
    );
    await page.fill("#filter input[type=search]", "\u05E2\u05DB\u05D5");
    const meta = page.locator("#list .open .meta").first();
    await expect.poll(() => meta.innerText({ timeout: 5000 }), { timeout: 5000 }).toContain("\u05E2\u05DB\u05D5");
    // The order on screen: what stands before the word in the text stands left of it, and what follows stands right.
    const [before, after] = await meta.evaluate((node) => {
      const leaf = (node as unknown as { firstChild: unknown }).firstChild as {
        data: string;
        ownerDocument: { createRange(): never };
      };
      const at = leaf.data.indexOf("\u05E2");
      const left = (k: number): number => {
        const range = leaf.ownerDocument.createRange() as unknown as {
          setStart(n: unknown, k: number): void;
          setEnd(n: unknown, k: number): void;
          getBoundingClientRect(): { left: number; top: number };
        };
        range.setStart(leaf, k);
        range.setEnd(leaf, k + 1);
        return range.getBoundingClientRect().left;
      };
      return [left(at - 2) < left(at + 2), left(at + 5) > left(at)];
    });
    expect([before, after]).toEqual([true, true]);
    await page.context().close();
  });
});
