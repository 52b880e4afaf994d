import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { Bonds } from "./bonds.ts";
import { Evidence } from "./evidence.ts";
import type { FuseOptions } from "./fuse.ts";
import { fuseLinked } from "./fuse-linked.ts";
import { incidentsFromBytes, incidentsToBytes, type KeptIncident } from "./fusion-bytes.ts";
import type { Tree } from "./groups.ts";
import type { Incident } from "./incident.ts";
import { inForce, type Judgement } from "./judgement.ts";
import { LinkGraph } from "./link-graph.ts";
import { type FusionModel, MODEL } from "./model.ts";

/** What is new since the last `apply`. An added observation with a known id replaces the one before. */
export interface FusionChange {
  readonly add?: readonly Observation[];
  /** Observation ids; one that is not known is nothing to remove. Removals come before additions. */
  readonly remove?: readonly string[];
  /** The whole set now in force, where it changed. */
  readonly judgements?: readonly Judgement[];
}

/** What a change did: incidents that are new or differ in anything, and ids that no incident has any more. */
export interface FusionDelta {
  readonly changed: readonly Incident[];
  readonly gone: readonly string[];
  /** How many groups were weighed for it: what it cost, whatever the machine. */
  readonly weighed: number;
}

/**
 * Fusion kept up to date: after any changes, in any order and grouping, its incidents are those of `fuse`.
 *
 * Links and rates are kept (`LinkGraph`). Whatever no chain of links and bonds joins never meets in the rounds, so only
 * the parts that a change touches are fused anew, by the functions of the batch; then those incidents whose nearest
 * alternative is one that changed.
 */
export class IncrementalFusion {
  private readonly model: FusionModel;
  private readonly graph: LinkGraph;
  private readonly bonds: Bonds;
  private judgements: readonly Judgement[];
  private readonly known = new Map<string, Incident>();
  /** By incident: its members and how they came together. */
  private readonly made = new Map<string, string>();
  /** By observation, the id of its incident. */
  private readonly holder: (string | undefined)[] = [];

  constructor(options: FuseOptions = {}) {
    this.model = options.model ?? MODEL;
    this.graph = new LinkGraph(this.model);
    this.bonds = new Bonds(this.graph);
    this.judgements = inForce(options.judgements ?? []);
    this.bonds.judge(this.judgements);
  }

  /** @returns `changed` and `gone` by id */
  apply(change: FusionChange): FusionDelta {
    const { graph, bonds } = this;
    const weighed = graph.weighed;
    const add = new Map<string, Observation>();
    for (const o of change.add ?? []) add.set(o.id, o);
    const remove = new Set<number>();
    for (const id of [...(change.remove ?? []), ...add.keys()]) {
      const i = graph.at(id);
      if (i !== undefined) remove.add(i);
    }
    const added = [...add.values()].filter((o) => o.kind !== "aggregate");
    const touched = new Set<number>();
    const before = new Map<string, Incident | undefined>();
    const forget = (i: number): void => {
      const id = this.holder[i];
      this.holder[i] = undefined;
      if (id === undefined || before.has(id)) return;
      before.set(id, this.known.get(id));
      this.known.delete(id);
    };
    const touch = (ids: Iterable<string>): void => {
      for (const id of ids) {
        const i = graph.at(id);
        if (i !== undefined) touched.add(i);
      }
    };
    if (change.judgements) {
      this.judgements = inForce(change.judgements);
      touch(bonds.judge(this.judgements));
    }
    for (const i of remove) {
      for (const j of bonds.of(i)) touched.add(j);
      bonds.drop(i);
      forget(i);
    }
    const { moved, turned } = graph.change([...remove], added);
    for (const i of remove) touched.delete(i);
    for (const i of moved) touched.add(i);
    for (const o of added) {
      const i = graph.at(o.id) as number;
      bonds.put(i);
      touched.add(i);
      for (const j of bonds.of(i)) touched.add(j);
    }
    const old = new Map<string, string>();
    const part = this.closure(touched);
    for (const i of part) forget(i);
    for (const id of before.keys()) {
      old.set(id, this.made.get(id) ?? "");
      this.made.delete(id);
    }
    const after = new Map<string, Incident>();
    let cost = this.fuse(part, after);
    const [beside, changed] = [new Set<number>(), new Set(touched)];
    for (const [id, incident] of after)
      if (this.made.get(id) !== old.get(id))
        for (const m of incident.members) changed.add(graph.at(m.observation.id) as number);
    for (const i of changed) for (const j of graph.missing(i)) if (!part.has(j)) beside.add(j);
    for (const i of turned) if (!part.has(i) && graph.present(i)) beside.add(i);
    if (beside.size > 0) {
      const others = this.closure(beside);
      for (const i of others) forget(i);
      cost += this.fuse(others, after);
    }
    const differ = [...after.values()].filter((i) => {
      const was = before.get(i.id);
      return was === undefined || canonical(was) !== canonical(i);
    });
    const gone = [...before.keys()].filter((id) => !this.known.has(id)).sort(byCodePoint);
    differ.sort((a, b) => byCodePoint(a.id, b.id));
    return { changed: differ, gone, weighed: graph.weighed - weighed + cost };
  }

  /** All incidents by id. */
  incidents(): Incident[] {
    return [...this.known.values()].sort((a, b) => byCodePoint(a.id, b.id));
  }

  get(id: string): Incident | undefined {
    return this.known.get(id);
  }

  /** The incidents and how they came together, as bytes that `fromBytes` goes on from; nothing that a source said. */
  toBytes(): Uint8Array {
    const ids: string[] = [];
    const slots: number[] = [];
    for (const { members } of this.known.values())
      for (const { observation } of members) slots.push(this.graph.at(observation.id) as number);
    slots.sort((i, j) => byCodePoint(this.graph.id(i), this.graph.id(j)));
    const rank = new Map<string, string>();
    for (const [k, i] of slots.entries()) {
      ids.push(this.graph.id(i));
      rank.set(String(i), String(k));
    }
    const { known, made } = this;
    function* kept(): Generator<KeptIncident> {
      for (const [id, incident] of known)
        yield { incident, made: (made.get(id) ?? "").replace(/\d+/g, (i) => rank.get(i) ?? "?") };
    }
    return incidentsToBytes(ids, kept());
  }

  /**
   * Fusion that goes on from bytes as if it had grouped these observations itself. Links are made anew, which costs a
   * part of what grouping costs; what they are grouped to is taken as it was.
   * @param observations all that the bytes were made of, in any order; aggregates are passed over
   * @param options      the model and judgements of then
   * @throws TypeError where the bytes do not fit
   */
  static fromBytes(
    bytes: Uint8Array,
    observations: Iterable<Observation>,
    options: FuseOptions = {},
  ): IncrementalFusion {
    const fusion = new IncrementalFusion(options);
    const given = [...observations].filter((o) => o.kind !== "aggregate");
    const { graph, bonds, holder } = fusion;
    // As they come, which is mostly as they happened: neighbours then stand close to each other in memory.
    const { moved } = graph.change([], given);
    if (moved.size !== given.length) throw new TypeError(`kept incidents: ${moved.size} of ${given.length} observations`);
    const all = given.sort((a, b) => byCodePoint(a.id, b.id));
    const slots = all.map((o) => graph.at(o.id) as number);
    for (const i of slots) bonds.put(i);
    let held = 0;
    for (const { incident, made } of incidentsFromBytes(bytes, all)) {
      for (const m of incident.members) {
        const i = graph.at(m.observation.id) as number;
        if (holder[i] === undefined) held++;
        holder[i] = incident.id;
      }
      fusion.known.set(incident.id, incident);
      fusion.made.set(
        incident.id,
        made.replace(/\d+/g, (rank) => String(slots[Number(rank)])),
      );
    }
    if (held !== all.length) throw new TypeError(`kept incidents: they hold ${held} of ${all.length} observations`);
    return fusion;
  }

  /** Fuses whole parts, with those beside them that they missed, which alternatives may name; @returns what it cost */
  private fuse(part: ReadonlySet<number>, after: Map<string, Incident>): number {
    const { graph } = this;
    const missed = new Set<number>();
    for (const i of part) {
      const j = graph.missedAt(i);
      if (j >= 0 && !part.has(j)) missed.add(j);
    }
    const members = [...part, ...this.closure(missed)].sort((i, j) => byCodePoint(graph.id(i), graph.id(j)));
    const { traits, links } = graph.part(members);
    const evidence = new Evidence(traits, this.model);
    const judgements = this.bonds.among(members, this.judgements);
    for (const { incident, trees } of fuseLinked(evidence, links, judgements)) {
      const slots = incident.members.map((m) => graph.at(m.observation.id) as number);
      if (!part.has(slots[0] as number)) continue;
      for (const i of slots) this.holder[i] = incident.id;
      this.known.set(incident.id, incident);
      after.set(incident.id, incident);
      this.made.set(incident.id, `${slots.join()} ${trees.map((tree) => written(tree, members)).join(" ")}`);
    }
    return evidence.weighed;
  }

  /** All that chains of links and bonds join to some. */
  private closure(from: Iterable<number>): Set<number> {
    const found = new Set(from);
    for (const i of found) {
      for (const j of this.graph.linked(i)) found.add(j);
      for (const j of this.bonds.of(i)) found.add(j);
    }
    return found;
  }
}

/** A tree with the places of its leaves, without recursion. */
function written(tree: Tree, members: readonly number[]): string {
  let text = "";
  const todo: (Tree | string)[] = [tree];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === "string") text += next;
    else if (typeof next === "number") text += members[next];
    else todo.push(")", next[1], ",", next[0], "(");
  }
  return text;
}
