import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import { byCodePoint } from "../units.ts";
import { fuse } from "./fuse.ts";
import { conflicts, contradictions, inForce, type Judgement } from "./judgement.ts";
import { claim, observation, point, seen, window } from "./samples.fixture.ts";

const same = (id: string, a: string, b: string): Judgement => ({ id, kind: "same", a, b });
const different = (id: string, a: string, b: string): Judgement => ({ id, kind: "different", a, b });
const groups = (...args: Parameters<typeof fuse>): string[] =>
  fuse(...args).map((i) => i.members.map((m) => m.observation.id).join(" "));

describe("conflicts", () => {
  const table: [string, Judgement[], { different: string; same: string[] }[]][] = [
    ["none among agreeing judgements", [same("1", "a", "b"), different("2", "a", "c")], []],
    [
      "same and different of one pair",
      [same("1", "a", "b"), different("2", "b", "a")],
      [{ different: "2", same: ["1"] }],
    ],
    [
      "a chain that a different denies",
      [same("1", "a", "b"), same("2", "b", "c"), different("3", "a", "c")],
      [{ different: "3", same: ["1", "2"] }],
    ],
    [
      "what hangs beside the chain stays in force",
      [same("1", "a", "b"), same("9", "b", "d"), different("3", "a", "b")],
      [{ different: "3", same: ["1"] }],
    ],
    [
      "a ring that hangs beside the chain as well",
      [same("1", "a", "b"), same("5", "b", "d"), same("6", "d", "e"), same("7", "e", "b"), different("3", "a", "b")],
      [{ different: "3", same: ["1"] }],
    ],
    [
      "both ways round",
      [same("1", "a", "b"), same("2", "b", "c"), same("4", "a", "d"), same("5", "d", "c"), different("3", "a", "c")],
      [{ different: "3", same: ["1", "2", "4", "5"] }],
    ],
    [
      "two people say same",
      [same("1", "a", "b"), same("2", "b", "a"), different("3", "a", "b")],
      [{ different: "3", same: ["1", "2"] }],
    ],
    ["an observation held apart from itself", [different("3", "a", "a")], [{ different: "3", same: [] }]],
  ];
  for (const [name, judgements, expected] of table)
    test(name, () => {
      expect(conflicts(judgements)).toEqual(expected);
      expect(conflicts([...judgements].reverse())).toEqual(expected);
    });

  test("each that is blocked names what it contradicts, and what is in force names nothing", () => {
    const chain = [same("1", "a", "b"), same("2", "b", "c"), different("3", "a", "c"), same("9", "c", "d")];
    expect(contradictions(chain)).toEqual(
      new Map([
        ["1", ["3"]],
        ["2", ["3"]],
        ["3", ["1", "2"]],
      ]),
    );
    expect(inForce(chain).map((j) => j.id)).toEqual(["9"]);
    expect(contradictions([different("3", "a", "a")])).toEqual(new Map([["3", ["3"]]]));
  });

  test("exactly the judgements on some simple way between the ends, as a plain search finds them", () => {
    const end = fc.constantFrom("a", "b", "c", "d", "e", "f");
    fc.assert(
      fc.property(fc.array(fc.tuple(end, end), { maxLength: 9 }), end, end, (edges, a, b) => {
        fc.pre(a !== b);
        const list = edges.map(([x, y], i) => same(`s${i}`, x, y));
        const onWay = new Set<string>();
        const walk = (at: string, visited: string[], used: string[]): void => {
          if (at === b) for (const id of used) onWay.add(id);
          else
            for (const e of list) {
              const next = e.a === at ? e.b : e.b === at ? e.a : undefined;
              if (next !== undefined && !visited.includes(next)) walk(next, [...visited, next], [...used, e.id]);
            }
        };
        walk(a, [a], []);
        const found = conflicts([...list, different("d", a, b)])[0]?.same ?? [];
        expect(found).toEqual([...onWay].sort(byCodePoint));
      }),
      { numRuns: 500 },
    );
  });

  test("what is left in force contradicts nothing", () => {
    const end = fc.constantFrom("a", "b", "c", "d", "e");
    const any = fc.array(fc.record({ kind: fc.constantFrom("same", "different"), a: end, b: end } as const), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(any, (list) => {
        const judgements = list.map((j, i): Judgement => ({ ...j, id: `j${i}` }));
        expect(conflicts(inForce(judgements))).toEqual([]);
      }),
    );
  });
});

describe("judgements in fusion", () => {
  const apart = [observation("a"), observation("b", { time: seen(900), place: point(20, 0) })];
  const close = [observation("a"), observation("b", { place: point(0.1, 0) })];

  test("same joins what the evidence would not", () => {
    expect(groups(apart)).toEqual(["a", "b"]);
    expect(groups(apart, { judgements: [same("1", "a", "b")] })).toEqual(["a b"]);
  });
  test("different holds apart what the evidence would join, and a later report joins either half", () => {
    const judgements = [different("1", "a", "b")];
    expect(groups(close, { judgements })).toEqual(["a", "b"]);
    expect(groups([...close, observation("c", { place: point(0.1, 0) })], { judgements })).toEqual(["a", "b c"]);
  });
  test("judgements that contradict each other block: the evidence stands, whichever came first", () => {
    const judgements = [same("1", "a", "b"), different("2", "a", "b")];
    expect(groups(apart, { judgements })).toEqual(["a", "b"]);
    expect(groups(close, { judgements })).toEqual(["a b"]);
    expect(conflicts(judgements)).toHaveLength(1);
  });
  test("a person's different outweighs a source's pair and revision", () => {
    const pair = close.map((o) => ({ ...o, source: "post", pair: "p1" }));
    expect(groups(pair, { judgements: [different("1", "a", "b")] })).toEqual(["a", "b"]);
    const revision = [
      observation("a", { source: "post" }),
      observation("b", { source: "post", revises: "a", time: seen(900) }),
    ];
    expect(groups(revision, { judgements: [different("1", "a", "b")] })).toEqual(["a", "b"]);
  });
  test("a claim that people put beside two recorded incidents joins them not", () => {
    const judgements = [same("1", "a", "c"), same("2", "b", "c")];
    const incidents = fuse([...apart, claim("c", { time: seen(100) })], { judgements });
    expect(incidents.filter((i) => i.status === "recorded").map((i) => i.id)).toEqual(["a", "b"]);
  });
  test("a claim that people put beside one recorded incident stands there", () => {
    const incidents = groups([...apart, claim("c", { time: seen(100) })], { judgements: [same("1", "b", "c")] });
    expect(incidents).toEqual(["a", "b c"]);
  });
  test("people may join what cannot be at one time; nothing more gathers there by evidence", () => {
    const day = (id: string, d: number) =>
      observation(id, {
        sourceKind: "media",
        source: id,
        time: window(1440 * d, 1440 * (d + 1)),
        place: point(0, 0, 3000),
      });
    const days = ["a", "b", "c", "d", "e", "f"].map((id, d) => day(id, d));
    expect(groups(days, { judgements: [same("1", "a", "b")] })).toEqual(["a b", "c", "d", "e", "f"]);
  });
  test("judgements about observations that are not here change nothing", () => {
    fc.assert(
      fc.property(anyObservations(20), (observations) => {
        const judgements = [same("1", "o1", "gone"), different("2", "gone", "o2"), same("3", "x", "y")];
        expect(fuse(observations, { judgements })).toEqual(fuse(observations));
      }),
      { numRuns: 30 },
    );
  });
  test("every same in force holds, and so does every different", () => {
    const id = fc.integer({ min: 0, max: 19 }).map((i) => `o${i}`);
    const any = fc.array(fc.record({ kind: fc.constantFrom("same", "different"), a: id, b: id } as const), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyObservations(20), any, (all, list) => {
        const observations = all.filter((o) => o.kind === "observation");
        const judgements = inForce(list.map((j, i): Judgement => ({ ...j, id: `j${i}` })));
        const incidentOf = new Map(
          fuse(observations, { judgements }).flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)),
        );
        const current = (x: string): boolean => incidentOf.has(x);
        for (const j of judgements)
          if (current(j.a) && current(j.b)) expect(incidentOf.get(j.a) === incidentOf.get(j.b)).toBe(j.kind === "same");
      }),
    );
  });
});
