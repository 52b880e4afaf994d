import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { canonical, sha256Hex } from "../../src/canonical.ts";
import type { Derived } from "../../src/mission/derive.ts";
import { agreementOf, csvRows, deriveExample, examplePath } from "./example.ts";

/** Judged by hand from the texts: what each reading must come to, and why. */
const judged = [
  { key: "v-5fc52cf3c3eb", what: "a railway: not on the list", RU: "not-contrary", UA: "not-applicable" },
  { key: "v-20a8000789fb", what: "a railway in Kamianske: not on the list", RU: "not-contrary", UA: "not-applicable" },
  {
    key: "v-18d84625e11d",
    what: "an oil transshipment point, night to 19 March",
    RU: "contrary",
    UA: "not-applicable",
  },
  {
    key: "v-27e2ce4c34fb",
    what: "a gas metering station shelled, 20 or 21 March",
    RU: "contrary",
    UA: "not-applicable",
  },
  { key: "v-333d98d92ed8", what: "a power line, 30 or 31 March: under both", RU: "contrary", UA: "contrary" },
  { key: "v-b6521350383b", what: "a power line, 15 or 16 April: under both", RU: "contrary", UA: "contrary" },
  {
    key: "v-15f331610822",
    what: "grid, 17 or 18 April: after the thirty days of one reading",
    RU: "not-applicable",
    UA: "contrary",
  },
  {
    key: "v-b8ed3f1be865",
    what: "an energy object, 22 or 23 April: one reading alone",
    RU: "not-applicable",
    UA: "contrary",
  },
] as const;

let derived: Derived;
const incidentOf = new Map<string, string>();
const conduct = new Map<string, string>();
const idOf = (key: string) => {
  const row = csvRows("energy-2025", "reports.csv").find((r) => r.key === key);
  return sha256Hex(canonical(["trucekeeper", "key", row?.source ?? "", key]));
};
const resultOf = (key: string, reading: string) =>
  conduct.get(`${incidentOf.get(idOf(key))} ${reading}`) ?? "not-applicable";

beforeAll(async () => {
  derived = await deriveExample("energy-2025");
  for (const { incident } of derived.findings.incidents)
    for (const m of incident.members) incidentOf.set(m.observation.id, incident.id);
  for (const row of derived.findings.rows)
    if ("result" in row && row.result !== "not-applicable" && row.clause === "no-strikes")
      conduct.set(`${row.incident} ${row.reading}`, row.result);
});

describe("energy objects, March and April 2025", () => {
  test.each(judged)("$what", ({ key, RU, UA }) => {
    expect(incidentOf.has(idOf(key))).toBe(true);
    expect({ RU: resultOf(key, "RU"), UA: resultOf(key, "UA") }).toEqual({ RU, UA });
  });

  test("the bounds of each reading hold what the hand found certain", () => {
    for (const reading of ["RU", "UA"] as const) {
      // The substation below stands beside the table: under reading RU alone, before the other reading begins.
      const certain = judged.filter((j) => j[reading] === "contrary").length + (reading === "RU" ? 1 : 0);
      const summary = derived.findings.summary.find((s) => s.clause === "no-strikes" && s.reading === reading);
      expect(summary?.atLeast, reading).toBe(certain);
      expect(summary?.atMost, reading).toBeGreaterThan(certain);
    }
  });

  // Two texts on one raid share the source "news-text"; the one that states the substation is a repeat of the other.
  test("a substation that the second of two texts states", () => {
    expect(resultOf("v-ed7818efea03", "RU")).toBe("contrary");
  });

  test("nothing is contrary without an object of the list that a row of the incident states", () => {
    const { agreement } = agreementOf("energy-2025");
    const kinds = agreement.objects[0]?.kinds ?? [];
    for (const { incident, facts } of derived.findings.incidents)
      if (["RU", "UA"].some((r) => conduct.get(`${incident.id} ${r}`) === "contrary"))
        expect(facts.objects.some((o) => kinds.includes(o.kind))).toBe(true);
  });

  test("a refinery hit before or after midnight of the first day cannot be told under one reading", () => {
    const refinery = csvRows("energy-2025", "reports.csv").find((r) => r.object_kind === "refinery");
    expect(resultOf(refinery?.key ?? "", "RU")).toBe("indeterminate");
    expect(resultOf(refinery?.key ?? "", "UA")).toBe("not-applicable");
  });

  test("the list says which protected kinds it has no place data for", () => {
    const { agreement } = agreementOf("energy-2025");
    const [list] = agreement.objects;
    const placed = new Set(list?.facilities.map((f) => f.kind));
    expect(list?.kinds.filter((k) => !placed.has(k) && !list.lacks.includes(k))).toEqual([]);
    expect(list?.lacks).toContain("gas-production");
    expect(list?.kinds).not.toContain("gas-production");
  });

  test("parts/objects.geojson holds the same facilities as the agreement", () => {
    const { agreement } = agreementOf("energy-2025");
    const { features } = JSON.parse(readFileSync(examplePath("energy-2025", "parts/objects.geojson"), "utf8")) as {
      features: {
        id: string;
        properties: { name: string; kind: string };
        geometry: { coordinates: [number, number] };
      }[];
    };
    expect(agreement.objects[0]?.facilities).toMatchObject(
      features.map(({ id, properties, geometry }) => ({ id, ...properties, position: geometry.coordinates })),
    );
  });
});
