import { expect, test } from "vitest";
import { columnsOf } from "../assessment/columns.ts";
import { made } from "../assessment/fixtures/made.ts";
import type { FulfilmentStatement } from "../assessment/obligation.ts";
import { overRecord } from "../assessment/whole-record.ts";
import { millis } from "../units.ts";
import { compareResults } from "./compared.ts";
import { comparisonOf } from "./comparison.ts";
import { draft, sides } from "./fixtures/drafts.ts";
import { both, mirrored } from "./side.ts";

const duty = (deadline: string, subject = "[A, B]", id = "pull-back") => `
  - id: ${id}
    title: Guns are pulled back
    reference: para. 40
    text: {en: "Guns are pulled back."}
    authentic: [en]
    subject: ${subject}
    standing: agreed
    source: accord
    obliges: {kind: withdraw-by, duty: pull guns back, weapons: [{class: tube-artillery}], from: theatre, deadline: ${deadline}, verified-by: C}
`;
const told = (progress: FulfilmentStatement["progress"], party: string, hour: number): FulfilmentStatement => ({
  id: `${party} ${hour}`,
  clause: "pull-back",
  party,
  by: "C",
  progress,
  asOf: millis(Date.UTC(2024, 4, 5, hour)),
  words: "",
});

function compared(a: string, b: string, statements: readonly FulfilmentStatement[]) {
  const of = (duties: string) => draft([], "", "", "", duties);
  const pair = sides(of(a), of(b));
  const list = [made({ time: { from: "2024-05-12T10:00:00" } }, "late")];
  const whole = {
    incidents: list,
    statements,
    confirmations: [],
    coverage: [],
    impediments: [],
    observations: list.map((m) => m.facts),
  };
  const run = (s: typeof pair) =>
    comparisonOf(compareResults({ columns: columnsOf(list), sides: s, countEqual: true }), {
      clock: s.a.compiled.missionZone,
      period: null,
      obligations: both(s, ({ compiled }) => overRecord({}, whole, compiled).obligations()),
    });
  const there = run(pair);
  // The sample has a duty of its own, which both texts keep.
  return { there, back: run(mirrored(pair)), rows: there.obligations.filter((o) => o.clause.a !== "report") };
}

test("duties row by row: the same statement is in time under one deadline and not under the other, and the trace says why", () => {
  const { there, rows } = compared(duty("EIF + 2 d"), duty("EIF + 7 d"), [
    told("not-fulfilled", "A", 3),
    told("fulfilled", "A", 9),
    told("fulfilled", "B", 9),
  ]);
  expect(rows.map((o) => [o.party, o.a?.result, o.a?.inTime, o.b?.result, o.b?.inTime, o.same])).toEqual([
    ["A", "fulfilled", false, "fulfilled", true, false],
    ["B", "fulfilled", "unknown", "fulfilled", true, false],
  ]);
  expect(rows[0]?.because[0]).toMatchObject({ test: "deadline" });
  expect(rows[0]?.because[0]?.a?.words).not.toBe(rows[0]?.because[0]?.b?.words);
  expect(there.same).toBe(false);
});

test("a duty that one text alone has, or lays on one party alone, has no row on the other side", () => {
  const { rows } = compared(duty("EIF + 2 d"), duty("EIF + 2 d", "[A]"), []);
  expect(rows.map((o) => [o.party, o.a !== null, o.b !== null, o.same])).toEqual([
    ["A", true, true, true],
    ["B", true, false, false],
  ]);
  const alone = compared(duty("EIF + 2 d"), "", []).rows;
  expect(alone.map((o) => [o.by, o.a?.result, o.b])).toEqual([
    ["only-a", "unverifiable", null],
    ["only-a", "unverifiable", null],
  ]);
});

test("matched by its reference under another id; the statement names one id, and the other text has none", () => {
  const [a] = compared(duty("EIF + 2 d"), duty("EIF + 2 d", "[A, B]", "withdraw"), [told("fulfilled", "A", 9)]).rows;
  expect([a?.by, a?.a?.result, a?.b?.result]).toEqual(["reference", "fulfilled", "unverifiable"]);
  expect(a?.because.map((t) => t.test)).toContain("result");
});

test("with the texts exchanged every row is exchanged, and nothing else", () => {
  const { there, back } = compared(duty("EIF + 2 d"), duty("EIF + 7 d", "[A]"), [told("fulfilled", "A", 9)]);
  const flip = (o: (typeof there.obligations)[number]) => ({
    party: o.party,
    clause: { a: o.clause.b, b: o.clause.a },
    a: o.b,
    b: o.a,
    same: o.same,
  });
  const plain = ({ party, clause, a, b, same }: (typeof there.obligations)[number]) => ({ party, clause, a, b, same });
  expect(back.obligations.map(plain)).toEqual(there.obligations.map(flip));
});
