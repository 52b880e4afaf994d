import type { ReleaseTerms } from "../access/release-terms.ts";
import type { CompiledAgreement } from "../agreement/compile.ts";
import { actorAssessmentOf, attributionOf, interpretationOf, invocationOf } from "../assessment/entries.ts";
import { judgementOf } from "../incident/entries.ts";
import type { Body } from "../record/registry.ts";
import { dayOf } from "../time/day.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone } from "../time/zone.ts";
import type { Millis } from "../units.ts";
import { fulfilmentOf, quietConfirmationOf } from "../verification/entries.ts";
import { agreementOf } from "./agreement-of.ts";
import { type BasisChanged, basesChanged } from "./basis.ts";
import { contentsOf } from "./contents.ts";
import { type Derived, type DeriveInput, derive } from "./derive.ts";
import type { FileContents } from "./gather.ts";
import { shownGuarantees } from "./guarantees.ts";
import { stepsOf } from "./judged.ts";
import { type Of, ofKind, type Recorded, standing } from "./recorded.ts";
import { byHash, type RefusedFile } from "./refused-files.ts";
import { releaseTermsOf } from "./released.ts";

export { compiledOf, inForce } from "./agreement-of.ts";

/** What the entries cite and do not hold: read again from evidence, or at hand already. */
export interface Sources {
  /** What an imported file gives. Undefined: its bytes are not here. @throws Problem where the file is refused now */
  readonly contents: (body: Body<"import">) => Promise<FileContents | undefined>;
  /** A text as it was kept. Undefined: its bytes are not here. */
  readonly text: (sha256: string) => Promise<string | undefined>;
  /** The agreement where it is at hand already. */
  readonly agreement?: (body: Body<"agreement-version">) => CompiledAgreement | undefined;
}

export interface FromRecord {
  /** Every entry known at the checkpoint, in any order. */
  readonly entries: Iterable<Recorded>;
  readonly sources: Sources;
  /** The mission's zone: that of its clock while the record holds no agreement. */
  readonly zone: Zone;
  readonly period?: Interval | null;
  /** Readings to assess instead of the one that the mission adopted. */
  readonly readings?: readonly string[];
}

export interface DerivedRecord {
  readonly derived: Derived;
  readonly agreement: Of<"agreement-version"> | null;
  /** Hashes of imported files that were destroyed by an erasure, and whose import still stands: they give nothing. */
  readonly forgotten: readonly string[];
  /** Imported files, and later versions of the agreement, that are refused today: they give nothing. */
  readonly refusedFiles: readonly RefusedFile[];
  /** Decisions whose basis has moved since they were made. */
  readonly basesChanged: readonly BasisChanged[];
  /** The release rules and early releases of the record. */
  readonly release: ReleaseTerms;
}

/**
 * The state of a record: a function of the set of its entries as known at a checkpoint, and of nothing else. What was
 * withdrawn or destroyed has no effect; what came twice, by whatever way, counts once.
 * @throws Problem where evidence is missing that no erasure accounts for
 */
export async function deriveRecord(from: FromRecord): Promise<DerivedRecord> {
  const all = [...from.entries];
  const entries = standing(all);
  // Taken back or not: what was destroyed is gone.
  const erased = new Set(ofKind(all, "erasure").flatMap((e) => e.body.evidence));
  const now = await agreementOf(ofKind(entries, "agreement-version"), from.sources, from.zone, erased);
  const { version: agreement, compiled } = now;
  const { contents, forgotten, refusedFiles: refused } = await contentsOf(entries, from.sources, erased);
  const refusedFiles = [...refused, ...now.refused].sort(byHash);
  const decisions = ofKind(entries, "decision");
  const readings = from.readings ?? (agreement?.body.reading == null ? undefined : [agreement.body.reading]);
  const input: DeriveInput = {
    agreement: compiled,
    contents,
    period: from.period ?? null,
    judgements: ofKind(entries, "judgement").map(({ body, commitment }) => judgementOf(body, commitment)),
    options: {
      ...(readings && { readings }),
      attributions: decisions.flatMap(({ body, commitment }) => attributionOf(body, commitment) ?? []),
      invocations: decisions.flatMap(({ body, commitment }) => invocationOf(body, commitment) ?? []),
      actorAssessments: decisions.flatMap(({ body, commitment }) => actorAssessmentOf(body, commitment) ?? []),
      interpretations: decisions.flatMap(
        ({ body, commitment, stated }) => interpretationOf(body, commitment, dayOf(stated, compiled.missionZone)) ?? [],
      ),
    },
    statements: ofKind(entries, "statement").map(({ body, commitment }) => fulfilmentOf(body, commitment)),
    confirmations: ofKind(entries, "quiet").map(({ body, commitment }) => quietConfirmationOf(body, commitment)),
    steps: stepsOf(entries),
  };
  const derived = derive(input);
  const changed = basesChanged(
    entries,
    derived.findings.incidents.map(({ incident }) => incident),
  );
  const beside = { basesChanged: changed, refusedFiles, forgotten };
  const any = Object.values(beside).some((list) => list.length > 0);
  let observed: Millis | null = null;
  for (const { time } of derived.gathered.observations)
    if (observed === null || time.until > observed) observed = time.until;
  const guarantees = shownGuarantees(entries, compiled.agreement, observed);
  const findings = { ...derived.findings, ...(any && { beside }), ...(guarantees && { guarantees }) };
  return { derived: { ...derived, findings }, agreement, ...beside, release: releaseTermsOf(entries) };
}
