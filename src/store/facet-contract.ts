import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Conduct } from "../assessment/assessment.ts";
import { MARKINGS } from "../observation/observation.ts";
import type { ActId } from "../observation/taxonomy.ts";
import { searchForm, searchForms } from "../place/name-form.ts";
import { byCodePoint, millis } from "../units.ts";
import { anyCondition, shapes } from "./condition.fixture.ts";
import { type Condition, holds, liesIn, type Shape } from "./condition.ts";
import type { Opener } from "./contract.ts";
import type { Audience, IncidentRow, Lease, TaggedRow, View } from "./derivations.ts";
import { BY_GRAVITY, type ClauseResult, gravestOf, listed, maskOf } from "./facet.ts";
import type { Clock, Found, FoundGroup, IncidentFilter, Place } from "./found.ts";
import { hashOf } from "./made.fixture.ts";
import type { Store } from "./store.ts";
import { markingRank } from "./visible.ts";

const SOURCES = ["Post A", "post a", "B\tC", "Пост 7"] as const;
const ZONES = ["north", "north-east", "south"] as const;
const CLAUSES = ["1", "1.a", "2"] as const;
const READINGS = ["ours", "theirs"] as const;
const ACTS = ["clash", "clash.small-arms", "strike", "undetermined"] as unknown as readonly ActId[];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const some = <T>(of: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...of], { minLength: 0 });
const anyResults: fc.Arbitrary<ClauseResult[]> = fc
  .array(
    fc.record({
      clause: fc.constantFrom(...CLAUSES),
      reading: fc.constantFrom(...READINGS),
      result: fc.constantFrom(...BY_GRAVITY),
    }),
    { maxLength: 5 },
  )
  .map((all) => [...new Map(all.map((r) => [`${r.clause} ${r.reading}`, r])).values()]);

const anyIncident = fc.record({
  profile: fc.constantFrom("full", "public"),
  from: fc.integer({ min: -4, max: 5 }).map((h) => h * 5 * HOUR),
  lasts: fc.constantFrom(0, 1, 5 * HOUR, 30 * HOUR),
  position: fc.option(fc.tuple(fc.integer({ min: -1799, max: 1799 }), fc.integer({ min: -850, max: 850 })), {
    freq: 6,
  }),
  marking: fc.constantFrom(...MARKINGS),
  kind: fc.constantFrom("recorded" as const, "claimed" as const),
  act: fc.constantFrom(...ACTS),
  releasedFrom: fc.constantFrom(undefined, 0, 50 * HOUR),
  sources: some(SOURCES),
  zones: some(ZONES),
  names: fc.constantFrom([], ["The Third House"], ["100% _ house"]),
  results: anyResults,
  heard: fc.constantFrom(
    [],
    [{ min: 2, max: 3, unit: "explosion", form: "range" }],
    [{ min: 1, max: null, unit: "shot", form: "at-least" }],
  ),
});
type Made = typeof anyIncident extends fc.Arbitrary<infer T> ? T : never;

const rowOf = (m: Made, n: number): TaggedRow & { row: IncidentRow } => ({
  table: "incident",
  row: {
    id: hashOf(`incident ${n}`),
    profile: m.profile,
    time: { from: millis(m.from), until: millis(m.from + m.lasts) },
    position: m.position && [m.position[0] / 10, m.position[1] / 10],
    marking: m.marking,
    kind: m.kind,
    act: m.act,
    ...(m.releasedFrom !== undefined && { releasedFrom: millis(m.releasedFrom) }),
    content: "{}",
    facet: {
      sources: m.sources,
      zones: m.zones,
      names: m.names,
      results: m.results,
      heard: m.heard as never,
      fused: [],
    },
  },
});

/** Seldom, so that most filters leave something. */
const sometimes = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });
const conditions = anyCondition(
  {
    act: ACTS,
    status: ["recorded", "claimed"],
    marking: MARKINGS,
    result: BY_GRAVITY,
    id: [hashOf("incident 0"), hashOf("incident 1").slice(0, 9)],
  },
  ["from", "until"],
  { source: SOURCES.map(listed), zone: ZONES },
);
const anyFilter: fc.Arbitrary<IncidentFilter> = fc.record({
  from: sometimes(fc.integer({ min: -5, max: 6 }).map((h) => h * 5 * HOUR)),
  until: sometimes(fc.integer({ min: -4, max: 8 }).map((h) => h * 5 * HOUR)),
  within: sometimes(
    fc.array(
      fc.tuple(
        fc.integer({ min: -180, max: 180 }),
        fc.integer({ min: -85, max: 0 }),
        fc.integer({ min: -180, max: 180 }),
        fc.integer({ min: 0, max: 85 }),
      ),
      { maxLength: 2 },
    ),
  ),
  zones: sometimes(some(ZONES)),
  clauses: sometimes(some(CLAUSES)),
  reading: sometimes(fc.constantFrom(...READINGS)),
  results: sometimes(some(BY_GRAVITY)),
  statuses: sometimes(some(["recorded", "claimed"])),
  acts: sometimes(some(["clash", "strike", "clash.small-arms"])),
  sources: sometimes(some(SOURCES)),
  markings: sometimes(some(MARKINGS)),
  where: sometimes(conditions),
  ids: sometimes(some([0, 1, 2, 3, 5, 8, 13, 99].map((n) => hashOf(`incident ${n}`)))),
  text: sometimes(fc.constantFrom("post", "CLASH.", "third h", "%", "пост 7", "post-7", "zzz")),
});

/** What is left by a plain loop over the rows: the rule, word for word. */
function plainly(rows: readonly IncidentRow[], audience: Audience, f: IncidentFilter): Found[] {
  const found: Found[] = [];
  for (const row of rows) {
    const { id, time, position, kind, act, marking, facet, releasedFrom } = row;
    if (row.profile !== audience.profile || markingRank(marking) > markingRank(audience.upTo)) continue;
    if ((releasedFrom ?? Number.NEGATIVE_INFINITY) > (audience.at ?? 0)) continue;
    if (f.from !== undefined && time.until <= f.from && time.from < f.from) continue;
    if (f.until !== undefined && time.from >= f.until) continue;
    if (f.ids && !f.ids.includes(id)) continue;
    const inside = ([w, s, e, n]: readonly [number, number, number, number]): boolean =>
      position !== null &&
      position[1] >= s &&
      position[1] <= n &&
      (w <= e ? position[0] >= w && position[0] <= e : position[0] >= w || position[0] <= e);
    if (!(f.within ?? []).every(inside)) continue;
    if (f.zones && !f.zones.some((z) => facet?.zones.includes(z))) continue;
    if (f.statuses && !f.statuses.includes(kind)) continue;
    if (f.acts && !f.acts.some((a) => act === a || act.startsWith(`${a}.`))) continue;
    if (f.sources && !f.sources.some((s) => facet?.sources.includes(s))) continue;
    if (f.markings && !f.markings.includes(marking)) continue;
    const words = [id, act, ...(facet?.sources ?? []), ...(facet?.names ?? [])].map((w) => w.toLowerCase());
    const named = [...(facet?.sources ?? []), ...(facet?.names ?? [])].map(searchForm);
    const wanted = f.text ? searchForms(f.text) : [];
    if (
      f.text &&
      !words.some((w) => w.includes((f.text as string).toLowerCase())) &&
      !named.some((n) => wanted.some((w) => n.includes(w)))
    )
      continue;
    const results = (facet?.results ?? []).filter(
      (r) => (!f.clauses || f.clauses.includes(r.clause)) && (f.reading === undefined || r.reading === f.reading),
    );
    if (f.clauses && results.length === 0 && !f.results?.includes("not-applicable")) continue;
    const result = gravestOf(maskOf(results.map((r) => r.result)));
    const all: Conduct[] = results.length === 0 ? [result] : results.map((r) => r.result);
    if (f.results && !all.some((r) => f.results?.includes(r))) continue;
    const fields = { id, status: kind, act, marking, result, from: time.from, until: time.until };
    const asked = {
      value: (field: string) => fields[field as "id"],
      list: (field: string) => (field === "zone" ? facet?.zones : facet?.sources)?.map(listed) ?? [],
      meets: (shape: Shape) => position && liesIn(position, shape),
    };
    if (f.where && holds(f.where, asked) !== true) continue;
    const sorted = [...results].sort((a, b) => byCodePoint(`${a.clause}\t${a.reading}`, `${b.clause}\t${b.reading}`));
    found.push({
      id,
      status: kind,
      act,
      time,
      position,
      marking,
      releasedFrom: millis(releasedFrom ?? -8.64e15),
      results: sorted,
      result,
    });
  }
  return found.sort((a, b) => a.time.from - b.time.from || byCodePoint(a.id, b.id));
}

const shapesOf = (all: readonly Shape[]): Condition[] =>
  all.flatMap((s) => [
    { is: "meets", shape: s },
    { is: "not", of: { is: "meets", shape: s } },
  ]);

const counted = (groups: readonly FoundGroup[]): number => groups.reduce((sum, g) => sum + g.count, 0);

/** What every store must do with questions about incidents: all answers are of the rows that a plain loop leaves. */
export const facetContract = (name: string, opener: Opener, runs: number) =>
  describe(`${name}: incidents by a filter`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await opener.open();
    });
    afterAll(() => opener.dispose(store));

    test("list, counts, histogram, groups and tiles are of the same rows, and those are the plain loop's", async () => {
      let missions = 0;
      const everyAnswer = async (made: readonly Made[], filters: readonly IncidentFilter[]): Promise<void> => {
        const mission = `f-${++missions}`;
        await store.createMission({ id: mission, name: mission, zone: "UTC", exercise: false });
        const lease = (await store.derivations.acquire(mission, "one")) as Lease;
        const rows = made.map(rowOf);
        const state = { derivation: "t", size: 1, root: hashOf("r") };
        // Some are there from the first, some come later, and some of the first come again as they are.
        const half = Math.ceil(rows.length / 2);
        await store.derivations.replace(lease, state, rows.slice(0, half));
        await store.derivations.change(lease, state, rows.slice(Math.floor(half / 2)), []);
        const all = rows.map((r) => r.row);
        for (const [i, filter] of filters.entries()) {
          const audience: Audience = {
            profile: i % 2 ? "public" : "full",
            upTo: MARKINGS[i % 5] as "TLP:RED",
            at: millis((i % 3) * 30 * HOUR),
          };
          const expected = plainly(all, audience, filter);
          await store.derivations.still(mission, audience, (view) => sameAnswers(view, filter, expected));
        }
      };
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyIncident, { maxLength: 40 }),
          fc.array(anyFilter, { minLength: 6, maxLength: 6 }),
          everyAnswer,
        ),
        { numRuns: runs },
      );
    }, 120_000);

    test("a condition leaves the rows of which it holds: every kind of test, and shapes by edges, corners and holes", async () => {
      await store.createMission({ id: "where", name: "where", zone: "UTC", exercise: false });
      const lease = (await store.derivations.acquire("where", "one")) as Lease;
      const made = fc.sample(anyIncident, { numRuns: 150, seed: 7 });
      // On whole degrees, so that edges and corners of shapes are met.
      const rows = made.map((m, n) =>
        rowOf(
          { ...m, profile: "full", position: m.position && [(n % 15) * 100 - 700, Math.floor(n / 15) * 100 - 500] },
          n,
        ),
      );
      await store.derivations.replace(lease, { derivation: "t", size: 1, root: hashOf("r") }, rows);
      const audience: Audience = { profile: "full", upTo: "TLP:RED", at: millis(1e12) };
      const asks = [
        ...fc.sample(conditions, { numRuns: 80, seed: 11 }),
        ...shapesOf(fc.sample(shapes, { numRuns: 50, seed: 13 })),
      ];
      await store.derivations.still("where", audience, async (view) => {
        for (const where of asks) {
          const { rows: left } = await view.incidents({ where }).page({ limit: 200, order: "oldest" });
          const expected = plainly(
            rows.map((r) => r.row),
            audience,
            { where },
          );
          expect([where, left.map((f) => f.id)]).toEqual([where, expected.map((f) => f.id)]);
        }
      });
    }, 60_000);

    test("when the next row is released is told, whatever the filter", async () => {
      await store.createMission({ id: "next", name: "next", zone: "UTC", exercise: false });
      const lease = (await store.derivations.acquire("next", "one")) as Lease;
      const made = fc.sample(anyIncident, { numRuns: 3, seed: 1 });
      const rows = made.map((m, n) =>
        rowOf({ ...m, profile: "public", marking: "TLP:CLEAR", releasedFrom: n * HOUR }, n),
      );
      await store.derivations.replace(lease, { derivation: "t", size: 1, root: hashOf("r") }, rows);
      const next = async (at: number) =>
        (await store.derivations.visible("next", { profile: "public", upTo: "TLP:CLEAR", at: millis(at) }))
          ?.incidents({ statuses: [] })
          .nextRelease();
      expect([await next(0), await next(HOUR), await next(2 * HOUR)]).toEqual([HOUR, 2 * HOUR, null]);
    });
  });

async function sameAnswers(view: View, filter: IncidentFilter, expected: readonly Found[]): Promise<void> {
  const found = view.incidents(filter);
  for (const order of ["oldest", "newest"] as const) {
    const listed: Found[] = [];
    for (let after: Place | undefined, more = true; more; ) {
      const total = after ? expected.length : undefined;
      const page = await found.page({ limit: 7, order, after, ...(total !== undefined && { total }) });
      listed.push(...page.rows);
      const last = page.rows.at(-1);
      after = last && { at: last.time.from, id: last.id };
      more = page.more;
    }
    expect(listed).toEqual(order === "oldest" ? expected : expected.toReversed());
  }
  const totals = await found.totals();
  expect(await found.count()).toBe(expected.length);
  const placed = expected.filter((f) => f.position !== null);
  expect(await found.placed()).toBe(placed.length);
  expect([totals.total, totals.recorded, totals.placed]).toEqual([
    expected.length,
    expected.filter((f) => f.status === "recorded").length,
    placed.length,
  ]);
  const strictest = Math.max(-1, ...expected.map((f) => markingRank(f.marking)));
  expect(totals.marking === null ? -1 : markingRank(totals.marking)).toBe(strictest);
  const bars = new Map<string, number>();
  for (const f of expected) {
    const key = `${Math.floor(f.time.from / HOUR) * HOUR} ${f.result}`;
    bars.set(key, (bars.get(key) ?? 0) + 1);
  }
  expect(new Map((await found.bars(HOUR)).map((b) => [`${b.from} ${b.result}`, b.n]))).toEqual(bars);
  const change = expected[Math.floor(expected.length / 2)]?.time.from ?? 0;
  const days = new Map<string, number>();
  for (const f of expected) {
    const shown = f.time.from + (f.time.from < change ? -7 : 5.75) * HOUR;
    const key = `${Math.floor(shown / DAY) * DAY} ${f.result}`;
    days.set(key, (days.get(key) ?? 0) + 1);
  }
  const clock: Clock = [
    [Number.NEGATIVE_INFINITY, -7 * HOUR],
    [change, 5.75 * HOUR],
  ];
  expect(new Map((await found.bars(DAY, clock)).map((b) => [`${b.from} ${b.result}`, b.n]))).toEqual(days);
  const sums = await found.sums();
  expect(sums.results.reduce((sum, r) => sum + r.n * r.results.length, 0)).toBe(
    expected.reduce((sum, f) => sum + f.results.length, 0),
  );
  expect(counted(await found.grid(20))).toBe(placed.length);
  // A tile's groups nest in it, so that those of a zoom add up; the gravest of all is in them.
  for (const z of [0, 2]) {
    const groups: FoundGroup[] = [];
    for (let x = 0; x < 2 ** z; x++)
      for (let y = 0; y < 2 ** z; y++) groups.push(...(await found.tile(z, x, y, z + 3, 1_000)));
    expect(counted(groups)).toBe(placed.length);
    expect(maskOf(groups.map((g) => g.result)) >> 1).toSatisfy((m: number) =>
      placed.length === 0 ? m === 0 : gravestOf(m << 1) === gravestOf(maskOf(placed.map((p) => p.result))),
    );
    const alone = new Set(groups.flatMap((g) => g.only?.id ?? []));
    for (const id of alone) expect(placed.some((p) => p.id === id)).toBe(true);
  }
  const each = await found.tile(0, 0, 0, null, 1_000);
  expect(each.map((g) => g.only?.id ?? "").sort(byCodePoint)).toEqual(placed.map((p) => p.id).sort(byCodePoint));
  const seen: string[] = [];
  for await (const { id } of found.states()) seen.push(id);
  expect(seen).toEqual(expected.map((f) => f.id));
  const latest = await found.latest(5);
  const since = (f: Found): number => Math.max(f.time.until, f.releasedFrom);
  const newest = [...expected].sort((a, b) => since(b) - since(a) || byCodePoint(a.id, b.id)).slice(0, 5);
  expect(latest.map((l) => l.id)).toEqual(newest.map((n) => n.id));
}
