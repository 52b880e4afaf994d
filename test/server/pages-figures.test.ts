import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Findings } from "../../src/publication/findings.ts";
import { incidentsGeojson } from "../../src/publication/incidents-geojson.ts";
import { assessmentLines, observationLines } from "../../src/publication/ndjson.ts";
import { deriveExample } from "../examples/example.ts";
import { clientScript, EXAMPLES, hasChromium, launch, listed, opened, reportHtml, seeded, written } from "./pages.ts";

const suite = hasChromium ? describe : describe.skip;
/** Figures that are followed to their last row, over all examples; the rest are held to their count. */
const FOLLOWED = 30;

interface Row {
  readonly incident: string;
  readonly reading: string;
  readonly result: string;
  readonly clause?: string;
  readonly clauses?: readonly string[];
  readonly decides?: { readonly fact: string };
}

interface Published {
  readonly rows: readonly Row[];
  readonly incidents: readonly {
    readonly id: string;
    readonly properties: {
      readonly status: string;
      readonly heard: readonly { unit: string; min: number; max: number | null }[];
    };
  }[];
  readonly kinds: ReadonlyMap<string, string>;
}

const known = new Map<string, Promise<Findings>>();
/** Findings of an example, derived once for both tests. */
const findingsOf = (name: string): Promise<Findings> => {
  const found = known.get(name) ?? deriveExample(name).then((d) => d.findings);
  known.set(name, found);
  return found;
};

const json = <T>(lines: Iterable<string>): T[] => [...lines].map((line) => JSON.parse(line) as T);

const published = (f: Findings): Published => ({
  rows: json<Row>(assessmentLines(f)),
  incidents: (JSON.parse([...incidentsGeojson(f)].join("")) as { features: Published["incidents"] }).features,
  kinds: new Map(json<{ id: string; kind: string }>(observationLines(f)).map((o) => [o.id, o.kind])),
});

/** The incidents that an address of the page asks for, from the published files alone. */
function asked(hash: string, { rows, incidents }: Published): Set<string> {
  const want = new URLSearchParams(hash.replace(/^#/, ""));
  const short = (id: string): string => id.slice(0, 16);
  if (want.has("clause"))
    return new Set(
      rows
        .filter(
          (r) =>
            r.reading === want.get("reading") &&
            r.result === want.get("result") &&
            (r.clauses ?? [r.clause]).includes(want.get("clause") as string) &&
            (!want.has("fact") || r.decides?.fact === want.get("fact")),
        )
        .map((r) => short(r.incident)),
    );
  return new Set(
    incidents
      .filter(
        ({ properties }) =>
          (!want.has("status") || properties.status === want.get("status")) &&
          (!want.has("unit") || properties.heard.some((c) => c.unit === want.get("unit"))),
      )
      .map((i) => short(i.id)),
  );
}

suite("every figure of the examples' answers opens its rows", () => {
  let browser: Browser;
  let script = "";
  const random = seeded(20_250_419);
  beforeAll(async () => {
    script = await clientScript();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each(EXAMPLES)("%s", async (name) => {
    const findings = await findingsOf(name);
    const files = published(findings);
    const { page, faults } = await opened(browser, written(`${name}.html`, reportHtml(findings, script)));
    const links = await page.evaluate<{ href: string; text: string }[]>(
      '[...document.querySelectorAll(".answer a.n")].map((a) => ({ href: a.getAttribute("href"), text: a.textContent.replaceAll("\\u202f", "") }))',
    );
    expect(links.length).toBeGreaterThan(4);
    const order = links.map((link) => ({ link, at: random() })).sort((a, b) => a.at - b.at);
    const followed = new Set(order.slice(0, Math.ceil(FOLLOWED / EXAMPLES.length)).map((o) => o.link));
    for (const link of links) {
      const expected = asked(link.href, files);
      if (!link.href.includes("unit=")) expect([link.href, Number(link.text)]).toEqual([link.href, expected.size]);
      // The page's own listener was put up first, so it has acted when this one does.
      await page.evaluate(
        `new Promise((done) => { history.replaceState(null, "", "#none"); addEventListener("hashchange", () => done(null), { once: true }); location.hash = ${JSON.stringify(link.href)}; })`,
      );
      const shown = await page.evaluate<number>('Number(document.querySelector("#list").dataset.total)');
      expect([link.href, shown]).toEqual([link.href, expected.size]);
      if (!followed.has(link)) continue;
      const ids = await listed(page);
      expect(new Set(ids), link.href).toEqual(expected);
      expect(ids.length).toBe(expected.size);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("no search counts incidents by whom a source names", async () => {
    const findings = await findingsOf("easter-truce-2025");
    const alleged = findings.incidents.filter((f) => f.facts.alleged.length > 0).length;
    expect(alleged).toBeGreaterThan(20);
    const { page } = await opened(browser, written("easter.html", reportHtml(findings, script)));
    const total = () => page.evaluate<number>('Number(document.querySelector("#list").dataset.total)');
    for (const text of ["alleged by", "alleges", ": Russian Federation", ": Ukraine"]) {
      await page.fill("#filter input[type=search]", text);
      await expect.poll(total, { timeout: 5000 }).toBe(0);
    }
    await page.context().close();
  });

  test.each(EXAMPLES)("%s: the sums as heard are what adding up the published incidents gives", async (name) => {
    const findings = await findingsOf(name);
    const { incidents, kinds } = published(findings);
    for (const { unit, total } of findings.totals.heard) {
      const counts = incidents
        .filter((i) => i.properties.status === "recorded")
        .flatMap(
          (i) => i.properties.heard as readonly { unit: string; form: string; min: number; max: number | null }[],
        )
        .filter((c) => c.unit === unit && !["duration", "rate", "hundreds"].includes(c.form));
      expect(total.min).toBe(counts.reduce((n, c) => n + c.min, 0));
      expect(total.max).toBe(
        counts.some((c) => c.max === null) ? null : counts.reduce((n, c) => n + (c.max as number), 0),
      );
    }
    expect(findings.totals.claims).toBe([...kinds.values()].filter((k) => k === "claim").length);
  });
});
