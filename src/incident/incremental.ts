import { canonical } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { byCodePoint } from "../units.ts";
import { apartOf } from "./apart.ts";
import { Bonds } from "./bonds.ts";
import type { FuseOptions } from "./fuse.ts";
import { incidentsFromBytes, incidentsToBytes } from "./fusion-bytes.ts";
import type { Incident } from "./incident.ts";
import { claimedIncident, claimMembers, recordedIncident, withClaimsBeside, withPins } from "./incidents.ts";
import { inForce, type Judgement, pinnedNames } from "./judgement.ts";
import { LinkGraph, type LinksChange } from "./link-graph.ts";
import { CLAIM_SEEDS } from "./merges.ts";
import { type FusionModel, MODEL } from "./model.ts";
import { Nearest } from "./nearest.ts";
import { type Regrouped, Regrouping } from "./regrouping.ts";

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
 * Links, rates and every merge are kept. Of a change only those merges are made anew whose groups, or their neighbours,
 * are others than they were in that round (`Replay`); then the alternatives of those incidents that one which changed
 * was, or may be, the nearest of.
 */
export class IncrementalFusion {
  private readonly graph: LinkGraph;
  private readonly bonds: Bonds;
  private readonly groups: Regrouping;
  private judgements: readonly Judgement[];
  /** Ids that a "different" names. */
  private judged = new Set<string>();
  private pins: ReadonlySet<string> = new Set();
  /** By the smallest member of its group. */
  private readonly held: (Incident | undefined)[] = [];

  constructor(options: FuseOptions = {}) {
    const model: FusionModel = options.model ?? MODEL;
    this.graph = new LinkGraph(model);
    this.bonds = new Bonds(this.graph);
    this.groups = new Regrouping(this.graph, this.bonds);
    this.judgements = [];
    this.judge(options.judgements ?? []);
  }

  /** @returns `changed` and `gone` by id */
  apply(change: FusionChange): FusionDelta {
    const { graph, groups, held } = this;
    const weighed = graph.weighed;
    const { links, removed, bound } = this.take(change);
    const regrouped = groups.change(links, removed, bound, this.judgements);
    const before = new Map<string, Incident>();
    const stood = new Map<number, Incident>();
    for (const key of regrouped.before) {
      const was = held[key];
      if (!was) continue;
      before.set(was.id, was);
      stood.set(key, was);
      held[key] = undefined;
    }
    const after = new Map<number, Incident | undefined>();
    const put = (key: number, incident: Incident): void => {
      if (!after.has(key)) after.set(key, held[key]);
      held[key] = incident;
    };
    const [recorded, whole] = [new Nearest(graph, groups, false), new Nearest(graph, groups, true)];
    this.describe(regrouped, stood, put, recorded, whole);
    this.turn(regrouped, links, put, recorded, whole);
    const changed: Incident[] = [];
    for (const [key, as] of after) {
      const now = held[key] as Incident;
      if (as) before.set(as.id, as);
      const was = before.get(now.id);
      if (!was || !sameIncident(was, now)) changed.push(now);
    }
    const gone = [...before.keys()].filter((id) => this.get(id) === undefined).sort(byCodePoint);
    changed.sort((a, b) => byCodePoint(a.id, b.id));
    return { changed, gone, weighed: graph.weighed - weighed };
  }

  /** All incidents by id. */
  incidents(): Incident[] {
    return this.held.filter((i) => i !== undefined).sort((a, b) => byCodePoint(a.id, b.id));
  }

  get(id: string): Incident | undefined {
    const i = this.graph.at(id);
    const incident = i === undefined ? undefined : this.held[this.groups.rootOf(i)];
    return incident?.id === id ? incident : undefined;
  }

  /** The incidents and how they came together, as bytes that `fromBytes` goes on from; nothing that a source said. */
  toBytes(): Uint8Array {
    const incidents = this.incidents();
    const { graph } = this;
    const slots = incidents.flatMap((i) => i.members.map((m) => graph.at(m.observation.id) as number));
    slots.sort((i, j) => byCodePoint(graph.id(i), graph.id(j)));
    const rank = new Map(slots.map((i, k) => [i, k]));
    return incidentsToBytes(
      slots.map((i) => graph.id(i)),
      this.groups.toKept(slots, rank),
      incidents,
    );
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
    const { graph, bonds, groups, held } = fusion;
    // As they come, which is mostly as they happened: neighbours then stand close to each other in memory.
    const { added } = graph.change([], given);
    if (added.size !== given.length)
      throw new TypeError(`kept incidents: ${added.size} of ${given.length} observations`);
    const all = given.sort((a, b) => byCodePoint(a.id, b.id));
    const slots = all.map((o) => graph.at(o.id) as number);
    for (const i of slots) bonds.put(i);
    groups.apart = fusion.heldApart();
    const { merges, incidents } = incidentsFromBytes(bytes, all);
    groups.resume(slots, merges);
    let told = 0;
    for (const incident of incidents) {
      const keys = new Set(incident.members.map((m) => groups.rootOf(graph.at(m.observation.id) as number)));
      const [key] = keys;
      if (key === undefined || keys.size > 1 || held[key])
        throw new TypeError(`kept incidents: ${incident.id} is no group`);
      held[key] = fusion.pins.size === 0 ? incident : withPins(incident, fusion.pins);
      told += incident.members.length;
    }
    if (told !== all.length) throw new TypeError(`kept incidents: they hold ${told} of ${all.length} observations`);
    return fusion;
  }

  /** Takes observations and judgements in and out. */
  private take(change: FusionChange): { links: LinksChange; removed: number[]; bound: Set<number> } {
    const { graph, bonds } = this;
    const add = new Map<string, Observation>();
    for (const o of change.add ?? []) add.set(o.id, o);
    const remove = new Set<number>();
    for (const id of [...(change.remove ?? []), ...add.keys()]) {
      const i = graph.at(id);
      if (i !== undefined) remove.add(i);
    }
    const bound = new Set<number>();
    let ends: Iterable<string> = [];
    if (change.judgements) ends = this.judge(change.judgements);
    for (const i of remove) {
      for (const j of bonds.of(i)) bound.add(j);
      bonds.drop(i);
    }
    const added = [...add.values()].filter((o) => o.kind !== "aggregate");
    const links = graph.change([...remove], added);
    for (const i of remove) bound.delete(i);
    for (const i of links.added) {
      bonds.put(i);
      bound.add(i);
    }
    for (const id of ends) {
      const i = graph.at(id);
      if (i !== undefined) bound.add(i);
    }
    for (const i of links.added) for (const j of bonds.of(i)) bound.add(j);
    if (change.judgements || this.judged.size > 0) this.groups.apart = this.heldApart();
    return { links, removed: [...remove], bound };
  }

  /** @returns ids that a judgement names which is new or no longer in force */
  private judge(all: readonly Judgement[]): Set<string> {
    this.judgements = inForce(all);
    this.judged = heldBy(this.judgements);
    this.pins = pinnedNames(this.judgements);
    this.groups.pins = this.pins;
    return this.bonds.judge(this.judgements);
  }

  private heldApart(): Regrouping["apart"] {
    const named = [...this.judged].flatMap((id) => this.graph.at(id) ?? []);
    const apart = apartOf(
      named.map((i) => this.graph.observation(i)),
      this.judgements,
    );
    const at = (k: number): number => named[k] as number;
    return new Map([...apart].map(([k, others]) => [at(k), new Set([...others].map(at))]));
  }

  /** Describes groups that are new or other, without alternatives but those that they had. */
  private describe(
    { recorded, whole }: Regrouped,
    stood: ReadonlyMap<number, Incident>,
    put: (key: number, incident: Incident) => void,
    ofRecorded: Nearest,
    ofAll: Nearest,
  ): void {
    const { graph, groups } = this;
    const { evidence } = graph;
    const before = new Map<string, Incident>();
    for (const incident of stood.values())
      for (const m of incident.members) if (m.role !== "claims") before.set(m.observation.id, incident);
    for (const key of whole) {
      const members = ofAll.members(key);
      const claims = members.filter((i) => graph.isClaim(i));
      const told = claimMembers(evidence, claims, groups.olderThan(claims));
      const first = members.find((i) => !graph.isClaim(i));
      if (first === undefined) {
        put(key, claimedIncident(evidence, ofAll.group(key), told));
        continue;
      }
      const core = groups.rootOf(first, CLAIM_SEEDS);
      const was = recorded.has(core) ? undefined : before.get(graph.id(first));
      if (!was && !recorded.has(core)) throw new Error(`fusion: no incident was known of ${graph.id(core)}`);
      const incident = was
        ? { ...was, members: was.members.filter((m) => m.role !== "claims") }
        : withPins(
            recordedIncident(evidence, ofRecorded.group(core), groups.olderThan(ofRecorded.members(core))),
            this.pins,
          );
      put(key, withClaimsBeside(incident, told));
    }
  }

  /** Finds alternatives: of groups that are new or other, and of those that came nearest to one that was. */
  private turn(
    { recorded, whole, seeded }: Regrouped,
    { lost, turned }: LinksChange,
    put: (key: number, incident: Incident) => void,
    ofRecorded: Nearest,
    ofAll: Nearest,
  ): void {
    const { held } = this;
    const idOf = (key: number): string => (held[this.groups.rootOf(key)] as Incident).id;
    for (const [nearest, other, status] of [
      [ofRecorded, recorded, "recorded"],
      [ofAll, whole, "claimed"],
    ] as const) {
      const moved = new Set(seeded);
      for (const key of other) for (const i of nearest.members(key)) moved.add(i);
      // Of these any neighbour may be gone, or be one that was none.
      const anew = new Set(other);
      for (const i of [...lost, ...turned]) anew.add(nearest.keyOf(i));
      for (const key of nearest.around(seeded)) anew.add(key);
      for (const key of new Set([...anew, ...nearest.around(moved)])) {
        if (key === -1) continue;
        const root = this.groups.rootOf(key);
        const incident = held[root] as Incident;
        if (incident.status !== status) continue;
        const { alternative: was, ...rest } = incident;
        const stays = was && !anew.has(key) ? this.standing(was.incident, nearest, other) : undefined;
        const beside = [...nearest.beside(key)];
        const near =
          anew.has(key) || (was && stays === undefined)
            ? nearest.of(key, beside)
            : nearest.of(
                key,
                beside.filter((k) => other.has(k)),
                was && { key: stays as number, gain: was.gain },
              );
        if (was && near && near.key === stays && near.gain === was.gain) continue;
        if (!was && !near) continue;
        put(root, { ...rest, ...nearest.told(key, near, idOf) });
      }
    }
  }

  /** The smallest member of the group whose incident had an id, if nothing of it is another; else undefined. */
  private standing(id: string, nearest: Nearest, other: ReadonlySet<number>): number | undefined {
    const i = this.graph.at(id);
    if (i === undefined || this.get(id) === undefined) return undefined;
    const key = nearest.keyOf(this.groups.rootOf(i, nearest.until));
    return key === -1 || other.has(key) ? undefined : key;
  }
}

/** Whether two say the same. */
function sameIncident(a: Incident, b: Incident): boolean {
  if (a === b) return true;
  return (
    a.status === b.status &&
    a.members.length === b.members.length &&
    a.members.every((m, k) => {
      const n = b.members[k] as Incident["members"][number];
      return m.role === n.role && (m.observation === n.observation || same(m.observation, n.observation));
    }) &&
    sameParts(a.evidence, b.evidence) &&
    a.weakest?.gain === b.weakest?.gain &&
    a.weakest?.a === b.weakest?.a &&
    a.weakest?.b === b.weakest?.b &&
    a.pinned === b.pinned &&
    a.alternative?.incident === b.alternative?.incident &&
    a.alternative?.gain === b.alternative?.gain &&
    a.alternative?.pinned === b.alternative?.pinned &&
    sameParts(a.alternative?.parts ?? [], b.alternative?.parts ?? [])
  );
}

const same = (a: Observation, b: Observation): boolean => canonical(a) === canonical(b);

const sameParts = (a: Incident["evidence"], b: Incident["evidence"]): boolean =>
  a.length === b.length && a.every((p, k) => p.term === b[k]?.term && p.nats === b[k].nats);

const heldBy = (judgements: readonly Judgement[]): Set<string> =>
  new Set(judgements.flatMap((j) => (j.kind === "different" ? [j.a, j.b] : [])));
