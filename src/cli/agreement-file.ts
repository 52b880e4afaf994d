import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Agreement } from "../agreement/agreement.ts";
import { applyAmendment } from "../agreement/amend.ts";
import { type Finding, sayFinding } from "../agreement/finding.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { byCodePoint } from "../units.ts";
import { unread } from "./unread.ts";

/** What a caller named: an agreement file, and perhaps one of its readings ("file#READING"). */
export interface NamedFile {
  readonly path: string;
  readonly reading: string | undefined;
}

/** Splits "file#READING". A file whose own name holds "#" is named with "#" at its end. */
export function namedFile(argument: string): NamedFile {
  const at = argument.lastIndexOf("#");
  if (at < 0) return { path: argument, reading: undefined };
  return { path: argument.slice(0, at), reading: argument.slice(at + 1) || undefined };
}

/** The file's bytes as strict UTF-8. @throws Problem (exit 1) */
export function readText(path: string, name: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unread(path, error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw problem(catalogue.badEncoding, { why: "not UTF-8; save the file as UTF-8" }, { file: name });
  }
}

/** An agreement file read and checked, or its errors. */
export type AgreementOutcome =
  | {
      readonly agreement: Agreement;
      /** Where the file amends another: the text as amended, without what it replaced. */
      readonly amended?: Agreement;
      readonly text: string;
      readonly warnings: readonly Finding[];
      /** Paths of the parts that were read, as written in the file. */
      readonly parts: readonly string[];
    }
  | { readonly errors: readonly Finding[] };

/** Reads an agreement file with the parts beside it. @throws Problem (exit 1) where it can't be read at all */
export function readAgreement(path: string): AgreementOutcome {
  const name = basename(path);
  const text = readText(path, name);
  const parts = new Set<string>();
  const parsed = parseAgreement(text, name, (part) => {
    try {
      const found = readText(join(dirname(path), part), part);
      parts.add(part);
      return found;
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  });
  if ("errors" in parsed) return parsed;
  const { agreement, warnings, amendment } = parsed;
  const amended = amendment && applyAmendment(amendment.base, amendment.own);
  return { agreement, warnings, text, parts: [...parts].sort(byCodePoint), ...(amended && { amended }) };
}

/** The agreement, or a Problem whose message is every error on a line of its own. */
export function agreementOrProblem(path: string): {
  readonly agreement: Agreement;
  readonly warnings: readonly Finding[];
  readonly parts: readonly string[];
} {
  const outcome = readAgreement(path);
  if ("errors" in outcome) throw problem(catalogue.agreement, { why: outcome.errors.map(sayFinding).join("\n") });
  return outcome;
}
