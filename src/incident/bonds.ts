import type { Observation } from "../observation/observation.ts";
import { type Judgement, namesOf } from "./judgement.ts";

/** Where observations have their places. */
interface Places {
  at(id: string): number | undefined;
  observation(i: number): Observation;
}

/**
 * What may join observations before evidence is weighed: people's "same" and pins, a source's revisions and its pairs. Wider than
 * `seedsOf`, which decides what is joined: a bond only says what is fused together.
 */
export class Bonds {
  private readonly places: Places;
  private same = new Map<string, string[]>();
  private judged = new Map<string, Judgement>();
  private byEnd = new Map<string, Judgement[]>();
  private readonly revisers = new Map<string, Set<number>>();
  private readonly paired = new Map<string, Set<number>>();

  constructor(places: Places) {
    this.places = places;
  }

  /** @returns ids that a judgement names which is new or no longer in force */
  judge(judgements: readonly Judgement[]): Set<string> {
    const now = new Map(judgements.map((j) => [JSON.stringify([j.kind, ...namesOf(j)]), j]));
    const ends = new Set<string>();
    for (const [key, j] of now) if (!this.judged.has(key)) for (const id of namesOf(j)) ends.add(id);
    for (const [key, j] of this.judged) if (!now.has(key)) for (const id of namesOf(j)) ends.add(id);
    this.judged = now;
    this.same = new Map();
    this.byEnd = new Map();
    for (const j of judgements) {
      if (j.kind === "same") {
        put(this.same, j.a, j.b);
        put(this.same, j.b, j.a);
      }
      for (const id of j.kind === "pin" ? j.observations : [j.a]) put(this.byEnd, id, j);
    }
    return ends;
  }

  /** Judgements of which the first end, or any that is pinned, is among some members, in the order in which all stand. */
  among(members: readonly number[], all: readonly Judgement[]): Judgement[] {
    if (all.length <= members.length) return [...all];
    const found = new Set(members.flatMap((i) => this.byEnd.get(this.places.observation(i).id) ?? []));
    return all.filter((j) => found.has(j));
  }

  put(i: number): void {
    const { revises, pair, source } = this.places.observation(i);
    if (revises !== undefined) add(this.revisers, revises, i);
    if (pair !== undefined) add(this.paired, JSON.stringify([source, pair]), i);
  }

  drop(i: number): void {
    const { revises, pair, source } = this.places.observation(i);
    if (revises !== undefined) this.revisers.get(revises)?.delete(i);
    if (pair !== undefined) this.paired.get(JSON.stringify([source, pair]))?.delete(i);
  }

  /** Those that people say are of one event with one. */
  *sameAs(i: number): Generator<number> {
    const { id } = this.places.observation(i);
    for (const other of this.said(id)) {
      const j = this.places.at(other);
      if (j !== undefined && j !== i) yield j;
    }
  }

  private *said(id: string): Generator<string> {
    yield* this.same.get(id) ?? [];
    for (const j of this.byEnd.get(id) ?? []) if (j.kind === "pin") yield* j.observations;
  }

  /** All that chains of bonds join to some. */
  closure(from: Iterable<number>): Set<number> {
    const found = new Set(from);
    for (const i of found) for (const j of this.of(i)) found.add(j);
    return found;
  }

  /** Those that are bound to one. */
  *of(i: number): Generator<number> {
    const { id, revises, pair, source } = this.places.observation(i);
    yield* this.sameAs(i);
    const older = revises === undefined ? undefined : this.places.at(revises);
    if (older !== undefined) yield older;
    yield* this.revisers.get(id) ?? [];
    if (pair !== undefined) yield* this.paired.get(JSON.stringify([source, pair])) ?? [];
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function add(map: Map<string, Set<number>>, key: string, i: number): void {
  const known = map.get(key);
  if (known) known.add(i);
  else map.set(key, new Set([i]));
}
