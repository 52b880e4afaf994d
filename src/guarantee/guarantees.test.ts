import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../canonical.ts";
import { millis } from "../units.ts";
import { COMMITMENT_STATES } from "./commitment.ts";
import { type GuaranteeBody, guaranteeEntry, type Said } from "./entries.ts";
import { type GuaranteeState, guaranteesOf } from "./guarantees.ts";
import { RUN_STATES, STEP_STATES } from "./ladder.ts";
import { determined, entered, HOUR, made, of, T0 } from "./sample.fixture.ts";
import type { GuaranteeEntry } from "./standing.ts";

const at = (hours: number): number => T0 + hours * HOUR;
const stateOf = (entries: readonly GuaranteeEntry[], hours: number): GuaranteeState => {
  const state = guaranteesOf(made, entries, millis(at(hours)));
  if (!state) throw new Error("no guarantees");
  return state;
};

const breach = entered(determined("breach"), { at: at(0) });
const started = entered({
  guarantee: "start",
  agreement: "made",
  at: at(1),
  ladder: "ladder",
  determination: of(breach),
  people: ["a-1", "b-2"],
});
const ofRun = (run: GuaranteeEntry, hours: number) => ({ agreement: "made", at: at(hours), run: of(run) });
const step = (id: string, hours: number, was: "taken" | "waived" | "fallback-taken" = "taken") =>
  entered({ guarantee: "step", ...ofRun(started, hours), step: id, was, by: "G", evidence: [] });
const pause = (hours: number) => entered({ guarantee: "pause", ...ofRun(started, hours) });
const resume = (hours: number) => entered({ guarantee: "resume", ...ofRun(started, hours) });
const condition = (hours: number) =>
  entered({ guarantee: "condition", ...ofRun(started, hours), step: "act", by: "council" });

const ladder = (s: GuaranteeState, id = "ladder", exercise = false) => {
  const found = (exercise ? s.exercise : s.real)?.ladders.find((l) => l.id === id);
  if (!found) throw new Error(`no ladder ${id}`);
  return found;
};
const run = (s: GuaranteeState, exercise = false) => {
  const [found] = ladder(s, "ladder", exercise).runs;
  if (!found) throw new Error("no run");
  return found;
};
const steps = (s: GuaranteeState) => run(s).steps.map((x) => `${x.id} ${x.state}`);
const commitment = (s: GuaranteeState, id: string, exercise = false) => {
  const found = (exercise ? s.exercise : s.real)?.commitments.find((c) => c.id === id);
  if (!found) throw new Error(`no commitment ${id}`);
  return found;
};

describe("a ladder's clock", () => {
  test("a step without an entry reads that no action is recorded, once it is overdue", () => {
    const entries = [breach, started];
    expect(steps(stateOf(entries, 2))).toEqual(["warn due", "act waits-for-condition", "after waits-for-step"]);
    expect(steps(stateOf(entries, 24.9))[0]).toBe("warn due");
    const [warn] = run(stateOf(entries, 25)).steps;
    expect(warn).toMatchObject({ state: "overdue", says: "no action recorded", deadline: at(25) });
  });

  test("a pause moves every deadline that it began before, and no other", () => {
    const entries = [breach, started, pause(10), resume(15)];
    expect(run(stateOf(entries, 20))).toMatchObject({ state: "running", pausedFor: 5 * HOUR, elapsed: 14 * HOUR });
    expect(run(stateOf(entries, 20)).steps[0]?.deadline).toBe(at(30));
    expect(run(stateOf([breach, started, pause(26), resume(40)], 50)).steps[0]?.deadline).toBe(at(25));
  });

  test("a step with a condition waits until people find it, and its fallback can be taken", () => {
    expect(ladder(stateOf([breach, started, step("act", 30)], 40)).refused[0]?.why).toMatch(/nobody had found/);
    expect(steps(stateOf([breach, started, condition(29), step("act", 30, "fallback-taken")], 40))[1]).toBe(
      "act fallback-taken",
    );
    expect(steps(stateOf([breach, started, step("act", 30, "waived")], 40))[1]).toBe("act waived");
  });

  test("ends when every step is settled, or when it is stood down; then nothing more is taken in", () => {
    const all = [breach, started, step("warn", 2), condition(3), step("act", 4), step("after", 5)];
    expect(run(stateOf(all, 500))).toMatchObject({ state: "completed", elapsed: 4 * HOUR });
    const down = entered({ guarantee: "stand-down", ...ofRun(started, 6), by: "G" });
    const late = step("warn", 7);
    const state = stateOf([breach, started, down, late], 500);
    expect(run(state)).toMatchObject({ state: "stood-down", elapsed: 5 * HOUR });
    expect(ladder(state).refused).toMatchObject([{ entry: late.id, why: expect.stringContaining("stood down") }]);
  });

  test("a determination of another kind, by another body or by another standard starts nothing", () => {
    for (const [body, why] of [
      [determined("aggression"), /does not start this ladder/],
      [{ ...determined("breach"), body: "somebody" }, /another body/],
      [{ ...determined("breach"), standard: "none" }, /another standard/],
    ] as const) {
      const found = entered(body, { at: at(0) });
      const start = entered({
        ...(started.body as Extract<GuaranteeBody, { guarantee: "start" }>),
        determination: of(found),
      });
      const l = ladder(stateOf([found, start], 5));
      expect(l.runs).toEqual([]);
      expect(l.refused[0]?.why).toMatch(why);
    }
  });

  test("one that stands in a draft runs in exercises and nowhere else, and exercise never becomes real", () => {
    const start = (exercise: boolean, found: GuaranteeEntry) =>
      entered(
        {
          guarantee: "start",
          agreement: "made",
          at: at(1),
          ladder: "drafted",
          determination: of(found),
          people: ["a-1", "b-2"],
        },
        { exercise },
      );
    expect(ladder(stateOf([], 0), "drafted")).toMatchObject({ arming: "exercise-only", unverified: true });
    expect(ladder(stateOf([breach, start(false, breach)], 5), "drafted").refused[0]?.why).toMatch(/exercises only/);
    const drill = entered(determined("breach"), { at: at(0), exercise: true });
    expect(ladder(stateOf([drill, start(true, drill)], 5), "drafted", true).runs).toHaveLength(1);
    // The real determination is none of the exercise's, and the other way round.
    expect(ladder(stateOf([breach, start(true, breach)], 5), "drafted", true).refused[0]?.why).toMatch(/never cross/);
  });
});

describe("a commitment", () => {
  const base = { agreement: "made", commitment: "sanctions" };
  const claim = entered({ guarantee: "claim", ...base, at: at(1), trigger: "aggression", by: "A", words: "It came." });
  const activation = entered(determined("activation", "sanctions"), { at: at(2) });
  const callIn = entered({
    guarantee: "call-in",
    ...base,
    at: at(3),
    trigger: "aggression",
    determination: of(activation),
  });
  const deliver = (hours: number, share: "part" | "whole", evidence: string[] = []) =>
    entered({ guarantee: "deliver", ...base, at: at(hours), what: "A list", share, evidence });

  test.each([
    ["nothing", [], "in-force"],
    ["a claim of its trigger", [claim], "trigger-claimed"],
    ["called in on an activation", [activation, callIn], "called-in"],
    ["a delivery without proof moves nothing", [activation, callIn, deliver(4, "whole")], "called-in"],
    ["voided", [entered({ guarantee: "end", ...base, at: at(1), how: "voided", by: "G", words: "" })], "voided"],
  ] as const)("%s", (_, entries, state) => {
    expect(commitment(stateOf([...entries], 10), "sanctions").state).toBe(state);
  });

  test("aggression, breach and a ceasefire activate nothing", () => {
    const aggression = entered(determined("aggression"), { at: at(2) });
    const wrong = entered({
      guarantee: "call-in",
      ...base,
      at: at(3),
      trigger: "aggression",
      determination: of(aggression),
    });
    const other = entered({
      guarantee: "call-in",
      ...base,
      at: at(3),
      trigger: "ceasefire",
      determination: of(activation),
    });
    const found = commitment(stateOf([aggression, activation, wrong, other], 10), "sanctions");
    expect(found.state).toBe("in-force");
    expect(found.refused.map((r) => r.why).join("; ")).toMatch(
      /activates nothing.*another trigger|another trigger.*activates nothing/,
    );
  });

  test("of a draft, is called in in exercises alone", () => {
    const call = (exercise: boolean) => {
      const found = entered(determined("activation", "forces"), { at: at(2), exercise });
      const body = {
        guarantee: "call-in",
        agreement: "made",
        commitment: "forces",
        at: at(3),
        trigger: "peace-deal",
        determination: of(found),
      } as const;
      return [found, entered(body, { exercise })];
    };
    const real = commitment(stateOf(call(false), 10), "forces");
    expect(real).toMatchObject({
      state: "not-in-force",
      refused: [{ why: expect.stringContaining("exercises only") }],
    });
    expect(commitment(stateOf(call(true), 10), "forces", true).state).toBe("called-in");
    expect(commitment(stateOf(call(true), 10), "forces").state).toBe("not-in-force");
  });
});

describe("the register", () => {
  test("a placement has its plain distance, or says that nobody has drawn it", () => {
    const [force] = stateOf([], 0).contingents;
    const told = force?.placements.map((p) => [p.id, p.distances[0]?.metres, p.constraints[0]?.result]);
    expect(told).toEqual([
      ["rear", expect.any(Number), "kept"],
      ["near", 700, "not-kept"],
      ["somewhere", null, "cannot-tell"],
    ]);
    expect(force?.placements[0]?.distances[0]?.metres).toBeGreaterThan(70_000);
    expect(force?.strengths.map((s) => [s.min, s.max])).toEqual([
      [100, 200],
      [300, 300],
    ]);
  });

  test("every value opens its chain of sources", () => {
    const s = stateOf([], 0);
    expect(s.texts[1]?.backed.links).toMatchObject([
      { kind: "source", publisher: "Outlet", speaker: "An official", via: ["Agency"] },
    ]);
    expect(commitment(s, "forces").backed).toMatchObject({ modality: "draft", links: [{ id: "o" }] });
  });

  test("a question is settled by a text alone, and can be opened again", () => {
    const said: Said = { chain: ["An official", "Outlet"], words: "Some.", voice: "quote", modality: "announced" };
    const candidate = entered({
      guarantee: "candidate",
      agreement: "made",
      at: at(1),
      question: "q",
      value: "some",
      says: "Some",
      said,
    });
    const settle = (text: string) =>
      entered({ guarantee: "settle", agreement: "made", at: at(2), question: "q", value: "some", text, by: "a-1" });
    const reopen = entered({ guarantee: "reopen", agreement: "made", at: at(3), question: "q", by: "a-1" });
    const q = (entries: GuaranteeEntry[]) => stateOf(entries, 10).real.questions[0];
    expect(q([candidate, settle("pact")])).toMatchObject({
      state: "settled",
      settled: { value: "some", text: "pact" },
    });
    expect(q([candidate, settle("a speech")])).toMatchObject({
      state: "open",
      refused: [{ why: expect.stringContaining("only a text") }],
    });
    expect(q([candidate, settle("pact"), reopen])).toMatchObject({ state: "open", settled: null });
    expect(q([candidate])?.values.at(-1)?.backed.links).toMatchObject([
      { kind: "entry", chain: ["An official", "Outlet"] },
    ]);
  });

  test("an outcome stands beside the expectation, and neither changes the other", () => {
    const said: Said = { chain: ["Outlet"], words: "", voice: "outlet", modality: "announced" };
    const outcome = entered({
      guarantee: "outcome",
      agreement: "made",
      at: at(1),
      expectation: "e",
      says: "A decision came",
      said,
    });
    expect(stateOf([outcome], 10).real.expectations[0]).toMatchObject({
      expects: "No decision",
      outcomes: [{ says: "A decision came" }],
    });
  });
});

/** Histories that make sense now and then, of few things so that they meet. */
const starts = [started, entered({ ...(started.body as Extract<GuaranteeBody, { guarantee: "start" }>), at: at(2) })];
const hour = fc.integer({ min: 0, max: 120 });
const act: fc.Arbitrary<GuaranteeBody> = fc.oneof(
  fc
    .record({
      h: hour,
      r: fc.constantFrom(...starts),
      s: fc.constantFrom("warn", "act", "after", "none"),
      was: fc.constantFrom("taken", "waived", "fallback-taken"),
    })
    .map(({ h, r, s, was }) => ({
      guarantee: "step" as const,
      ...ofRun(r, h),
      step: s,
      was: was as "taken",
      by: "G",
      evidence: [],
    })),
  fc
    .record({ h: hour, r: fc.constantFrom(...starts), k: fc.constantFrom("pause", "resume") })
    .map(({ h, r, k }) => ({ guarantee: k as "pause", ...ofRun(r, h) })),
  fc
    .record({ h: hour, r: fc.constantFrom(...starts) })
    .map(({ h, r }) => ({ guarantee: "condition" as const, ...ofRun(r, h), step: "act", by: "council" })),
  fc
    .record({ h: hour, r: fc.constantFrom(...starts) })
    .map(({ h, r }) => ({ guarantee: "stand-down" as const, ...ofRun(r, h), by: "G" })),
  fc
    .record({
      h: hour,
      c: fc.constantFrom("sanctions", "forces"),
      how: fc.constantFrom(
        "voided",
        "lapsed",
        "refused",
        "restore",
        "claim",
        "deliver",
        "deliver-proven",
        "deliver-proven",
        "deliver-proven",
        "proof",
        "confirm",
        "confirm",
        "confirm",
        "firm",
        "loose",
      ),
    })
    .map(({ h, c, how }): GuaranteeBody => {
      const base = { agreement: "made", commitment: c, at: at(h) };
      const said: Said = { chain: ["X"], words: "", voice: "outlet", modality: "signed" };
      if (how === "restore") return { guarantee: "restore", ...base, by: "G", words: "" };
      if (how === "claim")
        return {
          guarantee: "claim",
          ...base,
          trigger: c === "forces" ? "peace-deal" : "aggression",
          by: "A",
          words: "",
        };
      if (how === "firm") return { guarantee: "firmness", ...base, modality: "in-force", said };
      if (how === "loose") return { guarantee: "firmness", ...base, modality: "draft", said };
      if (how === "proof") return { guarantee: "proof", ...base, evidence: ["f".repeat(64)] };
      if (how === "confirm") {
        const delivery = { index: 0, commitment: "0".repeat(64) };
        return { guarantee: "confirm", ...base, delivery, finding: h % 3 ? "confirmed" : "not-confirmed", by: "V" };
      }
      if (how.startsWith("deliver"))
        return {
          guarantee: "deliver",
          ...base,
          what: "x",
          share: h % 2 ? "part" : "whole",
          evidence: how === "deliver" ? [] : ["f".repeat(64)],
        };
      return { guarantee: "end", ...base, how: how as "voided", by: "G", words: "" };
    }),
  fc.record({ h: hour, c: fc.constantFrom("sanctions", "forces") }).map(
    ({ h, c }): GuaranteeBody => ({
      guarantee: "call-in",
      agreement: "made",
      commitment: c,
      at: at(h),
      trigger: c === "forces" ? "peace-deal" : "aggression",
      determination: of(c === "forces" ? forces : activated),
    }),
  ),
);
const activated = entered(determined("activation", "sanctions"), { at: at(0) });
const forces = entered(determined("activation", "forces"), { at: at(0) });
/** A finding cites a delivery of its history where there is one. */
const finding = (
  body: GuaranteeBody,
  acts: readonly (readonly [GuaranteeBody, boolean])[],
  i: number,
): GuaranteeBody => {
  if (body.guarantee !== "confirm") return body;
  const cited = acts.findIndex(([b]) => b.guarantee === "deliver");
  const commitment = `${cited < 0 ? i : cited}`.padStart(64, "0");
  const delivered = acts[cited]?.[0];
  if (delivered?.guarantee !== "deliver") return { ...body, delivery: { index: 0, commitment } };
  const moment = Math.max(body.at, delivered.at);
  return { ...body, at: moment, commitment: delivered.commitment, delivery: { index: 0, commitment } };
};
const histories = fc
  .array(fc.tuple(act, fc.boolean()), { maxLength: 14 })
  .map((acts) => [
    breach,
    activated,
    forces,
    ...starts,
    ...acts.map(([body, exercise], i) =>
      entered(finding(body, acts, i), { exercise, id: `${i}`.padStart(64, "0"), author: `p-${i % 3}` }),
    ),
  ]);

describe("for any entries", () => {
  test("bodies of the histories are entries of the record", () => {
    fc.assert(fc.property(act, (body) => guaranteeEntry.schema.safeParse(body).success));
  });

  test("their order changes nothing, no history throws, and what is later than the moment is not known", () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.integer()), hour, (entries, keys, h) => {
        const weights = new Map(entries.map((e) => [e, keys.next().value ?? 0]));
        const shuffled = [...entries].sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
        const state = canonical(JSON.parse(JSON.stringify(stateOf(entries, h))));
        expect(canonical(JSON.parse(JSON.stringify(stateOf(shuffled, h))))).toBe(state);
        const known = entries.filter((e) => e.stated <= at(h));
        expect(canonical(JSON.parse(JSON.stringify(stateOf(known, h))))).toBe(state);
      }),
    );
  });

  test("exercise entries change nothing real", () => {
    fc.assert(
      fc.property(histories, (entries) => {
        const real = stateOf(
          entries.filter((e) => !e.exercise),
          130,
        ).real;
        expect(stateOf(entries, 130).real).toEqual(real);
      }),
    );
  });

  test("every state is reached, and from every one that is no named end another can be", () => {
    const seen = { run: new Set<string>(), step: new Set<string>(), commitment: new Set<string>() };
    for (const entries of fc.sample(histories, { numRuns: 6_000, seed: 7 }))
      for (const h of [30, 130]) {
        const s = stateOf(entries, h);
        for (const c of s.real.commitments) seen.commitment.add(c.state);
        for (const r of ladder(s).runs) {
          seen.run.add(r.state);
          for (const x of r.steps) seen.step.add(x.state);
        }
      }
    expect([...RUN_STATES].filter((x) => !seen.run.has(x))).toEqual([]);
    expect([...COMMITMENT_STATES].filter((x) => !seen.commitment.has(x))).toEqual([]);
    // Every step of this ladder has a time; "open" is that of the drafted one.
    expect([...STEP_STATES].filter((x) => !seen.step.has(x))).toEqual(["open"]);
  });
});

describe("acts that nothing of the agreement takes in", () => {
  const inMade = { agreement: "made", at: at(1) };
  const said: Said = { chain: ["An official"], words: "w", voice: "quote", modality: "announced" };
  const people = ["a-1", "b-2"];
  const nowhere = entered({ guarantee: "pause", ...inMade, run: { index: 0, commitment: "f".repeat(64) } });
  const cases: readonly (readonly [string, GuaranteeBody, RegExp])[] = [
    [
      "a ladder",
      { guarantee: "start", ...inMade, ladder: "stairs", determination: of(breach), people },
      /no ladder "stairs"; the agreement has ladder, drafted/,
    ],
    [
      "a commitment",
      { guarantee: "deliver", ...inMade, commitment: "sanction", what: "x", share: "part", evidence: [] },
      /no commitment "sanction"; the agreement has sanctions, forces/,
    ],
    ["a question", { guarantee: "reopen", ...inMade, question: "r", by: "G" }, /no question "r"; the agreement has q/],
    ["an expectation", { guarantee: "outcome", ...inMade, expectation: "f", says: "s", said }, /no expectation "f"/],
    [
      "another agreement",
      { guarantee: "reopen", ...inMade, agreement: "other", question: "q", by: "G" },
      /of the agreement "other", and the mission works by "made"/,
    ],
    [
      "a moment that had not come",
      { guarantee: "position", ...inMade, at: at(90), holder: "A", on: "t", says: "s", said },
      /after the one at which it was stated/,
    ],
  ];
  test.each(cases)("%s that is not there: refused, and why", (_, body, why) => {
    const act = entered(body, { at: at(2) });
    const state = stateOf([breach, act], 10);
    expect(state.real.refused).toMatchObject([{ entry: act.id, act: body.guarantee, why: expect.stringMatching(why) }]);
    expect(stateOf([breach, { ...act, exercise: true }], 10).real.refused).toEqual([]);
    expect(stateOf([breach, { ...act, exercise: true }], 10).exercise?.refused).toHaveLength(1);
  });

  test("a clock that nobody started, that was refused, or that starts later", () => {
    expect(stateOf([nowhere], 10).real.refused[0]?.why).toMatch(/no clock was started by the entry/);
    const alone = stateOf([started, pause(3)], 10);
    expect(ladder(alone).refused.map((r) => r.why)).toEqual([
      expect.stringMatching(/never cross/),
      "the start of its clock was refused",
    ]);
    expect(ladder(stateOf([breach, started, pause(0)], 10)).refused[0]?.why).toMatch(/before the clock was started/);
  });

  test("every act is taken in or refused, once, also where the agreement has no guarantees at all", () => {
    const { guarantees: _, ...bare } = made;
    const state = guaranteesOf(bare as typeof made, [breach, started, nowhere], millis(at(10)));
    expect(state?.real.refused.map((r) => r.entry).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      [started.id, nowhere.id].sort((a, b) => (a < b ? -1 : 1)),
    );
    expect(guaranteesOf(bare as typeof made, [breach], millis(at(10)))).toBeNull();
  });
});
