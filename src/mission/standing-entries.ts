import { placedOf } from "../record/standing.ts";
import type { Recorded } from "./recorded.ts";

/** What began to stand and what ceased to, of a step. */
export interface StandingChange {
  readonly came: readonly Recorded[];
  readonly went: readonly Recorded[];
}

/** An entry that is here; or a withdrawal of which an erasure left its effect alone. */
interface Node {
  recorded: Recorded | null;
  /** For a withdrawal: what it takes back. */
  readonly target: string | null;
  stands: boolean;
  /** Whether its effect outlives its content. */
  kept: boolean;
}

type Before = Map<string, { readonly recorded: Recorded; readonly stood: boolean }>;

/** What was destroyed. */
export interface Gone {
  /** Commitments of entries whose content is gone. */
  readonly commitments?: Iterable<string>;
  /** Those that people of another log ordered destroyed: of what this log took in by itself nothing is (ADR 31). */
  readonly byOthers?: Iterable<string>;
}

/**
 * The entries that stand, kept as entries arrive and are destroyed: what `standing` gives of the whole set. A withdrawal
 * names one entry and commits to it, so that a change goes up one chain and no further.
 */
export class StandingEntries {
  private readonly present = new Map<string, Node>();
  /** By commitment, the withdrawals that name it, whether they stand or not. */
  private readonly against = new Map<string, Set<string>>();

  /** @param added entries that arrived; one that is here already changes nothing */
  apply(added: Iterable<Recorded>, { commitments = [], byOthers = [] }: Gone = {}): StandingChange {
    const before: Before = new Map();
    for (const recorded of added)
      for (const { commitment, withdraws } of placedOf(recorded.commitment, recorded.entry))
        this.place(commitment, withdraws, commitment === recorded.commitment ? recorded : null, before);
    for (const commitment of commitments) this.destroy(commitment, before);
    for (const commitment of byOthers)
      if (this.present.get(commitment)?.recorded?.joined) this.destroy(commitment, before);
    const came: Recorded[] = [];
    const went: Recorded[] = [];
    for (const [commitment, { recorded, stood }] of before) {
      const node = this.present.get(commitment);
      const stands = node?.stands === true && node.recorded !== null;
      if (stands && !stood) came.push(recorded);
      if (stood && !stands) went.push(recorded);
    }
    return { came, went };
  }

  /** @param recorded null: an erasure tells of a withdrawal that it destroys */
  private place(commitment: string, target: string | null, recorded: Recorded | null, before: Before): void {
    const known = this.present.get(commitment);
    if (known) {
      // What was destroyed does not come back.
      known.kept ||= recorded === null;
      return;
    }
    this.present.set(commitment, { recorded, target, stands: false, kept: recorded === null });
    if (recorded && !before.has(commitment)) before.set(commitment, { recorded, stood: false });
    if (target !== null) this.against.set(target, (this.against.get(target) ?? new Set()).add(commitment));
    this.settle(commitment, before);
  }

  private destroy(commitment: string, before: Before): void {
    const known = this.present.get(commitment);
    if (!known?.recorded) return;
    if (!before.has(commitment)) before.set(commitment, { recorded: known.recorded, stood: known.stands });
    if (known.kept) {
      known.recorded = null;
      return;
    }
    this.present.delete(commitment);
    if (known.target === null) return;
    this.against.get(known.target)?.delete(commitment);
    this.settle(known.target, before);
  }

  /** Settles an entry, and up the chain of what it withdraws as far as anything changes. */
  private settle(from: string, before: Before): void {
    for (let at: string | null = from; at !== null; ) {
      const entry: Node | undefined = this.present.get(at);
      if (!entry) return;
      const stands = ![...(this.against.get(at) ?? [])].some((w) => this.present.get(w)?.stands === true);
      if (stands === entry.stands) return;
      if (entry.recorded && !before.has(at)) before.set(at, { recorded: entry.recorded, stood: entry.stands });
      entry.stands = stands;
      at = entry.target;
    }
  }
}
