import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { bordersWithin, boundarySet, withBorders } from "./boundaries.ts";
import { reportParts } from "./report.ts";
import { sampleFindings } from "./sample.fixture.ts";

const topology = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-50m.json"), "utf8"),
);
const UKRAINE = [22, 44, 41, 53] as const;

test("borders run inside the extent, and coasts are none", () => {
  const lines = bordersWithin(topology, UKRAINE);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines)
    expect(line.some(([lon, lat]) => lon >= 22 && lon <= 41 && lat >= 44 && lat <= 53)).toBe(true);
  // Mid Atlantic, mid Pacific: no border there.
  expect(bordersWithin(topology, [-40, 20, -30, 30])).toEqual([]);
});

test("without a set nothing is drawn and the map of countries is not even read", () => {
  expect(boundarySet(null)).toBeNull();
  const findings = sampleFindings();
  const read = () => {
    throw new Error("read");
  };
  expect(withBorders(findings, read, UKRAINE)).toBe(findings);
});

test("a set that is named stands on the page with its name and its disclaimer", () => {
  const plain = sampleFindings();
  const named = { ...plain, agreement: { ...plain.agreement, boundarySet: boundarySet("natural-earth") } };
  const page = [
    ...reportParts(
      withBorders(named, () => topology, UKRAINE),
      "",
      null,
    ),
  ].join("");
  expect(page).toContain("Boundaries drawn: Natural Earth, admin 0, de-facto borders.");
  expect(page).toContain("states no view");
  expect(page).not.toContain("No country border is drawn");
  expect([...reportParts(plain, "", null)].join("")).toContain("No country border is drawn");
});
