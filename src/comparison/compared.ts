import type { CompiledClause } from "../agreement/compile.ts";
import { CONDUCTS, type Conduct } from "../assessment/assessment.ts";
import { conductOfCode, resultCodes } from "../assessment/codes.ts";
import { columnsOf, type FoundIncident, type IncidentColumns } from "../assessment/columns.ts";
import { type ClausePair, matchClauses } from "./clause-match.ts";
import { formOf } from "./compiled-form.ts";
import { agreementsOf, type Both, both, type Side, type SideOptions } from "./side.ts";

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
  /** Null: not assessed (an obligation or a permission), or equal and not run over all. */
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
  const assessed = both(sides, (s) => new Map(s.compiled.clauses.map((c) => [c.clause.id, c])));
  const alike = (x: CompiledClause, y: CompiledClause): boolean => {
    if (x === y && sides.a.reading === sides.b.reading && sides.a.compiled === sides.b.compiled) return true;
    const form = formOf(sides.a, x, input.options?.a ?? {});
    return form !== null && form === formOf(sides.b, y, input.options?.b ?? {});
  };
  const forms = pairs.map(({ a, b }) => {
    const [x, y] = [a && assessed.a.get(a.id), b && assessed.b.get(b.id)];
    return { a: x ?? null, b: y ?? null, same: x && y ? alike(x, y) : !x && !y };
  });
  const run = resultsOf(input, columns);
  const differing = run(forms.map(({ a, b, same }) => (same ? { a: null, b: null } : { a, b })));

  const touched = new Uint8Array(columns.size);
  for (const result of differing) {
    if (!result) continue;
    const { a, b } = result;
    for (let row = 0; row < columns.size; row++)
      if (settles(a[row] as number) !== settles(b[row] as number)) touched[row] = 1;
  }
  let count = 0;
  for (const t of touched) count += t;
  const changed = new Int32Array(count);
  for (let row = 0, k = 0; row < columns.size; row++) if (touched[row] === 1) changed[k++] = row;

  const equal = forms.map(({ a, same }) => ({ a: same ? a : null, b: null }));
  const all = input.countEqual === true || changed.length === columns.size;
  const subset = all ? columns : columnsOf(Array.from(changed, (row): FoundIncident => columns.incident(row)));
  const unchanged = resultsOf(input, subset)(equal);

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
    return { ...pair, same: forms[p]?.same ?? true, results, moves: movesOf(results) };
  });
  return { input, clauses, changed, strongest };
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

/** Runs the clauses that are wanted of each side in one pass, and hands them back by pair. */
const resultsOf =
  ({ sides, options }: CompareInput, columns: IncidentColumns) =>
  (wanted: readonly Wanted[]): (Both<Uint8Array> | null)[] => {
    const none = new Uint8Array(columns.size).fill(NONE);
    const run = both(sides, ({ compiled, reading }, side) => {
      const clauses = wanted.flatMap((w) => w[side] ?? []);
      if (clauses.length === 0 || columns.size === 0) return new Map<string, Uint8Array>();
      const { codes } = resultCodes(
        columns,
        { ...compiled, clauses },
        { ...options?.[side], readings: [reading.reading.id] },
      );
      for (let i = 0; i < codes.length; i++) codes[i] = CODE[codes[i] as number] as number;
      return new Map(clauses.map((c, n) => [c.clause.id, codes.subarray(n * columns.size, (n + 1) * columns.size)]));
    });
    return wanted.map(({ a, b }) =>
      a || b ? { a: (a && run.a.get(a.clause.id)) ?? none, b: (b && run.b.get(b.clause.id)) ?? none } : null,
    );
  };
