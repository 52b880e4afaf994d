import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { Bonds } from "./bonds.ts";
import { Evidence } from "./evidence.ts";
import type { FuseOptions } from "./fuse.ts";
import { type Fused, fuseLinked } from "./fuse-linked.ts";
import { incidentsFromBytes, incidentsToBytes, type KeptIncident } from "./fusion-bytes.ts";
import type { Tree } from "./groups.ts";
import type { Incident } from "./incident.ts";
import { inForce, type Judgement } from "./judgement.ts";
import { LinkGraph } from "./link-graph.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { treeOf, treeText } from "./tree-text.ts";

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
 * the parts that a change touches are fused anew, by the functions of the batch; then the alternatives of those
 * incidents that an incident which changed was the nearest miss of. Incidents beside a part are taken as they stand,
 * along the trees by which they came together.
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
    // A revision or pair that comes or goes may put another in force far along its chain.
    for (const i of touched) for (const j of bonds.of(i)) touched.add(j);
    const old = new Map<string, string>();
    const part = this.closure(touched);
    for (const i of part) forget(i);
    for (const id of before.keys()) {
      old.set(id, this.made.get(id) ?? "");
      this.made.delete(id);
    }
    const after = new Map<string, Incident>();
    let cost = this.fuse(part, { touched, before, old }, after);
    const [beside, changed] = [new Set<string>(), new Set(touched)];
    for (const [id, incident] of after)
      if (this.made.get(id) !== old.get(id))
        for (const m of incident.members) changed.add(graph.at(m.observation.id) as number);
    for (const i of changed) for (const j of graph.missing(i)) if (!part.has(j)) beside.add(this.holder[j] as string);
    for (const i of turned) if (!part.has(i) && graph.present(i)) beside.add(this.holder[i] as string);
    if (beside.size > 0) cost += this.turn(beside, before, after);
    const differ = [...after.values()].filter((i) => {
      const was = before.get(i.id);
      return was !== i && (was === undefined || canonical(was) !== canonical(i));
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
    if (moved.size !== given.length)
      throw new TypeError(`kept incidents: ${moved.size} of ${given.length} observations`);
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

  /** Fuses whole parts, beside the incidents that they missed, which alternatives may name; @returns what it cost */
  private fuse(part: ReadonlySet<number>, past: Past, after: Map<string, Incident>): number {
    const { graph } = this;
    const missed = new Set<string>();
    for (const i of part) {
      const j = graph.missedAt(i);
      if (j >= 0 && !part.has(j)) missed.add(this.holder[j] as string);
    }
    const { members, evidence, fused } = this.run(part, missed, (i) => part.has(i), past);
    for (const { incident, trees } of fused) {
      const slots = incident.members.map((m) => graph.at(m.observation.id) as number);
      if (!part.has(slots[0] as number)) continue;
      for (const i of slots) this.holder[i] = incident.id;
      const texts = trees.map((tree) => treeText(tree, members));
      // Claims that joined nothing are no news of how an incident came together.
      if (typeof trees[1] === "number") texts.pop();
      const made = `${slots.join()} ${texts.join(" ")}`;
      const was = past.before.get(incident.id);
      const as = was && made === past.old.get(incident.id) && !slots.some((i) => past.touched.has(i));
      const told = as && sameAlternative(was, incident) ? was : incident;
      this.known.set(incident.id, told);
      after.set(incident.id, told);
      this.made.set(incident.id, made);
    }
    return evidence.weighed;
  }

  /** Finds the alternatives of some incidents anew, which are as they were in all else; @returns what it cost */
  private turn(
    ids: ReadonlySet<string>,
    before: Map<string, Incident | undefined>,
    after: Map<string, Incident>,
  ): number {
    const { graph } = this;
    const near = new Set(ids);
    const asked = new Set<number>();
    for (const id of ids)
      for (const i of this.slotsOf(id)) {
        asked.add(i);
        for (const j of graph.linked(i)) near.add(this.holder[j] as string);
        const j = graph.missedAt(i);
        if (j >= 0) near.add(this.holder[j] as string);
      }
    const { evidence, fused } = this.run(new Set(), near, (i) => asked.has(i));
    for (const { incident } of fused) {
      if (!ids.has(incident.id)) continue;
      const { alternative: was, ...rest } = this.known.get(incident.id) as Incident;
      const told: Incident = { ...rest, ...(incident.alternative && { alternative: incident.alternative }) };
      if (sameAlternative({ ...rest, ...(was && { alternative: was }) }, told)) continue;
      before.set(incident.id, this.known.get(incident.id));
      this.known.set(incident.id, told);
      after.set(incident.id, told);
    }
    return evidence.weighed;
  }

  /**
   * The functions of the batch over parts that are free to form groups anew, and incidents that stay as they are.
   * @param wanted whether the incident of an observation is asked for
   */
  private run(
    free: ReadonlySet<number>,
    staying: Set<string>,
    wanted: (i: number) => boolean,
    past?: Past,
  ): { members: readonly number[]; evidence: Evidence; fused: Fused[] } {
    const { graph } = this;
    const all = new Set(free);
    // What is bound to one that stays decides what it began as.
    for (const id of staying)
      for (const i of this.slotsOf(id)) {
        all.add(i);
        for (const j of this.bonds.of(i)) staying.add(this.holder[j] as string);
      }
    const members = [...all].sort((i, j) => byCodePoint(graph.id(i), graph.id(j)));
    const at = new Map(members.map((i, k) => [i, k]));
    const [recorded, beside]: [Tree[], Tree[]] = [[], []];
    for (const id of staying) {
      const [, ...trees] = (this.made.get(id) as string).split(" ");
      const read = trees.map((text) => treeOf(text, (place) => at.get(place)));
      const [first, second] = this.known.get(id)?.status === "recorded" ? read : [undefined, read[0]];
      if (first !== undefined) recorded.push(first);
      if (second !== undefined) beside.push(second);
    }
    const { traits, links } = graph.part(members);
    const evidence = new Evidence(traits, this.model);
    const same = (tree: Tree, core: readonly number[]): Incident | undefined => {
      const id = traits.observations[core[0] as number]?.id as string;
      if (!past?.old.has(id) || core.some((k) => past.touched.has(members[k] as number))) return undefined;
      return past.old.get(id)?.split(" ")[1] === treeText(tree, members) ? past.before.get(id) : undefined;
    };
    const judgements = this.bonds.among(members, this.judgements);
    const settled = { recorded, beside, wanted: (k: number) => wanted(members[k] as number), same };
    return { members, evidence, fused: fuseLinked(evidence, links, judgements, settled) };
  }

  private slotsOf(id: string): number[] {
    const made = this.made.get(id) as string;
    return made.slice(0, made.indexOf(" ")).split(",").map(Number);
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

/** What stood before a change: `old` is how incidents came together. */
interface Past {
  readonly touched: ReadonlySet<number>;
  readonly before: ReadonlyMap<string, Incident | undefined>;
  readonly old: ReadonlyMap<string, string>;
}

const sameAlternative = (a: Incident, b: Incident): boolean =>
  a.alternative === b.alternative ||
  (a.alternative !== undefined && b.alternative !== undefined && canonical(a.alternative) === canonical(b.alternative));
