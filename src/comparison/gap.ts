import { byCodePoint } from "../units.ts";
import { CAUSES, type Cause, type Figure, type FigureBounds, type FigureRow, sumOf } from "./figure.ts";
import { causesOutside, knownCause } from "./gap-causes.ts";
import type { Both } from "./side.ts";

/** A row that a part opens, with what it adds on the way from A to B. At most null: a bound is open, no sum is made of it. */
export interface GapRow extends FigureBounds {
  readonly id: string;
  readonly of: "a" | "b" | "both";
  readonly words: string;
  readonly observations: readonly string[];
}

/** One cause of a gap: what it adds from A to B. */
export interface GapPart extends FigureBounds {
  readonly cause: Cause;
  /** For a source's own arithmetic: whose. */
  readonly of: "a" | "b" | null;
  /** What else may play a part in it; how much cannot be told. */
  readonly also: readonly Cause[];
  readonly rows: readonly GapRow[];
}

/** Two figures explained: the parts add up to the gap, exactly, at least and at most each for itself. */
export interface Gap {
  readonly figures: Both<Omit<Figure, "rows" | "watched">>;
  /** B less A, for each bound. At most null: a bound of one of them is open. */
  readonly gap: FigureBounds;
  readonly parts: readonly GapPart[];
  /** Groups of rows that add the same to both. */
  readonly shared: number;
  /** What each figure rests on that cannot be opened: items of a declared total, of which no single event is published, or a total without its rows. */
  readonly notOpen: Both<FigureBounds>;
}

interface Group {
  readonly a: FigureRow[];
  readonly b: FigureRow[];
}

/**
 * Takes two figures apart. Rows belong together where they have one id or share an observation; each group adds what B
 * counts of it less what A counts, for one cause. Swapped figures give the same parts with the signs turned.
 * @throws never; a figure whose rows do not add up has that as a part of its own
 */
export function gapOf(figures: Both<Figure>): Gap {
  const { a, b } = figures;
  const open =
    a.value.atMost === null || b.value.atMost === null || [...a.rows, ...b.rows].some((r) => r.count.atMost === null);
  const parts = new Map<string, { cause: Cause; of: "a" | "b" | null; also: Set<Cause>; rows: GapRow[] }>();
  const put = (cause: Cause, of: "a" | "b" | null, also: readonly Cause[], row: GapRow) => {
    const key = `${cause} ${of ?? ""}`;
    const part = parts.get(key) ?? { cause, of, also: new Set(), rows: [] };
    parts.set(key, part);
    for (const c of also) part.also.add(c);
    part.rows.push(row);
  };
  let shared = 0;
  for (const group of grouped(figures)) {
    const [x, y] = [sumOf(group.a), sumOf(group.b)];
    const delta = less(y, x, open);
    if (delta.atLeast === 0 && (delta.atMost === 0 || (delta.atMost === null && x.atMost === y.atMost))) {
      if (group.a.length > 0 && group.b.length > 0) shared++;
      continue;
    }
    const causes = causesOf(group, figures);
    put(causes[0] ?? "unexplained", null, causes.slice(1), rowOf(group, delta));
  }
  for (const of of ["a", "b"] as const) {
    const { value, rows } = figures[of];
    const sum = sumOf(rows);
    const delta = of === "a" ? less(sum, value, open) : less(value, sum, open);
    if (delta.atLeast === 0 && (delta.atMost === 0 || delta.atMost === null)) continue;
    put("own-arithmetic", of, [], { id: "sum", of, words: arithmetic(figures[of]), observations: [], ...delta });
  }
  return {
    figures: { a: bare(a), b: bare(b) },
    gap: less(b.value, a.value, open),
    parts: [...parts.values()]
      .sort((p, q) => CAUSES.indexOf(p.cause) - CAUSES.indexOf(q.cause) || byCodePoint(p.of ?? "", q.of ?? ""))
      .map(({ cause, of, also, rows }) => ({
        cause,
        of,
        ...total(rows, open),
        also: CAUSES.filter((c) => also.has(c) && c !== cause),
        rows: rows.sort((p, q) => byCodePoint(p.id, q.id) || byCodePoint(p.of, q.of)),
      })),
    shared,
    notOpen: { a: notOpen(a), b: notOpen(b) },
  };
}

const notOpen = (figure: Figure): FigureBounds => sumOf(figure.basis === "record" ? [] : figure.rows);

const bare = ({ rows: _rows, watched: _watched, ...figure }: Figure): Omit<Figure, "rows" | "watched"> => figure;

const less = (x: FigureBounds, y: FigureBounds, open: boolean): FigureBounds => ({
  atLeast: x.atLeast - y.atLeast,
  atMost: open || x.atMost === null || y.atMost === null ? null : x.atMost - y.atMost,
});

function total(rows: readonly GapRow[], open: boolean): FigureBounds {
  let [atLeast, atMost] = [0, 0];
  for (const r of rows) {
    atLeast += r.atLeast;
    atMost += r.atMost ?? 0;
  }
  return { atLeast, atMost: open ? null : atMost };
}

function arithmetic({ value, rows }: Figure): string {
  const sum = sumOf(rows);
  const say = ({ atLeast, atMost }: FigureBounds) =>
    atMost === null ? `at least ${atLeast}` : atMost === atLeast ? `${atLeast}` : `${atLeast} to ${atMost}`;
  return `stated: ${say(value)}; what it is said to be made of adds up to ${say(sum)}`;
}

const rowOf = ({ a, b }: Group, delta: FigureBounds): GapRow => {
  const rows = [...a, ...b];
  const ids = [...new Set(rows.map((r) => r.id))].sort(byCodePoint);
  return {
    id: ids[0] as string,
    of: a.length > 0 && b.length > 0 ? "both" : a.length > 0 ? "a" : "b",
    words: [...new Set(rows.map((r) => r.words))]
      .filter((w) => w !== "")
      .sort(byCodePoint)
      .join("; "),
    observations: [...new Set(rows.flatMap((r) => r.same))].sort(byCodePoint),
    ...delta,
  };
};

/** Every cause that bears on a group, the one that it is put down to first. */
function causesOf(group: Group, figures: Both<Figure>): readonly Cause[] {
  if (group.b.length === 0) return outside(group.a, figures.a, figures.b);
  if (group.a.length === 0) return outside(group.b, figures.b, figures.a);
  return knownCause(group, figures);
}

/** Rows that the other figure does not know, by the reasons of the one that is foremost. */
function outside(rows: readonly FigureRow[], own: Figure, other: Figure): readonly Cause[] {
  const each = rows.map((row) => causesOutside(row, own, other));
  const first = CAUSES.find((c) => each.some((causes) => causes[0] === c)) as Cause;
  const all = new Set(each.flat());
  return [first, ...CAUSES.filter((c) => all.has(c) && c !== first)];
}

/** Rows of both figures joined by id and by shared observations: disjoint sets, in order of their least row id. */
function grouped({ a, b }: Both<Figure>): Group[] {
  const parent = new Map<string, string>();
  const root = (of: string): string => {
    let at = of;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    for (let step = of; step !== at; ) {
      const next = parent.get(step) as string;
      parent.set(step, at);
      step = next;
    }
    return at;
  };
  const join = (x: string, y: string) => {
    for (const n of [x, y]) if (!parent.has(n)) parent.set(n, n);
    parent.set(root(x), root(y));
  };
  for (const row of [...a.rows, ...b.rows]) {
    join(`r${row.id}`, `r${row.id}`);
    for (const o of row.same) join(`r${row.id}`, `o${o}`);
  }
  const groups = new Map<string, Group>();
  const groupOf = (row: FigureRow): Group => {
    const key = root(`r${row.id}`);
    const known = groups.get(key) ?? { a: [], b: [] };
    groups.set(key, known);
    return known;
  };
  for (const row of a.rows) groupOf(row).a.push(row);
  for (const row of b.rows) groupOf(row).b.push(row);
  return [...groups.values()];
}
