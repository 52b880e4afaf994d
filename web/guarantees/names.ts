/** Who is meant by ids of the agreement. */
export type Names = Readonly<Record<string, string>>;

/** Who an id of the agreement is; the id itself where the agreement does not say. */
export const who = (names: Names, ids: readonly string[]): string => ids.map((id) => names[id] ?? id).join(", ");
