import { expect, test } from "vitest";
import { columnsOf } from "../assessment/columns.ts";
import { made } from "../assessment/fixtures/made.ts";
import { overRecord } from "../assessment/whole-record.ts";
import { compareResults } from "../comparison/compared.ts";
import { comparisonOf } from "../comparison/comparison.ts";
import { draft, sides } from "../comparison/fixtures/drafts.ts";
import { both } from "../comparison/side.ts";
import { millis } from "../units.ts";
import { comparePage } from "./compare-page.ts";

const duty = (deadline: string) => `
  - id: pull-back
    title: Guns <b>go</b>
    reference: para. 40
    text: {en: "Guns go."}
    authentic: [en]
    subject: [A]
    standing: agreed
    source: accord
    obliges: {kind: withdraw-by, duty: pull guns back, weapons: [{class: tube-artillery}], from: theatre, deadline: ${deadline}, verified-by: C}
`;
const force = (rules: string) => `
contingents:
  - {id: f, name: The force, source: accord, use-of-force: [${rules}], tasks: [{task: train, stance: included, source: accord}]}
`;

test("the page says of each duty what it comes to, until when, and why; and what each text says of the use of force", () => {
  const pair = sides(
    draft([], "", force(""), "", duty("EIF + 2 d")),
    draft(
      [],
      "",
      force("{id: r, rule: return-fire, says: Fire is returned, source: accord}"),
      "",
      duty("{quiet-days: 7, since: EIF, inside: theatre}"),
    ),
  );
  const list = [made({ time: { from: "2024-05-22T10:00:00" } })];
  const whole = {
    incidents: list,
    statements: [
      {
        id: "s",
        clause: "pull-back",
        party: "A",
        by: "C",
        progress: "fulfilled" as const,
        asOf: millis(Date.UTC(2024, 4, 2)),
        words: "",
      },
    ],
    confirmations: [],
    coverage: [],
    impediments: [],
    observations: list.map((m) => m.facts),
  };
  const comparison = comparisonOf(compareResults({ columns: columnsOf(list), sides: pair, countEqual: true }), {
    clock: pair.a.compiled.missionZone,
    period: null,
    obligations: both(pair, ({ compiled }) => overRecord({}, whole, compiled).obligations()),
  });
  const page = [
    ...comparePage({
      comparisons: [comparison],
      onlyA: [],
      onlyB: [],
      period: null,
      vintage: "v",
      marking: "TLP:CLEAR",
      viewer: "for anyone",
      coverage: { known: false, statement: "None." },
      files: [],
      incidents: list,
    }),
  ].join("");
  const words = page
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
  expect(words).toContain("One duty comes out otherwise, and what is said of contingents differs.");
  expect(words).toMatch(/fulfilled , in time due 2024-05-03 00:00: the deadline has passed/);
  expect(words).toMatch(/the deadline is not known: not before 2024-05-08 00:00/);
  expect(words).toMatch(/Use of force open: the text has no rule return fire: Fire is returned/);
  expect(page).toContain("Guns &lt;b&gt;go&lt;/b&gt;");
  expect(words).not.toMatch(/breach|violation/i);
});
