import { beforeAll, describe, expect, test } from "vitest";
import type { Findings } from "../../src/publication/findings.ts";
import { incidentsGeojson } from "../../src/publication/incidents-geojson.ts";
import { deriveExample } from "../examples/example.ts";
import { clientScript, EXAMPLES, land, reportHtml, wordsOf } from "./pages.ts";

/** Words that would judge a party. The mission's own term for a weapon finding stands in quotation marks. */
const JUDGING = /breach|violat|guilt|culprit|perpetrat|aggress|enem(y|ies)|hostile/i;
const MISSION_TERM = "(the mission’s term: “in violation”)";
const DOING =
  /\b(Russian Federation|Russia|Ukraine|Armed formations[^.;]{0,60}|RU|UA|UAF|AF)\b (has |have |had |did |is |are )?(fired|fire|shelled|shell|struck|strikes?|attack(s|ed)?|hit|hits|launch(es|ed)|broke|breaks|responsible|behind)\b/;
const RATIO = /\bratio\b|per cent of|times as many|times more|% of (the )?(incidents|events)|\bversus\b|\bvs\b/i;
const RAW = /\b(fire|explosion|movement|presence|control|harm|flight)\.[a-z-]+\b/;

interface Data {
  readonly strings: readonly string[];
  readonly boundary: unknown;
  readonly incidents: { readonly acts: readonly number[] };
  readonly steps: readonly (readonly [number, number, number])[];
}
const block = (html: string, id: string): unknown =>
  JSON.parse(new RegExp(`id="${id}">([^<]*)</script>`).exec(html)?.[1] ?? "null");

describe.each(EXAMPLES)("words of %s", (name) => {
  let findings: Findings;
  let html = "";
  let text = "";
  let data: Data;
  /** All that the page can print: its text and every string that its script draws from. */
  let sentences: string[] = [];
  beforeAll(async () => {
    ({ findings } = await deriveExample(name));
    html = reportHtml(findings, "");
    // Titles of sources are their publishers' words, in quotation marks.
    text = wordsOf(html.replace(/<section id="sources">[\s\S]*?<\/section>/, ""));
    data = block(html, "data") as Data;
    sentences = [text, ...data.strings].map((s) => s.replaceAll(MISSION_TERM, ""));
  });

  test("none judges a party, none has a party as doer, none sets sides against each other", () => {
    for (const s of sentences) {
      expect(s).not.toMatch(JUDGING);
      expect(s).not.toMatch(DOING);
      expect(s).not.toMatch(RATIO);
    }
  });
  test("every name of an actor is said to be alleged, claimed or stated by a source", () => {
    const names = findings.agreement.parties.map((p) => p.name || p.id);
    for (const s of data.strings)
      for (const n of names) if (s.includes(n)) expect(s).toMatch(/alleged by |claimed by |as stated|^[^:]+$/);
  });
  test("kinds of act are said in words; an id stands only beside its words, to be cited", () => {
    expect(text.replace(/\((fire|explosion|movement|presence|control|harm|flight)\.[a-z-]+\)/g, "")).not.toMatch(RAW);
    for (const [, , words] of data.steps) expect(data.strings[words]).not.toMatch(RAW);
  });
  test("the headline, the demonstration and what silence means stand on it", () => {
    for (const must of [
      "Demonstration from public reports; not a finding",
      "Attributed by decision: none",
      "silence means nothing",
    ])
      expect(text).toContain(must);
  });
  test("no border is shown or labelled, and no place is put into a country", () => {
    expect(findings.agreement.boundarySet).toBeNull();
    expect(data.boundary).toBeNull();
    expect(text).toContain("No country border is drawn.");
    const basemap = block(html, "basemap") as Record<string, unknown>;
    expect(Object.keys(basemap).sort()).toEqual(["attribution", "extent", "land"]);
    // Land is rings of numbers: nothing in it can name a country or a border.
    expect(JSON.stringify(basemap.land)).toMatch(/^[[\]\d.,-]*$/);
    for (const s of sentences)
      expect(s).not.toMatch(
        /(Crimea|Sevastopol|Simferopol|Krym)[^.;]{0,24}(Russia|Ukraine)|(Russian|Ukrainian) Crimea/i,
      );
    for (const line of incidentsGeojson(findings)) expect(line).not.toMatch(/"(country|iso|adm0|sovereign\w*)"/i);
  });
});

test("the page's script has no word that judges, and names no side", async () => {
  const script = await clientScript();
  expect(script).not.toMatch(JUDGING);
  expect(script).not.toMatch(/Russia|Ukrain|Donetsk|Crimea|friend|foe/);
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
});

test("Crimea is land like the land around it: the basemap has no more polygons there than coasts", () => {
  const { land: polygons } = land([32, 44, 37, 46.6]);
  expect(polygons.length).toBeGreaterThan(0);
  const inside = ([x, y]: readonly [number, number], ring: readonly (readonly [number, number])[]): boolean => {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i] as readonly [number, number];
      const [xj, yj] = ring[j] as readonly [number, number];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
    return odd;
  };
  const holding = (p: readonly [number, number]): number =>
    polygons.findIndex((rings) => rings[0] && inside(p, rings[0] as readonly (readonly [number, number])[]));
  // Simferopol and a place north of Perekop lie on one and the same polygon.
  expect(holding([34.1, 45.0])).toBeGreaterThanOrEqual(0);
  expect(holding([34.1, 45.0])).toBe(holding([33.6, 46.4]));
});
