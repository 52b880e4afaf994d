import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../src/comparison/comparison.ts";
import type { Replayed } from "../../src/comparison/replay.ts";
import { CHROMIUM, launch, opened, wordsOf, written } from "../server/pages.ts";
import { example, hashes, temporaryFolder, trucekeeper } from "./run.ts";

const energy = example("energy-2025");
const easter = example("easter-truce-2025");
const RIVAL = [`${energy.agreement}#RU`, `${energy.agreement}#UA`];
const read = (out: string): { comparisons: Comparison[]; onlyA: string[]; onlyB: string[] } => JSON.parse(out);

/** A draft of an example: its agreement with a change, parts and all. */
function draftOf(name: string, from: string, to: string): string {
  const { agreement } = example(name);
  const path = join(temporaryFolder(), "draft.yaml");
  const text = readFileSync(agreement, "utf8");
  if (!text.includes(from)) throw new Error(`${name} has no "${from}"`);
  writeFileSync(path, text.replace(from, to));
  return path;
}

describe("compare", () => {
  test("shows the incidents that count under one start reading only, and why", () => {
    const ran = trucekeeper(["compare", ...RIVAL, ...energy.files]);
    expect(ran.code, ran.err).toBe(0);
    const [c] = read(ran.out).comparisons;
    expect(c?.onlyUnder.a.certain.length).toBeGreaterThan(0);
    expect(c?.onlyUnder.b.certain.length).toBeGreaterThan(0);
    for (const side of ["a", "b"] as const)
      for (const id of c?.onlyUnder[side].certain ?? []) {
        const change = c?.changes.find((x) => x.incident === id);
        expect(change?.because.map((t) => t.test)).toEqual(["in-force"]);
        expect(change?.[side]).toBe("contrary");
      }
  });

  test("swapped, the same is said the other way round; the same text twice differs in nothing", () => {
    const [there, back] = [RIVAL, [...RIVAL].reverse()].map(
      (names) => read(trucekeeper(["compare", ...names, ...energy.files]).out).comparisons[0],
    );
    expect(back?.onlyUnder).toEqual({ a: there?.onlyUnder.b, b: there?.onlyUnder.a });
    const same = trucekeeper(["compare", easter.agreement, easter.agreement, ...easter.files]);
    expect(same.code).toBe(0);
    expect(read(same.out).comparisons[0]).toMatchObject({ same: true, changes: [] });
  });

  test("drafts are matched by clause, and differing drafts are no failure", () => {
    const draft = draftOf("easter-truce-2025", "acts: [fire, explosion, clash, movement.assault]", "acts: [clash]");
    const ran = trucekeeper(["compare", easter.agreement, draft, ...easter.files]);
    expect(ran.code, ran.err).toBe(0);
    const [c] = read(ran.out).comparisons;
    expect(c?.terms[0]?.differences.map((d) => d.field)).toContain("acts");
    expect(c?.counts.b.atMost).toBeLessThan(c?.counts.a.atMost ?? 0);
  });

  test("without a reading named, readings of one name are compared", () => {
    const ran = trucekeeper(["compare", energy.agreement, energy.agreement, ...energy.files]);
    expect(read(ran.out).comparisons.map((c) => [c.sides.a.reading, c.sides.b.reading])).toEqual([
      ["RU", "RU"],
      ["UA", "UA"],
    ]);
  });

  test("--out holds the same answer and a page; the same bytes whatever the clock, the locale and the order of the files", () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()].map((f) => join(f, "out"));
    const files = [...easter.files];
    const draft = draftOf("easter-truce-2025", '"2025-04-19T18:00+03:00"', '"2025-04-20T00:00+03:00"');
    const ran = trucekeeper(["compare", easter.agreement, draft, ...files, "--out", one as string]);
    expect(ran.code, ran.err).toBe(0);
    trucekeeper(["compare", easter.agreement, draft, ...files.reverse(), "--out", two as string], {
      TZ: "Asia/Kathmandu",
      LANG: "tr_TR.UTF-8",
    });
    expect(hashes(two as string)).toEqual(hashes(one as string));
    expect(readFileSync(join(one as string, "compare.json"), "utf8")).toBe(ran.out);
  });

  test.each([
    [["compare"], 2],
    [["compare", energy.agreement], 2],
    [["compare", ...RIVAL], 2],
    [["compare", `${energy.agreement}#XX`, energy.agreement, ...energy.files], 2],
    [["compare", energy.agreement, easter.agreement, ...energy.files, "--as-of", "3"], 2],
    [["compare", ...RIVAL, "no-such-file.csv"], 1],
    [["replay", easter.agreement, ...easter.files, "--by", "hour"], 2],
    [["replay", easter.agreement, ...easter.files, "--figure", "heard:quarrel"], 2],
  ])("%j is refused", (args, code) => {
    const out = join(temporaryFolder(), "out");
    const ran = trucekeeper(args[0] === "compare" ? [...args, "--out", out] : args);
    expect([ran.code, ran.out]).toEqual([code, ""]);
    expect(existsSync(out)).toBe(false);
  });
});

describe("replay", () => {
  test("an agreement as a series by day and by week: the same in sum", () => {
    const series = (by: string): Replayed[] =>
      JSON.parse(trucekeeper(["replay", energy.agreement, ...energy.files, "--by", by]).out).readings;
    const [days, weeks] = [series("day"), series("week")];
    expect(days.map((r) => r.reading)).toEqual(["RU", "UA"]);
    days.forEach((r, n) => expect(weeks[n]?.total).toEqual(r.total));
    expect(days[0]?.series.length).toBeGreaterThan(7);
  });

  test("counts what `assess` counts", () => {
    const { clauses } = JSON.parse(trucekeeper(["assess", easter.agreement, ...easter.files]).out);
    const [r] = JSON.parse(trucekeeper(["replay", easter.agreement, ...easter.files]).out).readings as Replayed[];
    expect(r?.total.clauses["stop-action"]).toEqual({ atLeast: clauses[0].atLeast, atMost: clauses[0].atMost });
  });
});

describe.skipIf(!existsSync(CHROMIUM))("the page of two texts", () => {
  let browser: Browser;
  const folder = join(temporaryFolder(), "out");
  beforeAll(async () => {
    trucekeeper(["compare", ...RIVAL, ...energy.files, "--out", folder]);
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each([
    [1440, 900],
    [390, 844],
  ])("at %i × %i it asks for nothing, and nothing runs over its edge", async (width, height) => {
    const path = join(temporaryFolder(), "compare.html");
    copyFileSync(join(folder, "compare.html"), path);
    const { page, faults } = await opened(browser, written("compare.html", readFileSync(path, "utf8")), {
      width,
      height,
    });
    expect(faults).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await page.locator("h1").count()).toBe(1);
    await page.context().close();
  });

  test("every figure of its head is that of compare.json, and no party has a total", () => {
    const html = readFileSync(join(folder, "compare.html"), "utf8");
    const [c] = read(readFileSync(join(folder, "compare.json"), "utf8")).comparisons;
    const words = wordsOf(html);
    expect(words).toContain(`${c?.onlyUnder.a.certain.length} contrary for certain under reading RU alone`);
    expect(words).toContain(`${c?.onlyUnder.b.possible.length} perhaps contrary under reading UA alone`);
    expect(words).toContain("Nothing here says who did it");
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)[^<]*\.(js|css)/);
  });

  test("words of an agreement are text, never markup", () => {
    const draft = draftOf(
      "easter-truce-2025",
      "title: All military action stops",
      'title: "<img src=x onerror=alert(1)>"',
    );
    const out = join(temporaryFolder(), "out");
    expect(trucekeeper(["compare", easter.agreement, draft, ...easter.files, "--out", out]).code).toBe(0);
    const html = readFileSync(join(out, "compare.html"), "utf8");
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x");
  });
});
