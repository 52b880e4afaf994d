import type { Agreement } from "./agreement.ts";
import { build } from "./build.ts";
import { check } from "./check.ts";
import { type Finding, sortFindings } from "./finding.ts";
import { findingsOf } from "./issues.ts";
import type { Parts } from "./parts.ts";
import { prune } from "./prune.ts";
import { AgreementFile } from "./schema.ts";
import { knownAt } from "./schema-keys.ts";
import { readYaml } from "./yaml-text.ts";

/** An agreement with what a lawyer would ask about it, or everything that keeps it from being one. */
export type Parsed = { readonly agreement: Agreement; readonly warnings: Finding[] } | { readonly errors: Finding[] };

/**
 * Reads an agreement file. All mistakes are listed, in the order in which they stand in the file; nothing is guessed.
 * @param text  the file, decoded
 * @param name  its base name, for the findings
 * @param parts gives the text of a file beside it by relative path; absolute paths and .. are never asked for
 * @throws never for a mistake of the writer
 */
export function parseAgreement(text: string, name: string, parts?: Parts): Parsed {
  const yaml = readYaml(text, name);
  if ("errors" in yaml) return { errors: sortFindings(yaml.errors) };
  const result = AgreementFile.safeParse(yaml.value);
  const errors = result.success ? [] : findingsOf(result.error.issues, yaml, name, knownAt);
  // Entries that failed the schema are left out of the further checks, so that one run lists every mistake.
  const pruned = result.success
    ? { file: result.data, original: (p: readonly PropertyKey[]) => p }
    : prune(yaml.value, result.error.issues);
  if (!pruned) return { errors: sortFindings(errors) };
  const found = check(pruned.file, yaml.value, parts, (path, rule, message) => ({
    file: name,
    ...yaml.at(pruned.original(path)),
    rule,
    message,
  }));
  errors.push(...found.errors);
  if (errors.length > 0) return { errors: sortFindings(errors) };
  return { agreement: build(pruned.file, parts), warnings: sortFindings(found.warnings) };
}
