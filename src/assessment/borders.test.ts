import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compile } from "../agreement/compile.ts";
import { parseAgreement } from "../agreement/parse.ts";
import type { CoverageWindow } from "../observation/coverage-window.ts";
import { parseInstant } from "../time/day.ts";
import type { Millis } from "../units.ts";
import { resultCodes } from "./codes.ts";
import { columnsOf } from "./columns.ts";
import { type AssessmentRow, type AssessOptions, assess, contexts } from "./evaluate.ts";
import { type Made, type MadeFacts, made } from "./fixtures/made.ts";
import { assessObligations, type FulfilmentStatement } from "./obligation.ts";
import { weaponFinding } from "./weapon-finding.ts";
import { overRecord } from "./whole-record.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const parsed = parseAgreement(read("fixtures/borders.yaml"), "borders.yaml");
if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
const compiled = compile(parsed.agreement);

interface Case {
  /** Where the situation or the rule comes from: a section of the field notes, or a rule of the design. */
  readonly rule: string;
  readonly why: string;
  readonly agreement: "borders";
  readonly facts?: MadeFacts;
  /** Further incidents of the record, o0, o1, …; and incidents that rest on claims alone. */
  readonly others?: readonly MadeFacts[];
  readonly claimed?: readonly MadeFacts[];
  /** How far the record reaches. */
  readonly asOf?: string;
  readonly statements?: readonly (Omit<FulfilmentStatement, "id" | "asOf"> & { readonly asOf: string })[];
  /** Stretches in which the disengagement area was watched whole; and what bodies confirmed of its quiet. */
  readonly watched?: readonly (readonly [from: string, until: string])[];
  readonly confirmed?: readonly { readonly by: string; readonly from: string; readonly until: string }[];
  readonly options?: AssessOptions;
  /** The three-way finding of clause "guns". */
  readonly finding?: string;
  readonly expect: Readonly<Record<string, string>>;
}

function saying(rows: readonly AssessmentRow[], incident: string, clause: string): string {
  for (const row of rows.filter((r) => r.incident === incident)) {
    if ("clauses" in row) {
      if (row.clauses.includes(clause)) return `not-applicable: ${row.because[clause]}`;
    } else if (row.clause === clause)
      return `${row.result}${row.decides ? `: ${row.decides.fact}` : ""}${row.breach ? ", breach" : ""}`;
  }
  return "no row";
}

const instant = (text: string): Millis => {
  const at = parseInstant(text);
  if (at === null) throw new Error(`no moment: ${text}`);
  return at;
};

/** The whole of the disengagement area, watched by one station. */
const watching = (id: string, from: Millis, until: Millis): CoverageWindow => ({
  id,
  station: "tower",
  kind: "station",
  area: { kind: "point", lon: 35.05, lat: 49.05, radiusM: 20_000 },
  state: "watching",
  detects: [],
  blindTo: [],
  zone: "UTC",
  origin: { file: "", line: 1 },
  from,
  until,
});

const names = readdirSync(fileURLToPath(new URL("fixtures", import.meta.url)))
  .filter((n) => n.endsWith(".json"))
  .sort();
const cases = names.flatMap((name): [string, Case][] => {
  const given = JSON.parse(read(`fixtures/${name}`)) as Partial<Case>;
  return given.agreement === "borders" ? [[name.slice(0, -5).replaceAll("-", " "), given as Case]] : [];
});

describe("situations on borders", () => {
  test("are many, and each says where it comes from", () => {
    expect(names.length).toBeGreaterThanOrEqual(150);
    for (const [name, given] of cases) expect(given.rule.length, name).toBeGreaterThan(8);
  });

  test.each(cases)("%s", (_, given) => {
    const main: readonly Made[] = given.facts ? [made(given.facts)] : [];
    const incidents = [
      ...main,
      ...(given.others ?? []).map((f, i) => made(f, `o${i}`)),
      ...(given.claimed ?? []).map((f, i) => made(f, `c${i}`, "claimed")),
    ];
    const statements = (given.statements ?? []).map((s, i) => ({ ...s, id: `s${i}`, asOf: instant(s.asOf) }));
    const asked: AssessOptions = { readings: ["A"], ...given.options };
    const observed = given.asOf ? [{ time: { ...made().facts.time, until: instant(given.asOf) } }] : [];
    const coverage = (given.watched ?? []).map(([from, until], i) => watching(`w${i}`, instant(from), instant(until)));
    const confirmations = (given.confirmed ?? []).map(({ by, from, until }, i) => ({
      id: `q${i}`,
      clause: "apart",
      by,
      from: instant(from),
      until: instant(until),
    }));
    const { options } = overRecord(
      asked,
      { incidents, statements, confirmations, coverage, impediments: [], observations: observed },
      compiled,
    );
    const rows = [...assess(incidents, compiled, options)];
    const obligations = assessObligations(
      { incidents, statements, coverage: [], impediments: [], asOf: instant(given.asOf ?? "2024-05-01T00:00:00Z") },
      compiled,
      options,
    );
    const found = Object.fromEntries(
      Object.keys(given.expect).map((key) => {
        const [clause, party] = key.split(" ");
        const o = obligations.find((r) => r.clause === clause && r.party === party);
        if (!o) return [key, saying(rows, "i1", key)];
        return [key, `${o.result}, ${o.due}, in time ${o.inTime}${o.decides ? `: ${o.decides.fact}` : ""}`];
      }),
    );
    expect(found).toEqual(given.expect);

    // The fast path says the same of every incident of every case.
    const codes = resultCodes(columnsOf(incidents), compiled, options);
    incidents
      .filter((m) => m.incident.status === "recorded")
      .forEach((m, i) => {
        codes.clauses.forEach((clause, c) => {
          const code = codes.at(i, c, 0);
          const said = saying(rows, m.incident.id, clause).replace(", breach", "");
          const fact = codes.fact(code) ?? codes.test(code);
          expect(`${codes.result(code)}${fact === undefined ? "" : `: ${fact}`}`).toBe(said);
        });
      });

    if (given.finding !== undefined) {
      const guns = compiled.clauses.find((c) => c.clause.id === "guns");
      const [one] = main;
      if (!guns || !one) throw new Error("a finding needs a weapon");
      const { computed, fact } = weaponFinding(
        contexts(compiled, options)(one.incident, one.facts),
        { ...guns, from: [], beyond: guns.conductLines },
        compiled,
      );
      expect(computed === null ? "none" : `${computed}${fact === undefined ? "" : `: ${fact}`}`).toBe(given.finding);
    }
  });
});
