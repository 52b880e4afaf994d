import { type CompiledClause, windowUnder } from "../agreement/compile.ts";
import { actTest } from "../assessment/act-test.ts";
import type { IncidentColumns } from "../assessment/columns.ts";
import { during, type Interval } from "../time/interval.ts";
import { differingParts, type Form, zonesApart } from "./compiled-form.ts";
import { type Both, both, type Side } from "./side.ts";

/**
 * Marks the incidents of which two clauses can say different things, by the parts in which they differ: an incident that
 * answers every differing test alike comes out alike. A mark too many costs a run and changes nothing.
 * @returns false where any incident may come out otherwise; nothing is marked then
 */
export function markMayDiffer(
  marks: Uint8Array,
  columns: IncidentColumns,
  sides: Both<Side>,
  clauses: Both<CompiledClause>,
  forms: Both<Form>,
): boolean {
  const parts = differingParts(forms.a, forms.b);
  if (!parts.every((p) => KNOWN.has(p))) return false;
  if (parts.includes("inForce") || parts.includes("always"))
    markWindows(
      marks,
      columns,
      both(clauses, (c, s) => (c.always ? null : sides[s].reading.window)),
    );
  if (parts.includes("window"))
    markWindows(
      marks,
      columns,
      both(clauses, (c, s) => windowUnder(sides[s].compiled, c.clause, sides[s].reading.reading).window ?? null),
    );
  if (parts.includes("acts"))
    markActs(
      marks,
      columns,
      both(clauses, (c) => c.acts),
    );
  for (const list of ["inside", "outside"] as const) {
    if (!parts.includes(list)) continue;
    // A list that is empty asks nothing: then every place answers.
    if (clauses.a[list].length === 0 || clauses.b[list].length === 0) marks.fill(1);
    else markZones(marks, columns, zonesApart(clauses.a[list], clauses.b[list]));
  }
  return true;
}

const KNOWN = new Set(["inForce", "always", "window", "acts", "inside", "outside"]);

/** Incidents whose time answers two windows differently; null: at all times. */
function markWindows(marks: Uint8Array, columns: IncidentColumns, windows: Both<Interval | null>): void {
  for (let row = 0; row < columns.size; row++) {
    if (marks[row] === 1) continue;
    const { time } = columns.incident(row).facts;
    const { a, b } = both(windows, (w) => (w === null ? true : during(time, w)));
    if (a !== b) marks[row] = 1;
  }
}

/** Incidents whose kind of act two lists answer differently: asked once for each kind that is there. */
function markActs(marks: Uint8Array, columns: IncidentColumns, kinds: Both<CompiledClause["acts"]>): void {
  const { codes, values } = columns.sets.acts;
  const differ = values.map(({ acts, labelBasis }) => {
    const { a, b } = both(kinds, (k) => actTest(acts, labelBasis, k));
    return a !== b;
  });
  for (let row = 0; row < columns.size; row++) if (differ[codes[row] as number]) marks[row] = 1;
}

/** Degrees of latitude in a metre, more than enough at any latitude. */
const DEGREES = 1 / 110_000;

/** Incidents whose place may touch one of these zones, by boxes; and those whose place is no disc, or asserted. */
function markZones(marks: Uint8Array, columns: IncidentColumns, zones: ReturnType<typeof zonesApart>): void {
  const boxes = zones.map((z) => z.extent);
  const [south, north] = [Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[3]))];
  for (let row = 0; row < columns.size; row++) {
    if (marks[row] === 1) continue;
    const radius = columns.radiusM[row] as number;
    if (radius === 0 || columns.asserted[row] === 1) {
      marks[row] = 1;
      continue;
    }
    const [lon, lat] = [columns.lon[row] as number, columns.lat[row] as number];
    const high = radius * DEGREES;
    if (lat + high < south || lat - high > north) continue;
    const wide = high / Math.max(0.01, Math.cos(((Math.abs(lat) + high) * Math.PI) / 180));
    // Near the antimeridian boxes are not looked into.
    if (Math.abs(lon) + wide > 180) marks[row] = 1;
    else
      for (const [west, south, east, north] of boxes) {
        if (lat + high < south || lat - high > north || lon + wide < west || lon - wide > east) continue;
        marks[row] = 1;
        break;
      }
  }
}
