import type { Assessment, Conduct } from "../assessment/assessment.ts";
import type { Truth } from "../certainty.ts";
import { byCodePoint } from "../units.ts";

/** One test that the two sides answer differently, or that only one of them asks (the other: null). */
export interface DifferingTest {
  readonly test: string;
  readonly a: { readonly outcome: Truth; readonly words: string } | null;
  readonly b: { readonly outcome: Truth; readonly words: string } | null;
}

/** An incident that one pair of clauses treats otherwise; a result is null where a side has no such clause. */
export interface IncidentChange {
  readonly incident: string;
  readonly clause: { readonly a: string | null; readonly b: string | null };
  readonly a: Conduct | null;
  readonly b: Conduct | null;
  /** Why: in the order of A's trace, then what B alone asks. Empty where one side has no such clause. */
  readonly because: readonly DifferingTest[];
}

/** The tests by which two results of one incident differ. */
export function differingTests(
  a: Pick<Assessment, "trace"> | null,
  b: Pick<Assessment, "trace"> | null,
): DifferingTest[] {
  if (!a || !b) return [];
  const ofB = new Map(b.trace.map((s) => [s.test, s]));
  const inA = new Set(a.trace.map((s) => s.test));
  const step = (s: Assessment["trace"][number] | undefined) => (s ? { outcome: s.outcome, words: s.words } : null);
  const shared = a.trace.flatMap((s): DifferingTest[] => {
    const other = ofB.get(s.test);
    return other && other.outcome === s.outcome ? [] : [{ test: s.test, a: step(s), b: step(other) }];
  });
  const onlyB = b.trace.flatMap((s): DifferingTest[] =>
    inA.has(s.test) ? [] : [{ test: s.test, a: null, b: step(s) }],
  );
  return [...shared, ...onlyB];
}

/** Changes of one pair of clauses that go the same way by the same tests. */
export interface Reason {
  readonly a: Conduct | null;
  readonly b: Conduct | null;
  readonly tests: readonly string[];
  readonly incidents: number;
}

/** Changes grouped by what they turn on, the largest group first. */
export function groupedReasons(changes: readonly IncidentChange[]): Reason[] {
  const groups = new Map<
    string,
    { a: Conduct | null; b: Conduct | null; tests: readonly string[]; incidents: number }
  >();
  for (const { a, b, because } of changes) {
    const tests = because.map((t) => t.test);
    const key = JSON.stringify([a, b, tests]);
    const group = groups.get(key) ?? { a, b, tests, incidents: 0 };
    groups.set(key, group);
    group.incidents++;
  }
  return [...groups].sort(([x, g], [y, h]) => h.incidents - g.incidents || byCodePoint(x, y)).map(([, group]) => group);
}
