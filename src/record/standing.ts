import type { KindAndPayload } from "./registry.ts";

/** As much of an entry as it takes to tell whether it stands. */
export interface Placed {
  /** The entry's id, the same in every log that it is joined into: the commitment of its envelope. */
  readonly commitment: string;
  /** For a withdrawal: the commitment of the entry that it takes back. */
  readonly withdraws: string | null;
}

/**
 * What an entry tells of what stands. An erasure tells of the withdrawals that it destroyed what they took back, as each
 * of them did: words can be forgotten without what was taken back counting again (ADR 37).
 */
export function placedOf(commitment: string, { kind, payload }: KindAndPayload): Placed[] {
  if (kind === "withdrawal") return [{ commitment, withdraws: payload.body.entry.commitment }];
  const own = { commitment, withdraws: null };
  if (kind !== "erasure") return [own];
  return [own, ...(payload.body.keeps ?? []).map((k) => ({ commitment: k.withdrawal, withdraws: k.entry }))];
}

/** Kinds of entry that `placedOf` has to be told of, for what is taken back to be known. */
export const WITHDRAWING = ["withdrawal", "erasure"] as const;

/**
 * Which entries are withdrawn: those that a standing withdrawal takes back. A withdrawal that is itself taken back has
 * no effect. A function of the set of entries, whatever their order or their log.
 * @returns by commitment of each withdrawn entry, the commitments of the withdrawals that stand against it
 */
export function withdrawals(entries: Iterable<Placed>): Map<string, readonly string[]> {
  const against = new Map<string, string[]>();
  for (const { commitment, withdraws } of entries)
    if (withdraws !== null) against.set(withdraws, [...(against.get(withdraws) ?? []), commitment]);
  const decided = new Map<string, readonly string[]>();
  // A withdrawal commits to the commitment that it names, so that no chain of them comes back to itself.
  const decide = (commitment: string): readonly string[] => {
    let standing = decided.get(commitment);
    if (standing === undefined) {
      decided.set(commitment, []);
      standing = [...new Set(against.get(commitment))].filter((w) => decide(w).length === 0);
      decided.set(commitment, standing);
    }
    return standing;
  };
  for (const commitment of against.keys()) decide(commitment);
  return new Map([...decided].filter(([, by]) => by.length > 0));
}
