import { rounded } from "../units.ts";
import type { Hold } from "./apart.ts";
import type { EvidencePart, Incident } from "./incident.ts";
import type { Grouped } from "./incidents.ts";
import type { LinkGraph } from "./link-graph.ts";
import { CLAIM_SEEDS, CLAIMS, END } from "./merges.ts";
import type { Regrouping } from "./regrouping.ts";
import { type Stage, tallyAt } from "./replay.ts";

/** A group with what its gain with others takes. */
interface Weighed extends Grouped {
  readonly key: number;
  readonly evidence: number;
  readonly hold: Hold;
}

/** The nearest of a group: by its smallest member, and the gain. */
interface Near {
  readonly key: number;
  readonly gain: number;
}

/** Groups that are not made anew when they are asked for again: of a first fusion of many, those that stand near. */
const KEPT = 4_000;

/** Groups as they stand after the rounds of what was recorded or of claims, and which other each comes nearest to. */
export class Nearest {
  private readonly graph: LinkGraph;
  private readonly groups: Regrouping;
  private readonly stage: Stage;
  private readonly from: number;
  readonly until: number;
  private readonly known = new Map<number, Weighed>();

  constructor(graph: LinkGraph, groups: Regrouping, claims: boolean) {
    this.graph = graph;
    this.groups = groups;
    this.stage = groups.stage(claims);
    this.from = claims ? CLAIMS : 0;
    this.until = claims ? END : CLAIM_SEEDS;
  }

  /** The smallest member of the group of one; −1 where it takes no part. */
  keyOf(i: number): number {
    if (this.groups.replaced(i) || (!this.stage.claims && this.graph.isClaim(i))) return -1;
    return this.groups.merges.keyAt(i, this.until);
  }

  /** In order of id. */
  members(key: number): readonly number[] {
    const { before } = this.stage;
    const members = this.groups.merges.membersAt(key, this.until, []);
    return members.sort((i, j) => (i === j ? 0 : before(i, j) ? -1 : 1));
  }

  group(key: number): Weighed {
    const known = this.known.get(key);
    if (known) return known;
    const { merges } = this.groups;
    const { before, evidence, holds } = this.stage;
    const members = this.members(key);
    const tally = tallyAt(this.stage, merges, key, this.until);
    let weakest: Grouped["weakest"];
    for (const b of members) {
      const round = merges.endOf(b);
      if (round < this.from || round >= this.until) continue;
      const [gain, a] = [merges.gainOf(b), merges.intoOf(b)];
      const apart = weakest ? weakest.gain - gain : 1;
      if (apart > 0 || (apart === 0 && weakest && (a === weakest.a ? before(b, weakest.b) : before(a, weakest.a))))
        weakest = { gain, a, b };
    }
    const made = {
      key,
      members,
      tally,
      ...(weakest && { weakest }),
      evidence: evidence.of(tally),
      hold: holds.of(members),
    };
    if (this.known.size >= KEPT) this.known.clear();
    this.known.set(key, made);
    return made;
  }

  /** Smallest members of the groups that one is linked to or nearly was. */
  beside(key: number): Set<number> {
    const { links } = this.graph;
    const found = new Set<number>();
    for (const i of this.group(key).members) {
      const claim = this.graph.isClaim(i);
      for (let k = 0; k < links.sizeOf(i); k++) {
        const j = links.other(i, k);
        if ((!this.stage.claims || claim || this.graph.isClaim(j)) && this.graph.keeps(i, k)) found.add(this.keyOf(j));
      }
      const missed = this.graph.missedAt(i);
      if (missed >= 0) found.add(this.keyOf(missed));
    }
    found.delete(key);
    found.delete(-1);
    return found;
  }

  /** Smallest members of groups that hang on some observations: by a link, or as what they nearly were linked to. */
  around(some: Iterable<number>): Set<number> {
    const { links } = this.graph;
    const found = new Set<number>();
    for (const i of some) {
      for (let k = 0; k < links.sizeOf(i); k++) found.add(this.keyOf(links.other(i, k)));
      for (const j of this.graph.missing(i)) found.add(this.keyOf(j));
    }
    found.delete(-1);
    return found;
  }

  /** The best of some groups, from one that is known. */
  of(key: number, among: Iterable<number>, known?: Near): Near | undefined {
    const { before, evidence, holds } = this.stage;
    let best = known;
    const one = this.group(key);
    for (const h of among) {
      const other = this.group(h);
      if (holds.neverUnpinned(one.hold, other.hold)) continue;
      const gain = rounded(evidence.ofBoth(one.tally, other.tally) - one.evidence - other.evidence);
      if (!best || gain > best.gain || (gain === best.gain && before(h, best.key))) best = { key: h, gain };
    }
    return best;
  }

  /** As an incident tells it. @param idOf the id of a group's incident */
  told(key: number, near: Near | undefined, idOf: (key: number) => string): Pick<Incident, "alternative"> {
    if (!near) return {};
    const [one, other] = [this.group(key), this.group(near.key)];
    const parts: EvidencePart[] = this.stage.evidence.gainParts(one.tally, other.tally);
    const pinned = (one.hold.pinned || other.hold.pinned) && { pinned: true as const };
    return { alternative: { incident: idOf(near.key), gain: rounded(near.gain), parts, ...pinned } };
  }
}
