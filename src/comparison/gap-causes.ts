import { CAUSES, type Cause, type Figure, type FigureRow, sumOf } from "./figure.ts";
import type { Both } from "./side.ts";

const ordered = (found: ReadonlySet<Cause>): readonly Cause[] => CAUSES.filter((c) => found.has(c));

/** Whether a stretch lies certainly outside another; an end that is not known excludes nothing. */
const apart = (
  from: number | null,
  until: number | null,
  other: { readonly from: number | null; readonly until: number | null },
): boolean =>
  (until !== null && other.from !== null && until <= other.from) ||
  (from !== null && other.until !== null && from >= other.until);

/** Whether a stretch reaches out of another. */
const reachesOut = (from: number | null, until: number | null, other: Pick<Figure, "from" | "until">): boolean =>
  (from !== null && other.from !== null && from < other.from) ||
  (until !== null && other.until !== null && until > other.until);

/**
 * Why one figure has no such row as another counts, by what each says of its own scope. The foremost cause is first;
 * where none is certain, "unexplained" is, with what may play a part after it.
 */
export function causesOutside(row: FigureRow, own: Figure, other: Figure): readonly Cause[] {
  const sure = new Set<Cause>();
  const may = new Set<Cause>();
  const [from, until] = [row.from ?? own.from, row.until ?? own.until];
  const accuses = row.accuses ?? own.accuses;
  if (accuses !== null && other.accuses !== null && accuses !== other.accuses) sure.add("other-side");
  if (other.inForce && apart(from, until, other.inForce)) sure.add("start-reading");
  else if (apart(from, until, other)) sure.add("cut-off");
  else if (reachesOut(from, until, other)) may.add("cut-off");
  if (own.record && other.record && own.record.id === other.record.id && own.record.size !== other.record.size)
    sure.add(own.record.size > other.record.size ? "late" : "withdrawn");
  if (own.area !== null && other.area !== null && own.area !== other.area) may.add("zone");
  const foreign = other.units.length > 0 && !other.units.includes(row.unit);
  if (own.basis === "declared" && other.basis === "record") {
    const blind =
      other.watched !== null && other.watched.length > 0 && other.watched.every((w) => apart(from, until, w));
    sure.add(blind ? "no-coverage" : "claim-without-observation");
    if (foreign) may.add("unit");
  } else if (foreign) sure.add("unit");
  if (sure.size === 0) return ["unexplained", ...ordered(may)];
  const [first, ...rest] = ordered(sure);
  return [first as Cause, ...ordered(new Set([...rest, ...may]))];
}

/** Why two figures count rows differently that both know. */
export function knownCause(
  { a, b }: { readonly a: readonly FigureRow[]; readonly b: readonly FigureRow[] },
  figures: Both<Figure>,
): readonly Cause[] {
  const found = new Set<Cause>();
  // The side that counts less says why it leaves a row out or takes it as open.
  const [x, y] = [sumOf(a), sumOf(b)];
  const fewer =
    x.atLeast !== y.atLeast
      ? x.atLeast < y.atLeast
      : (x.atMost ?? Number.POSITIVE_INFINITY) < (y.atMost ?? Number.POSITIVE_INFINITY);
  const left = new Set((fewer ? a : b).flatMap((r) => r.left ?? []));
  const [first] = ordered(left);
  const units = (rows: readonly FigureRow[]) => [...new Set(rows.map((r) => r.unit))].join(" ");
  if (a.length !== b.length) found.add("duplicates");
  if (units(a) !== units(b)) found.add("unit");
  const declared = figures.a.basis === "declared" && figures.b.basis === "declared";
  if (declared && (figures.a.from !== figures.b.from || figures.a.until !== figures.b.until)) found.add("cut-off");
  if (first === undefined && found.size === 0)
    found.add(
      figures.a.basis === "record" && figures.b.basis === "record" && figures.a.what !== figures.b.what
        ? "duplicates"
        : "revised",
    );
  const rest = ordered(new Set([...found, ...left]));
  return first === undefined ? rest : [first, ...rest.filter((c) => c !== first)];
}
