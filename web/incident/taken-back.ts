import type { Incident } from "../../src/server/client/answers.ts";

/** Indexes of entries that were taken back, by withdrawals that were not taken back themselves. */
export function takenBack(decisions: Incident["decisions"]): ReadonlySet<number> {
  const gone = new Set<number>();
  // What takes back comes later than what it takes back.
  for (const d of [...decisions].sort((a, b) => b.index - a.index)) {
    const of = (d.body["entry"] as { readonly index?: number } | undefined)?.index;
    if (d.kind === "withdrawal" && !gone.has(d.index) && of !== undefined) gone.add(of);
  }
  return gone;
}
