import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UTC } from "../time/zone.ts";
import { DAY, HOUR, millis } from "../units.ts";
import { adoptedFindings, caseCounts } from "./adopted.ts";
import { type Case, type CaseStep, casesOf, type Opening } from "./cases.ts";
import { movesFrom } from "./machine.ts";
import { type Act, MACHINES, SUBJECTS, type Subject } from "./machines.ts";
import type { Procedure } from "./procedure.ts";

const T0 = Date.UTC(2024, 4, 1);
const procedure: Procedure = {
  parties: ["A", "B"],
  levels: [
    { id: "area", body: "area committee", escalatesTo: "joint", deadline: { months: 0, days: 7, ms: 0 } },
    { id: "joint", body: "joint committee", escalatesTo: "political" },
    { id: "political", body: "political commission" },
  ],
  clocks: [
    { id: "ack", name: "acknowledge", startsAt: "complaint", within: { months: 0, days: 0, ms: 72 * HOUR } },
    { id: "comment", name: "party comment", startsAt: "draft-served", within: { months: 0, days: 5, ms: 0 } },
  ],
  zone: UTC,
};
const flat: Procedure = { ...procedure, levels: [], clocks: [] };

const opening = (subject: Subject, more: Partial<Opening> = {}): Opening => ({
  subject,
  agreement: "x",
  clauses: ["c1"],
  incidents: ["i1"],
  from: null,
  ...(subject === "remedy" && {
    remedy: { addressee: "A", act: "withdraw", quantity: "3 howitzers", place: "box", due: null, verifiedHow: "visit" },
  }),
  ...more,
});

/** A chain of moves: [act, by, author] each a day after the one before. */
function chain(subject: Subject, moves: readonly (readonly [Act, string, string?, string?])[]): CaseStep[] {
  const open: CaseStep = {
    id: "e0",
    author: "anna",
    stated: millis(T0),
    by: subject === "remedy" || subject === "finding" || subject === "investigation" ? "area committee" : "A",
    words: "",
    dissent: [],
    opens: opening(subject),
    move: null,
  };
  return [
    open,
    ...moves.map(
      ([act, by, author = "boris", words = "because"], i): CaseStep => ({
        id: `e${i + 1}`,
        author,
        stated: millis(T0 + (i + 1) * DAY),
        by,
        words,
        dissent: [],
        opens: null,
        move: { after: `e${i}`, act },
      }),
    ),
  ];
}
const asOf = millis(T0 + 100 * DAY);
const one = (steps: readonly CaseStep[], p: Procedure = procedure): Case => casesOf(steps, p, asOf)[0] as Case;

describe("a case", () => {
  test("goes from complaint to answer, and the complainant gets a reason", () => {
    const steps = chain("complaint", [
      ["acknowledge", "area committee"],
      ["declare-inadmissible", "area committee"],
      ["answer", "area committee"],
    ]);
    expect(one(steps).state).toBe("answered");
    const silent = chain("complaint", [
      ["acknowledge", "area committee"],
      ["declare-inadmissible", "area committee", "boris", ""],
    ]);
    expect(one(silent)).toMatchObject({
      state: "acknowledged",
      refused: [{ why: '"declare-inadmissible" needs a reason' }],
    });
  });

  test("the author is never the verifier", () => {
    const steps = chain("remedy", [
      ["accept", "A", "carl"],
      ["claim-done", "A", "carl"],
      ["verify-done", "area committee", "carl"],
    ]);
    expect(one(steps)).toMatchObject({
      state: "accepted",
      refused: [{ step: "e3", why: "carl took part in what this judges: the author is never the verifier" }],
    });
    expect(one(steps).next.find((n) => n.act === "verify-done")).toMatchObject({
      by: "area committee",
      notBy: ["anna", "carl"],
    });
  });

  test("a party verifies nothing, and what it says of its own remedy is a claim", () => {
    const steps = chain("remedy", [
      ["accept", "A"],
      ["verify-done", "B", "dora"],
    ]);
    expect(one(steps).refused[0]?.why).toBe('"verify-done" is for area committee, and B is not');
  });

  test("two moves after one entry block, and no rule settles them", () => {
    const steps = chain("finding", [
      ["serve-draft", "area committee"],
      ["submit", "area committee"],
      ["adopt", "area committee"],
    ]);
    const rival: CaseStep = { ...(steps[3] as CaseStep), id: "f3", move: { after: "e2", act: "record-no-consensus" } };
    const blocked = one([...steps, rival]);
    expect(blocked).toMatchObject({ state: "commission", conflict: ["e3", "f3"], next: [] });
    expect(one(steps)).toMatchObject({ state: "adopted", conflict: [] });
  });

  test("without consensus it goes up, level by level, each with its own body, and at the top it stays open to be seen", () => {
    const steps = chain("finding", [
      ["serve-draft", "area committee"],
      ["submit", "area committee"],
      ["record-no-consensus", "area committee"],
      ["escalate", "area committee"],
      ["record-no-consensus", "joint committee"],
      ["escalate", "joint committee"],
      ["record-no-consensus", "political commission"],
      ["escalate", "political commission"],
    ]);
    const found = one(steps);
    expect(found).toMatchObject({ state: "no-consensus", level: 2 });
    expect(found.refused[0]?.why).toContain("there is no higher level");
    expect(found.next.map((n) => n.act)).toEqual(["leave-unresolved"]);
    expect(one(steps.slice(0, 4)).next.map((n) => n.act)).toEqual(["escalate"]);
  });

  test("a body of another level may not act", () => {
    const steps = chain("finding", [["serve-draft", "joint committee"]]);
    expect(one(steps).refused[0]?.why).toBe('"serve-draft" is for area committee, and joint committee is not');
    expect(one(steps, flat).state).toBe("party-comment");
  });

  test("clocks are told against the record's own moment: met, missed, running", () => {
    const complaint = chain("complaint", [["acknowledge", "area committee"]]);
    expect(one(complaint).clocks).toEqual([
      { id: "ack", name: "acknowledge", started: T0, due: T0 + 72 * HOUR, state: "met" },
    ]);
    const alone = complaint.slice(0, 1);
    const at = (days: number) => casesOf(alone, procedure, millis(T0 + days * DAY))[0]?.clocks[0]?.state;
    expect([at(2), at(3), at(4)]).toEqual(["running", "missed", "missed"]);
    const late = complaint.map((s) => (s.move ? { ...s, stated: millis(T0 + 4 * DAY) } : s));
    expect(one(late).clocks[0]?.state).toBe("missed");
  });

  test("adopted findings feed the series by the day of adoption; reopened ones no longer do", () => {
    const moves: [Act, string][] = [
      ["serve-draft", "area committee"],
      ["submit", "area committee"],
      ["adopt-with-dissent", "area committee"],
      ["publish", "area committee"],
      ["close", "area committee"],
    ];
    const cases = casesOf(chain("finding", moves), procedure, asOf);
    expect(adoptedFindings(cases)).toEqual([
      { id: "e0", clause: "c1", incidents: ["i1"], adopted: T0 + 3 * DAY, withDissent: true },
    ]);
    expect(caseCounts(cases)).toEqual({ finding: { closed: 1 } });
    const reopened = casesOf(chain("finding", [...moves, ["reopen", "area committee"]]), procedure, asOf);
    expect(adoptedFindings(reopened)).toEqual([]);
  });
});

describe("every history", () => {
  const people = ["anna", "boris", "carl"];
  const names = ["A", "B", "area committee", "joint committee", "political commission"];
  const histories = fc
    .record({
      subject: fc.constantFrom(...SUBJECTS),
      choices: fc.array(
        fc.record({
          pick: fc.nat(50),
          by: fc.constantFrom(...names),
          author: fc.constantFrom(...people),
          branch: fc.nat(5),
        }),
        { maxLength: 20 },
      ),
    })
    .map(({ subject, choices }): CaseStep[] => {
      const steps = chain(subject, []);
      let state = MACHINES[subject].first as string;
      choices.forEach(({ pick, by, author, branch }, i) => {
        const moves = movesFrom(MACHINES[subject], state as never);
        const move = moves[pick % Math.max(1, moves.length)];
        if (!move) return;
        const after = branch === 0 ? (steps[Math.max(0, steps.length - 2)] as CaseStep) : (steps.at(-1) as CaseStep);
        steps.push({
          id: `e${i + 1}`,
          author,
          stated: millis(T0 + (i + 1) * HOUR),
          by,
          words: pick % 3 === 0 ? "" : "because",
          dissent: [],
          opens: null,
          move: { after: after.id, act: move.act as Act },
        });
        state = move.to;
      });
      return steps;
    });

  test("is a function of the set of entries, and a replay of its own moves", () => {
    fc.assert(
      fc.property(histories, fc.nat(), (steps, turn) => {
        const turned = [...steps.slice(turn % steps.length), ...steps.slice(0, turn % steps.length)].reverse();
        expect(casesOf(turned, procedure, asOf)).toEqual(casesOf(steps, procedure, asOf));
        const found = one(steps);
        const kept = new Set(found.history.map((h) => h.step.id));
        const replay = one(steps.filter((s) => s.opens !== null || kept.has(s.id)));
        expect([replay.state, replay.level, replay.history]).toEqual([found.state, found.level, found.history]);
      }),
    );
  });

  test("holds that authors do not verify themselves, that reasons are given, and that what is next is allowed", () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const found = one(steps);
        const machine = MACHINES[found.opening.subject];
        const made = new Map<string, Set<string>>([["open", new Set(["anna"])]]);
        let state: string = machine.first;
        for (const { step, act, to } of found.history) {
          const move = movesFrom(machine, state as never).find((m) => m.act === act) as (typeof machine.moves)[number];
          expect(move.to).toBe(to);
          if ("notByAuthorOf" in move)
            for (const barred of move.notByAuthorOf) expect(made.get(barred)?.has(step.author) ?? false).toBe(false);
          if ("needsReason" in move) expect(step.words).not.toBe("");
          made.set(act, (made.get(act) ?? new Set()).add(step.author));
          state = to;
        }
        const out = found.next.length > 0 || found.conflict.length > 0 || found.ends !== undefined;
        expect(out, found.state).toBe(true);
      }),
    );
  });

  test("parties are alike: exchanged throughout, the state is the same and only their names change", () => {
    const swap = (s: string) => (s === "A" ? "B" : s === "B" ? "A" : s);
    fc.assert(
      fc.property(histories, (steps) => {
        const mirrored = steps.map((s) => ({
          ...s,
          by: swap(s.by),
          opens: s.opens?.remedy
            ? { ...s.opens, remedy: { ...s.opens.remedy, addressee: swap(s.opens.remedy.addressee) } }
            : s.opens,
        }));
        const [there, here] = [one(mirrored), one(steps)];
        expect([there.state, there.level, there.refused.length, there.conflict]).toEqual([
          here.state,
          here.level,
          here.refused.length,
          here.conflict,
        ]);
      }),
    );
  });
});
