import type { Agreement } from "./agreement.ts";
import { amendedOverTime } from "./amend.ts";
import { build } from "./build.ts";
import { check } from "./check.ts";
import { type Finding, sayFinding, sortFindings } from "./finding.ts";
import { findingsOf } from "./issues.ts";
import { type Parts, staysBeside } from "./parts.ts";
import { prune } from "./prune.ts";
import { AgreementFile } from "./schema.ts";
import { knownAt } from "./schema-keys.ts";
import { readYaml } from "./yaml-text.ts";

/** An agreement with what a lawyer would ask about it, or everything that keeps it from being one. */
export type Parsed =
  | {
      /** The agreement; where the file amends another, both texts over time (`amendedOverTime`). */
      readonly agreement: Agreement;
      readonly warnings: Finding[];
      /** Where the file amends another: the earlier text, and what this file alone says. */
      readonly amendment?: { readonly base: Agreement; readonly own: Agreement };
    }
  | { readonly errors: Finding[] };

/**
 * Reads an agreement file. All mistakes are listed, in the order in which they stand in the file; nothing is guessed.
 * @param text  the file, decoded
 * @param name  its base name, for the findings
 * @param parts gives the text of a file beside it by relative path; absolute paths and .. are never asked for
 * @throws never for a mistake of the writer
 */
export function parseAgreement(text: string, name: string, parts?: Parts): Parsed {
  return parse(text, name, parts, []);
}

/** An amendment of an amendment of ...: so many files are followed. */
const MOST_AMENDMENTS = 16;

function parse(text: string, name: string, parts: Parts | undefined, before: readonly string[]): Parsed {
  const yaml = readYaml(text, name);
  if ("errors" in yaml) return { errors: sortFindings(yaml.errors) };
  const result = AgreementFile.safeParse(yaml.value);
  const errors = result.success ? [] : findingsOf(result.error.issues, yaml, name, knownAt);
  // Entries that failed the schema are left out of the further checks, so that one run lists every mistake.
  const pruned = result.success
    ? { file: result.data, original: (p: readonly PropertyKey[]) => p }
    : prune(yaml.value, result.error.issues);
  if (!pruned) return { errors: sortFindings(errors) };
  const find = (path: readonly PropertyKey[], rule: string, message: string): Finding => ({
    file: name,
    ...yaml.at(pruned.original(path)),
    rule,
    message,
  });
  const { amends } = pruned.file;
  let base: Agreement | undefined;
  if (amends) {
    const found = baseOf(amends, parts, [...before, name]);
    if ("why" in found) {
      // Without the earlier text its names are unknown here, so nothing more can be checked.
      errors.push(find(["amends", found.key], found.rule, found.why));
      return { errors: sortFindings(errors) };
    }
    base = found.base;
  }
  const found = check(pruned.file, yaml.value, parts, find, base);
  errors.push(...found.errors);
  if (errors.length > 0) return { errors: sortFindings(errors) };
  const built = build(pruned.file, parts, base);
  return {
    agreement: base ? amendedOverTime(base, built) : built,
    warnings: sortFindings(found.warnings),
    ...(base && { amendment: { base, own: built } }),
  };
}

type Base =
  | { readonly base: Agreement }
  | { readonly key: "agreement" | "file"; readonly rule: string; readonly why: string };

/** The agreement that a file amends: a file beside it, itself right, with the id that is named. */
function baseOf(
  amends: NonNullable<AgreementFile["amends"]>,
  parts: Parts | undefined,
  before: readonly string[],
): Base {
  const { file } = amends;
  const no = (why: string): Base => ({ key: "file", rule: "bad-part", why });
  if (!staysBeside(file))
    return no(`"${file}" leaves the folder of this file: name a file beside it, such as agreement.yaml`);
  if (before.includes(file)) return no(`"${file}" amends itself: ${[...before, file].join(" → ")}`);
  if (before.length > MOST_AMENDMENTS) return no(`at most ${MOST_AMENDMENTS} files can amend one another`);
  const text = parts?.(file);
  if (text === undefined) return no(`there is no file "${file}" beside this one`);
  const parsed = parse(text, file, parts, before);
  if ("errors" in parsed) {
    const [first] = parsed.errors;
    return no(
      `"${file}" has ${parsed.errors.length} ${parsed.errors.length === 1 ? "error" : "errors"}, the first: ${first ? sayFinding(first) : ""}`,
    );
  }
  if (parsed.agreement.id !== amends.agreement)
    return {
      key: "agreement",
      rule: "another-agreement",
      why: `"${file}" holds the agreement "${parsed.agreement.id}" and not "${amends.agreement}"`,
    };
  return { base: parsed.agreement };
}
