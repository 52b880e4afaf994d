import type { Clause } from "../agreement/agreement.ts";
import type { Both } from "./side.ts";

/** Two clauses that stand for each other, or one that stands in one text alone. */
export interface ClausePair {
  readonly by: "id" | "reference" | "only-a" | "only-b";
  readonly a: Clause | null;
  readonly b: Clause | null;
}

/** Clauses by reference to the text; a reference that several have tells nothing apart. */
function byReference(clauses: readonly Clause[]): Map<string, Clause | null> {
  const found = new Map<string, Clause | null>();
  for (const c of clauses) if (c.reference !== "") found.set(c.reference, found.has(c.reference) ? null : c);
  return found;
}

/** Clauses matched by id, then by reference; in the order of A, then what B alone has in its order. */
export function matchClauses({ a, b }: Both<readonly Clause[]>): ClausePair[] {
  const idsOfA = new Set(a.map((c) => c.id));
  const byId = new Map(b.map((c) => [c.id, c]));
  const references = {
    a: byReference(a.filter((c) => !byId.has(c.id))),
    b: byReference(b.filter((c) => !idsOfA.has(c.id))),
  };
  const taken = new Set<Clause>();
  const pairs = a.map((clause): ClausePair => {
    const same = byId.get(clause.id);
    const other = same ?? (references.a.get(clause.reference) === clause ? references.b.get(clause.reference) : null);
    if (!other) return { by: "only-a", a: clause, b: null };
    taken.add(other);
    return { by: same ? "id" : "reference", a: clause, b: other };
  });
  return [...pairs, ...b.filter((c) => !taken.has(c)).map((c): ClausePair => ({ by: "only-b", a: null, b: c }))];
}
