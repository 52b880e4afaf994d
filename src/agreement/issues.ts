import type { z } from "zod";
import { type Finding } from "./finding.ts";
import { nearest, suggestion } from "./nearest.ts";
import { NOT_YET } from "./schema.ts";
import type { Path, YamlText } from "./yaml-text.ts";

type Issue = z.core.$ZodIssue;

/** The value at a path of plain data. */
export function valueAt(value: unknown, path: Path): unknown {
  let v = value;
  for (const step of path) {
    if (v === null || typeof v !== "object") return undefined;
    v = (v as Record<PropertyKey, unknown>)[step];
  }
  return v;
}

const kindOf = (v: unknown): string =>
  v === null || v === undefined
    ? "nothing"
    : Array.isArray(v)
      ? "a list"
      : typeof v === "object"
        ? "a group of keys"
        : typeof v === "string"
          ? `the text ${JSON.stringify(shorten(v))}`
          : `${typeof v === "number" ? "the number" : ""} ${String(v)}`.trim();

const shorten = (s: string): string => (s.length > 60 ? `${s.slice(0, 57)}...` : s);

/** What to write instead, for the commonest slips of kind. */
function adviceFor(expected: string, seen: unknown): string {
  if (expected === "string" && (typeof seen === "number" || typeof seen === "boolean")) return ": put it in quotes";
  if (typeof seen !== "string") return "";
  if (expected === "array" && /^[\p{L}\p{N}._-]+$/u.test(seen)) return `: write [${shorten(seen)}]`;
  if (expected === "number" && /^-?\d+(\.\d+)?$/.test(seen)) return ": take the quotes off";
  if (expected === "boolean" && /^(yes|no|on|off)$/i.test(seen))
    return `: write ${/^(yes|on)$/i.test(seen) ? "true" : "false"}`;
  return "";
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
  tuple: "a position [longitude, latitude]",
};

/** How a path reads: terms[2].prohibits.acts. */
export const sayPath = (path: Path): string =>
  path.map((p, i) => (typeof p === "number" ? `[${p + 1}]` : `${i === 0 ? "" : "."}${String(p)}`)).join("");

/**
 * Turns the schema's issues into findings that teach: what was seen, what was expected, the nearest valid name.
 * @param known the keys that the schema knows at a path, for the nearest name
 */
export function findingsOf(
  issues: readonly Issue[],
  yaml: YamlText,
  file: string,
  known: (path: Path) => readonly string[],
): Finding[] {
  const findings: Finding[] = [];
  // A misspelt key is one mistake: what it was meant for is not missing besides.
  const meant = new Set<string>();
  for (const issue of issues)
    if (issue.code === "unrecognized_keys")
      for (const key of issue.keys) meant.add(sayPath([...issue.path, nearest(key, known(issue.path)) ?? ""]));
  const add = (where: { line: number; column: number }, rule: string, message: string) =>
    findings.push({ file, ...where, rule, message });
  for (const issue of issues) {
    const { path } = issue;
    const field = sayPath(path);
    const seen = valueAt(yaml.value, path);
    const of = field === "" ? "" : `${field}: `;
    if (seen === undefined && issue.code !== "unrecognized_keys" && meant.has(field)) continue;
    switch (issue.code) {
      case "unrecognized_keys":
        for (const key of issue.keys) {
          const names = known(path);
          const notYet = NOT_YET.includes(key) && !names.includes(key);
          add(
            yaml.keyAt([...path, key]),
            notYet ? "not-yet" : "unknown-key",
            notYet
              ? `${of}"${key}" is not yet part of the language: remove it`
              : `${of}unknown key "${shorten(key)}"; ${suggestion(key, names)}`,
          );
        }
        break;
      case "invalid_type": {
        if (seen === undefined && path.length > 0)
          add(yaml.at(path), "missing", `${of}missing; expected ${EXPECTED[issue.expected] ?? issue.expected}`);
        else {
          const advice = adviceFor(issue.expected, seen);
          add(
            yaml.at(path),
            "wrong-kind",
            `${of}expected ${EXPECTED[issue.expected] ?? issue.expected}, saw ${kindOf(seen)}${advice}`,
          );
        }
        break;
      }
      case "invalid_value": {
        if (seen === undefined) {
          add(yaml.at(path), "missing", `${of}missing; expected one of ${listed(issue.values.map(String))}`);
          break;
        }
        const names = issue.values.map(String);
        add(
          yaml.at(path),
          "unknown-name",
          typeof seen === "string"
            ? `${of}unknown name "${shorten(seen)}"; ${suggestion(seen, names)}`
            : `${of}expected one of ${listed(names)}, saw ${kindOf(seen)}`,
        );
        break;
      }
      case "invalid_union": {
        if (issue.errors.length === 0 && path.at(-1) === "kind") {
          const names = known([...path.slice(0, -1), "kind"]);
          add(
            yaml.at(path),
            typeof seen === "string" ? "unknown-name" : "missing",
            typeof seen === "string"
              ? `${of}unknown name "${shorten(seen)}"; ${suggestion(seen, names)}`
              : `${of}missing; expected one of ${listed(names)}`,
          );
          break;
        }
        // Speak of the branch that was meant: the one whose first issue lies deepest, the earlier one where equal.
        const branches = issue.errors.filter((e) => e.length > 0);
        const depth = (e: readonly Issue[]) =>
          Math.max(...e.map((i) => i.path.length + (i.code === "invalid_type" ? 0 : 0.5)));
        const best = branches.reduce<readonly Issue[] | undefined>(
          (b, e) => (b && depth(b) >= depth(e) ? b : e),
          undefined,
        );
        if (!best) add(yaml.at(path), "wrong-kind", `${of}not understood, saw ${kindOf(seen)}`);
        else
          findings.push(
            ...findingsOf(best.map((i) => ({ ...i, path: [...path, ...i.path] })) as Issue[], yaml, file, known),
          );
        break;
      }
      case "invalid_key":
        add(
          yaml.keyAt(path),
          "bad-id",
          `${of}${issue.issues[0]?.message ?? "not a valid key"}, saw ${JSON.stringify(String(path.at(-1)))}`,
        );
        break;
      case "too_small":
      case "too_big":
        if (issue.origin === "array" && Array.isArray(seen) && isPositionPath(seen))
          add(
            yaml.at(path),
            "bad-position",
            `${of}expected a position [longitude, latitude], saw ${seen.length} values`,
          );
        else add(yaml.at(path), "out-of-range", `${of}${issue.message}, saw ${kindOf(seen)}`);
        break;
      default:
        add(
          yaml.at(path),
          issue.code === "invalid_format" ? "bad-format" : "bad-value",
          `${of}${issue.message}${/saw /.test(issue.message) ? "" : `, saw ${kindOf(seen)}`}`,
        );
    }
  }
  return findings;
}

const isPositionPath = (v: readonly unknown[]): boolean => v.length > 0 && v.every((n) => typeof n === "number");

const listed = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more` : names.join(", ");
