import { byCodePoint } from "../units.ts";

/** One error or warning about an agreement file. Line and column are 1-based. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Short name of the rule, such as "unknown-zone". */
  readonly rule: string;
  readonly message: string;
}

/** "file:line:column: message". */
export const sayFinding = (f: Finding): string => `${f.file}:${f.line}:${f.column}: ${f.message}`;

/** By line, column, rule and message; exact repeats once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      a.line - b.line || a.column - b.column || byCodePoint(a.rule, b.rule) || byCodePoint(a.message, b.message),
  );
  return sorted.filter((f, i) => {
    const p = sorted[i - 1];
    return !p || p.line !== f.line || p.column !== f.column || p.rule !== f.rule || p.message !== f.message;
  });
}
