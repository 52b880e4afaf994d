import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Machine, movesFrom, reachable } from "./machine.ts";
import { MACHINES, SUBJECTS } from "./machines.ts";

describe.each(SUBJECTS)("%s", (subject) => {
  const machine: Machine = MACHINES[subject];

  test("every state can be reached", () => {
    expect([...reachable(machine)].sort()).toEqual([...machine.states].sort());
  });

  test("no state is a dead end unless it is named as one, with the reason", () => {
    for (const state of machine.states) {
      const out = movesFrom(machine, state).length;
      const why = machine.ends[state];
      expect(out > 0 ? why === undefined : (why?.length ?? 0) > 20, state).toBe(true);
    }
    expect(Object.keys(machine.ends).every((s) => machine.states.includes(s))).toBe(true);
  });

  test("a move out of a state means one thing", () => {
    for (const state of machine.states) {
      const acts = movesFrom(machine, state).map((m) => m.act);
      expect(new Set(acts).size, state).toBe(acts.length);
    }
  });

  test("every walk stays in the table and can come to rest", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (choices) => {
        let state = machine.first;
        for (const choice of choices) {
          const moves = movesFrom(machine, state);
          const move = moves[choice % Math.max(1, moves.length)];
          if (!move) break;
          state = move.to;
          expect(machine.states).toContain(state);
        }
      }),
    );
  });
});
