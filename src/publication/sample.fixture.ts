import { type Assessment, CONDUCTS, type Conduct, type TraceStep } from "../assessment/assessment.ts";
import { sha256Hex } from "../canonical.ts";
import { coverageStatement } from "../coverage/statement.ts";
import type { IncidentFacts } from "../incident/incident.ts";
import { type CountInterval, sumCounts } from "../observation/count.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import { byCodePoint, type Millis } from "../units.ts";
import type { FindingRow, Findings, FoundIncident } from "./findings.ts";
import {
  A,
  B,
  count,
  disc,
  HOUR,
  incident,
  invented,
  observation,
  seen,
  T0,
  wide,
} from "./sample-incidents.fixture.ts";

const RESULTS_BY: readonly (readonly [string, string])[] = [
  ["contrary", "contrary"],
  ["contrary", "indeterminate"],
  ["indeterminate", "not-applicable"],
  ["indeterminate", "indeterminate"],
  ["not-applicable", "contrary"],
  ["not-applicable", "indeterminate"],
  ["exempt", "exempt"],
  ["indeterminate", "not-contrary"],
  ["not-applicable", "not-applicable"],
].map(([a, b]) => [a as string, b as string]);

const trace = (result: Conduct): TraceStep[] => [
  { test: "kind of act", outcome: true, words: "mortar fire is one of the acts that the clause names" },
  {
    test: "time",
    outcome: result !== "not-contrary",
    words: "between 19 April 18:00 and 21 April 00:00, mission time",
  },
  {
    test: "place",
    outcome: result === "indeterminate" ? "unknown" : true,
    words:
      result === "indeterminate"
        ? "38 % of the place lies in the Harbour zone; certain from 95 %"
        : "the whole place lies in the Harbour zone",
  },
];

const assessment = (id: string, clause: string, reading: string, result: Conduct): Assessment => ({
  incident: id,
  clause,
  reading,
  result,
  trace: trace(result),
  actor: { state: "unknown" },
  breach: false,
  ...(result === "indeterminate"
    ? {
        decides: {
          fact: "place",
          words: "whether the place lay inside the Harbour zone",
          ifTrue: "contrary",
          ifFalse: "not-contrary",
        } as const,
      }
    : {}),
});

const rowsOf = (
  incidents: readonly FoundIncident[],
  resultOf: (n: number, clause: number, reading: number) => Conduct,
  readings: readonly string[],
  clauses: readonly string[],
): FindingRow[] =>
  incidents.flatMap(({ incident: { id, status } }, n) =>
    // A claim alone is not assessed.
    (status === "claimed" ? [] : readings).flatMap((reading, r) => {
      const results = clauses.map((clause, c) => [clause, resultOf(n, c, r)] as const);
      const none = results.filter(([, result]) => result === "not-applicable").map(([clause]) => clause);
      const rows: FindingRow[] = results.flatMap(([clause, result]) =>
        result === "not-applicable" ? [] : [assessment(id, clause, reading, result)],
      );
      if (none.length > 0)
        rows.push({
          incident: id,
          reading,
          result: "not-applicable",
          clauses: none,
          because: "the act is not of a kind that they name",
        });
      return rows;
    }),
  );

const windows: readonly CoverageWindow[] = [
  {
    id: "cw1",
    station: "Camera Mole",
    kind: "camera",
    area: disc(31.9, 46.9, 8000, "Mole"),
    state: "watching",
    from: T0 as Millis,
    until: (T0 + 22 * HOUR) as Millis,
    detects: ["explosion", "fire"],
    blindTo: ["presence"],
    zone: "Europe/Kyiv",
    origin: { file: "c", line: 2 },
  },
  {
    id: "cw2",
    station: "Camera Mole",
    kind: "camera",
    area: disc(31.9, 46.9, 8000, "Mole"),
    state: "down",
    from: (T0 + 22 * HOUR) as Millis,
    until: (T0 + 30 * HOUR) as Millis,
    detects: [],
    blindTo: [],
    zone: "Europe/Kyiv",
    origin: { file: "c", line: 3 },
  },
  {
    id: "cw3",
    station: "Patrol 2",
    kind: "patrol",
    area: disc(30.8, 46.5, 9000, "North road"),
    state: "denied",
    from: (T0 + 8 * HOUR) as Millis,
    until: (T0 + 10 * HOUR) as Millis,
    detects: [],
    blindTo: [],
    zone: "Europe/Kyiv",
    origin: { file: "c", line: 4 },
  },
];
const impediments: readonly Impediment[] = [
  {
    id: "im1",
    kind: "denial",
    place: disc(30.8, 46.5, 300, "North road block"),
    from: (T0 + 8 * HOUR) as Millis,
    until: (T0 + 8.5 * HOUR) as Millis,
    minutes: 30,
    by: "armed men",
    controlSide: "not stated by them",
    reason: "order from above, no paper",
    source: "Patrol 2",
    origin: { file: "i", line: 2 },
  },
];

/** Sums as mission/ makes them. */
const unitTotals = (
  incidents: readonly FoundIncident[],
  of: (f: IncidentFacts) => readonly CountInterval[],
): Findings["totals"]["heard"] => {
  const counts = incidents.filter((f) => f.incident.status === "recorded").flatMap((f) => of(f.facts));
  return [...new Set(counts.map((c) => c.unit))]
    .sort(byCodePoint)
    .map((unit) => ({ unit, total: sumCounts(counts.filter((c) => c.unit === unit)) }));
};

/** Findings over any incidents. */
function findingsOver(
  found: readonly FoundIncident[],
  resultOf: (n: number, clause: number, reading: number) => Conduct,
): Findings {
  const incidents = [...found].sort((a, b) => byCodePoint(a.incident.id, b.incident.id));
  const at = new Map(found.map((f, n) => [f.incident.id, n]));
  const readings = ["A", "B"];
  const clauses = ["no-fire", "harbour"];
  const rows = rowsOf(
    incidents,
    (n, c, r) => resultOf(at.get(incidents[n]?.incident.id ?? "") ?? 0, c, r),
    readings,
    clauses,
  );
  const summary = clauses.flatMap((clause) =>
    readings.map((reading) => {
      const results = Object.fromEntries(
        CONDUCTS.map((k) => [
          k,
          rows.filter(
            (r) =>
              r.reading === reading &&
              r.result === k &&
              ("clauses" in r ? r.clauses.includes(clause) : r.clause === clause),
          ).length,
        ]),
      ) as Record<Conduct, number>;
      return {
        clause,
        reading,
        results,
        atLeast: results.contrary,
        atMost: results.contrary + results.indeterminate,
        indeterminateBy: results.indeterminate > 0 ? { place: results.indeterminate } : {},
        breaches: 0,
      };
    }),
  );
  return {
    agreement: {
      id: "invented-truce",
      title: "The invented harbour truce of 2031",
      status: "reported",
      parties: [
        { id: "A", name: A },
        { id: "B", name: B },
      ],
      demonstration: true,
      zone: "Europe/Kyiv",
      containment: 0.95,
      readings: [
        { id: "A", by: A, from: T0 as Millis, until: (T0 + 30 * HOUR) as Millis },
        { id: "B", by: B, from: (T0 + 6 * HOUR) as Millis, until: (T0 + 30 * HOUR) as Millis },
      ],
      clauses: [
        {
          id: "no-fire",
          title: "No fire of any kind",
          reference: "Art. 1",
          text: "The two sides shall cease all fire from every weapon.",
          standing: "agreed",
          says: "Fire or an explosion, anywhere, while the truce holds.",
          authentic: true,
        },
        {
          id: "harbour",
          title: "Nothing heavier than small arms in the Harbour zone",
          reference: "Art. 3 (b)",
          text: "No weapon above 12.7 mm shall be brought into or used in the Harbour zone.",
          standing: "disputed",
          says: "Presence or use of a weapon above 12.7 mm, inside the Harbour zone, while the truce holds.",
          authentic: false,
        },
      ],
      zones: [
        {
          id: "harbour",
          name: "Harbour zone",
          polygons: [
            [
              [
                [30.5, 46.3],
                [31.9, 46.3],
                [31.9, 47],
                [30.5, 47],
                [30.5, 46.3],
              ],
            ],
          ],
        },
      ],
      lines: [
        {
          id: "line",
          name: "Line of April",
          positions: [
            [30.2, 47.2],
            [31.4, 46.95],
            [32.2, 47],
            [33.2, 46.6],
          ],
        },
      ],
      boundarySet: null,
      sources: [
        {
          id: "s",
          publisher: "Office of the Harbour Master",
          title: "Text of the truce",
          date: "2031-04-18",
          url: "https://example.org/truce",
        },
        { id: "x", publisher: "X", title: "Bad link", date: "2031", url: "javascript:alert(3)" },
      ],
    },
    files: [
      {
        file: "observations.csv",
        sha256: sha256Hex("f"),
        format: "trucekeeper",
        rowsIn: 14,
        rowsUsed: 12,
        refused: 1,
        skipped: { "exact repeat": 1 },
        observations: 12,
        refusals: [{ line: 9, field: "lat", why: 'expected a number, saw "<b>46"' }],
        assumptions: [{ what: "zone", value: "Europe/Kyiv", why: "not stated in the file" }],
        warnings: [],
      },
    ],
    period: { from: T0 as Millis, until: (T0 + 30 * HOUR) as Millis },
    coverage: {
      known: true,
      statement: coverageStatement(windows, { from: T0 as Millis, until: (T0 + 30 * HOUR) as Millis }).words,
      windows,
    },
    impediments,
    incidents,
    rows,
    summary,
    totals: {
      heard: unitTotals(incidents, (f) => f.heard),
      fused: unitTotals(incidents, (f) => f.fused),
      claims: incidents.reduce((n, f) => n + f.incident.members.filter((m) => m.role === "claims").length, 0),
      claimedIncidents: incidents.filter((f) => f.incident.status === "claimed").length,
      aggregates: 1,
    },
    aggregates: [
      observation("g1", {
        kind: "aggregate",
        source: "Harbour Master",
        sourceKind: "media",
        mode: "document",
        count: count(60),
        acts: ["explosion"],
        time: wide(T0 + 6 * HOUR, 24),
        place: { kind: "unknown" },
      }),
    ],
    marking: "TLP:CLEAR",
    viewer: "public",
    vintage: `input 3fa4c19b02d77e51, newest report 2031-04-20 23:10 Europe/Kyiv`,
  };
}

/** Nine invented incidents with two clauses and two readings. */
export const sampleFindings = (): Findings =>
  findingsOver(invented, (n, c) => (RESULTS_BY[n]?.[c] ?? "not-applicable") as Conduct);

/** `n` incidents from a seeded generator, for pages at full size. */
export function manyFindings(n: number): Findings {
  let state = 7;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const acts = ["explosion.artillery", "fire.small-arms", "explosion.uav-strike", "explosion", "alert"] as const;
  const found = Array.from({ length: n }, (_, k) => {
    const lon = 28 + next() * 10;
    const lat = 45.5 + next() * 5 - (lon - 28) * 0.1;
    const at = T0 + Math.floor(next() * 30 * 24) * HOUR;
    const o = observation(`many-${k}`, {
      source: `Outlet ${Math.floor(next() * 12)}`,
      sourceKind: "media",
      mode: "told",
      acts: [acts[Math.floor(next() * 5)] ?? "alert"],
      time: next() < 0.6 ? wide(at, 24) : seen(at),
      place: disc(lon, lat, 500 + Math.floor(next() * 8000), `Place ${Math.floor(next() * 3000)}`),
    });
    return incident(
      next() < 0.3
        ? [
            [o, "supports"],
            [observation(`again-${k}`, { ...o, id: sha256Hex(`again-${k}`), source: "Outlet X" }), "supports"],
          ]
        : [[o, "supports"]],
    );
  });
  const cycle: readonly Conduct[] = [
    "not-applicable",
    "indeterminate",
    "contrary",
    "not-applicable",
    "not-contrary",
    "exempt",
    "indeterminate",
    "not-applicable",
  ];
  return findingsOver(found, (k, c, r) => cycle[(k * 3 + c + r) % 8] as Conduct);
}
