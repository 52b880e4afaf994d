import { byCodePoint } from "../units.ts";
import { type Apart, apartOf, Holds, standingApart } from "./apart.ts";
import type { Bonds } from "./bonds.ts";
import { type GroupingLog, groupings } from "./fuse-linked.ts";
import { type KeptMerges, keptMerges } from "./fusion-bytes.ts";
import type { Judgement } from "./judgement.ts";
import type { LinkGraph, LinksChange } from "./link-graph.ts";
import { CLAIM_SEEDS, CLAIMS, Draft, END, Merges, SEEDS } from "./merges.ts";
import { Replay, type Stage } from "./replay.ts";
import { seedsOf } from "./seeds.ts";

/** Above so many observations of which anything is another, whole parts are grouped anew. */
const MANY = 3_000;
/** Whole parts are grouped together until they are so many: memory that one takes is there for the next. */
const AT_A_TIME = 2_000;

/** How observations are grouped now: the merges are those that stand. */
export interface Regrouped {
  /** Smallest members of groups of what was recorded, and of all groups with their claims, that are new or other. */
  readonly recorded: ReadonlySet<number>;
  readonly whole: ReadonlySet<number>;
  /** Smallest members of groups that are no more, as they were. */
  readonly before: ReadonlySet<number>;
  /** Those that began anew, and what bonds join to them. */
  readonly seeded: ReadonlySet<number>;
}

/** Groups of observations, kept as links and bonds change: at all times those that `groupings` makes of all. */
export class Regrouping {
  readonly merges: Merges;
  apart: Apart = new Map();
  /** Ids of observations. */
  pins: ReadonlySet<string> = new Set();
  private readonly graph: LinkGraph;
  private readonly bonds: Bonds;
  /** Of each version that a later one replaces, the first of the group that began with the later one; and the reverse. */
  private readonly beside = new Map<number, number>();
  private readonly older = new Map<number, number[]>();
  /** Members of parts in which groups had to wait for each other: what happens there does not hang on neighbours alone. */
  private readonly crowded = new Set<number>();

  constructor(graph: LinkGraph, bonds: Bonds) {
    this.graph = graph;
    this.bonds = bonds;
    this.merges = new Merges((i, j) => graph.before(i, j));
  }

  /** The smallest member of the group that one is in or stands beside. */
  rootOf(i: number, round = END): number {
    return this.merges.keyAt(this.beside.get(i) ?? i, round);
  }

  replaced(i: number): boolean {
    return this.beside.has(i);
  }

  /** Versions that members replace. */
  olderThan(members: readonly number[]): number[] {
    return this.older.size === 0 ? [] : members.flatMap((i) => this.older.get(i) ?? []);
  }

  /** What rounds run on: of what was recorded, or of claims. */
  stage(claims: boolean, gone: ReadonlySet<number> = new Set()): Stage {
    const { graph, apart, pins } = this;
    const named = (i: number): boolean => pins.has(graph.id(i));
    const pinned = pins.size === 0 ? undefined : (i: number) => named(i) || this.olderThan([i]).some(named);
    return {
      evidence: graph.evidence,
      links: graph.links,
      holds: new Holds(
        graph.traits,
        standingApart(apart, (i) => this.beside.get(i) ?? i),
        !claims,
        pinned,
      ),
      claims,
      isClaim: (i) => graph.isClaim(i),
      before: (i, j) => graph.before(i, j),
      gone: (i) => gone.has(i) || this.beside.has(i),
      replaced: (i) => this.beside.has(i),
    };
  }

  /**
   * @param removed those that went, of which places may be given out again
   * @param bound   those whose bonds are others than before
   */
  change(
    { unsettled, lost }: LinksChange,
    removed: readonly number[],
    bound: Iterable<number>,
    judgements: readonly Judgement[],
  ): Regrouped {
    this.merges.widen(this.graph.traits.bell.length);
    const seeded = this.bonds.closure(unsettled);
    for (const i of this.bonds.closure(bound)) seeded.add(i);
    for (const i of [...removed, ...seeded]) this.forget(i);
    const went = new Set(removed);
    let draft = new Draft(this.merges);
    let found = this.apartFromCrowds(seeded, lost) ? this.replay(draft, seeded, lost, went, judgements) : undefined;
    if (!found) {
      draft = new Draft(this.merges);
      found = this.wholeParts(draft, [...seeded, ...lost], seeded, judgements);
    }
    const before = new Set<number>();
    for (const keys of [draft.written.keys(), removed, seeded])
      for (const i of keys) before.add(this.merges.keyAt(i, END));
    draft.carryOut(removed);
    for (const key of before) {
      const stays = !went.has(key) && !this.replaced(key) && this.merges.keyAt(key, END) === key;
      if (stays && !found.whole.has(key)) before.delete(key);
    }
    return { ...found, before, seeded };
  }

  /** The merges as they stand. @param rank of each observation @param slots by rank */
  toKept(slots: readonly number[], rank: ReadonlyMap<number, number>): KeptMerges {
    const { merges } = this;
    const kept = keptMerges(slots.length);
    for (const [k, i] of slots.entries()) {
      kept.into[k] = rank.get(merges.intoOf(i)) ?? -1;
      kept.round[k] = merges.intoOf(i) === -1 ? 0 : merges.endOf(i);
      kept.gain[k] = merges.intoOf(i) === -1 ? 0 : merges.gainOf(i);
      kept.beside[k] = rank.get(this.beside.get(i) ?? -1) ?? -1;
      kept.crowded[k] = this.crowded.has(i) ? 1 : 0;
    }
    return kept;
  }

  /** In place of a first `change`. @param slots by rank */
  resume(slots: readonly number[], kept: KeptMerges): void {
    this.merges.widen(this.graph.traits.bell.length);
    for (const [k, i] of slots.entries()) {
      const [into, beside] = [kept.into[k] as number, kept.beside[k] as number];
      if (into >= 0)
        this.merges.put(i, {
          into: slots[into] as number,
          round: kept.round[k] as number,
          gain: kept.gain[k] as number,
        });
      if (beside >= 0) this.stand(i, slots[beside] as number);
      if (kept.crowded[k] === 1) this.crowded.add(i);
    }
  }

  private forget(i: number): void {
    this.crowded.delete(i);
    const first = this.beside.get(i);
    if (first === undefined) return;
    this.beside.delete(i);
    this.older.delete(first);
  }

  private stand(older: number, first: number): void {
    this.beside.set(older, first);
    const known = this.older.get(first);
    if (known) known.push(older);
    else this.older.set(first, [older]);
  }

  /** Whether what changed is little, and in no part in which groups wait for each other. */
  private apartFromCrowds(seeded: ReadonlySet<number>, lost: ReadonlySet<number>): boolean {
    if (seeded.size > MANY) return false;
    if (this.crowded.size === 0) return true;
    for (const part of this.parts([...seeded, ...lost])) for (const i of part) if (this.crowded.has(i)) return false;
    return true;
  }

  /** Each part that one of some is in: all that chains of links and bonds join to it. */
  private *parts(some: Iterable<number>): Generator<ReadonlySet<number>> {
    const { links } = this.graph;
    const known = new Set<number>();
    for (const one of some) {
      if (known.has(one)) continue;
      const part = new Set([one]);
      for (const i of part) {
        known.add(i);
        for (let k = 0; k < links.sizeOf(i); k++) part.add(links.other(i, k));
        for (const j of this.bonds.of(i)) part.add(j);
      }
      yield part;
    }
  }

  private replay(
    draft: Draft,
    seeded: ReadonlySet<number>,
    lost: ReadonlySet<number>,
    gone: ReadonlySet<number>,
    judgements: readonly Judgement[],
  ): { recorded: Set<number>; whole: Set<number> } | undefined {
    const { graph } = this;
    const isRecorded = (i: number): boolean => !graph.isClaim(i);
    const begun = this.seeds([...seeded], isRecorded, judgements);
    for (const i of seeded) if (isRecorded(i)) draft.written.set(i, null);
    for (const group of begun)
      for (const i of group.slice(1)) draft.written.set(i, { into: group[0] as number, round: SEEDS, gain: 0 });
    const { links } = graph;
    const others = [...lost];
    // A version that is now replaced takes its links with it.
    const losing = (i: number): void => {
      if (this.replaced(i)) for (let k = 0; k < links.sizeOf(i); k++) others.push(links.other(i, k));
    };
    for (const i of seeded) losing(i);
    const recorded = new Replay(this.stage(false, gone), draft).run(begun, others);
    if (!recorded) return undefined;
    const claims = this.claimSeeds(draft, recorded, seeded, judgements, losing);
    for (const group of claims) {
      const [first, ...rest] = group.begins as [number, ...number[]];
      draft.written.set(first, null);
      for (const i of rest) draft.written.set(i, { into: first, round: CLAIM_SEEDS, gain: 0 });
    }
    const whole = new Replay(this.stage(true, gone), draft).run(
      claims.map((c) => c.members),
      others,
    );
    return whole && { recorded: new Set(recorded.keys()), whole: new Set(whole.keys()) };
  }

  /** What some begin as, each in order of id; notes the versions that are replaced. */
  private seeds(
    some: readonly number[],
    taken: (i: number) => boolean,
    judgements: readonly Judgement[],
  ): readonly (readonly number[])[] {
    const { graph } = this;
    const bound = some.filter((i) => this.isBound(i));
    const alone = some.filter((i) => taken(i) && !this.isBound(i)).map((i) => [i]);
    if (bound.length === 0) return alone;
    const members = bound.sort((i, j) => byCodePoint(graph.id(i), graph.id(j)));
    const observations = members.map((i) => graph.observation(i));
    const said = this.bonds.among(members, judgements);
    const { groups, replaced } = seedsOf(
      observations,
      (k) => taken(members[k] as number),
      said,
      apartOf(observations, said),
    );
    const begun = groups.map((group) => group.map((k) => members[k] as number));
    for (const [k, g] of replaced) this.stand(members[k] as number, begun[g]?.[0] as number);
    return [...alone, ...begun];
  }

  private isBound(i: number): boolean {
    for (const _ of this.bonds.of(i)) return true;
    return false;
  }

  /**
   * What begins the rounds of claims and is new or another: recorded groups that are, with the claims that people put
   * beside them, and claims.
   * @param losing told of every claim, whose links go if it is replaced
   */
  private claimSeeds(
    draft: Draft,
    recorded: ReadonlyMap<number, readonly number[]>,
    seeded: ReadonlySet<number>,
    judgements: readonly Judgement[],
    losing: (i: number) => void,
  ): { members: number[]; begins: number[] }[] {
    const { graph, bonds, merges } = this;
    const isClaim = (i: number): boolean => graph.isClaim(i);
    const coreOf = (i: number): number => draft.keyAt(this.beside.get(i) ?? i, CLAIM_SEEDS);
    const roots = new Set(recorded.keys());
    const claims = new Set<number>();
    const asked = new Set<number>();
    const ask = (i: number): void => {
      for (const j of bonds.closure([i])) if (isClaim(j)) claims.add(j);
    };
    for (const i of seeded) if (isClaim(i)) claims.add(i);
    const membersOf = new Map<number, number[]>();
    for (let size = -1; size !== roots.size + claims.size; ) {
      size = roots.size + claims.size;
      for (const root of roots) {
        if (membersOf.has(root)) continue;
        const members = [...(recorded.get(root) ?? merges.membersAt(root, CLAIM_SEEDS, []))];
        membersOf.set(root, members);
        for (const i of [...members, ...this.olderThan(members)])
          for (const j of bonds.sameAs(i)) if (isClaim(j)) ask(j);
      }
      for (const c of claims) {
        if (asked.has(c)) continue;
        asked.add(c);
        for (const j of bonds.sameAs(c)) if (!isClaim(j)) roots.add(coreOf(j));
        // What it was put beside until now.
        for (const j of merges.membersAt(merges.keyAt(c, CLAIMS), CLAIMS, []))
          if (graph.present(j) && !isClaim(j) && !this.replaced(j)) roots.add(draft.keyAt(j, CLAIM_SEEDS));
      }
    }
    for (const i of claims) {
      this.forget(i);
      draft.written.set(i, null);
    }
    const begun = new Map<number, { members: number[]; begins: number[] }>();
    for (const [root, members] of membersOf) begun.set(root, { members, begins: [root] });
    const free: { members: number[]; begins: number[] }[] = [];
    for (const group of this.seeds([...claims], isClaim, judgements)) {
      const named = new Set<number>();
      for (const c of [...group, ...this.olderThan(group)])
        for (const j of bonds.sameAs(c)) if (!isClaim(j)) named.add(coreOf(j));
      const [one] = named;
      const host = named.size === 1 ? begun.get(one as number) : undefined;
      if (host) {
        host.members.push(...group);
        host.begins.push(...group);
      } else free.push({ members: [...group], begins: [...group] });
    }
    for (const i of claims) losing(i);
    const inOrder = (list: number[]): number[] => list.sort((i, j) => (i === j ? 0 : graph.before(i, j) ? -1 : 1));
    return [...begun.values(), ...free].map(({ members, begins }) => ({
      members: inOrder(members),
      begins: inOrder(begins),
    }));
  }

  /** Groups whole parts anew by the functions of the batch, some parts at a time. */
  private wholeParts(
    draft: Draft,
    touched: readonly number[],
    seeded: ReadonlySet<number>,
    judgements: readonly Judgement[],
  ): { recorded: Set<number>; whole: Set<number> } {
    const [recorded, whole] = [new Set<number>(), new Set<number>()];
    let members: number[] = [];
    const group = (): void => {
      const found = this.groupAnew(draft, members, seeded, judgements);
      for (const i of found.recorded) recorded.add(i);
      for (const i of found.whole) whole.add(i);
      members = [];
    };
    for (const part of this.parts(touched)) {
      for (const i of part) members.push(i);
      if (members.length >= AT_A_TIME) group();
    }
    if (members.length > 0) group();
    return { recorded, whole };
  }

  /** @param members of whole parts; put in order of id */
  private groupAnew(
    draft: Draft,
    members: number[],
    seeded: ReadonlySet<number>,
    judgements: readonly Judgement[],
  ): { recorded: Set<number>; whole: Set<number> } {
    const { graph, model } = { graph: this.graph, model: this.graph.evidence.model };
    members.sort((i, j) => (i === j ? 0 : graph.before(i, j) ? -1 : 1));
    for (const i of members) this.forget(i);
    const { traits, links } = graph.part(members);
    const evidence = graph.evidence.over(traits);
    const log: GroupingLog = { recorded: { merges: [], crowded: [] }, claims: { merges: [], crowded: [] } };
    const { seeds, recorded, claims } = groupings(evidence, links, this.bonds.among(members, judgements), log);
    graph.evidence.weighed += evidence.weighed;
    const at = (k: number): number => members[k] as number;
    for (const i of members) draft.written.set(i, null);
    const begin = (group: readonly number[], round: number): void => {
      for (const k of group.slice(1)) draft.written.set(at(k), { into: at(group[0] as number), round, gain: 0 });
    };
    for (const group of seeds.groups) begin(group, SEEDS);
    for (const { key, into, round, gain } of log.recorded.merges)
      draft.written.set(at(key), { into: at(into), round, gain });
    for (const [k, group] of (claims?.begun ?? []).entries()) {
      const core = recorded[k]?.members ?? [];
      const put = core.length === 0 ? group : group.filter((i) => i === core[0] || graph.isClaim(at(i)));
      begin(put, CLAIM_SEEDS);
    }
    for (const { key, into, round, gain } of log.claims.merges)
      draft.written.set(at(key), { into: at(into), round: CLAIMS + round, gain });
    for (const { groups, replaced } of claims ? [seeds, claims.seeds] : [seeds])
      for (const [k, g] of replaced) this.stand(at(k), at(groups[g]?.[0] as number));
    for (const k of [...log.recorded.crowded, ...log.claims.crowded]) this.crowded.add(at(k));
    for (const i of members) if (graph.links.sizeOf(i) > model.linksEach) this.crowded.add(i);
    const other = (clusters: readonly { readonly members: readonly number[] }[], until: number): Set<number> =>
      new Set(
        clusters
          .filter((c) => !this.same(draft, c.members.map(at), seeded, until))
          .map((c) => at(c.members[0] as number)),
      );
    return { recorded: other(recorded, CLAIM_SEEDS), whole: other(claims?.beside ?? recorded, END) };
  }

  /** Whether a group is what it was before. */
  private same(draft: Draft, members: readonly number[], seeded: ReadonlySet<number>, until: number): boolean {
    const { merges } = this;
    if (members.some((i) => seeded.has(i))) return false;
    const key = members[0] as number;
    if (merges.keyAt(key, until) !== key || merges.membersAt(key, until, []).length !== members.length) return false;
    return members.every((i) => {
      const now = draft.written.get(i);
      const [into, round] = now && now.round < until ? [now.into, now.round] : [-1, END];
      const was = merges.endOf(i) < until ? merges.intoOf(i) : -1;
      return was === into && (into === -1 || merges.endOf(i) === round);
    });
  }
}
