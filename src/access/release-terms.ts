import type { Interval } from "../time/interval.ts";
import { byCodePoint, type Millis } from "../units.ts";
import type { Profile, ReleaseGroup } from "./audience.ts";
import {
  type EarlyRelease,
  type Releasable,
  type Released,
  type ReleaseRule,
  type ReleaseRules,
  release,
  ruleOf,
} from "./release.ts";

/** Release rules that hold from a moment on. */
export interface RuleVersion {
  readonly from: Millis;
  readonly rules: ReleaseRules;
}

/** An early release of one thing, as two people decided it. */
export interface DecidedRelease extends EarlyRelease {
  readonly of: "incident" | "observation";
  readonly id: string;
  /** Of an incident: the observations that it had then. */
  readonly members: readonly string[];
}

/** A mission's release rules and early releases, as its record has them. */
export interface ReleaseTerms {
  /** By `from`, each once. */
  readonly history: readonly RuleVersion[];
  /** In order of id, then of what was decided. */
  readonly early: readonly DecidedRelease[];
}

/** No rules but the floor, and nothing released early. */
export const FLOOR_TERMS: ReleaseTerms = { history: [], early: [] };

/** The strictest of some rules, each brought up to the floor. */
const strictest = (rules: readonly ReleaseRule[]): ReleaseRule => ({
  delayMs: Math.max(...rules.map((r) => r.delayMs)),
  cellM: Math.max(...rules.map((r) => r.cellM)),
});

/**
 * The rule for a thing: the strictest of those that held from its beginning until it is out under them. A rule raised
 * while a thing waits holds for it; one lowered does not hurry what happened before.
 * @param history by `from`
 */
export function ruleFor(history: readonly RuleVersion[], time: Interval, group: ReleaseGroup): ReleaseRule {
  const began = history.findLastIndex((v) => v.from <= time.from);
  let rule = ruleOf(history[began]?.rules ?? {}, group);
  for (const { from, rules } of history.slice(began + 1)) {
    if (from >= time.until + rule.delayMs) break;
    rule = strictest([rule, ruleOf(rules, group)]);
  }
  return rule;
}

/** What a thing must say of itself to be released under terms. */
export type UnderTerms<C = unknown> = Omit<Releasable<C>, "early"> & {
  readonly id: string;
  /** Of an incident: its observations. Of an observation: not there. */
  readonly members?: readonly string[];
};

/** The early release that covers a thing for a group: exact where one of several gives it as it is. */
export function earlyFor(
  { early }: ReleaseTerms,
  { id, members }: Pick<UnderTerms, "id" | "members">,
  group: ReleaseGroup,
): EarlyRelease | undefined {
  let found: DecidedRelease | undefined;
  for (const e of early) {
    if (e.id !== id || e.of !== (members === undefined ? "observation" : "incident") || !e.to.includes(group)) continue;
    const seen = new Set(e.members);
    if (members?.some((m) => !seen.has(m))) continue;
    if (!found || (e.precise && !found.precise)) found = e;
  }
  return found && { to: found.to, people: found.people, precise: found.precise };
}

/**
 * The form in which a group reads a thing, under the mission's own rules and early releases. Pure.
 * @param wish rules from elsewhere, such as the server's settings: the stricter of both holds
 * @returns null where the group's rows do not hold it
 */
export function releaseUnder<C>(
  terms: ReleaseTerms,
  thing: UnderTerms<C>,
  profile: Profile,
  wish: ReleaseRules = {},
): Released<C> | null {
  if (profile === "full") return release<C>(thing, profile);
  const rule = strictest([ruleFor(terms.history, thing.time, profile), ruleOf(wish, profile)]);
  const early = earlyFor(terms, thing, profile);
  return release<C>({ ...thing, ...(early && { early }) }, profile, { [profile]: rule });
}

/** Two versions of one moment: the later stated holds, and of two stated at once the one with the greater id. */
export interface StatedRules extends RuleVersion {
  readonly stated: Millis;
  readonly id: string;
}

/** The terms that some entries make; a function of the set. */
export function releaseTerms(rules: readonly StatedRules[], early: readonly DecidedRelease[]): ReleaseTerms {
  const sorted = rules.toSorted((a, b) => a.from - b.from || a.stated - b.stated || byCodePoint(a.id, b.id));
  const history: RuleVersion[] = [];
  for (const { from, rules: wanted } of sorted) {
    if (history.at(-1)?.from === from) history.pop();
    history.push({ from, rules: wanted });
  }
  const key = (e: DecidedRelease) => [
    e.id,
    e.of,
    e.to.join(" "),
    String(e.precise),
    e.people.join(" "),
    e.members.join(" "),
  ];
  return {
    history,
    early: early.toSorted((a, b) => {
      const [x, y] = [key(a), key(b)];
      for (const [i, part] of x.entries()) {
        const order = byCodePoint(part, y[i] as string);
        if (order !== 0) return order;
      }
      return 0;
    }),
  };
}
