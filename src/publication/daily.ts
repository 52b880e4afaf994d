import { canonical } from "../canonical.ts";
import { coverageStatement } from "../coverage/statement.ts";
import { type CountInterval, type CountTotal, type CountUnit, HEARD_UNITS, sumCounts } from "../observation/count.ts";
import { ROLES } from "../observation/observation.ts";
import { dayInterval } from "../time/day.ts";
import { during, overlaps } from "../time/interval.ts";
import { byCodePoint } from "../units.ts";
import { type DayObservation, dayLists } from "./daily-lists.ts";
import { type Beside, besideWords, type Findings, type UnitTotal } from "./findings.ts";
import { NO_ATTRIBUTION, totalWords, unitWords } from "./wording.ts";
import { zoneOf } from "./zone-offsets.ts";

/** A list of the annex: what a figure of the report opens. */
export interface DailyList {
  /** "A1", "B1", … */
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One line of a summary or table: words, a figure, and the list whose rows the figure counts. */
export interface DailyFigure {
  readonly label: string;
  readonly figure: string;
  readonly list: string;
  /** Rows of the list that it counts, by number; absent: every row. */
  readonly rows?: readonly number[];
}

/** One sum that was made in two ways, or that a source published beside ours. Never repaired. */
export interface DailyReconciliation {
  readonly what: string;
  readonly theirs: string;
  readonly ours: string;
  readonly gap: string;
  readonly list: string;
}

/** The daily report as values; the HTML, DOCX and JSON forms say the same. */
export interface DailyReport {
  readonly kind: "daily";
  readonly title: string;
  readonly number: string;
  readonly date: string;
  readonly zone: string;
  readonly from: string;
  readonly until: string;
  readonly asKnownAt: string;
  readonly marking: string;
  readonly viewer: string;
  readonly demonstration: boolean;
  readonly summary: readonly DailyFigure[];
  /** As heard and as fused, a unit a row, explosions by role below theirs. */
  readonly counts: readonly {
    readonly unit: string;
    readonly heard: string;
    readonly fused: string;
    readonly of?: string;
    readonly list: string;
    /** Rows of the list that the figure as heard adds up. */
    readonly rows: readonly number[];
  }[];
  readonly weapons: readonly DailyFigure[];
  readonly coverage: string;
  readonly reconciliation: readonly DailyReconciliation[];
  readonly corrections: string;
  /** Decisions whose basis has moved, and files that count for nothing; in words under corrections. */
  readonly beside?: Beside;
  readonly attribution: string;
  readonly method: readonly string[];
  readonly lists: readonly DailyList[];
}

export interface DailyOptions {
  /** The mission day as YYYY-MM-DD in the agreement's zone. */
  readonly date: string;
  /** The report's running number, if the mission numbers them. */
  readonly number?: string;
}

const METHOD: readonly string[] = [
  "The unit of count is the event heard or seen, as its source counted it. It is no ruling, and nobody is named as its doer.",
  "An observation belongs to the day where its whole time lies in it. One whose time reaches over an end of the day is listed apart (A2) and enters no figure but those called at most.",
  "As heard adds up every observation. As fused takes one thing that happened once.",
  "Durations, rates and words such as “hundreds” enter no sum and are flagged.",
  "The zone column gives what the observer asserts and what follows from the place as an area: inside, outside or cannot tell.",
  "Claims by parties are listed apart and add nothing. Totals that others published are set beside ours; a gap is shown and not repaired.",
  "Direction of fire is not attribution. Quiet is not compliance.",
];

/** Runs of consecutive row numbers: [first, last]. */
export function runs(rows: readonly number[]): (readonly [number, number])[] {
  const out: [number, number][] = [];
  for (const n of [...rows].sort((a, b) => a - b)) {
    const last = out.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else out.push([n, n]);
  }
  return out;
}

const isHeard = (unit: CountUnit): boolean => HEARD_UNITS.includes(unit);

const counted = (rows: readonly DayObservation[]): readonly CountInterval[] =>
  rows.filter((r) => isHeard(r.observation.count.unit)).map((r) => r.observation.count);

const unitsOf = (counts: readonly CountInterval[]): readonly CountUnit[] =>
  HEARD_UNITS.filter((unit) => counts.some((c) => c.unit === unit));

const totalOf = (counts: readonly CountInterval[], unit: CountUnit): string =>
  totalWords(sumCounts(counts.filter((c) => c.unit === unit)));

/** The observations of the day, by what their time says. */
function sortObservations(
  findings: Findings,
  day: { readonly from: number; readonly until: number },
): Record<"certain" | "straddling" | "repeats" | "claims", DayObservation[]> {
  const out = {
    certain: [] as DayObservation[],
    straddling: [] as DayObservation[],
    repeats: [] as DayObservation[],
    claims: [] as DayObservation[],
  };
  for (const { incident } of findings.incidents)
    for (const { observation, role } of incident.members) {
      const inDay = during(observation.time, day as Parameters<typeof during>[1]);
      if (inDay === false) continue;
      const row = { observation, incident: incident.id };
      if (role === "claims") out.claims.push(row);
      else if (role === "repeats") out.repeats.push(row);
      else if (inDay === true) out.certain.push(row);
      else out.straddling.push(row);
    }
  const order = (a: DayObservation, b: DayObservation): number =>
    a.observation.time.from - b.observation.time.from ||
    a.observation.time.until - b.observation.time.until ||
    byCodePoint(a.observation.id, b.observation.id);
  for (const list of Object.values(out)) list.sort(order);
  return out;
}

function countTable(
  heard: readonly DayObservation[],
  fused: readonly CountInterval[],
  rowsOf: (of: readonly DayObservation[]) => readonly number[],
): DailyReport["counts"] {
  const own = counted(heard);
  return unitsOf([...own, ...fused]).flatMap((unit) => {
    const of = heard.filter((r) => r.observation.count.unit === unit);
    const line = {
      unit: unitWords(unit, null),
      heard: totalOf(own, unit),
      fused: totalOf(fused, unit),
      list: "A1",
      rows: rowsOf(of),
    };
    const parts = (name: string, rows: readonly DayObservation[]): DailyReport["counts"] =>
      rows.length === 0 || rows.length === of.length
        ? []
        : [
            {
              unit: name,
              of: line.unit,
              heard: totalOf(counted(rows), unit),
              fused: "–",
              list: "A1",
              rows: rowsOf(rows),
            },
          ];
    const roles =
      unit === "explosion"
        ? ROLES.flatMap((role) =>
            parts(
              role,
              of.filter((r) => r.observation.role === role),
            ),
          )
        : [];
    const exercise = parts(
      "in live-fire exercises",
      of.filter((r) => r.observation.activity === "live-fire-exercise"),
    );
    return [line, ...roles, ...exercise];
  });
}

/** How far two totals lie apart for certain; uncounted fire leaves a total open above. */
function gapWords(theirs: CountTotal, ours: CountTotal): string {
  const most = (t: CountTotal): number => (t.max === null || t.uncounted > 0 ? Number.POSITIVE_INFINITY : t.max);
  const exact = most(theirs) === theirs.min && most(ours) === ours.min;
  const by = (n: number): string => (exact ? String(n) : `at least ${n}`);
  if (ours.min > most(theirs)) return `ours is higher by ${by(ours.min - most(theirs))}`;
  if (theirs.min > most(ours)) return `ours is lower by ${by(theirs.min - most(ours))}`;
  return exact ? "none" : "none that is certain";
}

/** Sums that were made in two ways, and totals that sources published, each beside ours. */
function reconcile(
  findings: Findings,
  day: { from: number; until: number },
  rows: readonly DayObservation[],
): DailyReconciliation[] {
  const out: DailyReconciliation[] = [];
  const byIncident = new Map<string, CountInterval[]>();
  for (const { observation, incident } of rows)
    byIncident.set(incident, [...(byIncident.get(incident) ?? []), observation.count]);
  for (const { incident, facts } of findings.incidents) {
    const own = byIncident.get(incident.id);
    const spoken = incident.members.filter((m) => m.role === "supports" || m.role === "contradicts");
    if (!own || spoken.length !== own.length) continue;
    for (const unit of unitsOf([...own, ...facts.heard])) {
      const [a, b] = [totalOf(own, unit), totalOf(facts.heard, unit)];
      if (a !== b)
        out.push({
          what: `Incident ${incident.id.slice(0, 16)}, ${unitWords(unit, null)}: rows beside the incident's own sum`,
          theirs: b,
          ours: a,
          gap: "does not add up",
          list: "A1",
        });
    }
  }
  const aggregates = [...findings.aggregates].sort(
    (a, b) => byCodePoint(a.source, b.source) || a.time.from - b.time.from || byCodePoint(a.id, b.id),
  );
  for (const g of aggregates) {
    if (!overlaps(g.time, day as Parameters<typeof overlaps>[1])) continue;
    // A total of "events" covers every unit that is heard or seen; any other total covers its own unit.
    const ours = counted(rows).filter((c) => g.count.unit === "event" || c.unit === g.count.unit);
    const [theirs, own] = [sumCounts([g.count]), sumCounts(ours)];
    const gap = gapWords(theirs, own);
    const covers =
      g.time.from === day.from && g.time.until === day.until
        ? ""
        : ` (for “${g.time.stated}”, which is not this day exactly)`;
    out.push({
      what: `${g.source}: total of ${unitWords(g.count.unit, null)}${covers}`,
      theirs: totalWords(theirs),
      ours: totalWords(own),
      gap,
      list: "F1",
    });
  }
  return out;
}

/**
 * The daily report of one mission day, [00:00, 24:00) in the agreement's zone.
 * @throws RangeError where `date` is no day or the zone is unknown
 * Source: the order of OSCE SMM daily reports and the annex row of domain.md (g)
 */
export function dailyReport(findings: Findings, options: DailyOptions): DailyReport {
  const { agreement } = findings;
  const zone = zoneOf(agreement.zone);
  const day = dayInterval(options.date, zone);
  const sorted = sortObservations(findings, day);
  const lists = dayLists(findings, zone, day, sorted);
  const rowsOf = (id: string): number => lists.find((l) => l.id === id)?.rows.length ?? 0;
  // The very rows of list A1, so that a row's number is its place here.
  const events = sorted.certain.filter(
    (r) => isHeard(r.observation.count.unit) && r.observation.weaponFinding === undefined,
  );
  const rowNumber = new Map(events.map((r, n) => [r.observation.id, n + 1]));
  const numbers = (of: readonly DayObservation[]): readonly number[] =>
    of.map((r) => rowNumber.get(r.observation.id) as number);
  const fused = findings.incidents.filter(
    (f) => f.incident.status === "recorded" && during(f.facts.time, day) === true,
  );
  const fusedCounts = fused.flatMap((f) => f.facts.fused).filter((c) => isHeard(c.unit));
  const figure = (label: string, list: string): DailyFigure => ({ label, figure: String(rowsOf(list)), list });
  const heard: UnitTotal[] = unitsOf(counted(events)).map((unit) => ({
    unit,
    total: sumCounts(counted(events).filter((c) => c.unit === unit)),
  }));
  const findingsOf = new Map<string, { places: string[]; rows: number[] }>();
  for (const [row = "", finding = "", side = "", place = ""] of lists.find((l) => l.id === "B1")?.rows ?? []) {
    const key = `${finding} · control side ${side}`;
    const entry = findingsOf.get(key) ?? { places: [], rows: [] };
    findingsOf.set(key, entry);
    entry.places.push(place);
    entry.rows.push(Number(row));
  }
  return {
    kind: "daily",
    title: agreement.title,
    number: options.number ?? "",
    date: options.date,
    zone: agreement.zone,
    from: new Date(day.from).toISOString(),
    until: new Date(day.until).toISOString(),
    asKnownAt: findings.vintage,
    marking: findings.marking,
    viewer: findings.viewer,
    demonstration: agreement.demonstration,
    summary: [
      ...heard.map(({ unit, total }) => ({
        label: `${unitWords(unit, total.max)}, as heard or seen`,
        figure: totalWords(total),
        list: "A1",
        rows: numbers(events.filter((r) => r.observation.count.unit === unit)),
      })),
      figure("observations whose time reaches over an end of the day, in no figure above", "A2"),
      figure("weapons observed, by finding", "B1"),
      figure("restrictions of movement", "C1"),
      figure("claims by parties, adding nothing", "E1"),
    ],
    counts: countTable(events, fusedCounts, numbers),
    weapons: [...findingsOf].map(([key, { places, rows }]) => ({
      label: `${key}: ${[...new Set(places)].join("; ")}`,
      figure: String(places.length),
      list: "B1",
      rows,
    })),
    coverage: coverageStatement(findings.coverage.windows, day).words,
    reconciliation: reconcile(findings, day, sorted.certain),
    corrections: findings.beside ? besideWords(findings.beside).join(" ") : "None in this first form.",
    ...(findings.beside && { beside: findings.beside }),
    attribution: NO_ATTRIBUTION,
    method: METHOD,
    lists,
  };
}

/** The JSON form: canonical JSON of the report, one line. */
export const dailyJson = (report: DailyReport): string => `${canonical(report)}\n`;
