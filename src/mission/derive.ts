import type { Agreement, AgreementSource, Clause } from "../agreement/agreement.ts";
import { type CompiledAgreement, EARLIEST, LATEST } from "../agreement/compile.ts";
import { sayClause } from "../agreement/explain.ts";
import { type AssessOptions, assess, readingsOf } from "../assessment/evaluate.ts";
import type { FulfilmentStatement, ObligationResult } from "../assessment/obligation.ts";
import type { QuietConfirmation } from "../assessment/record-known.ts";
import { countRows } from "../assessment/summary.ts";
import { overRecord, type WholeRecord } from "../assessment/whole-record.ts";
import { canonical, sha256Hex } from "../canonical.ts";
import { coverageStatement } from "../coverage/statement.ts";
import { factsOf } from "../incident/facts.ts";
import { fuse } from "../incident/fuse.ts";
import type { Judgement } from "../incident/judgement.ts";
import { MARKINGS, type Marking, type Observation } from "../observation/observation.ts";
import { boundarySet } from "../publication/boundaries.ts";
import type { FindingRow, Findings, NamedAgreement, NamedClause } from "../publication/findings.ts";
import { formatInstant } from "../time/day.ts";
import { during, type Interval } from "../time/interval.ts";
import { type Millis, millis } from "../units.ts";
import type { CaseStep } from "../verification/cases.ts";
import { type FileContents, type Gathered, gather } from "./gather.ts";
import { type Judged, judgedOf, type WithRows } from "./judged.ts";
import { LeanRows } from "./lean-rows.ts";
import { type Shown, shownOf } from "./shown.ts";
import { totalsOf } from "./totals.ts";

/** All that findings are derived from. Nothing else enters: no clock, no order of arrival, no machine. */
export interface DeriveInput {
  readonly agreement: CompiledAgreement;
  readonly contents: readonly FileContents[];
  /** The period asked for; incidents that are certainly outside it are left out. Null: all. */
  readonly period: Interval | null;
  /** People's judgements and decisions. */
  readonly judgements?: readonly Judgement[];
  readonly options?: AssessOptions;
  /** What bodies and parties state of obligations. */
  readonly statements?: readonly FulfilmentStatement[];
  /** What bodies confirm of quiet days. */
  readonly confirmations?: readonly QuietConfirmation[];
  /** Steps of complaints, investigations, findings, remedies and disputes. */
  readonly steps?: readonly CaseStep[];
}

/** The findings, and what brought them about that is no part of a publication. */
export interface Derived {
  readonly findings: Findings;
  readonly gathered: Gathered;
  /** Incidents that were certainly outside the period. */
  readonly outsidePeriod: number;
  /** Decisions and invocations that the results rest on, so that another text can be run over the same record. */
  readonly assessedWith: AssessOptions;
  /** How groups see incidents of which they may read some reports and not all; made when it is asked for. */
  readonly shown: () => ReadonlyMap<string, readonly Shown[]>;
  /** Obligations, beside the rows of incidents and clauses: judged over all that is known, whatever the period. */
  readonly obligations: readonly ObligationResult[];
  /** All that is judged as a whole, whatever the period: another text can be run over it. */
  readonly whole: WholeRecord;
  /** What is judged beside rows and obligations: cases, series, weapon findings, duties that incidents give rise to. */
  readonly judged: Judged;
}

/**
 * The whole flow in one place: the contents of files, the agreement and people's decisions in, findings out.
 * @throws Problem where a reading is asked for that the agreement does not have
 */
export function derive(input: DeriveInput): Derived {
  const { agreement: compiled, period } = input;
  const gathered = gather(input.contents);
  const all = fuse(gathered.observations, { ...(input.judgements && { judgements: input.judgements }) });
  const known = all.map((incident) => ({ incident, facts: factsOf(incident) }));
  const incidents = period === null ? known : known.filter(({ facts }) => during(facts.time, period) !== false);
  const whole: WholeRecord = {
    incidents: known,
    statements: input.statements ?? [],
    confirmations: input.confirmations ?? [],
    coverage: gathered.coverage,
    impediments: gathered.impediments,
    observations: gathered.observations,
  };
  const { options, obligations } = overRecord(input.options ?? {}, whole, compiled);

  const counter = countRows(compiled, input.options?.readings);
  const lean = new LeanRows();
  const rows: FindingRow[] = [];
  for (const row of assess(incidents, compiled, options)) {
    counter.add(row);
    rows.push(lean.row(row));
  }
  const { words, known: covered } = coverageStatement(gathered.coverage, period);
  const aggregates = gathered.observations.filter((o) => o.kind === "aggregate");
  const findings: Findings = {
    agreement: named(compiled, input.options?.readings),
    files: gathered.files,
    period,
    coverage: { known: covered, statement: words, windows: gathered.coverage },
    impediments: gathered.impediments,
    incidents,
    rows,
    summary: counter.summaries(),
    totals: {
      ...totalsOf(incidents),
      claims: gathered.observations.filter((o) => o.kind === "claim").length,
      claimedIncidents: incidents.filter(({ incident }) => incident.status === "claimed").length,
      aggregates: aggregates.length,
    },
    aggregates,
    marking: highestMarking(gathered.observations),
    viewer: "for anyone",
    vintage: vintageOf(gathered, compiled),
  };
  return {
    findings,
    gathered,
    outsidePeriod: all.length - incidents.length,
    assessedWith: options,
    shown: () =>
      shownOf(
        incidents.map(({ incident }) => incident),
        compiled,
        options,
        (row) => lean.row(row),
      ),
    obligations: obligations(),
    whole,
    judged: judgedOf({
      compiled,
      options,
      whole,
      steps: input.steps ?? [],
      period,
      assessed: () => withRows(incidents, rows),
    }),
  };
}

/** Incidents with their rows, which come in the order of the incidents. */
function* withRows(incidents: Findings["incidents"], rows: readonly FindingRow[]): Generator<WithRows> {
  let at = 0;
  for (const found of incidents) {
    const from = at;
    while (rows[at]?.incident === found.incident.id) at++;
    yield { found, rows: rows.slice(from, at) };
  }
}

/** What the findings know: the set of input files by hash, and how far in time its observations reach. */
function vintageOf(gathered: Gathered, compiled: CompiledAgreement): string {
  const set = sha256Hex(canonical(gathered.files.map((f) => f.sha256))).slice(0, 12);
  let newest: number | null = null;
  for (const o of gathered.observations) if (newest === null || o.time.until > newest) newest = o.time.until;
  const until =
    newest === null
      ? "no observation"
      : `observations until ${formatInstant(millis(newest), compiled.missionZone, "minute")}`;
  return `input set ${set}, ${until}`;
}

const highestMarking = (observations: readonly Observation[]): Marking => {
  let rank = MARKINGS.length - 1;
  for (const o of observations) rank = Math.min(rank, MARKINGS.indexOf(o.marking));
  return MARKINGS[rank] ?? "TLP:CLEAR";
};

const open = (at: Millis, end: Millis): Millis | null => (at === end ? null : at);

function named(compiled: CompiledAgreement, readings: readonly string[] | undefined): NamedAgreement {
  const a = compiled.agreement;
  const reason = new Map(compiled.excluded.map((e) => [e.clause, e.reason]));
  return {
    id: a.id,
    title: a.title,
    status: a.status,
    parties: a.parties.map(({ id, name }) => ({ id, name })),
    demonstration: a.demonstration,
    zone: a.missionZone.name,
    containment: a.containment,
    readings: readingsOf(compiled, readings).map(({ reading, window }) => ({
      id: reading.id,
      by: reading.by,
      from: open(window.from, EARLIEST),
      until: open(window.until, LATEST),
    })),
    clauses: a.clauses.map((c) => namedClause(c, a, reason.get(c.id))),
    zones: a.zones.map(({ id, name, polygons }) => ({ id, name, polygons })),
    lines: a.lines.map(({ id, name, positions }) => ({ id, name, positions })),
    boundarySet: boundarySet(a.boundarySet),
    sources: a.sources.map(namedSource),
  };
}

function namedClause(clause: Clause, agreement: Agreement, excluded: string | undefined): NamedClause {
  const says = sayClause(clause, agreement);
  const language = clause.authentic[0] ?? Object.keys(clause.text)[0];
  const english = clause.text.en;
  return {
    id: clause.id,
    title: clause.title,
    reference: clause.reference,
    text: english ?? (language === undefined ? "" : (clause.text[language] ?? "")),
    authentic:
      english !== undefined
        ? clause.authentic.includes("en")
        : language !== undefined && clause.authentic.includes(language),
    standing: clause.standing,
    says: excluded === undefined ? says : `${says} Listed, not assessed: ${excluded}.`,
  };
}

const namedSource = ({
  id,
  publisher,
  title,
  date,
  url,
  unseen,
}: AgreementSource): NamedAgreement["sources"][number] => ({
  id,
  publisher,
  title: unseen ? `${title} (not seen by us)` : title,
  date,
  ...(url !== undefined && { url }),
});
