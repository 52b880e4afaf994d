import type { ReleaseTerms } from "../access/release-terms.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import type { ClauseSummary } from "../assessment/assessment.ts";
import { countRows, type SummaryCounter } from "../assessment/summary.ts";
import { coverageStatement } from "../coverage/statement.ts";
import type { CoverageWindow } from "../observation/coverage-window.ts";
import { MARKINGS, type Marking, type Observation } from "../observation/observation.ts";
import type { UnitTotal } from "../publication/findings.ts";
import type { BasisChanged } from "./basis.ts";
import type { Assessed } from "./live.ts";
import type { DerivedRecord } from "./record.ts";
import type { RefusedFile } from "./refused-files.ts";
import { RunningTotals, type TotalsState } from "./totals.ts";
import type { Versions } from "./versions.ts";

/** The figures of a state, and what is to be known beside them. */
export interface Account {
  /** Id of the agreement version that the mission works by. */
  readonly agreement: string | null;
  readonly observations: number;
  readonly claims: number;
  readonly aggregates: number;
  readonly incidents: number;
  readonly claimedIncidents: number;
  readonly impediments: number;
  readonly heard: readonly UnitTotal[];
  readonly fused: readonly UnitTotal[];
  readonly clauses: readonly ClauseSummary[];
  readonly coverage: { readonly known: boolean; readonly statement: string };
  readonly marking: Marking;
  readonly repeatedAcrossFiles: number;
  readonly rivalVersions: number;
  /** Hashes of files that an erasure destroyed, whose import stands. */
  readonly forgotten: readonly string[];
  readonly refusedFiles: readonly RefusedFile[];
  readonly basesChanged: readonly BasisChanged[];
  /** By which rules, and with what let out early, the rows are released. */
  readonly release: ReleaseTerms;
}

/** The account of a state that was derived whole. */
export function accountOf({
  derived,
  agreement,
  forgotten,
  refusedFiles,
  basesChanged,
  release,
}: DerivedRecord): Account {
  const { findings, gathered } = derived;
  const { heard, fused, claims, aggregates, claimedIncidents } = findings.totals;
  return {
    agreement: agreement?.commitment ?? null,
    observations: gathered.observations.length,
    claims,
    aggregates,
    incidents: findings.incidents.length - claimedIncidents,
    claimedIncidents,
    impediments: findings.impediments.length,
    heard,
    fused,
    clauses: findings.summary,
    coverage: { known: findings.coverage.known, statement: findings.coverage.statement },
    marking: findings.marking,
    repeatedAcrossFiles: gathered.repeatedAcrossFiles,
    rivalVersions: gathered.rivalVersions.length,
    forgotten,
    refusedFiles,
    basesChanged,
    release,
  };
}

/** What was counted of incidents and their rows, as plain values. */
export interface IncidentCounts {
  readonly incidents: { readonly recorded: number; readonly claimed: number };
  readonly totals: TotalsState;
  readonly clauses: readonly ClauseSummary[];
}

/** Counts what comes and goes. */
export class LiveAccount {
  private kinds = { observation: 0, claim: 0, aggregate: 0 };
  private readonly markings = new Map<Marking, number>();
  private incidents: { recorded: number; claimed: number };
  private readonly totals: RunningTotals;
  private readonly summary: SummaryCounter;
  private statement: { readonly of: number; readonly known: boolean; readonly statement: string } | undefined;

  /** @param from counts of incidents to go on from, made under the same terms and readings */
  constructor(compiled: CompiledAgreement, readings: readonly string[] | undefined, from?: IncidentCounts) {
    this.incidents = { recorded: 0, claimed: 0, ...from?.incidents };
    this.totals = new RunningTotals(from?.totals);
    this.summary = countRows(compiled, readings, from?.clauses);
  }

  /** What was counted of incidents so far. */
  counts(): IncidentCounts {
    return { incidents: { ...this.incidents }, totals: this.totals.state(), clauses: this.summary.summaries() };
  }

  /** The same observations under other terms, with no incident counted yet. */
  under(compiled: CompiledAgreement, readings: readonly string[] | undefined): LiveAccount {
    const next = new LiveAccount(compiled, readings);
    next.kinds = this.kinds;
    for (const [marking, n] of this.markings) next.markings.set(marking, n);
    return next;
  }

  observation(before: Observation | undefined, after: Observation | undefined): void {
    for (const [o, sign] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (!o) continue;
      this.kinds[o.kind] += sign;
      this.markings.set(o.marking, (this.markings.get(o.marking) ?? 0) + sign);
    }
  }

  incident({ found: { incident, facts }, rows }: Assessed, sign: 1 | -1): void {
    this.incidents[incident.status] += sign;
    this.totals.change(incident, facts, sign);
    for (const row of rows) {
      if (sign === 1) this.summary.add(row);
      else this.summary.remove(row);
    }
  }

  account(
    beside: Pick<
      Account,
      | "agreement"
      | "impediments"
      | "repeatedAcrossFiles"
      | "rivalVersions"
      | "forgotten"
      | "refusedFiles"
      | "basesChanged"
      | "release"
    > & { readonly windows: Versions<CoverageWindow> },
  ): Account {
    const { windows, ...rest } = beside;
    // A statement over all windows is made again only where one of them is another.
    if (this.statement?.of !== windows.revision) {
      const { known, words } = coverageStatement(windows.sorted(), null);
      this.statement = { of: windows.revision, known, statement: words };
    }
    const { known, statement } = this.statement;
    const { observation, claim, aggregate } = this.kinds;
    return {
      ...rest,
      observations: observation + claim + aggregate,
      claims: claim,
      aggregates: aggregate,
      incidents: this.incidents.recorded,
      claimedIncidents: this.incidents.claimed,
      ...this.totals.totals(),
      clauses: this.summary.summaries(),
      coverage: { known, statement },
      marking: MARKINGS.find((m) => (this.markings.get(m) ?? 0) > 0) ?? "TLP:CLEAR",
    };
  }
}
