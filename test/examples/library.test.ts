import { describe, expect, test } from "vitest";
import { compile } from "../../src/agreement/compile.ts";
import { agreementOf } from "./example.ts";

/** Numbers of each agreement, so that a wrong day or a wrong seat fails. */
const clause = (name: string, id: string) => {
  const found = agreementOf(name).agreement.clauses.find((c) => c.id === id);
  if (!found) throw new Error(`${name}: no clause ${id}`);
  return found;
};
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Deadline after what it is counted from: the first reading, or the event that the moment names. */
const DEADLINES: readonly (readonly [agreement: string, clause: string, deadline: object])[] = [
  [
    "lebanon-2024",
    "withdrawal",
    { kind: "relative", after: { kind: "in-force" }, shift: { months: 0, days: 60, ms: 0 } },
  ],
  ["nuba-2002", "positions-verified", { after: { kind: "in-force" }, shift: { months: 0, days: 30, ms: 0 } }],
  ["south-sudan-2017", "tell-commanders", { shift: { months: 0, days: 0, ms: 72 * HOUR } }],
  ["south-sudan-2017", "lists", { shift: { months: 0, days: 0, ms: 72 * HOUR } }],
  ["south-sudan-2017", "release", { shift: { months: 0, days: 14, ms: 0 } }],
  ["south-sudan-2018", "begin-arrangements", { shift: { months: 0, days: 0, ms: 72 * HOUR } }],
  ["south-sudan-2018", "workshop", { shift: { months: 0, days: 14, ms: 0 } }],
  ["south-sudan-2018", "cantonment", { shift: { months: 0, days: 30, ms: 0 } }],
  ["south-sudan-2018", "unified-forces", { shift: { months: 8, days: 0, ms: 0 } }],
  ["hodeidah-2018", "redeployment", { shift: { months: 0, days: 21, ms: 0 } }],
  ["drc-doha-2025", "report-incidents", { after: { kind: "incident" }, shift: { months: 0, days: 0, ms: 72 * HOUR } }],
  ["drc-doha-2025", "first-meeting", { shift: { months: 0, days: 7, ms: 0 } }],
];

describe("numbers of the library", () => {
  test.each(DEADLINES)("%s: %s", (name, id, deadline) => {
    expect(clause(name, id).obliges?.deadline).toMatchObject(deadline);
  });

  test.each([
    ["lebanon-2024", "2024-11-27T02:00:00.000Z"],
    ["south-sudan-2017", "2017-12-23T21:01:00.000Z"],
    ["south-sudan-2018", "2018-06-30T21:00:00.000Z"],
    ["hodeidah-2018", "2018-12-17T21:00:00.000Z"],
  ])("%s is in force from %s", (name, from) => {
    expect(new Date(agreementOf(name).agreement.readings[0]?.from ?? 0).toISOString()).toBe(from);
  });

  test("Nuba: 72 hours after the signing, for six months", () => {
    const { readings, events } = agreementOf("nuba-2002").agreement;
    const signing = events.find((e) => e.id === "signing")?.at ?? 0;
    expect((readings[0]?.from ?? 0) - signing).toBe(72 * HOUR);
    expect(((readings[0]?.until ?? 0) - (readings[0]?.from ?? 0)) / DAY).toBe(181);
  });

  test("what waits for an event that has not come is in force under no reading", () => {
    for (const [name, reading] of [
      ["black-sea-2025", "RU"],
      ["drc-doha-2025", "mechanism"],
    ] as const) {
      const { agreement } = agreementOf(name);
      expect(agreement.readings.map((r) => r.id)).not.toContain(reading);
      expect(agreement.pendingReadings.map((r) => r.id)).toContain(reading);
    }
  });

  test("seats, steps, rival numbers", () => {
    const jtsc = agreementOf("south-sudan-2018").agreement.guarantees?.verification?.bodies?.find(
      (b) => b.id === "jtsc",
    );
    expect(jtsc?.members?.map((m) => m.seats)).toEqual([8, 5, 3]);
    expect(clause("hodeidah-2018", "redeployment").obliges).toMatchObject({
      steps: [{ by: { shift: { months: 0, days: 14, ms: 0 } } }],
    });
    expect(clause("lebanon-2024", "deployment").obliges).toMatchObject({ count: { min: 5_000, max: 10_000 } });
    expect(clause("lebanon-2024", "no-offensive").except).toMatchObject([{ kind: "self-defence", scope: "disputed" }]);
    const levels = agreementOf("south-sudan-2017").agreement.guarantees?.verification?.levels;
    expect(levels?.map((l) => l.escalatesTo ?? "end")).toEqual(["committee", "at-board", "at-jmec", "council", "end"]);
  });

  test("each compiles, and no zone claims to be surveyed", () => {
    for (const name of [
      "lebanon-2024",
      "black-sea-2025",
      "nuba-2002",
      "south-sudan-2017",
      "south-sudan-2018",
      "hodeidah-2018",
      "drc-doha-2025",
    ]) {
      const { agreement } = agreementOf(name);
      expect(compile(agreement).clauses.length).toBeGreaterThan(0);
      for (const shape of [...agreement.zones, ...agreement.lines]) expect(shape.name).toMatch(/approximate sketch/);
    }
  });
});
