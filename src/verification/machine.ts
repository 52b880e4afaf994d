/**
 * How a case moves: a table of states and moves, pure and closed. Every state can be reached from the first, and none is
 * without a way out unless it is named as an end, with the reason; machines.test.ts holds both.
 */

/** Who may make a move. `body`: the body of the level that the case stands on; `party`: any party. */
export type Mover = "complainant" | "party" | "addressee" | "body" | "investigators" | "chair";

export interface Move<State extends string, Act extends string> {
  readonly act: Act;
  readonly from: readonly State[];
  readonly to: State;
  readonly by: Mover;
  /** A move that may not be made without saying why: the other side always gets a reason. */
  readonly needsReason?: true;
  /** Whoever made one of these moves may not make this one: the author is never the verifier. */
  readonly notByAuthorOf?: readonly string[];
  /** Goes to the next level of escalation; not allowed where there is none. */
  readonly escalates?: true;
  /** Only where there is no higher level. */
  readonly onlyAtTop?: true;
}

export interface Machine<State extends string = string, Act extends string = string> {
  readonly first: State;
  readonly states: readonly State[];
  readonly moves: readonly Move<State, Act>[];
  /** States that have no way out, each with the reason why that is right. */
  readonly ends: Readonly<Partial<Record<State, string>>>;
}

/** The moves out of a state. */
export const movesFrom = <S extends string, A extends string>(
  machine: Machine<S, A>,
  state: S,
): readonly Move<S, A>[] => machine.moves.filter((m) => m.from.includes(state));

/** The states that can be reached from the first. */
export function reachable(machine: Machine): ReadonlySet<string> {
  const found = new Set<string>([machine.first]);
  for (const state of found) for (const move of movesFrom(machine, state)) found.add(move.to);
  return found;
}
