import { describe, expect, test } from "vitest";
import { CONDUCTS } from "../assessment/assessment.ts";
import { canonical } from "../canonical.ts";
import { windingOf } from "../place/rings.ts";
import { incidentsGeojson } from "./incidents-geojson.ts";
import { assessmentLines, observationLines } from "./ndjson.ts";
import { sampleFindings } from "./sample.fixture.ts";

const all = (lines: Iterable<string>): string => [...lines].join("");
type Feature = {
  id: string;
  geometry: { type: string; coordinates: never[] } | null;
  properties: Record<string, unknown>;
};

describe("incidents.geojson", () => {
  const features = (JSON.parse(all(incidentsGeojson(sampleFindings()))) as { features: Feature[] }).features;
  test("holds every incident once, as an area and never as a point", () => {
    expect(features.map((f) => f.id)).toEqual(sampleFindings().incidents.map((f) => f.incident.id));
    for (const f of features) expect(["Polygon", "MultiPolygon", undefined]).toContain(f.geometry?.type);
    expect(features.filter((f) => f.geometry === null)).toHaveLength(1);
  });
  test("winds outer rings to the right hand and closes them, with six decimals", () => {
    for (const { geometry } of features) {
      if (geometry?.type !== "Polygon") continue;
      const [outer] = geometry.coordinates as unknown as [number, number][][];
      if (!outer) throw new Error("no ring");
      expect(windingOf(outer)).toBeGreaterThan(0);
      expect(outer[0]).toEqual(outer.at(-1));
      for (const n of outer.flat()) expect(n).toBe(Math.round(n * 1e6) / 1e6);
    }
  });
  test("is the same whatever order the rows come in", () => {
    const findings = sampleFindings();
    const turned = { ...findings, rows: [...findings.rows].reverse() };
    expect(all(incidentsGeojson(turned))).toBe(all(incidentsGeojson(findings)));
    const some = { ...findings, rows: [...findings.rows].slice(3) };
    expect(all(incidentsGeojson({ ...some, rows: [...some.rows].reverse() }))).toBe(all(incidentsGeojson(some)));
  });
  test("carries the result of every clause under every reading", () => {
    const results = features.map((f) => f.properties.results as Record<string, Record<string, string>>);
    const found = results.flatMap((r) => Object.values(r).flatMap((c) => Object.values(c)));
    expect(found).toHaveLength(8 * 4);
    for (const k of CONDUCTS)
      expect(found.filter((x) => x === k)).toHaveLength(sampleFindings().summary.reduce((n, s) => n + s.results[k], 0));
  });
});

describe("NDJSON", () => {
  test("each observation, claim and aggregate stands once, canonical, by id", () => {
    const lines = all(observationLines(sampleFindings())).trimEnd().split("\n");
    expect(lines).toHaveLength(13);
    const ids = lines.map((l) => (JSON.parse(l) as { id: string }).id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)));
    for (const l of lines) expect(canonical(JSON.parse(l))).toBe(l);
  });
  test("the order of rows changes nothing", () => {
    const f = sampleFindings();
    expect(all(assessmentLines({ ...f, rows: [...f.rows].reverse() }))).toBe(all(assessmentLines(f)));
  });
  test("clauses that do not apply share a line; every cell is spoken of once", () => {
    const f = sampleFindings();
    const rows = all(assessmentLines(f))
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l) as { incident: string; reading: string; clause?: string; clauses?: string[] });
    const cells = rows.flatMap((r) => (r.clauses ?? [r.clause]).map((c) => `${r.incident}/${r.reading}/${c}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells).toHaveLength(8 * 2 * 2);
    const shared = rows.filter((r) => r.clauses).map((r) => `${r.incident}/${r.reading}`);
    expect(new Set(shared).size).toBe(shared.length);
  });
});
