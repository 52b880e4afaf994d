import type { CompiledClause } from "../agreement/compile.ts";
import { CONDUCTS, type Conduct } from "../assessment/assessment.ts";
import { conductOfCode, resultCodesOf } from "../assessment/codes.ts";
import type { IncidentColumns } from "../assessment/columns.ts";
import { type ClausePair, matchClauses } from "./clause-match.ts";
import { differingParts, type Form, formOf, oneZoneEach } from "./compiled-form.ts";
import { markMayDiffer } from "./may-differ.ts";
import { agreementsOf, type Both, both, type Side, type SideOptions } from "./side.ts";
import { rowsOf, scattered } from "./subset.ts";

/** Results as numbers: the place in CONDUCTS, or NONE where a side has no such clause, or none that is assessed. */
export const NONE = 255;

/** Incidents by what they are under all clauses of a side together, the first that holds for one of its clauses. */
export const STRONGEST: readonly Conduct[] = ["contrary", "indeterminate", "exempt", "not-contrary", "not-applicable"];
const RANK = Uint8Array.from(CONDUCTS, (c) => STRONGEST.indexOf(c));
const CODE = Uint8Array.from({ length: 256 }, (_, code) => CONDUCTS.indexOf(conductOfCode(code)));

export interface CompareInput {
  readonly columns: IncidentColumns;
  readonly sides: Both<Side>;
  /** Decisions that stand, and what each text needs to know of the record. */
  readonly options?: Both<SideOptions>;
  /**
   * Clauses that ask the same are run only over incidents that another clause changes. True: over all, so that their
   * totals can be shown.
   */
  readonly countEqual?: boolean;
}

/** A pair of clauses with the result of every incident under each: places in CONDUCTS, or NONE. */
export interface ComparedClause extends ClausePair {
  /** Whether both ask the same of every incident. */
  readonly same: boolean;
  /** Null: not assessed (an obligation or a permission), or equal and not run over all. NONE also where it was not run. */
  readonly results: Both<Uint8Array> | null;
  /** Incidents by the result under A and under B: `from * 6 + to`, with 5 for "no such clause". */
  readonly moves: Float64Array;
}

/** Two texts over one history. */
export interface Compared {
  readonly input: CompareInput;
  readonly clauses: readonly ComparedClause[];
  /** Rows of the columns of which at least one clause says something else, ascending. */
  readonly changed: Int32Array;
  /** For each changed row, its place in STRONGEST under all clauses together. */
  readonly strongest: Both<Uint8Array>;
}

const NO_CLAUSE = CONDUCTS.length;
const MOVES = NO_CLAUSE + 1;
/** What a clause that only one side has changes: whatever it has a result for, but for "does not apply". */
const NOT_APPLICABLE = CONDUCTS.indexOf("not-applicable");
const settles = (x: number): number => (x === NONE ? NOT_APPLICABLE : x);

/** Runs two texts over one history and says which incidents they treat otherwise. Nothing is run twice that both ask alike. */
export function compareResults(input: CompareInput): Compared {
  const { columns, sides } = input;
  const pairs = matchClauses(both(agreementsOf(sides), (a) => a.clauses));
  const assessed = oneZoneEach(both(sides, (s) => new Map(s.compiled.clauses.map((c) => [c.clause.id, c]))));
  const plans = pairs.map(({ a, b }): Plan => planOf(a && assessed.a.get(a.id), b && assessed.b.get(b.id), input));
  const run = resultsOf(input, columns);
  const lean = input.countEqual !== true;
  // Where clauses differ in a few tests alone, only incidents that answer these differently are run.
  const narrowed = plans.map(({ a, b, forms, same }): Uint8Array | null => {
    if (!lean || same || !a || !b || !forms) return null;
    const marks = new Uint8Array(columns.size);
    return markMayDiffer(marks, columns, sides, { a, b }, forms) ? marks : null;
  });
  const only = (wanted: Partial<Wanted>, at: number) =>
    plans.map((_, k): Wanted => (k === at ? { a: wanted.a ?? null, b: wanted.b ?? null } : { a: null, b: null }));
  const differing = run(plans.map((p, k) => (p.same || narrowed[k] ? { a: null, b: null } : p)));
  narrowed.forEach((marks, k) => {
    if (!marks) return;
    const rows = rowsOf(marks);
    const few = resultsOf(input, columns, rows)(only(plans[k] as Plan, k))[k];
    if (few) differing[k] = both(few, (r) => scattered(r, rows, columns.size, NONE));
  });

  const touched = new Uint8Array(columns.size);
  for (const result of differing) {
    if (!result) continue;
    const { a, b } = result;
    for (let row = 0; row < columns.size; row++)
      if (settles(a[row] as number) !== settles(b[row] as number)) touched[row] = 1;
  }
  const changed = rowsOf(touched);
  const count = changed.length;

  // An incident that another clause changes is alike on both sides under a narrowed clause that was not run for it.
  narrowed.forEach((marks, k) => {
    const into = differing[k];
    if (!marks || !into) return;
    const rows = changed.filter((row) => marks[row] === 0);
    const few = resultsOf(input, columns, rows)(only({ a: plans[k]?.a ?? null }, k))[k];
    if (!few) return;
    rows.forEach((row, n) => {
      into.a[row] = few.a[n] as number;
      into.b[row] = few.a[n] as number;
    });
  });
  const equal = plans.map(({ a, same }) => ({ a: same ? a : null, b: null }));
  const all = !lean;
  const unchanged = resultsOf(input, columns, all ? undefined : changed)(equal);

  const strongest = both(sides, () => new Uint8Array(count).fill(STRONGEST.length - 1));
  for (let k = 0; k < count; k++) {
    const row = changed[k] as number;
    for (let p = 0; p < pairs.length; p++) {
      const result = differing[p];
      if (result) {
        keep(strongest.a, k, result.a[row] as number);
        keep(strongest.b, k, result.b[row] as number);
      }
      const same = unchanged[p]?.a[all ? row : k];
      if (same === undefined) continue;
      keep(strongest.a, k, same);
      keep(strongest.b, k, same);
    }
  }
  const clauses = pairs.map((pair, p): ComparedClause => {
    const both = unchanged[p];
    const results = differing[p] ?? (all && both ? { a: both.a, b: both.a } : null);
    return { ...pair, same: plans[p]?.same ?? true, results, moves: movesOf(results) };
  });
  return { input, clauses, changed, strongest };
}

/** A pair of assessed clauses, and whether they ask the same of every incident. */
interface Plan extends Wanted {
  readonly forms: Both<Form> | null;
  readonly same: boolean;
}

function planOf(
  a: CompiledClause | null | undefined,
  b: CompiledClause | null | undefined,
  { sides, options }: CompareInput,
): Plan {
  if (!a || !b) return { a: a ?? null, b: b ?? null, forms: null, same: !a && !b };
  if (a === b && sides.a.reading === sides.b.reading && sides.a.compiled === sides.b.compiled)
    return { a, b, forms: null, same: true };
  const [x, y] = [formOf(sides.a, a, options?.a ?? {}), formOf(sides.b, b, options?.b ?? {})];
  if (!x || !y) return { a, b, forms: null, same: false };
  return { a, b, forms: { a: x, b: y }, same: differingParts(x, y).length === 0 };
}

const keep = (into: Uint8Array, k: number, result: number): void => {
  if (result === NONE) return;
  const rank = RANK[result] as number;
  if (rank < (into[k] as number)) into[k] = rank;
};

function movesOf(results: Both<Uint8Array> | null): Float64Array {
  const moves = new Float64Array(MOVES * MOVES);
  if (!results) return moves;
  for (let row = 0; row < results.a.length; row++) {
    const [a, b] = [results.a[row] as number, results.b[row] as number];
    const at = (a === NONE ? NO_CLAUSE : a) * MOVES + (b === NONE ? NO_CLAUSE : b);
    moves[at] = (moves[at] as number) + 1;
  }
  return moves;
}

/** How many incidents have these results under A and B; null: no such clause on that side. */
export const moved = (moves: Float64Array, a: Conduct | null, b: Conduct | null): number =>
  moves[
    (a === null ? NO_CLAUSE : CONDUCTS.indexOf(a)) * MOVES + (b === null ? NO_CLAUSE : CONDUCTS.indexOf(b))
  ] as number;

type Wanted = { readonly a: CompiledClause | null; readonly b: CompiledClause | null };

/** Runs the clauses that are wanted of both sides in one pass, and hands them back by pair. */
const resultsOf =
  ({ sides, options }: CompareInput, columns: IncidentColumns, rows?: Int32Array) =>
  (wanted: readonly Wanted[]): (Both<Uint8Array> | null)[] => {
    const size = rows?.length ?? columns.size;
    const none = new Uint8Array(size).fill(NONE);
    const asked = (["a", "b"] as const).map((side) => ({ side, clauses: wanted.flatMap((w) => w[side] ?? []) }));
    const run = asked.filter(({ clauses }) => clauses.length > 0 && size > 0);
    const results = resultCodesOf(
      columns,
      run.map(({ side, clauses }) => ({
        compiled: { ...sides[side].compiled, clauses },
        options: { ...options?.[side], readings: [sides[side].reading.reading.id] },
      })),
      rows,
    );
    const of = { a: new Map<string, Uint8Array>(), b: new Map<string, Uint8Array>() };
    results.forEach(({ codes }, k) => {
      const { side, clauses } = run[k] as (typeof run)[number];
      for (let i = 0; i < codes.length; i++) codes[i] = CODE[codes[i] as number] as number;
      clauses.forEach((c, n) => {
        of[side].set(c.clause.id, codes.subarray(n * size, (n + 1) * size));
      });
    });
    return wanted.map(({ a, b }) =>
      a || b ? { a: (a && of.a.get(a.clause.id)) ?? none, b: (b && of.b.get(b.clause.id)) ?? none } : null,
    );
  };
