import { describe, expect, test } from "vitest";
import { frontPage } from "./front-page.ts";
import { glanceOf } from "./glance.ts";
import { renderReport } from "./report.ts";
import { manyFindings, sampleFindings } from "./sample.fixture.ts";

describe("a record at a glance", () => {
  test.each([
    ["few", sampleFindings()],
    ["many", manyFindings(3000)],
  ])("%s: every recorded incident stands in one bar, or is said to lie outside", (_, findings) => {
    const { timeline, places, unplaced } = glanceOf(findings);
    const recorded = findings.incidents.filter((f) => f.incident.status === "recorded").length;
    const drawn = (timeline?.bars ?? []).flat().reduce((n, k) => n + k, 0);
    expect(drawn + (timeline?.before ?? 0) + (timeline?.after ?? 0)).toBe(recorded);
    expect(places.reduce((n, p) => n + p[4], 0) + unplaced).toBeLessThanOrEqual(recorded);
    expect(timeline?.bars.length).toBeLessThanOrEqual(60);
    expect(places.length).toBeLessThanOrEqual(400);
  });
  test("the same for findings in any order", () => {
    const f = sampleFindings();
    expect(glanceOf({ ...f, incidents: [...f.incidents].reverse(), rows: [...f.rows].reverse() })).toEqual(glanceOf(f));
  });
  test("the strongest results are incidents that the report holds", () => {
    const f = sampleFindings();
    const html = renderReport(f, "", null);
    const { telling } = glanceOf(f);
    expect(telling.length).toBeGreaterThan(0);
    for (const t of telling) expect(html).toContain(t.id);
    const strength = telling.map((t) => (t.result === "contrary" ? 0 : 1));
    expect(strength).toEqual(strength.toSorted((a, b) => a - b));
  });
  test("nothing recorded: no picture, and no fault", () => {
    const none = { ...sampleFindings(), incidents: [], rows: [] };
    expect(glanceOf(none)).toMatchObject({ timeline: null, places: [], extent: null, telling: [] });
    expect(frontPage([])).toContain("No worked example is loaded");
  });
});

test("a coverage list that is cut says so", () => {
  const f = sampleFindings();
  const [window] = f.coverage.windows;
  if (!window) throw new Error("no window");
  const windows = Array.from({ length: 501 }, (_, n) => ({ ...window, id: `${window.id}${n}` }));
  const html = renderReport({ ...f, coverage: { ...f.coverage, windows } }, "", null);
  expect(html).toContain("Only the first 500 of 501 windows are shown");
  expect(renderReport(f, "", null)).not.toContain("Only the first 500");
});
