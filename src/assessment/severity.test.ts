import fc from "fast-check";
import { expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { DAY, HOUR, millis } from "../units.ts";
import type { Assessment } from "./assessment.ts";
import { type AssessmentRow, assess } from "./evaluate.ts";
import { made } from "./fixtures/made.ts";
import { compiled } from "./fixtures/made-many.ts";
import { Persistence } from "./persistence.ts";
import { severityOf } from "./severity.ts";

const assessed = (row: AssessmentRow): row is Assessment => !("clauses" in row);
const member = (killed: [number, number | null], role: "supports" | "claims" = "supports") => ({
  role,
  observation: {
    killed: { min: killed[0], max: killed[1], unit: "person", form: "number" },
  } as unknown as Observation,
});

test("a vector: no part is a sum of others, and what nobody states is not none", () => {
  const found = made({
    weapons: [{ class: "tube-artillery", calibreMm: 152, certainty: "stated" }],
    objects: [{ kind: "hospital" }],
    time: { from: "2024-05-02T14:00:00", until: "2024-05-02T14:20:00" },
  });
  const rows = [...assess([found], compiled, { readings: ["A"] })].filter(assessed);
  const none = new Map(rows.map((r) => [r.clause, new Persistence([])]));
  const severity = severityOf({ found, assessments: rows, persistence: none });
  expect(severity).toEqual({
    harm: { killed: null, injured: null, objects: ["hospital"] },
    means: { class: "heavy", forbiddenHere: false },
    geometry: { insideForbidden: true, nearerThanLine: false },
    scale: { counts: found.facts.fused, durationMs: 1_200_000 },
    persistence: expect.arrayContaining([
      { clause: "stop-fire", in7Days: { atLeast: 0, atMost: 0 }, in30Days: { atLeast: 0, atMost: 0 } },
    ]),
    command: { ordered: "unknown", accessDenied: "unknown" },
  });
  expect(JSON.stringify(severity)).not.toMatch(/"(score|class|rank|colour|level)":\s*\d/);
});

test("sources that differ on the dead widen the interval, and a party's claim adds nothing", () => {
  const plain = made();
  const found = {
    ...plain,
    incident: { ...plain.incident, members: [member([2, 2]), member([3, null]), member([40, 40], "claims")] },
  };
  expect(severityOf({ found, assessments: [], persistence: new Map() }).harm.killed).toEqual({
    atLeast: 2,
    atMost: null,
  });
});

const incident = fc
  .record({
    hour: fc.integer({ min: 0, max: 60 * 24 }),
    hours: fc.constantFrom(0, 1, 24, 24 * 9),
    sdMs: fc.constantFrom(0, 600_000),
    certain: fc.boolean(),
  })
  .map(({ hour, hours, sdMs, certain }) => {
    const from = millis(Date.UTC(2024, 4, 1) + hour * HOUR);
    const time = { ...made().facts.time, from, until: millis(from + 1 + hours * HOUR), sdMs };
    return { time, certain };
  });

test("persistence counts others before it, certain and perhaps, as a plain count does", () => {
  fc.assert(
    fc.property(fc.array(incident, { maxLength: 12 }), fc.constantFrom(7, 30), (some, days) => {
      const list = some.map((s, i) => ({ ...s, incident: `i${i}` }));
      const index = new Persistence(list);
      for (const one of list) {
        const others = list.filter((o) => o.incident !== one.incident);
        const reach = (o: (typeof list)[number]) => 2 * o.time.sdMs + 2 * one.time.sdMs;
        const span = days * DAY;
        const plain = {
          atLeast: others.filter(
            (o) =>
              o.certain && o.time.until + reach(o) <= one.time.from && o.time.from - reach(o) >= one.time.until - span,
          ).length,
          atMost: others.filter(
            (o) => o.time.from - reach(o) < one.time.until && o.time.until + reach(o) > one.time.from - span,
          ).length,
        };
        expect(index.before(one.incident, one.time, days)).toEqual(plain);
      }
    }),
    { numRuns: 300 },
  );
});
