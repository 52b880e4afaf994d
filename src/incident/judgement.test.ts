import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import { byCodePoint } from "../units.ts";
import { fuse } from "./fuse.ts";
import { conflicts, contradictions, inForce, type Judgement, namesOf } from "./judgement.ts";
import { claim, observation, point, seen, window } from "./samples.fixture.ts";
import { slowly } from "./slow-reference.fixture.ts";

const same = (id: string, a: string, b: string) => ({ id, kind: "same", a, b }) as const;
const different = (id: string, a: string, b: string) => ({ id, kind: "different", a, b }) as const;
const pin = (id: string, ...observations: string[]) => ({ id, kind: "pin", observations }) as const;
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
    [
      "a pin over what a different parts",
      [pin("1", "a", "b", "c"), different("2", "a", "c")],
      [{ different: "2", same: ["1"] }],
    ],
    [
      "a chain over a pin",
      [pin("1", "a", "b"), same("2", "b", "c"), same("9", "a", "d"), different("3", "a", "c")],
      [{ different: "3", same: ["1", "2"] }],
    ],
    [
      "two pins that share an observation",
      [pin("1", "a", "b"), pin("2", "b", "c"), pin("9", "c", "d"), different("3", "a", "c")],
      [{ different: "3", same: ["1", "2"] }],
    ],
    ["none among pins that share an observation", [pin("1", "a", "b"), pin("2", "b", "c"), same("3", "c", "d")], []],
    [
      "none where a different parts a pin from another",
      [pin("1", "a", "b"), pin("2", "c"), different("3", "a", "c")],
      [],
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
    const said = fc.array(fc.oneof(fc.tuple(end, end), fc.uniqueArray(end, { minLength: 1, maxLength: 4 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(said, end, end, (edges, a, b) => {
        fc.pre(a !== b);
        const list = edges.map((of, i) =>
          i % 2 === 0 ? pin(`s${i}`, ...new Set(of)) : same(`s${i}`, of[0] ?? "", of[1] ?? of[0] ?? ""),
        );
        const onWay = new Set<string>();
        // One pin is gone through once: who goes on within it could have gone there at once.
        const walk = (at: string, visited: string[], used: string[]): void => {
          if (at === b) for (const id of used) onWay.add(id);
          else
            for (const j of list) {
              const names = namesOf(j);
              if (!names.includes(at) || (j.kind === "pin" && used.includes(j.id))) continue;
              for (const next of names) if (!visited.includes(next)) walk(next, [...visited, next], [...used, j.id]);
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
    fc.assert(
      fc.property(fc.array(any(fc.constantFrom("a", "b", "c", "d", "e")), { maxLength: 12 }), (list) => {
        const judgements = list.map((j, i): Judgement => ({ ...j, id: `j${i}` }));
        expect(conflicts(inForce(judgements))).toEqual([]);
      }),
    );
  });
});

/** Any judgement on some ids. */
const any = (id: fc.Arbitrary<string>): fc.Arbitrary<Judgement> =>
  fc.oneof(
    fc.record({ id: fc.constant(""), kind: fc.constantFrom("same", "different"), a: id, b: id } as const),
    fc.record({
      id: fc.constant(""),
      kind: fc.constant("pin"),
      observations: fc.uniqueArray(id, { minLength: 1, maxLength: 4 }),
    } as const),
  );

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
  test("what people say of a report, or of a claim, holds for the version that replaces it", () => {
    const said = claim("c", { source: "party", time: seen(900), place: point(20, 0) });
    const judgements = [same("1", "a", "c")];
    const fixed = observation("r", { source: apart[0]?.source ?? "", revises: "a" });
    expect(groups([...apart.slice(0, 1), said], { judgements })).toEqual(["a c"]);
    expect(groups([...apart.slice(0, 1), fixed, said], { judgements })).toEqual(["a c r"]);
    const corrected = claim("d", { source: "party", revises: "c", time: seen(900), place: point(20, 0) });
    expect(groups([...apart.slice(0, 1), said, corrected], { judgements })).toEqual(["a c d"]);
  });
  test("a different holds for the version that replaces the one that it names", () => {
    const of = (id: string, more: object = {}) => observation(id, { source: "post", ...more });
    const all = [of("o3"), of("o1", { revises: "o3", place: point(0.1, 0) }), observation("o2", { source: "other" })];
    expect(groups(all)).toEqual(["o1 o2 o3"]);
    expect(groups(all, { judgements: [different("1", "o2", "o3")] })).toEqual(["o1 o3", "o2"]);
    const said = claim("c", { source: "party", place: point(0.1, 0) });
    expect(groups([...all.slice(0, 2), said])).toEqual(["c o1 o3"]);
    expect(groups([...all.slice(0, 2), said], { judgements: [different("1", "c", "o3")] })).toEqual(["c", "o1 o3"]);
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
  test("every same and pin in force holds, and so does every different", () => {
    const id = fc.integer({ min: 0, max: 19 }).map((i) => `o${i}`);
    fc.assert(
      fc.property(anyObservations(20), fc.array(any(id), { maxLength: 8 }), (all, list) => {
        const observations = all.filter((o) => o.kind === "observation");
        const judgements = inForce(list.map((j, i): Judgement => ({ ...j, id: `j${i}` })));
        const incidentOf = new Map(
          fuse(observations, { judgements }).flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)),
        );
        for (const j of judgements) {
          const [first, ...more] = namesOf(j).flatMap((x) => incidentOf.get(x) ?? []);
          if (j.kind !== "different" || namesOf(j).every((x) => incidentOf.has(x)))
            for (const other of more) expect(first === other).toBe(j.kind !== "different");
        }
      }),
    );
  });
});

describe("pins in fusion", () => {
  const a = observation("a");
  const b = observation("b", { place: point(0.1, 0) });
  const late = observation("c", { place: point(0.2, 0) });
  const far = observation("z", { time: seen(900), place: point(20, 0) });

  test("what is pinned stays together and lets no other in; the other says by how much it would have joined", () => {
    expect(groups([a, b, late])).toEqual(["a b c"]);
    const incidents = fuse([a, b, late], { judgements: [pin("p", "a", "b")] });
    expect(incidents.map((i) => [i.id, i.members.length, i.pinned])).toEqual([
      ["a", 2, true],
      ["c", 1, undefined],
    ]);
    const [pinned, other] = incidents;
    expect(other?.alternative?.incident).toBe("a");
    expect(other?.alternative?.gain).toBeGreaterThan(3);
    expect(pinned?.alternative?.gain).toBe(other?.alternative?.gain);
    expect(other?.alternative?.parts.map((p) => p.term)).toContain("place");
  });
  test("it joins what the evidence would not", () => {
    expect(groups([a, far], { judgements: [pin("p", "a", "z")] })).toEqual(["a z"]);
  });
  test("one report can be pinned alone", () => {
    expect(groups([a, b, late], { judgements: [pin("p", "b")] })).toEqual(["a c", "b"]);
  });
  test("a person's same lets a report in, and so does another pin; what joined stays closed", () => {
    expect(groups([a, b, late], { judgements: [pin("p", "a"), same("s", "a", "c")] })).toEqual(["a c", "b"]);
    expect(groups([a, b, late], { judgements: [pin("p", "a"), pin("q", "a", "c")] })).toEqual(["a c", "b"]);
  });
  test("a pin that a different denies is not in force, and neither is that", () => {
    expect(groups([a, b, late], { judgements: [pin("p", "a", "b"), different("d", "a", "b")] })).toEqual(["a b c"]);
  });
  test("a report that its source puts right takes its place; the pin holds", () => {
    const fixed = observation("r", { source: a.source, revises: "a", time: seen(900), place: point(20, 0) });
    const [incident, ...more] = fuse([a, b, late, fixed], { judgements: [pin("p", "a", "b")] });
    expect(incident?.members.map((m) => [m.observation.id, m.role])).toEqual([
      ["a", "repeats"],
      ["b", expect.any(String)],
      ["r", expect.any(String)],
    ]);
    expect(incident?.pinned).toBe(true);
    expect(more.map((i) => i.members.length)).toEqual([1]);
    // Also where the pinned report was the only one.
    expect(
      groups([a, observation("r", { source: a.source, revises: "a" }), late], { judgements: [pin("p", "a")] }),
    ).toEqual(["a r", "c"]);
  });
  test("two pins are not joined by a revision", () => {
    const fixed = observation("r", { source: a.source, revises: "a" });
    expect(groups([a, fixed], { judgements: [pin("p", "a"), pin("q", "r")] })).toEqual(["a", "r"]);
  });
  test("a further row of a source's pair stays out; rows that nobody pinned are a pair still", () => {
    const row = (id: string) => observation(id, { source: "post", pair: "p1", report: "same" });
    expect(groups([row("a"), row("b")])).toEqual(["a b"]);
    expect(groups([row("a"), row("b")], { judgements: [pin("p", "a")] })).toEqual(["a", "b"]);
    expect(groups([row("a"), row("b"), row("c")], { judgements: [pin("p", "a")] })).toEqual(["a", "b c"]);
  });
  test("parties' claims are held neither out nor in: they add nothing; one that was pinned stays beside", () => {
    const said = claim("c", { place: point(0.2, 0) });
    const [incident] = fuse([a, b, said], { judgements: [pin("p", "a", "b")] });
    expect(incident?.members.map((m) => m.observation.id)).toEqual(["a", "b", "c"]);
    const away = claim("c", { time: seen(900), place: point(20, 0) });
    expect(groups([a, b, away], { judgements: [pin("p", "a", "b")] })).toEqual(["a b", "c"]);
    expect(groups([a, b, away], { judgements: [pin("p", "a", "b", "c")] })).toEqual(["a b c"]);
    // Claims alone: they stand together, and nothing is pinned.
    const claims = fuse([said, claim("d", { time: seen(900) })], { judgements: [pin("p", "c", "d")] });
    expect(claims.map((i) => [i.status, i.members.length, i.pinned])).toEqual([["claimed", 2, undefined]]);
  });
  test("as the plain reference has it, whatever people say", () => {
    const id = fc.integer({ min: 0, max: 9 }).map((i) => `o${i}`);
    fc.assert(
      fc.property(anyObservations(10), fc.array(any(id), { maxLength: 5 }), (all, list) => {
        const judgements = inForce(list.map((j, i): Judgement => ({ ...j, id: `j${i}` })));
        const found = fuse(all, { judgements }).map((i) => i.members.map((m) => m.observation.id));
        expect(found).toEqual(slowly(all, judgements));
      }),
      { numRuns: 150 },
    );
  });
});
