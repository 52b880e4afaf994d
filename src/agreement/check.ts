import { checkClauses } from "./check-clauses.ts";
import { checkNames, namesOf } from "./check-names.ts";
import { checkPlaces } from "./check-place.ts";
import { checkTimes } from "./check-time.ts";
import type { Finding } from "./finding.ts";
import type { Parts } from "./parts.ts";
import type { AgreementFile } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

/** What the checks of a file share. Paths are those of the file as written. */
export interface Checking {
  readonly file: AgreementFile;
  readonly parts: Parts | undefined;
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
}

/**
 * The checks that a schema cannot express: names that refer to nothing, times and places that make no sense, and
 * what a lawyer would ask.
 * @param raw  the values as read, from which defined names are taken
 * @param find makes a finding at a path of `file`
 */
export function check(
  file: AgreementFile,
  raw: unknown,
  parts: Parts | undefined,
  find: (path: Path, rule: string, message: string) => Finding,
): { readonly errors: Finding[]; readonly warnings: Finding[] } {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  const checking: Checking = {
    file,
    parts,
    names: namesOf(raw),
    error: (path, rule, message) => void errors.push(find(path, rule, message)),
    warn: (path, rule, message) => void warnings.push(find(path, rule, message)),
  };
  for (const part of [checkNames, checkTimes, checkPlaces, checkClauses]) part(checking);
  return { errors, warnings };
}
