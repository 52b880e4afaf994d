import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObservations } from "../../test/random-observations.ts";
import type { CountInterval } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { byCodePoint } from "../units.ts";
import { factsOf } from "./facts.ts";
import { fuse } from "./fuse.ts";
import type { Incident, IncidentFacts } from "./incident.ts";
import { claim, count, observation, point, sector, seen, window } from "./samples.fixture.ts";

const incidentOf = (...observations: Observation[]): Incident => ({
  id: "a",
  status: "recorded",
  members: observations.map((o) => ({ observation: o, role: o.kind === "claim" ? "claims" : "supports" })),
  evidence: [],
});
const facts = (...observations: Observation[]): IncidentFacts => factsOf(incidentOf(...observations));

describe("acts: alternatives that are not excluded", () => {
  const table: [string, ActId[][], ActId[]][] = [
    ["a leaf refines its branch", [["explosion"], ["explosion.mortar"]], ["explosion.mortar"]],
    ["undetermined excludes nothing", [["undetermined"], ["fire.small-arms"]], ["fire.small-arms"]],
    ["undetermined alone", [["undetermined"]], ["undetermined"]],
    [
      "leaves that contradict stay as alternatives",
      [["explosion.mortar"], ["explosion.artillery"]],
      ["explosion.artillery", "explosion.mortar"],
    ],
    [
      "alternatives of one narrow those of another",
      [
        ["explosion.mortar", "explosion.artillery"],
        ["explosion.artillery", "explosion.mlrs"],
      ],
      ["explosion.artillery"],
    ],
    ["a branch of another tree contradicts", [["fire"], ["explosion.mortar"]], ["explosion.mortar", "fire"]],
  ];
  for (const [name, acts, expected] of table)
    test(name, () => expect(facts(...acts.map((a, i) => observation(`o${i}`, { acts: a }))).acts).toEqual(expected));

  test("a person's label stands before a machine's", () => {
    const person = observation("a", { acts: ["explosion"] });
    const machine = observation("b", { acts: ["explosion.mlrs"], labelBasis: "machine" });
    expect(facts(person, machine)).toMatchObject({ acts: ["explosion"], labelBasis: "person" });
    expect(facts(machine)).toMatchObject({ acts: ["explosion.mlrs"], labelBasis: "machine" });
  });
});

describe("counts: as heard and as fused", () => {
  const counts = (heard: CountInterval[], fused: CountInterval[]) => ({ heard, fused });
  const n = (min: number, max: number | null = min): CountInterval => count(min, max);
  const table: [string, CountInterval[], ReturnType<typeof counts>][] = [
    ["one number", [n(7)], counts([n(7)], [n(7)])],
    ["the same number twice", [n(7), n(7)], counts([n(14)], [n(7)])],
    ["a number within a range", [n(5, 10), n(7)], counts([n(12, 17)], [n(7)])],
    ["numbers that contradict: the hull, never an average", [n(3), n(9)], counts([n(12)], [n(3, 9)])],
    ["at least five, and eight", [n(5, null), n(8)], counts([n(13, null)], [n(8)])],
    [
      "units stay apart",
      [n(2), count(30, 30, "shot")],
      counts([n(2), count(30, 30, "shot")], [n(2), count(30, 30, "shot")]),
    ],
  ];
  for (const [name, given, expected] of table)
    test(name, () => expect(facts(...given.map((c, i) => observation(`o${i}`, { count: c })))).toMatchObject(expected));

  test("a duration enters no sum and stands beside it", () => {
    const duration: CountInterval = { min: 20, max: 20, unit: "shot", form: "duration", stated: "20 min" };
    const { heard } = facts(observation("a", { count: count(10, 10, "shot") }), observation("b", { count: duration }));
    expect(heard).toEqual([count(10, 10, "shot"), duration]);
  });
  test("a revised version is replaced: it is heard once", () => {
    const [incident, ...others] = fuse([
      observation("a", { source: "post", count: count(4) }),
      observation("b", { source: "post", count: count(9), revises: "a", time: seen(745) }),
    ]);
    expect(others).toEqual([]);
    expect(incident?.members.map((m) => m.role)).toEqual(["repeats", "supports"]);
    expect(factsOf(incident as Incident).heard).toEqual([count(9)]);
    expect(incident?.evidence).toEqual([]);
  });
  test("the same source again in another report is heard once", () => {
    const [incident] = fuse([observation("a", { source: "post" }), observation("b", { source: "post" })]);
    expect(incident?.members.map((m) => m.role)).toEqual(["supports", "repeats"]);
    expect(factsOf(incident as Incident).heard).toEqual([count(3)]);
  });
});

test("the same source again says what was hit and who is alleged, narrows nothing, and is heard once", () => {
  const first = observation("a", { source: "set", acts: ["explosion"], place: point(0, 0, 200) });
  const again = observation("b", { source: "set", alleged: { actor: "A", by: "set" }, object: { kind: "hospital" } });
  const found = factsOf(fuse([first, again])[0] as Incident);
  expect(found).toMatchObject({
    acts: ["explosion"],
    time: first.time,
    objects: [{ kind: "hospital" }],
    heard: [count(3)],
  });
  expect(found.alleged).toEqual([{ actor: "A", by: "set" }]);
  expect(found.cloud).toBeUndefined();
});

describe("one published sentence of 7 March 2017 as rows (domain.md b)", () => {
  const place = { ...sector(-4.2, 4.2, 315, 22.5, 2000, 6000) };
  const row = (id: string, said: Partial<Observation>): Observation =>
    observation(id, {
      source: "station",
      report: "daily 7 March",
      place,
      time: seen(600, 660, 30),
      mode: "heard",
      ...said,
    });
  const rows = [
    row("1", { role: "outgoing", count: count(7), pair: "p1" }),
    row("2", { role: "impact", count: count(7), pair: "p1", place: sector(-4.2, 4.2, 337.5, 22.5, 2000, 6000) }),
    row("3", { acts: ["explosion"], count: count(22) }),
    row("4", { acts: ["explosion"], role: "impact", count: count(1) }),
    row("5", { acts: ["fire.cannon"], count: count(12, 12, "shot") }),
    row("6", { acts: ["fire.heavy-machine-gun"], count: count(1, 1, "burst") }),
    row("7", { acts: ["fire.small-arms"], count: count(10, 10, "burst") }),
    row("8", { acts: ["fire.small-arms"], count: count(24, 24, "shot") }),
  ];

  test("the paired rounds are one incident: 14 heard, 7 fused, and the source's own word says why", () => {
    const paired = fuse(rows).find((i) => i.members.some((m) => m.observation.pair === "p1")) as Incident;
    expect(paired.members.map((m) => m.observation.id)).toEqual(["1", "2"]);
    expect(paired.members.map((m) => m.role)).toEqual(["supports", "supports"]);
    expect(paired.evidence.map((p) => p.term)).toContain("pair");
    expect(factsOf(paired)).toMatchObject({ heard: [count(14)], fused: [count(7)], roles: ["impact", "outgoing"] });
  });
  test("the day's total as heard is 84, of them 37 explosions, however the rows are fused", () => {
    const heard = fuse(rows).flatMap((i) => factsOf(i).heard);
    expect(heard.reduce((sum, c) => sum + c.min, 0)).toBe(84);
    expect(heard.filter((c) => c.unit === "explosion").reduce((sum, c) => sum + c.min, 0)).toBe(37);
  });
  test("the same pair name on the next day is another pair", () => {
    const nextDay = rows
      .slice(0, 2)
      .map((r, i) => ({ ...r, id: `n${i}`, report: "daily 8 March", time: seen(2040, 2100, 30) }));
    const pairs = fuse([...rows, ...nextDay]).filter((i) => i.members.some((m) => m.observation.pair === "p1"));
    expect(pairs.map((i) => i.members.map((m) => m.observation.id))).toEqual([
      ["1", "2"],
      ["n0", "n1"],
    ]);
  });
});

describe("time", () => {
  test("windows that agree share their overlap", () => {
    const { time } = facts(observation("a", { time: window(0, 1440) }), observation("b", { time: window(700, 760) }));
    expect([time.kind, time.from, time.until]).toEqual(["window", window(700, 760).from, window(700, 760).until]);
  });
  test("an episode that was seen stands before a window around it", () => {
    const { time } = facts(
      observation("a", { time: window(600, 800) }),
      observation("b", { time: seen(720, 725, 90) }),
    );
    expect(time).toMatchObject({ kind: "seen", from: seen(720).from, until: seen(720, 725).until, sdMs: 90_000 });
  });
  test("the best clock speaks where clocks agree within their errors", () => {
    const { time } = facts(
      observation("a", { time: seen(719, 724, 90) }),
      observation("b", { time: seen(720, 725, 4) }),
    );
    expect(time).toMatchObject({ kind: "seen", from: seen(720).from, sdMs: 4000 });
  });
  test("times that contradict: the whole span, and it says so", () => {
    const { time } = facts(
      observation("a", { time: seen(600, 610, 4) }),
      observation("b", { time: seen(720, 725, 4) }),
    );
    expect(time).toMatchObject({ kind: "window", from: seen(600).from, until: seen(720, 725).until });
    expect(time.stated).toMatch(/contradict/);
  });
});

describe("place", () => {
  test("one place stands as it is, without a cloud", () => {
    expect(facts(observation("a"))).toMatchObject({ place: point(0, 0) });
    expect(facts(observation("a")).cloud).toBeUndefined();
  });
  test("three bearings meet: the cloud gathers where they cross", () => {
    const posts = [
      sector(-5, 0, 90, 11.25, 500, 9000),
      sector(0, -5, 0, 11.25, 500, 9000),
      sector(5, 0, 270, 11.25, 500, 9000),
    ];
    const { cloud } = facts(...posts.map((place, i) => observation(`o${i}`, { place })));
    if (!cloud) throw new Error("expected a cloud");
    const sum = (of: (i: number) => number) => cloud.weight.reduce((s, weight, i) => s + weight * of(i), 0);
    expect(sum(() => 1)).toBeCloseTo(1, 6);
    expect(sum((i) => cloud.lon[i] as number)).toBeCloseTo(38, 1);
    expect(sum((i) => cloud.lat[i] as number)).toBeCloseTo(48, 1);
  });
  test("the shape to draw is that of the most precise member", () => {
    expect(facts(observation("a", { place: point(1, 0, 3000) }), observation("b")).place).toEqual(point(0, 0));
  });
  test("a member without a place says nothing of it", () => {
    expect(facts(observation("a", { place: { kind: "unknown" } }), observation("b")).place).toEqual(point(0, 0));
  });
});

describe("claims and independence", () => {
  test("claims change no fact of what was recorded", () => {
    fc.assert(
      fc.property(anyObservations(30), (observations) => {
        const recorded = fuse(observations.filter((o) => o.kind !== "claim")).map(factsOf);
        const beside = fuse(observations)
          .filter((i) => i.status === "recorded")
          .map(factsOf);
        expect(beside).toEqual(recorded);
      }),
      { numRuns: 60 },
    );
  });
  test("an incident of claims alone is described by them", () => {
    expect(factsOf(fuse([claim("a", { count: count(5) })])[0] as Incident).heard).toEqual([count(5)]);
  });
  test("members that nobody has shown to be independent count as one group", () => {
    const grouped = observation("c", { independenceGroup: "north" });
    expect(facts(observation("a"), observation("b")).independentGroups).toBe(1);
    expect(facts(observation("a"), observation("b"), grouped).independentGroups).toBe(2);
  });
  test("facts are the same whatever the order of members", () => {
    fc.assert(
      fc.property(anyObservations(12), (list) => {
        const members = list.filter((o) => o.kind === "observation");
        fc.pre(members.length > 0);
        const sorted = [...members].sort((a, b) => byCodePoint(a.id, b.id));
        expect(facts(...[...sorted].reverse())).toEqual(facts(...sorted));
      }),
    );
  });
});
