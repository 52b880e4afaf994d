import type { Recorded } from "./recorded.ts";

/** What began to stand and what ceased to, of a step. */
export interface StandingChange {
  readonly came: readonly Recorded[];
  readonly went: readonly Recorded[];
}

/**
 * The entries that stand, kept as entries arrive and are destroyed: what `standing` gives of the whole set. A withdrawal
 * names one entry and commits to it, so that a change goes up one chain and no further.
 */
export class StandingEntries {
  private readonly present = new Map<string, { readonly recorded: Recorded; stands: boolean }>();
  /** By commitment, the withdrawals that name it, whether they stand or not. */
  private readonly against = new Map<string, Set<string>>();

  /**
   * @param added  entries that arrived; one that is here already changes nothing
   * @param gone   commitments of entries whose content was destroyed
   */
  apply(added: Iterable<Recorded>, gone: Iterable<string> = []): StandingChange {
    const before = new Map<string, { readonly recorded: Recorded; readonly stood: boolean }>();
    for (const recorded of added) {
      const { commitment } = recorded;
      if (this.present.has(commitment)) continue;
      this.present.set(commitment, { recorded, stands: false });
      if (!before.has(commitment)) before.set(commitment, { recorded, stood: false });
      const target = withdrawnBy(recorded);
      if (target !== null) this.against.set(target, (this.against.get(target) ?? new Set()).add(commitment));
      this.settle(commitment, before);
    }
    for (const commitment of gone) {
      const known = this.present.get(commitment);
      if (!known) continue;
      if (!before.has(commitment)) before.set(commitment, { recorded: known.recorded, stood: known.stands });
      this.present.delete(commitment);
      const target = withdrawnBy(known.recorded);
      if (target === null) continue;
      this.against.get(target)?.delete(commitment);
      this.settle(target, before);
    }
    const came: Recorded[] = [];
    const went: Recorded[] = [];
    for (const [commitment, { recorded, stood }] of before) {
      const stands = this.present.get(commitment)?.stands === true;
      if (stands && !stood) came.push(recorded);
      if (stood && !stands) went.push(recorded);
    }
    return { came, went };
  }

  /** Settles an entry, and up the chain of what it withdraws as far as anything changes. */
  private settle(from: string, before: Map<string, { readonly recorded: Recorded; readonly stood: boolean }>): void {
    for (let at: string | null = from; at !== null; ) {
      const entry = this.present.get(at);
      if (!entry) return;
      const stands = ![...(this.against.get(at) ?? [])].some((w) => this.present.get(w)?.stands === true);
      if (stands === entry.stands) return;
      if (!before.has(at)) before.set(at, { recorded: entry.recorded, stood: entry.stands });
      entry.stands = stands;
      at = withdrawnBy(entry.recorded);
    }
  }
}

const withdrawnBy = ({ entry }: Recorded): string | null =>
  entry.kind === "withdrawal" ? entry.payload.body.entry.commitment : null;
