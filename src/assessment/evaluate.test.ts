import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compile } from "../agreement/compile.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { type AssessmentRow, type AssessOptions, assess } from "./evaluate.ts";
import { type MadeFacts, made } from "./fixtures/made.ts";
import { summarise } from "./summary.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const parsed = parseAgreement(read("../agreement/fixtures/sample.yaml"), "sample.yaml", (p) =>
  read(`../agreement/fixtures/${p}`),
);
if ("errors" in parsed) throw new Error("the sample does not parse");
const compiled = compile(parsed.agreement);

interface Case {
  readonly why: string;
  readonly facts: MadeFacts;
  readonly options?: AssessOptions;
  readonly expect: Readonly<Record<string, string>>;
}

/** "indeterminate: place", "not-applicable: hours", "contrary, breach". */
function saying(rows: readonly AssessmentRow[], clause: string): string {
  for (const row of rows) {
    if ("clauses" in row) {
      if (row.clauses.includes(clause)) return `not-applicable: ${row.because[clause]}`;
    } else if (row.clause === clause)
      return `${row.result}${row.decides ? `: ${row.decides.fact}` : ""}${row.breach ? ", breach" : ""}`;
  }
  return "no row";
}

describe("cases", () => {
  const folder = fileURLToPath(new URL("fixtures", import.meta.url));
  const names = readdirSync(folder)
    .filter((n) => n.endsWith(".json") && !read(`fixtures/${n}`).includes('"agreement": "borders"'))
    .sort();
  test("are there", () => expect(names.length).toBeGreaterThan(50));
  for (const name of names)
    test(name.slice(0, -5).replaceAll("-", " "), () => {
      const given = JSON.parse(read(`fixtures/${name}`)) as Case;
      const rows = [...assess([made(given.facts)], compiled, { readings: ["A"], ...given.options })];
      const found = Object.fromEntries(Object.keys(given.expect).map((c) => [c, saying(rows, c)]));
      expect(found).toEqual(given.expect);
    });
});

describe("what a lawyer reads", () => {
  const one = (facts: MadeFacts, clause: string, options: AssessOptions = {}) => {
    const row = [...assess([made(facts)], compiled, { readings: ["A"], ...options })].find(
      (r) => "clause" in r && r.clause === clause,
    );
    if (!row || "clauses" in row) throw new Error("no row");
    return row;
  };

  test("each test with the values it used, on the mission's clocks", () => {
    expect(one({ at: [40, 49.5, 5000] }, "stop-fire").trace.map((t) => `${t.test} ${t.outcome}: ${t.words}`)).toEqual([
      "in-force true: it happened 2024-05-02 14:00:00 +03:00; in force under reading A from 2024-05-01 00:00 +03:00 until 2024-05-04 00:00 +03:00: within it",
      "act true: the act is explosion, the clause speaks of fire, explosion or movement.assault: one of them",
      'where.inside unknown: zone "Theatre": probability of inside 0.50, level 0.9: cannot tell whether inside',
      "subject true: the clause binds all parties, whoever of them acted",
      "except.defence false: self-defence (defence): not invoked",
      "except.demining false: activity (demining): exempt is demining or controlled-explosion; sources give ceasefire-event: not exempt",
      "except.notice false: prior notice (notice): none covers what happened 2024-05-02 14:00:00 +03:00",
      "except.repair false: localised ceasefire (repair): N2 by B, localised-ceasefire, from 2024-05-02 09:00 +03:00 until 2024-05-02 15:00 +03:00: does not cover it",
    ]);
  });

  test("what would decide it, either way, and what comes next", () => {
    const { decides } = one({ labelBasis: "machine", at: [40, 49.5, 5000] }, "stop-fire");
    expect(decides).toEqual({
      fact: "act-label",
      words:
        'the act is explosion, the clause speaks of fire, explosion or movement.assault: the label was put by a machine; a person\'s reading of the source decides; if so, it would still turn on place (zone "Theatre": probability of inside 0.50, level 0.9: cannot tell whether inside)',
      ifTrue: "indeterminate",
      ifFalse: "not-applicable",
    });
  });

  test("the asserted and the computed answer stand side by side", () => {
    const row = one({ at: [40, 49.5, 5000], assertedZones: [{ zone: "theatre", relation: "inside" }] }, "stop-fire");
    expect(row.trace.find((t) => t.test === "where.inside")?.words).toBe(
      'zone "Theatre": the observer asserts inside, which goes before the computed answer "cannot tell" (probability of inside 0.50, level 0.9): inside',
    );
  });

  test("a late notice exempts nothing, and says so", () => {
    const late = compile({
      ...parsed.agreement,
      notices: parsed.agreement.notices.map((n) => ({ ...n, given: n.from })),
    });
    const rows = [
      ...assess(
        [made({ activities: ["live-fire-exercise"], at: [35.1, 49.1], time: { from: "2024-05-02T11:00:00" } })],
        late,
        { readings: ["A"] },
      ),
    ];
    expect(saying(rows, "stop-fire")).toBe("contrary");
    expect(JSON.stringify(rows)).toContain("too late for the lead time");
  });

  test("allegations stand beside the conduct, each with who says so", () => {
    expect(
      one(
        {
          alleged: [
            { actor: "B", by: "x" },
            { actor: "A", by: "y" },
            { actor: "B", by: "x" },
          ],
        },
        "stop-fire",
      ).actor,
    ).toEqual({
      state: "alleged",
      allegations: [
        { actor: "A", by: "y" },
        { actor: "B", by: "x" },
      ],
    });
  });
});

test("a party without a line of its own leaves the distance open until a decision says who acted", () => {
  const oneLine = compile({
    ...parsed.agreement,
    clauses: parsed.agreement.clauses.map((c) =>
      c.id === "no-exercises" && c.prohibits?.within
        ? { ...c, prohibits: { ...c.prohibits, within: { ...c.prohibits.within, lines: ["L-a"] } } }
        : c,
    ),
  });
  const exercise = made({ activities: ["live-fire-exercise"], at: [35, 49], time: { from: "2024-05-03T11:00:00" } });
  const by = (actor?: string) => {
    const attributions = actor ? [{ incident: "i1", actor, decision: "D1", standard: "reasonable grounds" }] : [];
    return saying([...assess([exercise], oneLine, { readings: ["A"], attributions })], "no-exercises");
  };
  expect([by(), by("A"), by("B")]).toEqual(["indeterminate: distance", "contrary, breach", "indeterminate: distance"]);
});

test("incidents that rest on claims alone enter no result", () => {
  expect([...assess([made({}, "i1", "claimed")], compiled)]).toEqual([]);
});

test("obligations and permissions are left out, with the reason", () => {
  expect(compiled.excluded.map((e) => e.clause)).toEqual(["report", "overflight"]);
  const rows = [...assess([made()], compiled)];
  expect(JSON.stringify(rows)).not.toMatch(/"(report|overflight)"/);
});

test("an unknown reading is refused with those that there are", () => {
  expect(() => [...assess([], compiled, { readings: ["C"] })]).toThrow('no reading "C"; this agreement has A, B');
});

test("a summary has every clause of every reading, also without incidents", () => {
  const none = { contrary: 0, "not-contrary": 0, exempt: 0, "not-applicable": 0, indeterminate: 0 };
  const summary = summarise([], compiled);
  expect(summary.map((s) => `${s.reading} ${s.clause}`)).toEqual([
    "A stop-fire",
    "A heavy-weapons",
    "A energy",
    "A quiet-nights",
    "A no-exercises",
    "B stop-fire",
    "B heavy-weapons",
    "B energy",
    "B quiet-nights",
    "B no-exercises",
  ]);
  expect(summary[0]).toEqual({
    clause: "stop-fire",
    reading: "A",
    results: none,
    atLeast: 0,
    atMost: 0,
    indeterminateBy: {},
    breaches: 0,
  });
});
