import type { ReleaseTerms } from "../access/release-terms.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { type AssessOptions, assess } from "../assessment/evaluate.ts";
import type { FulfilmentStatement, ObligationResult } from "../assessment/obligation.ts";
import type { QuietConfirmation } from "../assessment/record-known.ts";
import { hangsOnRecord, overRecord, type WholeRecord } from "../assessment/whole-record.ts";
import { factsOf } from "../incident/facts.ts";
import type { Incident } from "../incident/incident.ts";
import type { IncrementalFusion } from "../incident/incremental.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Marking, Observation } from "../observation/observation.ts";
import type { FindingRow, FoundIncident } from "../publication/findings.ts";
import type { Zone } from "../time/zone.ts";
import { byCodePoint } from "../units.ts";
import { fulfilmentOf, quietConfirmationOf } from "../verification/entries.ts";
import { type Account, type IncidentCounts, LiveAccount } from "./account.ts";
import { agreementOf } from "./agreement-of.ts";
import { type Judged, judgedOf, stepsOf } from "./judged.ts";
import { LeanRows } from "./lean-rows.ts";
import { LiveContents, type LoadedContents } from "./live-contents.ts";
import { type Decided, LiveDecisions } from "./live-decisions.ts";
import { LiveGroups } from "./live-groups.ts";
import { noAgreement } from "./no-agreement.ts";
import type { Sources } from "./record.ts";
import type { Of, Recorded } from "./recorded.ts";
import { byHash, type RefusedFile } from "./refused-files.ts";
import { LiveRelease } from "./released.ts";
import { type Shown, shownOf } from "./shown.ts";
import { StandingEntries } from "./standing-entries.ts";
import { type Moved, Versions } from "./versions.ts";

/** An incident with its rows. */
export interface Assessed {
  readonly found: FoundIncident;
  readonly rows: readonly FindingRow[];
  /** How groups see it that may read some of its reports and not all. */
  readonly shown: readonly Shown[];
}

/** What became of one incident; `before` and `after` may both hold rows that are the same. */
export interface IncidentChange {
  readonly before: Assessed | undefined;
  readonly after: Assessed | undefined;
}

/** What a step changed. */
export interface MissionChange {
  /** True: all incidents are assessed anew, by another version of the terms; those that were read are of no use. */
  readonly whole: boolean;
  /** True: there was nothing before this step. */
  readonly first: boolean;
  /** True: any row may be released otherwise, by other rules or an early release; all are to be written anew. */
  readonly released: boolean;
  readonly observations: Moved<Observation>;
  readonly coverage: Moved<CoverageWindow>;
  readonly impediments: Moved<Impediment>;
  /** How many incidents `incidents()` will tell of. */
  readonly touched: number;
  /**
   * The incidents that changed, in order of id, each assessed as it is asked for. It has to be gone through to its end,
   * once, before the account is asked for and before the next step.
   */
  readonly incidents: () => Generator<IncidentChange>;
}

/** What groups observations. */
export type Fusion = Pick<IncrementalFusion, "apply">;

/** What arrived since the step before. */
export interface Arrived {
  /** New entries, in any order. */
  readonly entries: Iterable<Recorded>;
  /** Commitments of entries whose content was destroyed. */
  readonly destroyed?: Iterable<string>;
  /** Those that people of another log ordered destroyed: of this log's own entries none is. */
  readonly destroyedByOthers?: Iterable<string>;
}

/** What of a state is costly to make again: how observations are grouped, and what was counted of their incidents. */
export interface LiveSnapshot {
  /** `IncrementalFusion.toBytes`. */
  readonly groups: Uint8Array;
  readonly counts: IncidentCounts;
}

/**
 * A mission's state kept as its record grows: what `deriveRecord` makes of the same entries, at the cost of what changed.
 * Where a step throws the state is of no more use and is to be made again.
 */
export class LiveMission {
  private readonly sources: () => Sources;
  private readonly zone: Zone;
  private readonly entries = new StandingEntries();
  private readonly contents = new LiveContents();
  private readonly decisions = new LiveDecisions();
  private readonly groups: LiveGroups;
  private readonly agreements = new Map<string, Of<"agreement-version">>();
  private readonly observations = new Versions<Observation>();
  private readonly coverage = new Versions<CoverageWindow>();
  private readonly impediments = new Versions<Impediment>();
  private readonly lean = new LeanRows();
  private readonly releases = new LiveRelease();
  private readonly statements = new Map<string, FulfilmentStatement>();
  private readonly confirmations = new Map<string, QuietConfirmation>();
  private readonly cases = new Map<string, Recorded>();
  private agreement: Of<"agreement-version"> | null = null;
  private refusedVersions: readonly RefusedFile[] = [];
  /** Hashes of evidence that erasures ordered to be destroyed. */
  private readonly erased = new Set<string>();
  /** What bears on every incident: readings of clauses, and what moments of the agreement need to know of the record. */
  private bearing: AssessOptions = {};
  private compiled: CompiledAgreement;
  private readings: readonly string[] | undefined;
  private tally: LiveAccount;
  private unfinished = false;
  private first = true;

  /**
   * @param sources asked for anew at each step, so that what they share while they read is given up afterwards
   * @param zone    the mission's, which holds while the record has no agreement
   * @param fusion  given only by a bench that measures all else
   */
  constructor(sources: () => Sources, zone: Zone, fusion?: Fusion) {
    this.groups = new LiveGroups(fusion);
    this.sources = sources;
    this.zone = zone;
    this.compiled = noAgreement(zone);
    this.tally = new LiveAccount(this.compiled, undefined);
  }

  /** Takes in what arrived. @throws Problem as `deriveRecord` does */
  async apply(arrived: Arrived): Promise<MissionChange> {
    if (this.unfinished) throw new Error("the incidents of the step before were not gone through");
    this.unfinished = true;
    const { first } = this;
    this.first = false;
    const { standing, whole, released, observations, coverage, impediments } = await this.file(arrived);
    for (const { before, after } of observations.values()) this.tally.observation(before, after);
    const { changed } = this.groups.apply(observations, standing);
    const { before: decided, anchors, reads } = this.decisions.apply(standing);
    this.look(changed, anchors);
    const bore = this.bearing;
    const hangs = hangsOnRecord(this.compiled);
    if (whole) this.tally = this.tally.under(this.compiled, this.readings);
    if (whole || reads || hangs) this.bearing = this.bearingOnAll(hangs);
    const touched = whole || reads || hangs ? allOf(changed, this.groups) : touchedBy(changed, decided, this.groups);
    return {
      whole,
      first,
      released,
      observations,
      coverage,
      impediments,
      touched: touched.length,
      incidents: () => this.changes(touched, { changed, decided, bore, whole }),
    };
  }

  /** The terms that are worked by now. */
  get terms(): CompiledAgreement {
    return this.compiled;
  }

  /** What `resume` goes on from; undefined where a bench groups. */
  snapshot(): LiveSnapshot | undefined {
    if (this.unfinished) throw new Error("the incidents of the last step were not gone through");
    const groups = this.groups.toBytes();
    return groups && { groups, counts: this.tally.counts() };
  }

  /**
   * In place of the first `apply`: the state of entries of which a snapshot was made. Their files are read again;
   * nothing is grouped and nothing assessed.
   * @param arrived all entries that the snapshot is of, as they stand now
   * @throws TypeError where the snapshot is not of them; the state is of no use then. Problem as `deriveRecord` does
   */
  async resume(arrived: Arrived, { groups, counts }: LiveSnapshot): Promise<void> {
    this.first = false;
    const { standing, whole, observations } = await this.file(arrived);
    this.tally = new LiveAccount(this.compiled, this.readings, counts);
    for (const { after } of observations.values()) this.tally.observation(undefined, after);
    this.groups.resume(groups, this.observations.values(), standing);
    const { anchors, reads } = this.decisions.apply(standing);
    this.look(new Map(), anchors);
    const hangs = hangsOnRecord(this.compiled);
    if (whole || reads || hangs) this.bearing = this.bearingOnAll(hangs);
  }

  /** The marking of the entry that the agreement came by; for everybody where there is none. */
  get agreementMarking(): Marking {
    return this.agreement?.marking ?? "TLP:CLEAR";
  }

  /** The release rules and early releases that stand. */
  get release(): ReleaseTerms {
    return this.releases.terms;
  }

  /** Every incident as it is now, in order of id. */
  *incidents(): Generator<Assessed> {
    for (const ids of slices(this.groups.ids()))
      yield* this.assess(
        ids.map((id) => this.groups.get(id) as Incident),
        (id) => this.decisions.of(id),
        this.bearing,
      ).values();
  }

  /** Observations, windows and impediments as they are now, each in order of id. */
  filed(): {
    readonly observations: readonly Observation[];
    readonly coverage: readonly CoverageWindow[];
    readonly impediments: readonly Impediment[];
  } {
    return {
      observations: this.observations.sorted(),
      coverage: this.coverage.sorted(),
      impediments: this.impediments.sorted(),
    };
  }

  /** Obligations, and what is judged beside rows, as `derive` gives them: worked out over the whole mission when asked for. */
  judged(): { readonly obligations: readonly ObligationResult[]; readonly judged: Judged } {
    const decided = this.groups.ids().map((id) => this.decisions.of(id));
    const asked: AssessOptions = {
      ...this.bearing,
      ...(this.readings && { readings: this.readings }),
      attributions: decided.flatMap((d) => d.attributions),
      invocations: decided.flatMap((d) => d.invocations),
      actorAssessments: decided.flatMap((d) => d.actorAssessments),
    };
    const whole = this.wholeRecord();
    const { options, obligations } = overRecord(asked, whole, this.compiled);
    const steps = stepsOf(inOrder(this.cases));
    const from = { compiled: this.compiled, options, whole, steps, period: null };
    return { obligations: obligations(), judged: judgedOf({ ...from, assessed: () => this.incidents() }) };
  }

  /** The running figures, and what is to be known beside them. */
  account(): Account {
    if (this.unfinished) throw new Error("the incidents of the last step were not gone through");
    return this.tally.account({
      agreement: this.agreement?.commitment ?? null,
      windows: this.coverage,
      impediments: this.impediments.size,
      repeatedAcrossFiles: this.observations.repeated,
      rivalVersions: this.observations.rivalCount,
      forgotten: this.contents.forgotten,
      refusedFiles: [...this.contents.refused, ...this.refusedVersions].sort(byHash),
      basesChanged: this.decisions.basesChanged,
      release: this.releases.terms,
    });
  }

  /** Files what arrived: which entries stand, which agreement is in force, which records count. */
  private async file({ entries, destroyed = [], destroyedByOthers = [] }: Arrived) {
    const arrived = [...entries];
    const sources = this.sources();
    const standing = this.entries.apply(arrived, { commitments: destroyed, byOthers: destroyedByOthers });
    // Taken back or not: what was destroyed is gone.
    const erased = arrived.flatMap(({ entry }) => (entry.kind === "erasure" ? entry.payload.body.evidence : []));
    const whole = await this.agree(standing, erased, sources);
    const { added, removed } = await this.contents.apply(standing, erased, sources);
    return {
      standing,
      whole,
      released: this.releases.apply(standing),
      observations: exchange(this.observations, added, removed, (c) => c.observations),
      coverage: exchange(this.coverage, added, removed, (c) => c.coverage),
      impediments: exchange(this.impediments, added, removed, (c) => c.impediments),
    };
  }

  /** Looks which agreement the mission works by now. @returns whether it is another one */
  private async agree(
    { came, went }: { readonly came: readonly Recorded[]; readonly went: readonly Recorded[] },
    erased: readonly string[],
    sources: Sources,
  ): Promise<boolean> {
    let moved = false;
    for (const recorded of came) {
      const { commitment, stated, marking, entry } = recorded;
      if (entry.kind === "agreement-version") {
        this.agreements.set(commitment, { commitment, stated, marking, body: entry.payload.body });
        moved = true;
      } else if (entry.kind === "statement")
        this.statements.set(commitment, fulfilmentOf(entry.payload.body, commitment));
      else if (entry.kind === "quiet")
        this.confirmations.set(commitment, quietConfirmationOf(entry.payload.body, commitment));
      else if (entry.kind === "case") this.cases.set(commitment, recorded);
    }
    for (const { commitment } of went) {
      moved = this.agreements.delete(commitment) || moved;
      this.statements.delete(commitment);
      this.confirmations.delete(commitment);
      this.cases.delete(commitment);
    }
    for (const sha256 of erased) this.erased.add(sha256);
    const hit = new Set(erased);
    for (const { body } of this.agreements.values())
      moved ||= [body.text, ...body.parts].some(({ sha256 }) => hit.has(sha256));
    if (!moved) return false;
    const now = await agreementOf([...this.agreements.values()], sources, this.zone, this.erased);
    this.refusedVersions = now.refused;
    if (now.version?.commitment === this.agreement?.commitment) return false;
    this.agreement = now.version;
    this.compiled = now.compiled;
    const reading = now.version?.body.reading ?? null;
    this.readings = reading === null ? undefined : [reading];
    return true;
  }

  private look(changed: ReadonlyMap<string, unknown>, anchors: ReadonlySet<string>): void {
    const watched = new Set(anchors);
    for (const id of this.groups.movedMembers(changed)) if (this.decisions.watches(id)) watched.add(id);
    for (const anchor of watched) this.decisions.look(anchor, this.groups.holding(anchor));
  }

  private *changes(touched: readonly string[], step: Step): Generator<IncidentChange> {
    for (const ids of slices(touched)) {
      const was = step.whole
        ? []
        : ids.flatMap((id) => (step.changed.has(id) ? step.changed.get(id) : this.groups.get(id)) ?? []);
      const before = this.assess(was, (id) => step.decided.get(id) ?? this.decisions.of(id), step.bore);
      const now = ids.flatMap((id) => this.groups.get(id) ?? []);
      const after = this.assess(now, (id) => this.decisions.of(id), this.bearing);
      for (const one of before.values()) this.tally.incident(one, -1);
      for (const one of after.values()) this.tally.incident(one, 1);
      for (const id of ids) yield { before: before.get(id), after: after.get(id) };
    }
    this.unfinished = false;
  }

  /** Incidents with their rows, by id. Several at once: the questions of the terms are made once for all of them. */
  private assess(
    incidents: readonly Incident[],
    decidedOf: (incident: string) => Decided,
    bearing: AssessOptions,
  ): Map<string, Assessed> {
    const assessed = new Map(
      incidents.map((incident) => [
        incident.id,
        { found: { incident, facts: factsOf(incident) }, rows: [] as FindingRow[] },
      ]),
    );
    const decided = incidents.map(({ id }) => decidedOf(id));
    const options: AssessOptions = {
      ...bearing,
      ...(this.readings && { readings: this.readings }),
      attributions: decided.flatMap((d) => d.attributions),
      invocations: decided.flatMap((d) => d.invocations),
      actorAssessments: decided.flatMap((d) => d.actorAssessments),
    };
    const found = [...assessed.values()].map((a) => a.found);
    for (const row of assess(found, this.compiled, options)) assessed.get(row.incident)?.rows.push(this.lean.row(row));
    const shown = shownOf(incidents, this.compiled, options, (row) => this.lean.row(row));
    return new Map([...assessed].map(([id, one]) => [id, { ...one, shown: shown.get(id) ?? [] }]));
  }

  /** @param hangs whether the agreement needs to know the whole record: each step then costs as much as the mission */
  private bearingOnAll(hangs: boolean): AssessOptions {
    const bearing: AssessOptions = { interpretations: this.decisions.interpretations(this.compiled.missionZone) };
    if (!hangs) return bearing;
    return overRecord(bearing, this.wholeRecord(), this.compiled).options;
  }

  private wholeRecord(): WholeRecord {
    const incidents = this.groups.ids().map((id) => {
      const incident = this.groups.get(id) as Incident;
      return { incident, facts: factsOf(incident) };
    });
    return {
      incidents,
      statements: inOrder(this.statements),
      confirmations: inOrder(this.confirmations),
      ...this.filed(),
    };
  }
}

const inOrder = <T>(byId: ReadonlyMap<string, T>): T[] =>
  [...byId].sort(([a], [b]) => byCodePoint(a, b)).map(([, value]) => value);

/** What a step needs to know of the one before. */
interface Step {
  readonly changed: ReadonlyMap<string, Incident | undefined>;
  readonly decided: ReadonlyMap<string, Decided>;
  readonly bore: AssessOptions;
  readonly whole: boolean;
}

const AT_ONCE = 500;

function* slices<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < values.length; at += AT_ONCE) yield values.slice(at, at + AT_ONCE);
}

/** Takes back and adds the records of contents. */
function exchange<T extends Observation | CoverageWindow | Impediment>(
  versions: Versions<T>,
  added: readonly LoadedContents[],
  removed: readonly LoadedContents[],
  records: (contents: LoadedContents) => readonly T[],
): Moved<T> {
  const before = new Map<string, T | undefined>();
  for (const contents of removed) versions.remove(contents, records(contents), before);
  for (const contents of added) versions.add(contents, records(contents), before);
  return versions.moved(before);
}

/** Incidents that are there, and those that were. */
const allOf = (changed: ReadonlyMap<string, unknown>, groups: LiveGroups): string[] =>
  [...new Set([...groups.ids(), ...changed.keys()])].sort(byCodePoint);

/** Incidents that changed, and those of which something else was decided. */
function touchedBy(
  changed: ReadonlyMap<string, unknown>,
  decided: ReadonlyMap<string, unknown>,
  groups: LiveGroups,
): string[] {
  const ids = new Set(changed.keys());
  for (const id of decided.keys()) if (groups.get(id)) ids.add(id);
  return [...ids].sort(byCodePoint);
}
