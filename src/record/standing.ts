/** As much of an entry as it takes to tell whether it stands. */
export interface Placed {
  /** The entry's id, the same in every log that it is joined into: the commitment of its envelope. */
  readonly commitment: string;
  /** For a withdrawal: the commitment of the entry that it takes back. */
  readonly withdraws: string | null;
}

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
