import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../agreement/compile.ts";
import { parseAgreement } from "../agreement/parse.ts";
import type { Observation } from "../observation/observation.ts";
import { millis } from "../units.ts";
import { contexts } from "./evaluate.ts";
import { made } from "./fixtures/made.ts";
import { assessObligations, type FulfilmentStatement } from "./obligation.ts";
import { summariseObligations } from "./obligation-summary.ts";
import { weaponFinding, withdrawalFindings } from "./weapon-finding.ts";

const text = readFileSync(fileURLToPath(new URL("fixtures/borders.yaml", import.meta.url)), "utf8");
const parsed = parseAgreement(text, "borders.yaml");
if ("errors" in parsed) throw new Error("borders.yaml does not parse");
const compiled = compile(parsed.agreement);
const asOf = millis(Date.UTC(2024, 4, 1));

const statement = (by: readonly string[]) =>
  fc
    .record({
      clause: fc.constantFrom("withdraw", "open-road", "exchange", "no-orders", "weekly"),
      party: fc.constantFrom("A", "B"),
      by: fc.constantFrom(...by),
      progress: fc.constantFrom("fulfilled", "partly", "not-fulfilled", "cannot-verify") as fc.Arbitrary<
        FulfilmentStatement["progress"]
      >,
      asOf: fc.integer({ min: Date.UTC(2024, 3, 1), max: Date.UTC(2024, 4, 10) }).map((n) => millis(n)),
      words: fc.constant(""),
    })
    .map((s) => ({ ...s, id: `${s.by} ${s.clause} ${s.party} ${s.asOf} ${s.progress}` }));
const judge = (statements: readonly FulfilmentStatement[], at = asOf) =>
  assessObligations({ incidents: [], statements, coverage: [], impediments: [], asOf: at }, compiled);
const bodies = fc.array(statement(["mission", "commission"]), { maxLength: 6 });
const claims = fc.array(statement(["A", "B"]), { maxLength: 6 });

describe("statements", () => {
  test("of parties decide nothing, whatever they say and however many there are", () => {
    fc.assert(
      fc.property(bodies, claims, (told, claimed) => {
        const decided = (rows: ReturnType<typeof judge>) =>
          rows.map((row) => ({ ...row, trace: row.trace.filter((t) => t.test !== "claim"), claims: [] }));
        expect(decided(judge([...told, ...claimed]))).toEqual(decided(judge(told)));
      }),
    );
  });

  test("may come in any order, and those of a moment that the record does not reach change nothing", () => {
    fc.assert(
      fc.property(bodies, (told) => {
        expect(judge([...told].reverse())).toEqual(judge(told));
        expect(judge(told.filter((s) => s.asOf <= asOf))).toEqual(judge(told));
      }),
    );
  });

  test("unverifiable names what would decide it, and nothing else does", () => {
    fc.assert(
      fc.property(bodies, (told) => {
        for (const row of judge(told)) {
          expect(row.decides !== undefined).toBe(row.result === "unverifiable");
          expect(row.trace.at(-1)?.test).toBe("result");
          if (told.length === 0) expect(row.result).toBe("unverifiable");
        }
      }),
    );
  });

  test("a summary counts each party once, under each reading, and gives no ratio", () => {
    const rows = judge([]);
    for (const s of summariseObligations(rows)) {
      const parties = compiled.obligations.find((o) => o.clause.id === s.clause)?.clause.subject.length;
      expect(Object.values(s.results).reduce((a, b) => a + b, 0)).toBe(parties);
      expect(Object.values(s.due).reduce((a, b) => a + b, 0)).toBe(parties);
    }
    expect(rows.length).toBe(2 * (2 + 1 + 2 + 2 + 1));
  });
});

describe("weapon findings", () => {
  const gun = (at: readonly number[], id: string, calibreMm?: number) =>
    made(
      {
        acts: ["presence.weapon"],
        at,
        weapons: [{ class: "tube-artillery", certainty: "stated", ...(calibreMm === undefined ? {} : { calibreMm }) }],
      },
      id,
    );

  test("are counted apart, each at least and at most, and never added to one figure", () => {
    const list = [
      gun([35.15, 49.5], "a", 152),
      gun([34, 49.5], "b", 152),
      gun([34, 49.5], "c"),
      gun([35.15, 49.5], "d", 85),
    ];
    const totals = {
      "in-violation": { atLeast: 1, atMost: 2 },
      "beyond-line-outside-storage": { atLeast: 1, atMost: 2 },
      "not-verified-as-withdrawn": { atLeast: 0, atMost: 1 },
      "in-storage": { atLeast: 0, atMost: 1 },
    };
    expect(withdrawalFindings(list, compiled)).toEqual([
      { clause: "guns", reading: "A", totals },
      { clause: "guns", reading: "B", totals },
    ]);
  });

  const seen = (from: string, until?: string) =>
    made(
      {
        acts: ["presence.weapon"],
        at: [35.15, 49.5],
        weapons: [{ class: "tube-artillery", certainty: "stated", calibreMm: 152 }],
        time: { from, ...(until && { until, kind: "window" }) },
      },
      from,
    );
  const violations = (list: ReturnType<typeof seen>[]) =>
    withdrawalFindings(list, compiled).map((f) => [f.reading, f.totals["in-violation"]]);

  test("keep to the window of each reading", () => {
    const [a, none, maybe] = [
      { atLeast: 1, atMost: 1 },
      { atLeast: 0, atMost: 0 },
      { atLeast: 0, atMost: 1 },
    ];
    expect(violations([seen("2024-04-02T12:00:00")])).toEqual([
      ["A", a],
      ["B", none],
    ]);
    expect(violations([seen("2025-01-02T12:00:00")])).toEqual([
      ["A", none],
      ["B", none],
    ]);
    expect(violations([seen("2024-04-05T00:00:00", "2024-04-07T00:00:00")])).toEqual([
      ["A", a],
      ["B", maybe],
    ]);
  });

  test("of a duty to withdraw stop with the reading, and so does what speaks against it", () => {
    const of = (list: ReturnType<typeof seen>[]) =>
      assessObligations(
        { incidents: list, statements: [], coverage: [], impediments: [], asOf: millis(Date.UTC(2025, 4, 1)) },
        compiled,
      ).find((o) => o.clause === "withdraw" && o.party === "B" && o.reading === "A");
    const during = of([seen("2024-10-01T12:00:00")]);
    const after = of([seen("2025-01-02T12:00:00")]);
    expect([during?.against.atMost, after?.against.atMost]).toEqual([1, 0]);
    expect(Object.values(after?.findings ?? {}).every((f) => f.atMost === 0)).toBe(true);
    expect(after?.trace.find((t) => t.test === "in-force")?.words).toContain("until 2024-11-15");
  });

  test("of an observer stand beside the computed one and not in its place; a claim's does not stand at all", () => {
    const plain = gun([34, 49.5], "a", 152);
    const member = (weaponFinding: Observation["weaponFinding"], role: "supports" | "claims") => ({
      role,
      observation: { weaponFinding } as unknown as Observation,
    });
    const incident = {
      ...plain.incident,
      members: [member("in-violation", "supports"), member("missing", "claims")],
    };
    const guns = compiled.clauses.find((c) => c.clause.id === "guns") as (typeof compiled.clauses)[number];
    const context = contexts(compiled, {})(incident, plain.facts);
    expect(weaponFinding(context, { ...guns, from: [], beyond: guns.conductLines }, compiled)).toEqual({
      computed: "beyond-line-outside-storage",
      asserted: ["in-violation"],
    });
  });
});
