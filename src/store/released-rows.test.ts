import { describe, expect, test } from "vitest";
import { factsOf } from "../incident/facts.ts";
import type { Incident } from "../incident/incident.ts";
import { filingOf } from "./filing.ts";
import { observation } from "./made.fixture.ts";
import { releasedForms } from "./released-rows.ts";

describe("what groups outside the staff read of an incident", () => {
  const seen = { ...observation(1), marking: "TLP:CLEAR" } as const;
  // As an incident of one report mostly is: its id is the report's.
  const incident: Incident = {
    id: seen.id,
    status: "recorded",
    members: [{ observation: seen, role: "supports" }],
    evidence: [],
  };
  const forms = [...releasedForms({ incident, facts: factsOf(incident) }, [], filingOf([]))];

  test("the incident's row tells of the incident, and its report's of the report, also where they share an id", () => {
    expect(forms.length).toBeGreaterThan(1);
    for (const { row, reports } of forms) {
      expect(JSON.parse(row.content)).toMatchObject({ status: "recorded", members: [{ observation: seen.id }] });
      expect(reports.map((r) => JSON.parse(r.row.content))).toMatchObject([{ kind: seen.kind, source: seen.source }]);
    }
  });

  test("groups that read it alike share one text; each has its own row", () => {
    expect(new Set(forms.map((f) => f.row.content)).size).toBeLessThan(forms.length);
    expect(new Set(forms.map((f) => f.row.profile)).size).toBe(forms.length);
  });
});
