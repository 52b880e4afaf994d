import { beforeAll, describe, expect, test } from "vitest";
import type { Derived } from "../../src/mission/derive.ts";
import { during } from "../../src/time/interval.ts";
import { agreementOf, deriveExample } from "./example.ts";

const window = { from: Date.parse("2025-05-07T21:00Z"), until: Date.parse("2025-05-10T21:00Z") } as Parameters<
  typeof during
>[1];

let derived: Derived;
beforeAll(async () => {
  derived = await deriveExample("may-truce-2025");
});

describe("8 to 10 May 2025", () => {
  test("72 hours on both clocks", () => {
    const { agreement } = agreementOf("may-truce-2025");
    expect(agreement.readings.map(({ from, until }) => ({ from, until }))).toEqual([window]);
  });

  test("all rows are read", () => {
    expect(derived.findings.files).toEqual([expect.objectContaining({ rowsIn: 101, rowsUsed: 101, refused: 0 })]);
  });

  test("eleven reports of fire lie wholly inside by their own words and dates, and they alone are contrary", () => {
    const contrary = [...derived.findings.rows].filter((r) => "result" in r && r.result === "contrary");
    expect(contrary).toHaveLength(11);
    const members = derived.findings.incidents
      .filter(({ incident }) => contrary.some((r) => r.incident === incident.id))
      .flatMap(({ incident }) => incident.members.filter((m) => m.role !== "claims"));
    for (const { observation } of members) expect(during(observation.time, window)).toBe(true);
  });

  test("map posts of 8 May carry a date alone, and may be of 7 May", () => {
    const posts = derived.gathered.observations.filter(
      (o) => o.acts.includes("movement.assault") && o.place.kind === "point" && o.place.radiusM === 3000,
    );
    expect(posts.length).toBeGreaterThan(10);
    for (const { time } of posts) expect(during(time, window)).toBe("unknown");
  });

  test("no breach without a decision", () => {
    expect(derived.findings.summary.map((s) => s.breaches)).toEqual([0]);
  });
});
