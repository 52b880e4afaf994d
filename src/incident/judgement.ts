import { byCodePoint } from "../units.ts";

/** A person's decision that two observations are of one event, or of two. */
export interface PairJudgement {
  readonly id: string;
  readonly kind: "same" | "different";
  /** Ids of two observations. */
  readonly a: string;
  readonly b: string;
}

/**
 * A person looked at an incident and says that these observations are of one event, and all of it: evidence takes none
 * out and lets no other in. A later "same" of a person does (docs/adr/0035).
 */
export interface Pin {
  readonly id: string;
  readonly kind: "pin";
  /** Ids of observations, one at least, each once. */
  readonly observations: readonly string[];
}

/** What a person decided of observations. Input of fusion, so it outlives any model. */
export type Judgement = PairJudgement | Pin;

/** Ids of the observations that a judgement speaks of. */
export const namesOf = (j: Judgement): readonly string[] => (j.kind === "pin" ? j.observations : [j.a, j.b]);

/** Ids of the observations that a pin names. */
export const pinnedNames = (judgements: readonly Judgement[]): ReadonlySet<string> =>
  new Set(judgements.flatMap((j) => (j.kind === "pin" ? j.observations : [])));

/** A "different" that a chain of "same" and pins denies. None of these is in force until a person settles it. */
export interface Conflict {
  readonly different: string;
  /** Ids of every "same" and pin on some way from one end to the other, by code point. */
  readonly same: readonly string[];
}

/** That two things are one, as a judgement says it. A pin stands between its observations as a thing of its own. */
interface Edge {
  readonly id: string;
  readonly a: string;
  readonly b: string;
}

function* edgesOf(j: Judgement): Generator<Edge> {
  if (j.kind === "same" && j.a !== j.b) yield j;
  // No id of an observation begins so.
  if (j.kind === "pin") for (const one of j.observations) yield { id: j.id, a: `pin ${j.id}`, b: one };
}

/** Judgements that contradict each other, by id of the "different". Nothing is settled by a rule (design.md 1.4). */
export function conflicts(judgements: readonly Judgement[]): Conflict[] {
  const distinct = byId(judgements);
  const near = new Map<string, Edge[]>();
  for (const j of distinct)
    for (const edge of edgesOf(j))
      for (const end of [edge.a, edge.b]) {
        const known = near.get(end);
        if (known) known.push(edge);
        else near.set(end, [edge]);
      }
  const found: Conflict[] = [];
  for (const d of distinct) {
    if (d.kind !== "different") continue;
    if (d.a === d.b) found.push({ different: d.id, same: [] });
    else {
      const same = onTheWay(d.a, d.b, near);
      if (same.length > 0) found.push({ different: d.id, same });
    }
  }
  return found;
}

/** The judgements that no other contradicts. */
export function inForce(judgements: readonly Judgement[]): Judgement[] {
  const out = new Set<string>();
  for (const c of conflicts(judgements)) for (const id of [c.different, ...c.same]) out.add(id);
  return byId(judgements).filter((j) => !out.has(j.id));
}

/** By id of each judgement that is not in force, those that it contradicts, by code point. */
export function contradictions(judgements: readonly Judgement[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  const note = (id: string, other: string): void => void found.set(id, (found.get(id) ?? new Set()).add(other));
  for (const { different, same } of conflicts(judgements)) {
    // One that holds an observation apart from itself contradicts itself.
    if (same.length === 0) note(different, different);
    for (const id of same) {
      note(different, id);
      note(id, different);
    }
  }
  return new Map([...found].map(([id, others]) => [id, [...others].sort(byCodePoint)]));
}

const byId = (judgements: readonly Judgement[]): Judgement[] => {
  const all = [...new Map(judgements.map((j) => [j.id, j])).values()];
  return all.sort((x, y) => byCodePoint(x.id, y.id));
};

/**
 * Edges on some simple way from a to b: those in one biconnected part with an edge a–b, were there one.
 * Source: Hopcroft and Tarjan 1973 (algorithm 447), without recursion.
 */
function onTheWay(a: string, b: string, near: ReadonlyMap<string, readonly Edge[]>): string[] {
  const depth = new Map([
    [a, 0],
    [b, 1],
  ]);
  const low = new Map([[b, 1]]);
  const edges: Edge[] = [];
  const used = new Set<Edge>();
  const stack = [{ at: b, via: -1, next: 0 }];
  let reached = false;
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as { at: string; via: number; next: number };
    const edge = near.get(top.at)?.[top.next++];
    if (edge) {
      if (used.has(edge)) continue;
      used.add(edge);
      const other = edge.a === top.at ? edge.b : edge.a;
      if (other === a) reached = true;
      const seen = depth.get(other);
      edges.push(edge);
      if (seen !== undefined) low.set(top.at, Math.min(low.get(top.at) as number, seen));
      else {
        depth.set(other, stack.length + 1);
        low.set(other, stack.length + 1);
        stack.push({ at: other, via: edges.length - 1, next: 0 });
      }
      continue;
    }
    stack.pop();
    const parent = stack[stack.length - 1];
    if (!parent) break;
    const lowest = low.get(top.at) as number;
    low.set(parent.at, Math.min(low.get(parent.at) as number, lowest));
    // Nothing below leads back above the parent: what hangs there is on no way from a to b.
    if (lowest >= (depth.get(parent.at) as number)) edges.length = top.via;
  }
  return reached ? [...new Set(edges.map((e) => e.id))].sort(byCodePoint) : [];
}
