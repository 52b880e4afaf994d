/** What a figure counts in one state of a record: incidents, each by the observations that carry it. */
export interface Counted {
  /** Ids of every observation that the state knows, counted or not. */
  readonly observations: ReadonlySet<string>;
  /** For each incident that counts, the ids of its members that are not claims. */
  readonly incidents: readonly (readonly string[])[];
}

/** How a figure moved, by cause; `now` = `published` + late − withdrawn + split − merged + judgedIn − judgedOut. */
export interface Vintage {
  readonly published: number;
  readonly now: number;
  /** Incidents known only by observations that arrived since. */
  readonly late: number;
  /** Incidents all of whose observations were withdrawn or destroyed since. */
  readonly withdrawn: number;
  /** Further incidents made of what was counted as fewer. */
  readonly split: number;
  readonly merged: number;
  /** Known before and counted only now, or no longer: a decision or another version of the terms. */
  readonly judgedIn: number;
  readonly judgedOut: number;
}

/**
 * Why a published figure is another one now. Incidents of the two states belong together where they share an
 * observation; each such group adds what it has more or fewer of. The sum is exact.
 */
export function vintage(published: Counted, now: Counted): Vintage {
  const groups = new Groups();
  published.incidents.forEach((members, i) => groups.add(`p${i}`, members));
  now.incidents.forEach((members, i) => groups.add(`n${i}`, members));
  const sums = { late: 0, withdrawn: 0, split: 0, merged: 0, judgedIn: 0, judgedOut: 0 };
  for (const { before, after, observations } of groups.counted()) {
    if (before > 0 && after > 0) {
      sums.split += Math.max(0, after - before);
      sums.merged += Math.max(0, before - after);
    } else if (after > 0) {
      const known = observations.some((o) => published.observations.has(o));
      if (known) sums.judgedIn += after;
      else sums.late += after;
    } else {
      const still = observations.some((o) => now.observations.has(o));
      if (still) sums.judgedOut += before;
      else sums.withdrawn += before;
    }
  }
  return { published: published.incidents.length, now: now.incidents.length, ...sums };
}

/** "published 41, now 43: +2 late, +1 split, −1 withdrawn" */
export function vintageWords(v: Vintage): string {
  const parts = [
    [v.late, "+", "late"],
    [v.split, "+", "split"],
    [v.judgedIn, "+", "judged to count"],
    [v.merged, "−", "merged"],
    [v.withdrawn, "−", "withdrawn"],
    [v.judgedOut, "−", "judged not to count"],
  ] as const;
  const moved = parts.filter(([n]) => n > 0).map(([n, sign, word]) => `${sign}${n} ${word}`);
  return `published ${v.published}, now ${v.now}: ${moved.length > 0 ? moved.join(", ") : "unchanged"}`;
}

/** Incidents joined by shared observations: disjoint sets. */
class Groups {
  private readonly parent = new Map<string, string>();

  private root(of: string): string {
    let at = of;
    for (let up = this.parent.get(at); up !== undefined && up !== at; up = this.parent.get(at)) at = up;
    for (let step = of; step !== at; ) {
      const next = this.parent.get(step) as string;
      this.parent.set(step, at);
      step = next;
    }
    return at;
  }

  /** @param incident begins with "p" for published or "n" for now */
  add(incident: string, members: readonly string[]): void {
    this.parent.set(incident, incident);
    for (const member of members) {
      const observation = `o${member}`;
      if (!this.parent.has(observation)) this.parent.set(observation, observation);
      this.parent.set(this.root(observation), this.root(incident));
    }
  }

  *counted(): Generator<{ before: number; after: number; observations: string[] }> {
    const groups = new Map<string, { before: number; after: number; observations: string[] }>();
    for (const node of this.parent.keys()) {
      const root = this.root(node);
      const group = groups.get(root) ?? { before: 0, after: 0, observations: [] };
      groups.set(root, group);
      if (node.startsWith("p")) group.before++;
      else if (node.startsWith("n")) group.after++;
      else group.observations.push(node.slice(1));
    }
    yield* groups.values();
  }
}
