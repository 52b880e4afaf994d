import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../agreement/compile.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { assess } from "../assessment/evaluate.ts";
import { type Made, type MadeFacts, made } from "../assessment/fixtures/made.ts";
import type { FulfilmentStatement } from "../assessment/obligation.ts";
import { parseInstant } from "../time/day.ts";
import { byCodePoint, HOUR, type Millis, millis } from "../units.ts";
import type { CaseStep } from "./cases.ts";
import { type IncidentDuty, incidentDuties } from "./incident-duty.ts";
import { procedureOf } from "./procedure.ts";

const TEXT = `
agreement:
  id: duties
  title: Duties
  status: signed
  parties: [{id: A, name: A}, {id: B, name: B}]
  mission-zone: Europe/Kyiv
in-force:
  - {reading: first, by: A, from: "2024-04-01T00:00+03:00", until: "2024-06-01T00:00+03:00"}
  - {reading: later, by: B, from: "2024-05-05T00:00+03:00", until: "2024-06-01T00:00+03:00"}
terms:
  - {id: fire, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [fire, explosion]}}
  - {id: report, title: Each incident is reported, reference: "2", standing: agreed, subject: [A, B], obliges: {kind: report-by, duty: report, to: mechanism, deadline: incident + 72 h}}
verification:
  bodies: [{id: mechanism, name: Mechanism, functions: [verify]}]
  clocks: [{id: look, name: Looked into, body: mechanism, starts-at: incident, within: 24 h}]
`;
const parsed = parseAgreement(TEXT, "duties.yaml");
if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
const compiled = compile(parsed.agreement);
const procedure = procedureOf(parsed.agreement);

const at = (text: string): Millis => parseInstant(text) as Millis;
const FAR = at("2024-07-01T00:00+03:00");
const saying = (
  progress: FulfilmentStatement["progress"],
  asOf: string,
  more: Partial<FulfilmentStatement> = {},
): FulfilmentStatement => ({
  id: `${more.by ?? "mechanism"} ${asOf} ${progress}`,
  clause: "report",
  party: "A",
  by: "mechanism",
  progress,
  asOf: at(asOf),
  incident: "i1",
  words: "",
  ...more,
});
const opening = (by: string, stated: string, subject: "complaint" | "investigation"): CaseStep => ({
  id: `${by} ${stated}`,
  author: `author of ${by}`,
  stated: at(stated),
  by,
  words: "",
  dissent: [],
  opens: { subject, agreement: "duties", clauses: ["fire"], incidents: ["i1"], from: null },
  move: null,
});

function duties(
  list: readonly Made[],
  statements: readonly FulfilmentStatement[] = [],
  steps: readonly CaseStep[] = [],
  asOf = FAR,
): IncidentDuty[] {
  const rows = [...assess(list, compiled)];
  const incidents = list.map((found) => ({ found, rows: rows.filter((r) => r.incident === found.incident.id) }));
  return [...incidentDuties({ incidents, statements, steps, procedure, asOf }, compiled)];
}
const of = (rows: readonly IncidentDuty[], who: "A" | "B" | "mechanism", reading = "first") =>
  rows.find((r) => r.party === who && r.reading === reading);

describe("a duty that an incident gives rise to", () => {
  // The incident: 2 May 2024, 14:00 Kyiv time, so that a report is due on 5 May at 14:00.
  test.each<
    [string, string, Partial<{ facts: MadeFacts; told: FulfilmentStatement[]; steps: CaseStep[]; asOf: string }>]
  >([
    ["nothing is recorded: unverifiable, and never taken for not done", "true passed unverifiable unknown", {}],
    ["before it is due", "true not-yet unverifiable unknown", { asOf: "2024-05-05T13:59+03:00" }],
    [
      "reported in time, as the body states",
      "true passed fulfilled true",
      { told: [saying("fulfilled", "2024-05-05T14:00+03:00")] },
    ],
    [
      "stated after it was due: done, perhaps in time",
      "true passed fulfilled unknown",
      { told: [saying("fulfilled", "2024-05-09T00:00+03:00")] },
    ],
    [
      "stated as not done after it was due, then as done",
      "true passed fulfilled false",
      { told: [saying("not-fulfilled", "2024-05-06T00:00+03:00"), saying("fulfilled", "2024-05-09T00:00+03:00")] },
    ],
    [
      "stated as not done before it was due",
      "true passed unverifiable unknown",
      { told: [saying("not-fulfilled", "2024-05-04T00:00+03:00")] },
    ],
    ["in part", "true passed partly false", { told: [saying("partly", "2024-05-06T00:00+03:00")] }],
    [
      "the party's own word is a claim",
      "true passed unverifiable unknown",
      { told: [saying("fulfilled", "2024-05-03T00:00+03:00", { by: "A" })] },
    ],
    [
      "a body that the text does not name decides nothing",
      "true passed unverifiable unknown",
      { told: [saying("fulfilled", "2024-05-03T00:00+03:00", { by: "another" })] },
    ],
    [
      "of another incident",
      "true passed unverifiable unknown",
      { told: [saying("fulfilled", "2024-05-03T00:00+03:00", { incident: "i2" })] },
    ],
    [
      "of the duty as a whole",
      "true passed unverifiable unknown",
      {
        told: [
          { ...saying("fulfilled", "2024-05-03T00:00+03:00"), incident: undefined } as unknown as FulfilmentStatement,
        ],
      },
    ],
    [
      "a complaint by the party is the report",
      "true passed fulfilled true",
      { steps: [opening("A", "2024-05-04T00:00+03:00", "complaint")] },
    ],
    [
      "a complaint that came late",
      "true passed fulfilled false",
      { steps: [opening("A", "2024-05-06T00:00+03:00", "complaint")] },
    ],
    [
      "the other party's complaint",
      "true passed unverifiable unknown",
      { steps: [opening("B", "2024-05-04T00:00+03:00", "complaint")] },
    ],
    [
      "whether it was contrary is not known",
      "unknown passed unverifiable unknown",
      { facts: { labelBasis: "machine" } },
    ],
    [
      "when it ended is not known to the hour",
      "true unknown unverifiable unknown",
      {
        facts: { time: { from: "2024-05-02T00:00:00", until: "2024-05-03T00:00:00", kind: "window" } },
        asOf: "2024-05-05T12:00+03:00",
      },
    ],
  ])("%s", (_what, expected, { facts, told, steps, asOf }) => {
    const row = of(duties([made(facts)], told, steps, asOf === undefined ? FAR : at(asOf)), "A");
    expect(row && `${row.arises} ${row.due} ${row.result} ${row.inTime}`).toBe(expected);
  });

  test("has a row for each party, each reading in force and each clock, with when it is due", () => {
    const rows = duties([made()]);
    expect(
      rows.map((r) => [
        r.from,
        r.reading,
        r.party,
        Math.round((r.dueBetween.notAfter - at("2024-05-02T14:00+03:00")) / HOUR),
      ]),
    ).toEqual([
      [{ clause: "report" }, "first", "A", 72],
      [{ clause: "report" }, "first", "B", 72],
      [{ clock: "look" }, "first", "mechanism", 24],
    ]);
    expect(duties([made({ time: { from: "2024-05-06T10:00:00" } })]).filter((r) => r.reading === "later")).toHaveLength(
      3,
    );
    expect(duties([made({ time: { from: "2024-06-06T10:00:00" } })])).toEqual([]);
  });

  test("does not follow what is contrary to no clause, nor what parties claim alone", () => {
    expect(duties([made({ acts: ["movement.crossing"] })])).toEqual([]);
    expect(duties([made({}, "i1", "claimed")])).toEqual([]);
  });

  test("the clock of a body is met by a case that it opens, and names the entry", () => {
    const row = of(
      duties([made()], [], [opening("mechanism", "2024-05-03T14:00+03:00", "investigation")]),
      "mechanism",
    );
    expect(row).toMatchObject({ result: "fulfilled", inTime: true, entries: ["mechanism 2024-05-03T14:00+03:00"] });
    expect(
      of(duties([made()], [], [opening("A", "2024-05-03T10:00+03:00", "investigation")]), "mechanism")?.entries,
    ).toEqual([]);
  });

  test("two statements of one moment that differ leave it unverifiable, and both are named", () => {
    const row = of(
      duties([made()], [saying("fulfilled", "2024-05-04T00:00+03:00"), saying("partly", "2024-05-04T00:00+03:00")]),
      "A",
    );
    expect([row?.result, row?.entries.length]).toEqual(["unverifiable", 2]);
  });
});

test("the rows of an incident rest on it alone: in any order and one at a time they are the same", () => {
  const incident = fc.record({ day: fc.integer({ min: 1, max: 30 }), machine: fc.boolean() });
  const statement = fc.record({
    of: fc.nat(5),
    by: fc.constantFrom("mechanism", "A"),
    progress: fc.constantFrom("fulfilled", "partly", "not-fulfilled", "cannot-verify") as fc.Arbitrary<
      FulfilmentStatement["progress"]
    >,
    day: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(incident, { maxLength: 6 }), fc.array(statement, { maxLength: 8 }), (some, told) => {
      const list = some.map(({ day, machine }, i) =>
        made(
          {
            time: { from: `2024-05-${String(day).padStart(2, "0")}T12:00:00` },
            ...(machine && { labelBasis: "machine" }),
          },
          `i${i}`,
        ),
      );
      const statements = told.map(({ of: n, by, progress, day }, k) =>
        saying(progress, `2024-05-0${day}T00:00+03:00`, { by, incident: `i${n}`, id: `s${k}` }),
      );
      const whole = duties(list, statements, [], millis(FAR));
      const apart = list.flatMap((m) => duties([m], [...statements].reverse()));
      expect(apart).toEqual(whole);
      expect([...duties([...list].reverse(), statements)].sort((a, b) => byCodePoint(a.incident, b.incident))).toEqual(
        whole,
      );
      for (const row of whole) if (row.entries.length === 0) expect(row.result).toBe("unverifiable");
    }),
    { numRuns: 60 },
  );
});
