import { expect, test } from "vitest";
import { encodePage } from "./page-encoding.ts";
import { resultTable } from "./result-table.ts";
import { sampleFindings } from "./sample.fixture.ts";

test("a pinned incident says that people pinned it, and a pair that only a pin keeps apart says so with its gain", () => {
  const findings = sampleFindings();
  const k = findings.incidents.findIndex(({ incident }) => incident.alternative);
  const words = (of: typeof findings): readonly (string | undefined)[] => {
    const { incidents, strings } = encodePage(of, resultTable(of));
    return [strings[incidents.evidence[k] as number], strings[incidents.alternative[k] as number]];
  };
  expect(words(findings).join()).not.toMatch(/pin/);
  const incidents = findings.incidents.map((found, i) => {
    const { alternative } = found.incident;
    if (i !== k || !alternative) return found;
    return {
      ...found,
      incident: {
        ...found.incident,
        pinned: true as const,
        alternative: { ...alternative, gain: 4.2, pinned: true as const },
      },
    };
  });
  const [evidence, alternative] = words({ ...findings, incidents });
  expect(evidence?.split("\n")[0]).toBe("people pinned it: one event, and all of it");
  expect(alternative?.split("\n")[1]).toBe("4.2; only a person's pin keeps them apart");
});
