import { expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import type { Assessment } from "./assessment.ts";
import { type AssessmentRow, assess } from "./evaluate.ts";
import { made } from "./fixtures/made.ts";
import { compiled } from "./fixtures/made-many.ts";
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
  const severity = severityOf({ found, assessments: rows, others: [], compiled });
  expect(severity).toEqual({
    harm: { killed: null, injured: null, objects: ["hospital"] },
    means: { class: "heavy", forbiddenHere: false },
    geometry: { insideForbidden: true, nearerThanLine: false },
    scale: { counts: found.facts.fused, durationMs: 1_200_000 },
    persistence: { in7Days: { atLeast: 0, atMost: 0 }, in30Days: { atLeast: 0, atMost: 0 } },
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
  expect(severityOf({ found, assessments: [], others: [], compiled }).harm.killed).toEqual({
    atLeast: 2,
    atMost: null,
  });
});

test("persistence counts others before it: certain and perhaps, each by its days", () => {
  const found = made({ time: { from: "2024-05-20T12:00:00" } }, "i9");
  const at = (from: string) => made({ time: { from } }).facts.time;
  const others = [
    { incident: "i9", time: at("2024-05-20T12:00:00"), contrary: true as const },
    { incident: "a", time: at("2024-05-19T12:00:00"), contrary: true as const },
    { incident: "b", time: at("2024-05-18T12:00:00"), contrary: "unknown" as const },
    { incident: "c", time: at("2024-05-01T12:00:00"), contrary: true as const },
    { incident: "d", time: at("2024-05-18T12:00:00"), contrary: false as const },
    { incident: "e", time: at("2024-05-21T12:00:00"), contrary: true as const },
  ];
  expect(severityOf({ found, assessments: [], others, compiled }).persistence).toEqual({
    in7Days: { atLeast: 1, atMost: 2 },
    in30Days: { atLeast: 2, atMost: 3 },
  });
});
