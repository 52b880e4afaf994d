export interface Dissent {
  readonly by: string;
  readonly words: string;
}

/** Those that say who dissents, as the API takes them. */
export const saidDissents = (all: readonly Dissent[]): Dissent[] =>
  all.filter(({ by }) => by.trim() !== "").map(({ by, words }) => ({ by: by.trim(), words: words.trim() }));
