import type { Agreement } from "./agreement.ts";
import { checkClauses } from "./check-clauses.ts";
import { checkMoments } from "./check-moment.ts";
import { checkNames, namesOf } from "./check-names.ts";
import { checkPlaces } from "./check-place.ts";
import { checkReuse } from "./check-reuse.ts";
import { checkThresholds } from "./check-threshold.ts";
import { checkTimes } from "./check-time.ts";
import type { Finding } from "./finding.ts";
import { checkGuarantees } from "./guarantee-check.ts";
import type { Parts } from "./parts.ts";
import type { AgreementFile } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

/** What the checks of a file share. Paths are those of the file as written. */
export interface Checking {
  readonly file: AgreementFile;
  readonly parts: Parts | undefined;
  /** The agreement that the file amends, where it amends one: its names are known here. */
  readonly base: Agreement | undefined;
  /** Names defined in the file by what they name, also those whose entry failed the schema. */
  readonly names: Names;
  readonly error: (path: Path, rule: string, message: string) => void;
  readonly warn: (path: Path, rule: string, message: string) => void;
}

export interface Names {
  readonly party: readonly string[];
  readonly thirdParty: readonly string[];
  readonly source: readonly string[];
  readonly zone: readonly string[];
  readonly line: readonly string[];
  readonly objects: readonly string[];
  readonly event: readonly string[];
  readonly notice: readonly string[];
  readonly clause: readonly string[];
  readonly definition: readonly string[];
  readonly reading: readonly string[];
  /** Bodies that verify (verification.bodies). */
  readonly body: readonly string[];
}

/**
 * The checks that a schema cannot express: names that refer to nothing, times and places that make no sense, and
 * what a lawyer would ask.
 * @param raw  the values as read, from which defined names are taken
 * @param find makes a finding at a path of `file`
 * @param base the agreement that the file amends
 */
export function check(
  file: AgreementFile,
  raw: unknown,
  parts: Parts | undefined,
  find: (path: Path, rule: string, message: string) => Finding,
  base?: Agreement,
): { readonly errors: Finding[]; readonly warnings: Finding[] } {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  const checking: Checking = {
    file,
    parts,
    base,
    names: namesOf(raw, base),
    error: (path, rule, message) => void errors.push(find(path, rule, message)),
    warn: (path, rule, message) => void warnings.push(find(path, rule, message)),
  };
  for (const part of [
    checkNames,
    checkTimes,
    checkMoments,
    checkPlaces,
    checkClauses,
    checkThresholds,
    checkReuse,
    checkGuarantees,
  ])
    part(checking);
  return { errors, warnings };
}
