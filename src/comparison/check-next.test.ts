import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess } from "../assessment/evaluate.ts";
import { made } from "../assessment/fixtures/made.ts";
import { compiled, incidents, invocations } from "../assessment/fixtures/made-many.ts";
import { checkNext } from "./check-next.ts";

describe("what to check next", () => {
  test("counts every indeterminate result, and what the trace names as deciding it can settle it", () => {
    fc.assert(
      fc.property(incidents, invocations, (found, inv) => {
        const next = checkNext(found, compiled, { invocations: inv }, 1000);
        let indeterminate = 0;
        for (const row of assess(found, compiled, { invocations: inv })) {
          if ("clauses" in row || row.result !== "indeterminate" || !row.decides) continue;
          indeterminate++;
          const { fact, ifTrue, ifFalse } = row.decides;
          const check = next.first.find((f) => f.fact === fact && f.incident === row.incident);
          const result = check?.results.find((r) => r.clause === row.clause && r.reading === row.reading);
          if (ifTrue !== "indeterminate" && ifFalse !== "indeterminate") {
            expect(result?.becomes).toContain(ifTrue);
            expect(result?.becomes).toContain(ifFalse);
          }
        }
        expect(next.indeterminate).toBe(indeterminate);
        for (const f of next.byFact) expect(f.settles + f.maySettle).toBeLessThanOrEqual(indeterminate);
      }),
      { numRuns: 60 },
    );
  });

  test("the fact that settles more stands first; it names observations and no place", () => {
    const wide = made(
      {
        time: { from: "2024-04-30T12:00:00", until: "2024-05-01T18:00:00", kind: "window" },
        objects: [{ kind: "hospital" }],
      },
      "wide",
    );
    const next = checkNext([wide], compiled);
    expect(next.first[0]).toMatchObject({ fact: "time", incident: "wide", observations: [] });
    expect(next.first[0]?.settles).toBeGreaterThan(1);
    expect(JSON.stringify(next)).not.toMatch(/"(place|position|lon|lat)"\s*:/);
  });

  test("a result that turns on two facts is settled for certain by neither, and may be by both", () => {
    const both = made({
      time: { from: "2024-04-30T12:00:00", until: "2024-05-01T06:00:00", kind: "window" },
      at: { kind: "unknown" },
    });
    const found = checkNext([both], compiled, { readings: ["A"] }).first.flatMap((f) =>
      f.results.filter((r) => r.clause === "stop-fire").map((r) => ({ fact: f.fact, becomes: r.becomes })),
    );
    expect(found).toEqual([
      { fact: "place", becomes: ["not-applicable", "indeterminate"] },
      { fact: "time", becomes: ["not-applicable", "indeterminate"] },
    ]);
  });

  test("nothing is open, nothing to check", () => {
    expect(checkNext([], compiled)).toEqual({ indeterminate: 0, byFact: [], first: [], left: 0 });
  });
});
