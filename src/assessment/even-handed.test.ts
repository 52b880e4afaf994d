import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Agreement } from "../agreement/agreement.ts";
import { compile } from "../agreement/compile.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { ACTIVITIES, type Activity } from "../observation/observation.ts";
import { millis } from "../units.ts";
import { resultCodes } from "./codes.ts";
import { columnsOf } from "./columns.ts";
import { type AssessOptions, assess, contexts } from "./evaluate.ts";
import { type Made, type MadeFacts, made } from "./fixtures/made.ts";
import { FULFILMENTS, type FulfilmentStatement, type ObligationResult } from "./obligation.ts";
import { THREE_WAYS, weaponFinding } from "./weapon-finding.ts";
import { overRecord } from "./whole-record.ts";

const text = readFileSync(fileURLToPath(new URL("fixtures/borders.yaml", import.meta.url)), "utf8");
const parsed = parseAgreement(text, "borders.yaml");
if ("errors" in parsed) throw new Error("borders.yaml does not parse");

const swap = (s: string): string => (s === "A" ? "B" : s === "B" ? "A" : s);
/** Ids of readings are no parties, though these here have their names. */
const NOT_PARTIES = new Set(["onlyUnder", "readings"]);
/** Exchanges the parties' names wherever they stand as values. */
function exchanged<T>(value: T, key = ""): T {
  if (typeof value === "string") return swap(value) as T;
  if (NOT_PARTIES.has(key) || value === null || typeof value !== "object") return value;
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((v) => exchanged(v)) as T;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, exchanged(v, k)])) as T;
}

const agreement: Agreement = parsed.agreement;
const here = compile(agreement);
const there = compile({
  ...exchanged(agreement),
  missionZone: agreement.missionZone,
  clauses: agreement.clauses.map((c) => {
    const { when, ...rest } = c;
    return { ...exchanged(rest), when };
  }),
});

const facts: fc.Arbitrary<MadeFacts> = fc.record({
  time: fc
    .record({ day: fc.integer({ min: 0, max: 70 }), hour: fc.integer({ min: 0, max: 23 }), window: fc.boolean() })
    .map(({ day, hour, window }) => {
      const at = (h: number) => new Date(Date.UTC(2024, 2, 29 + day, h)).toISOString();
      return window ? { from: at(hour), until: at(hour + 20), kind: "window" as const } : { from: at(hour) };
    }),
  at: fc.oneof(
    fc
      .tuple(fc.double({ min: 34.6, max: 35.5, noNaN: true }), fc.constantFrom(49.05, 49.5), fc.constantFrom(100, 3000))
      .map((p): readonly number[] => p),
    fc.constantFrom<readonly number[]>(
      [33, 49, 100],
      [37, 49, 100],
      [33.02, 49, 2000],
      [31.5, 49, 100],
      [35, 49.05, 1000],
    ),
  ),
  acts: fc.constantFrom(
    ["explosion" as const],
    ["presence.weapon" as const],
    ["presence.weapon" as const],
    ["flight.uav" as const],
    ["movement.crossing" as const],
    ["movement.assault" as const],
    ["cyber" as const],
    ["detention" as const],
  ),
  weapons: fc.constantFrom<NonNullable<MadeFacts["weapons"]>>(
    [],
    [{ class: "tube-artillery", calibreMm: 152, certainty: "stated" }],
    [{ class: "tube-artillery", certainty: "stated" }],
    [{ class: "tank", certainty: "stated" }],
  ),
  activities: fc.oneof(
    fc.uniqueArray(fc.constantFrom(...ACTIVITIES), { minLength: 1, maxLength: 2 }),
    fc.constant<Activity[]>(["test"]),
  ),
  objects: fc.constantFrom<NonNullable<MadeFacts["objects"]>>([], [{ kind: "gas-production" }], [{ kind: "hospital" }]),
  alleged: fc.array(fc.record({ actor: fc.constantFrom("A", "B"), by: fc.constantFrom("A", "B", "a newspaper") }), {
    maxLength: 1,
  }),
});
/** A gun in the site of its own side, or of the other: the rarest of the findings. */
const stored: fc.Arbitrary<MadeFacts> = fc.constantFrom([33, 49, 100], [37, 49, 100]).map((at) => ({
  at,
  acts: ["presence.weapon"],
  weapons: [{ class: "tube-artillery", calibreMm: 152, certainty: "stated" }],
}));
const incidents = fc
  .array(fc.oneof({ weight: 5, arbitrary: facts }, { weight: 1, arbitrary: stored }), { minLength: 1, maxLength: 4 })
  .map((l) => l.map((f, i) => made(f, `i${i}`)));
const party = fc.constantFrom("A", "B");
const decisions: fc.Arbitrary<AssessOptions> = fc.record({
  attributions: fc.array(
    fc.record({
      incident: fc.constantFrom("i0", "i1", "i2"),
      actor: party,
      decision: fc.constantFrom("D1", "D2"),
      standard: fc.constant("reasonable grounds"),
    }),
    { maxLength: 3 },
  ),
  invocations: fc.array(
    fc.record({
      incident: fc.constantFrom("i0", "i1"),
      clause: fc.constant("stop"),
      exception: fc.constant("defence"),
      by: party,
    }),
    { maxLength: 1 },
  ),
  actorAssessments: fc.array(
    fc.record({
      incident: fc.constantFrom("i0", "i1"),
      actor: party,
      strength: fc.constantFrom("likely" as const, "almost-certain" as const),
      basis: fc.constant("fragments"),
      entry: fc.constantFrom("e1", "e2"),
    }),
    { maxLength: 2 },
  ),
});
const statements: fc.Arbitrary<FulfilmentStatement[]> = fc
  .array(
    fc.record({
      clause: fc.constantFrom("withdraw", "open-road", "exchange", "no-orders"),
      party,
      by: fc.constantFrom("A", "B", "mission", "commission"),
      progress: fc.constantFrom(
        "fulfilled" as const,
        "partly" as const,
        "not-fulfilled" as const,
        "cannot-verify" as const,
      ),
      asOf: fc.constantFrom(Date.UTC(2024, 3, 5), Date.UTC(2024, 3, 13), Date.UTC(2024, 3, 20)).map((n) => millis(n)),
      words: fc.constant(""),
    }),
    { maxLength: 5 },
  )
  .map((l) => l.map((s, i) => ({ ...s, id: `s${i}` })));

/** All that is derived: rows, codes, obligations and weapon findings, each under its key. */
function derived(
  list: readonly Made[],
  asked: AssessOptions,
  told: readonly FulfilmentStatement[],
  compiled: typeof here,
) {
  const { options, obligations } = overRecord(
    asked,
    {
      incidents: list,
      statements: told,
      confirmations: [],
      coverage: [],
      impediments: [],
      observations: list.map((m) => m.facts),
    },
    compiled,
  );
  const rows = [...assess(list, compiled, options)].map((row) =>
    "clauses" in row
      ? row
      : {
          ...row,
          trace: row.trace.map(({ test: name, outcome }) => [name, outcome]),
          ...(row.decides && { decides: { ...row.decides, words: "" } }),
        },
  );
  const duties = new Map(
    obligations().map((o: ObligationResult) => [
      `${o.clause} ${o.reading} ${o.party}`,
      {
        ...o,
        trace: o.trace.map(({ test: name, outcome }) => [name, outcome]),
        ...(o.decides && { decides: o.decides.fact }),
      },
    ]),
  );
  const guns = compiled.clauses.find((c) => c.clause.id === "guns") as (typeof compiled.clauses)[number];
  const contextOf = contexts(compiled, options);
  const found = list.map((m) =>
    weaponFinding(contextOf(m.incident, m.facts), { ...guns, from: [], beyond: guns.conductLines }, compiled),
  );
  return { rows, duties, found, codes: resultCodes(columnsOf(list), compiled, options).codes };
}

describe("even-handed over every kind of clause", () => {
  test("with the parties' names exchanged in terms and data every result is exchanged, and nothing else changes", () => {
    const seen = { fulfilment: new Set<string>(), finding: new Set<string>(), conduct: new Set<string>() };
    fc.assert(
      fc.property(incidents, decisions, statements, (list, asked, told) => {
        const mirrored = list.map((m) => ({ ...m, facts: { ...m.facts, alleged: exchanged(m.facts.alleged) } }));
        const a = derived(list, asked, told, here);
        const b = derived(mirrored, exchanged(asked), exchanged(told), there);
        const actorsOf = (rows: typeof a.rows) =>
          rows.map((r) => ("actor" in r && "allegations" in r.actor ? { ...r, actor: sorted(r.actor) } : r));
        expect(actorsOf(b.rows)).toEqual(actorsOf(exchangedRows(a.rows)));
        expect(b.codes).toEqual(a.codes);
        expect(b.found).toEqual(a.found);
        expect(b.duties.size).toBe(a.duties.size);
        for (const [key, duty] of a.duties) {
          const [clause, reading, who] = key.split(" ");
          const other = b.duties.get(`${clause} ${reading} ${swap(who as string)}`);
          expect(other, key).toEqual({ ...exchanged(duty), reading: duty.reading });
          seen.fulfilment.add(duty.result);
        }
        for (const f of a.found) seen.finding.add(String(f.computed));
        for (const r of a.rows) seen.conduct.add(r.result);
      }),
      { numRuns: 250 },
    );
    expect([...seen.fulfilment].sort()).toEqual([...FULFILMENTS].sort());
    expect(THREE_WAYS.filter((w) => !seen.finding.has(w))).toEqual([]);
    expect(seen.conduct.size).toBe(5);
  });

  test("the exchange reaches the terms: a clause of one party becomes a clause of the other", () => {
    const of = (c: typeof here, id: string) => c.clauses.find((k) => k.clause.id === id)?.subject;
    expect([of(here, "of-a-alone"), of(there, "of-a-alone")]).toEqual([["A"], ["B"]]);
    expect(there.obligations.find((o) => o.clause.id === "open-road")?.clause.subject).toEqual(["A"]);
  });
});

/** Rows as they are with the parties exchanged: readings keep their names. */
function exchangedRows<T extends { readonly reading: string }>(rows: readonly T[]): T[] {
  return rows.map((row) => ({ ...exchanged(row), reading: row.reading }));
}

/** Allegations are told in the order of their names, which the exchange turns. */
function sorted<T extends { readonly allegations: readonly { readonly actor: string; readonly by: string }[] }>(
  actor: T,
): T {
  const key = (x: { readonly actor: string; readonly by: string }) => `${x.actor} ${x.by}`;
  return { ...actor, allegations: [...actor.allegations].sort((x, y) => (key(x) < key(y) ? -1 : 1)) };
}
