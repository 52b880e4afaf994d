import type { Language } from "./say-vocabulary.ts";

/** A count with the words that follow it in each plural form of the language. */
export type Plural = (n: number) => string;

/**
 * The sentences of one language. Names of parties, zones and lines come from the file and are never inflected: they
 * stand in quotes behind a noun that is. Lists stand behind a colon, in the nominative.
 */
export interface Phrases {
  readonly language: Language;
  readonly notAuthentic: string;
  readonly quoted: (name: string) => string;
  readonly list: (words: readonly string[], join: "and" | "or") => string;
  /** A number with the language's decimal sign. */
  readonly decimal: (n: number) => string;
  /** "14 days", "3 months", "24 hours", as they follow "through" or "within". */
  readonly months: Plural;
  readonly days: Plural;
  readonly hours: Plural;
  readonly minutes: Plural;
  readonly quietDays: Plural;

  readonly heading: (id: string, reference: string) => string;
  readonly calibre: (min: number | null, max: number | null) => string;
  readonly family: (names: string) => string;

  readonly prohibits: (parties: readonly string[], acts: readonly string[]) => string;
  readonly withWeapons: (weapons: readonly string[]) => string;
  readonly againstObjects: (kinds: readonly string[]) => string;
  readonly nearer: (km: string, lines: readonly string[], widthKm: string) => string;
  readonly activities: (names: readonly string[]) => string;
  readonly threshold: (min: number, unit: string) => string;
  readonly storage: (zones: readonly string[]) => string;

  readonly inside: (zones: readonly string[]) => string;
  readonly outside: (zones: readonly string[]) => string;
  readonly within: (km: string, line: string) => string;
  readonly begins: (moment: string) => string;
  readonly ends: (moment: string) => string;
  readonly daily: (from: string, until: string, zone: string) => string;
  readonly always: string;
  readonly inForce: string;
  readonly onlyUnder: (readings: readonly string[]) => string;
  readonly containment: (level: string) => string;

  readonly exempt: (id: string, what: string, disputed: boolean, narrowed: readonly string[]) => string;
  readonly selfDefence: (level: "individual" | "unit" | "force" | "mission" | "national" | null) => string;
  readonly anActivity: (names: readonly string[]) => string;
  readonly notice: (lead: string, overrun: string | null, demining: boolean) => string;
  readonly localCeasefire: (zone: string | null, overrun: string | null) => string;
  readonly onlyActs: (acts: readonly string[]) => string;
  readonly onlyIf: (conditions: readonly string[]) => string;
  readonly toBeTold: (who: readonly string[]) => string;

  readonly severity: (cls: string, conditions: readonly string[]) => string;
  readonly killed: (n: number) => string;
  readonly injured: (n: number) => string;
  readonly hit: (kinds: readonly string[]) => string;
  readonly weaponsUsed: (weapons: readonly string[]) => string;
  readonly where: (zones: readonly string[]) => string;
  readonly atLeast: (n: number, unit: string) => string;
  readonly repeated: (days: string) => string;
  readonly ordered: string;

  readonly obliges: (parties: readonly string[], duty: string, kind: string) => string;
  readonly concernsWeapons: (weapons: readonly string[]) => string;
  readonly concernsForces: (what: string) => string;
  readonly concernsObjects: (kinds: readonly string[]) => string;
  readonly concernsActs: (acts: readonly string[]) => string;
  readonly quantity: (min: number | null, max: number | null, unit: string | null) => string;
  readonly zones: (zones: readonly string[]) => string;
  readonly beyond: (km: string, lines: readonly string[], widthKm: string) => string;
  readonly startBy: (moment: string) => string;
  readonly deadline: (moment: string) => string;
  readonly noDeadline: string;
  readonly every: (length: string) => string;
  readonly step: (
    n: number,
    what: string | null,
    share: string | null,
    count: string | null,
    by: string | null,
  ) => string;
  readonly evidence: (kinds: readonly string[]) => string;
  readonly verifier: (who: readonly string[]) => string;
  readonly recipient: (who: readonly string[]) => string;
  readonly progress: (says: string, asOf: string | null) => string;

  readonly judgedByParty: string;
  readonly permits: (parties: readonly string[], what: string) => string;
  readonly defines: (terms: readonly string[]) => string;
  readonly means: (term: string, what: readonly string[]) => string;
  readonly standing: Readonly<Record<"disputed" | "side-letter" | "unseen", string>>;
  readonly holds: (party: string, says: string) => string;
  readonly interpreted: (by: string, date: string, effect: string, text: string) => string;
  readonly effects: Readonly<Record<"covers" | "does-not-cover" | "exempts" | "confirms" | "none", string>>;

  readonly reading: (id: string, by: string, from: string, until: string | null) => string;
  readonly pending: (id: string, by: string, from: string) => string;
  readonly zone: (name: string, kind: string | null, asOf: string | null, owners: readonly string[]) => string;
  readonly line: (name: string, parties: readonly string[], asOf: string | null) => string;

  /** A moment counted from another; shift "" is that moment itself. */
  readonly moment: (shift: string, before: boolean, anchor: string) => string;
  readonly anchors: {
    readonly inForce: string;
    readonly incident: string;
    readonly event: (name: string) => string;
    readonly notice: (id: string) => string;
    readonly due: (clause: string) => string;
    readonly done: (clause: string) => string;
  };
  readonly quiet: (
    days: string,
    since: string,
    acts: readonly string[],
    zones: readonly string[],
    confirmedBy: string | null,
    more: string | null,
  ) => string;
}
