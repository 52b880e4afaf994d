import { type Condition, holds, liesIn, type Shape } from "../store/condition.ts";
import type { AssessmentFound } from "./assessment-pages.ts";

/** What an assessment shows that is not its incident's. */
const OF_RESULTS = new Set(["clause", "reading", "result"]);

const fieldsOf = (c: Condition): string[] => {
  if (c.is === "and" || c.is === "or") return c.of.flatMap(fieldsOf);
  if (c.is === "not") return fieldsOf(c.of);
  if (c.is === "compare") return [c.left, c.right].flatMap((o) => ("field" in o ? [o.field] : []));
  return c.is === "like" || c.is === "null" || c.is === "has" ? [c.field] : [];
};

/**
 * A filter of assessments as what the store asks of their incidents, and what is left to be asked of each result: of
 * parts that all have to hold, those that speak of incidents alone go to the store.
 */
export function partedByResult(where: Condition | undefined): {
  readonly incidents?: Condition;
  readonly results?: (row: AssessmentFound) => boolean;
} {
  if (!where) return {};
  const all = where.is === "and" ? where.of : [where];
  const incidents = all.filter((c) => !fieldsOf(c).some((f) => OF_RESULTS.has(f)));
  return {
    ...(incidents.length > 0 && { incidents: { is: "and", of: incidents.map(ofIncident) } }),
    ...(incidents.length < all.length && { results: (row: AssessmentFound) => holds(where, askedOf(row)) === true }),
  };
}

/** "incident" of an assessment is "id" of the incident. */
function ofIncident(c: Condition): Condition {
  if (c.is === "and" || c.is === "or") return { ...c, of: c.of.map(ofIncident) };
  if (c.is === "not") return { ...c, of: ofIncident(c.of) };
  const id = (field: string): string => (field === "incident" ? "id" : field);
  if (c.is === "like" || c.is === "null") return { ...c, field: id(c.field) };
  if (c.is !== "compare") return c;
  const side = (o: typeof c.left): typeof c.left => ("field" in o ? { field: id(o.field) } : o);
  return { ...c, left: side(c.left), right: side(c.right) };
}

const askedOf = ({ found, clause, reading, result }: AssessmentFound) => ({
  value(field: string): string | number | null {
    const { id, act, time, marking, position } = found;
    if (field === "geometry") return position && position[0];
    const values = { incident: id, clause, reading, result, act, from: time.from, until: time.until, marking };
    return values[field as "clause"];
  },
  list: () => [],
  meets: (shape: Shape) => found.position && liesIn(found.position, shape),
});
