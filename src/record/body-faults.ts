import type { z } from "zod";
import { didYouMean } from "../edit-distance.ts";
import { formsOf } from "./fields.ts";
import { ENTRIES, type EntryKind } from "./registry.ts";

/** One thing that is wrong in a body. */
export interface BodyFault {
  /** Members and positions from the body down; empty: the body itself. */
  readonly path: readonly (string | number)[];
  readonly why: string;
}

/**
 * All that is wrong in a body of a kind, each with its field, what was seen, and what is expected. Empty: nothing.
 * The same that `parsePayload` refuses, which names the first alone.
 */
export function bodyFaults(kind: EntryKind, body: unknown): readonly BodyFault[] {
  const parsed = (ENTRIES[kind].schema as z.ZodType).safeParse(body);
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOf(kind, body, issue));
}

type Issue = z.ZodError["issues"][number];

function faultsOf(kind: EntryKind, body: unknown, issue: Issue): BodyFault[] {
  const path = issue.path.map((p) => (typeof p === "number" ? p : String(p)));
  const seen = at(body, path);
  if (issue.code === "unrecognized_keys") {
    const known = path.length === 0 ? fieldNames(kind, body) : [];
    return issue.keys.map((key) => ({ path: [...path, key], why: `unknown field${didYouMean(key, known)}` }));
  }
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String);
    const near = typeof seen === "string" ? didYouMean(seen, options) : "";
    return [{ path, why: `expected one of ${options.join(", ")}; saw ${shown(seen)}${near}` }];
  }
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const near = typeof seen === "string" ? didYouMean(seen, values) : "";
    const list = values.length > 40 ? `${values.slice(0, 40).join(", ")}, …` : values.join(", ");
    return [{ path, why: `${seen === undefined ? "is missing: " : ""}expected ${list}${sawWords(seen)}${near}` }];
  }
  if (issue.code === "invalid_type")
    return [{ path, why: `${seen === undefined ? "is missing: " : ""}expected ${issue.expected}${sawWords(seen)}` }];
  return [{ path, why: `${issue.message}${sawWords(typeof seen === "object" ? undefined : seen)}` }];
}

const sawWords = (seen: unknown): string => (seen === undefined ? "" : `; saw ${shown(seen)}`);

/** What stands at a path, or undefined. */
function at(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) here = typeof here === "object" && here !== null ? Reflect.get(here, step) : undefined;
  return here;
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function fieldNames(kind: EntryKind, body: unknown): readonly string[] {
  const forms = formsOf(kind);
  const form = forms.find(({ by }) => by === null || at(body, [by.field]) === by.value);
  return (form?.fields ?? []).map((f) => f.name);
}
