import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Agreement, Clause } from "../agreement/agreement.ts";
import { compile } from "../agreement/compile.ts";
import { parseAgreement } from "../agreement/parse.ts";
import type { Truth } from "../certainty.ts";
import { ACTIVITIES, OBJECT_KINDS } from "../observation/observation.ts";
import { ACTS, type ActId, WEAPONS, type WeaponClass } from "../observation/taxonomy.ts";
import { probabilityWithinOfLine } from "../place/line.ts";
import { prepareZone, probabilityInside } from "../place/zone.ts";
import { during, type UncertainTime } from "../time/interval.ts";
import { findZone, toLocal, UTC } from "../time/zone.ts";
import { type Millis, millis } from "../units.ts";
import { CONDUCTS, type Conduct } from "./assessment.ts";
import { conductOf } from "./conduct.ts";
import type { Attribution, Invocation } from "./context.ts";
import { type AssessmentRow, assess } from "./evaluate.ts";
import { type Made, type MadeFacts, made } from "./fixtures/made.ts";
import { duringHours } from "./hours.ts";
import { summarise } from "./summary.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const parsed = parseAgreement(read("../agreement/fixtures/sample.yaml"), "sample.yaml", (p) =>
  read(`../agreement/fixtures/${p}`),
);
if ("errors" in parsed) throw new Error("the sample does not parse");
const { agreement } = parsed;
const compiled = compile(agreement);

const instant = fc.integer({ min: Date.UTC(2024, 3, 30, 18), max: Date.UTC(2024, 4, 4, 6) });
const time = fc
  .record({
    from: instant,
    minutes: fc.constantFrom(0, 1, 10, 60, 600, 1440),
    kind: fc.constantFrom("seen" as const, "window" as const),
    sdMs: fc.constantFrom(0, 0, 30_000),
  })
  .map(({ from, minutes, kind, sdMs }) => {
    const text = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString();
    return { from: text(from), ...(minutes === 0 ? {} : { until: text(from + minutes * 60_000) }), kind, sdMs };
  });
const weapon = fc
  .record({
    class: fc.constantFrom(...(Object.keys(WEAPONS) as WeaponClass[])),
    calibreMm: fc.option(fc.constantFrom(30, 82, 100, 122, 152, 220), { nil: undefined }),
    model: fc.option(fc.constantFrom("BM-27 uragan", "D-30"), { nil: undefined }),
  })
  .map(({ calibreMm, model, ...w }) => ({
    ...w,
    certainty: "stated" as const,
    ...(calibreMm === undefined ? {} : { calibreMm }),
    ...(model === undefined ? {} : { model }),
  }));
const facts: fc.Arbitrary<MadeFacts> = fc.record({
  time,
  at: fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(
          fc.double({ min: 29, max: 41, noNaN: true }),
          fc.double({ min: 44.5, max: 50.5, noNaN: true }),
          fc.constantFrom(100, 3000, 30_000),
        )
        .map((p): readonly number[] => p),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.double({ min: 34.9, max: 35.4, noNaN: true }),
          fc.double({ min: 48.9, max: 49.3, noNaN: true }),
          fc.constantFrom(100, 3000),
        )
        .map((p): readonly number[] => p),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "unknown" as const }) },
  ),
  acts: fc.oneof(
    fc.uniqueArray(fc.constantFrom(...ACTS), { minLength: 1, maxLength: 3 }),
    fc.constant<ActId[]>(["presence.weapon"]),
    fc.constant<ActId[]>(["explosion"]),
  ),
  labelBasis: fc.constantFrom("person" as const, "person" as const, "machine" as const),
  activities: fc.uniqueArray(fc.constantFrom(...ACTIVITIES), { minLength: 1, maxLength: 2 }),
  weapons: fc.array(weapon, { maxLength: 2 }),
  objects: fc.array(fc.record({ kind: fc.constantFrom(...OBJECT_KINDS) }), { maxLength: 2 }),
  fused: fc
    .array(
      fc.record({
        min: fc.integer({ min: 1, max: 8 }),
        more: fc.constantFrom(0, 3, null),
        unit: fc.constantFrom("explosion" as const, "shot" as const),
        form: fc.constantFrom("number" as const, "duration" as const),
      }),
      { maxLength: 1 },
    )
    .map((l) => l.map(({ min, more, unit, form }) => ({ min, max: more === null ? null : min + more, unit, form }))),
  assertedZones: fc.array(
    fc.record({
      zone: fc.constantFrom("theatre", "box", "islands"),
      relation: fc.constantFrom("inside" as const, "outside" as const),
    }),
    { maxLength: 2 },
  ),
  alleged: fc.array(
    fc.record({ actor: fc.constantFrom("A", "B", "X"), by: fc.constantFrom("A", "B", "a newspaper") }),
    { maxLength: 2 },
  ),
});
const incidents = fc.array(facts, { minLength: 1, maxLength: 4 }).map((list) => list.map((f, i) => made(f, `i${i}`)));
const invocations = fc.array(
  fc
    .record({
      incident: fc.constantFrom("i0", "i1"),
      clause: fc.constant("stop-fire"),
      exception: fc.constant("defence"),
      by: fc.constantFrom("A", "B"),
      holds: fc.constantFrom(true, false, null),
    })
    .map(({ holds, ...i }) => ({ ...i, ...(holds === null ? {} : { decided: { holds, decision: `D-${holds}` } }) })),
  { maxLength: 3 },
);
const attributions = fc.array(
  fc.record({
    incident: fc.constantFrom("i0", "i1"),
    actor: fc.constantFrom("A", "B", "X"),
    decision: fc.constantFrom("D1", "D2"),
    standard: fc.constant("reasonable grounds"),
  }),
  { maxLength: 2 },
);

/** Every cell of incident × clause × reading with its result; a cell that comes twice is a mistake. */
function cells(rows: Iterable<AssessmentRow>): Map<string, Conduct> {
  const map = new Map<string, Conduct>();
  const put = (incident: string, clause: string, reading: string, result: Conduct) => {
    const key = `${incident} ${clause} ${reading}`;
    expect(map.has(key), key).toBe(false);
    map.set(key, result);
  };
  for (const row of rows)
    if ("clauses" in row) for (const c of row.clauses) put(row.incident, c, row.reading, row.result);
    else put(row.incident, row.clause, row.reading, row.result);
  return map;
}

describe("a slow plain reference", () => {
  // Written from design.md and not from the code: numbers 0, ½, 1 with min and max, one clause at a time, nothing kept.
  type Kleene = 0 | 0.5 | 1;
  const of = (t: Truth): Kleene => (t === true ? 1 : t === false ? 0 : 0.5);
  const min = (...v: readonly Kleene[]) => Math.min(1, ...v) as Kleene;
  const max = (...v: readonly Kleene[]) => Math.max(0, ...v) as Kleene;
  const flip = (v: Kleene) => (1 - v) as Kleene;
  const level = (p: number): Kleene =>
    Number.isNaN(p) ? 0.5 : p >= agreement.containment ? 1 : p <= 1 - agreement.containment ? 0 : 0.5;
  const under = (a: string, kind: string) => `${a}.`.startsWith(`${kind}.`);

  function act({ facts: f }: Made, kinds: readonly ActId[]): Kleene {
    const each = f.acts.map((a): Kleene => {
      if (a === "thermal" || a === "alert") return 0;
      if (kinds.some((k) => under(a, k))) return 1;
      const open = a === "undetermined" || under(a, "harm") || kinds.some((k) => under(k, a));
      const clash =
        a === "clash" && kinds.some((k) => under(k, "fire") || under(k, "explosion") || under(k, "movement.assault"));
      return open || clash ? 0.5 : 0;
    });
    const all = each.every((e) => e === 1) ? 1 : each.every((e) => e === 0) ? 0 : 0.5;
    return all === 1 && f.labelBasis === "machine" ? 0.5 : all;
  }
  function inside(m: Made, id: string): Kleene {
    const said = new Set(m.facts.assertedZones.filter((a) => a.zone === id).map((a) => a.relation));
    if (said.size === 2) return 0.5;
    if (said.size === 1) return said.has("inside") ? 1 : 0;
    const zone = agreement.zones.find((z) => z.id === id);
    return level(probabilityInside(m.facts.place, prepareZone(zone as NonNullable<typeof zone>)));
  }
  const near = (m: Made, line: string, metres: number) =>
    level(probabilityWithinOfLine(m.facts.place, agreement.lines.find((l) => l.id === line)?.positions ?? [], metres));

  function reference(
    m: Made,
    c: Clause,
    reading: Agreement["readings"][number],
    invoked: readonly Invocation[],
    attributed: readonly Attribution[],
  ): Conduct {
    const { facts: f } = m;
    const p = c.prohibits as NonNullable<Clause["prohibits"]>;
    const window = (from: number | null, until: number | null) =>
      of(during(f.time, { from: millis(from ?? -8e15), until: millis(until ?? 8e15) }));
    const actors = attributed.filter((a) => a.incident === m.incident.id).map((a) => a.actor);
    const bound = actors.map((a): Kleene => (c.subject.includes(a) ? 1 : 0));
    const subject: Kleene =
      actors.length === 0
        ? agreement.parties.every((q) => c.subject.includes(q.id))
          ? 1
          : 0.5
        : Math.min(...bound) === Math.max(...bound)
          ? (bound[0] as Kleene)
          : 0.5;
    const scope = min(
      c.when.always ? 1 : window(reading.from, reading.until),
      window(c.when.from, c.when.until),
      c.when.hours ? of(duringHours(f.time, c.when.hours)) : 1,
      act(m, p.acts),
      p.activities.length === 0
        ? 1
        : f.activities.every((a) => p.activities.includes(a))
          ? 1
          : f.activities.some((a) => a === "unknown" || p.activities.includes(a))
            ? 0.5
            : 0,
      c.where.inside.length > 0 ? max(...c.where.inside.map((z) => inside(m, z))) : 1,
      ...c.where.outside.map((z) => flip(inside(m, z))),
      c.where.within ? near(m, c.where.within.line, c.where.within.distance) : 1,
      subject,
    );
    const covers = (w: (typeof f.weapons)[number]) =>
      max(
        ...p.weapons.map((r): Kleene => {
          if (w.class === "undetermined") return 0.5;
          if (w.class !== r.class) return 0;
          const range = WEAPONS[w.class].calibreMm;
          const [low, high] = w.calibreMm === undefined ? (range ?? [0, 1e9]) : [w.calibreMm, w.calibreMm];
          const [from, to] = [r.minMm ?? 0, r.maxMm ?? 1e9];
          const calibre: Kleene =
            r.minMm === null && r.maxMm === null
              ? 1
              : low >= from && high <= to
                ? 1
                : high < from || low > to
                  ? 0
                  : 0.5;
          const model: Kleene =
            r.models.length === 0
              ? 1
              : w.model === undefined
                ? 0.5
                : r.models.map((x) => x.toUpperCase()).includes(w.model.toUpperCase())
                  ? 1
                  : 0;
          return min(calibre, model);
        }),
      );
    // One class with a yes and a no is one weapon of which sources differ.
    const classes = [...new Set(f.weapons.map((w) => w.class))].map((k) =>
      f.weapons.filter((w) => w.class === k).map(covers),
    );
    const weapons = classes.map((of): Kleene => (of.includes(1) && of.includes(0) ? 0.5 : max(...of)));
    const list = agreement.objects.find((o) => o.id === p.objects);
    const objects = f.objects.map(
      (o): Kleene => (list?.kinds.includes(o.kind) ? 1 : list?.lacks.includes(o.kind) ? 0.5 : 0),
    );
    const counts = f.fused
      .filter((n) => n.unit === c.threshold?.unit && n.form !== "duration")
      .map(
        (n): Kleene =>
          n.min >= (c.threshold?.minCount ?? 0) ? 1 : n.max === null || n.max >= (c.threshold?.minCount ?? 0) ? 0.5 : 0,
      );
    const one = new Set(actors).size === 1 ? actors[0] : undefined;
    const lines = (p.within?.lines ?? []).flatMap((id) => agreement.lines.find((l) => l.id === id) ?? []);
    const own = lines.filter((l) => one !== undefined && l.appliesTo.includes(one));
    const held = (own.length > 0 ? own : lines).map((l) => near(m, l.id, p.within?.perSide ?? 0));
    const conduct = min(
      p.weapons.length === 0 ? 1 : weapons.length === 0 ? 0.5 : max(...weapons),
      list === undefined ? 1 : objects.length === 0 ? 0.5 : max(...objects),
      held.length === 0 ? 1 : held.every((h) => h === 1) ? 1 : held.every((h) => h === 0) ? 0 : 0.5,
      c.threshold === undefined ? 1 : counts.length === 0 ? 0.5 : max(...counts),
    );
    const exception = max(
      ...c.except.map((e): Kleene => {
        if (e.kind === "self-defence") {
          const here = invoked.filter((i) => i.incident === m.incident.id && i.clause === c.id && i.exception === e.id);
          const decided = here.flatMap((i) => (i.decided ? [i.decided.holds] : []));
          if (here.length === 0) return 0;
          return new Set(decided).size !== 1 ? 0.5 : decided[0] ? 1 : 0;
        }
        if (e.kind === "activity") {
          const n = f.activities.filter((a) => e.activities.includes(a)).length;
          return n === 0 ? 0 : n === f.activities.length ? 1 : 0.5;
        }
        const notices = agreement.notices.filter((n) =>
          e.kind === "localised-ceasefire"
            ? n.activity === e.kind && (e.zone === undefined || e.zone === n.zone)
            : n.activity !== "localised-ceasefire" && n.from - n.given >= e.lead,
        );
        return max(
          ...notices.map((n) => {
            const seen = f.activities;
            const activity: Kleene =
              n.activity === "localised-ceasefire"
                ? 1
                : seen.every((a) => a === n.activity)
                  ? 1
                  : seen.some((a) => a === n.activity || a === "unknown")
                    ? 0.5
                    : 0;
            return min(window(n.from, n.until), n.zone === undefined ? 1 : inside(m, n.zone), activity);
          }),
        );
      }),
    );
    if (scope === 0) return "not-applicable";
    if (conduct === 0) return "not-contrary";
    if (exception === 1) return "exempt";
    return scope === 1 && conduct === 1 && exception === 0 ? "contrary" : "indeterminate";
  }

  test("gives the same results", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(incidents, invocations, attributions, (list, invoked, attributed) => {
        const found = cells(assess(list, compiled, { invocations: invoked, attributions: attributed }));
        for (const m of list)
          for (const reading of agreement.readings)
            for (const c of agreement.clauses.filter((k) => k.prohibits)) {
              const key = `${m.incident.id} ${c.id} ${reading.id}`;
              const expected = reference(m, c, reading, invoked, attributed);
              seen.add(`${c.id} ${expected}`);
              expect(found.get(key), key).toBe(expected);
            }
        expect(found.size).toBe(list.length * 10);
      }),
      { numRuns: 400 },
    );
    // The comparison is worth something only where each result was met.
    for (const result of CONDUCTS)
      expect(
        [...seen].some((s) => s.endsWith(` ${result}`)),
        result,
      ).toBe(true);
  });
});

describe("what is decided", () => {
  test("the answer of an open row depends on what is open, and a sure row does not", () => {
    const truth = fc.constantFrom<Truth>(true, false, "unknown");
    const some = fc.array(truth, { maxLength: 3 });
    fc.assert(
      fc.property(some, some, some, (scope, conduct, exceptions) => {
        const all = [...scope, ...conduct, ...exceptions];
        const open = all.flatMap((a, i) => (a === "unknown" ? [i] : []));
        const results = new Set<Conduct>();
        for (let bits = 0; bits < 1 << open.length; bits++) {
          const fixed = all.map((a, i) => (a === "unknown" ? ((bits >> open.indexOf(i)) & 1) === 1 : a));
          results.add(
            conductOf({
              scope: fixed.slice(0, scope.length),
              conduct: fixed.slice(scope.length, scope.length + conduct.length),
              exceptions: fixed.slice(scope.length + conduct.length),
            }),
          );
        }
        const result = conductOf({ scope, conduct, exceptions });
        if (result === "indeterminate") expect(results.has("contrary") && results.size > 1).toBe(true);
        else if (result === "contrary") expect([...results]).toEqual(["contrary"]);
        // Exempt and not contrary are sure only against contrary: it may be that the clause does not apply at all.
        else expect(results.has("contrary")).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("an indeterminate row names a fact, and the two answers differ or lead on", () => {
    fc.assert(
      fc.property(incidents, invocations, (list, invoked) => {
        for (const row of assess(list, compiled, { invocations: invoked })) {
          if ("clauses" in row) continue;
          expect(row.decides !== undefined).toBe(row.result === "indeterminate");
          if (!row.decides) continue;
          expect(row.decides.fact).toMatch(
            /^(time|act|act-label|place|weapon|object|distance|count|invocation|activity|notice|localised-ceasefire|actor)$/,
          );
          const open = row.trace.filter((t) => t.outcome === "unknown").length;
          if (open === 1)
            expect(
              row.decides.ifTrue !== row.decides.ifFalse &&
                row.decides.ifTrue !== "indeterminate" &&
                row.decides.ifFalse !== "indeterminate",
            ).toBe(true);
          else expect(row.decides.ifTrue === row.decides.ifFalse && row.decides.ifTrue !== "indeterminate").toBe(false);
        }
      }),
    );
  });

  test("a machine's label never makes conduct contrary", () => {
    fc.assert(
      fc.property(incidents, (list) => {
        const labelled = list.map((m) => ({ ...m, facts: { ...m.facts, labelBasis: "machine" as const } }));
        expect([...cells(assess(labelled, compiled)).values()]).not.toContain("contrary");
      }),
    );
  });
});

describe("even-handed", () => {
  test("perfect labels of actors without a decision give no breach, and change no result", () => {
    fc.assert(
      fc.property(incidents, invocations, (list, invoked) => {
        const labelled = list.map((m) => ({ ...m, facts: { ...m.facts, alleged: [{ actor: "A", by: "everybody" }] } }));
        const bare = list.map((m) => ({ ...m, facts: { ...m.facts, alleged: [] } }));
        const rows = [...assess(labelled, compiled, { invocations: invoked })];
        expect(rows.some((r) => "breach" in r && r.breach)).toBe(false);
        expect(rows.some((r) => "actor" in r && r.actor.state === "attributed")).toBe(false);
        expect(cells(rows)).toEqual(cells(assess(bare, compiled, { invocations: invoked })));
        expect(JSON.stringify(rows)).not.toMatch(/violation|breach(?!":false)/i);
      }),
    );
  });

  test("parties are alike: with their names exchanged throughout, results are exchanged and nothing else", () => {
    const swap = (s: string) => (s === "A" ? "B" : s === "B" ? "A" : s);
    const mirrored = compile({
      ...agreement,
      parties: [...agreement.parties].map((p) => ({ ...p, id: swap(p.id) })),
      clauses: agreement.clauses.map((c) => ({ ...c, subject: c.subject.map(swap) })),
      lines: agreement.lines.map((l) => ({ ...l, appliesTo: l.appliesTo.map(swap) })),
      notices: agreement.notices.map((n) => ({ ...n, by: swap(n.by) })),
    });
    fc.assert(
      fc.property(incidents, invocations, attributions, (list, invoked, attributed) => {
        const there = cells(
          assess(list, mirrored, {
            invocations: invoked.map((i) => ({ ...i, by: swap(i.by) })),
            attributions: attributed.map((a) => ({ ...a, actor: swap(a.actor) })),
          }),
        );
        expect(there).toEqual(cells(assess(list, compiled, { invocations: invoked, attributions: attributed })));
      }),
    );
  });

  test("decisions and invocations may come in any order", () => {
    fc.assert(
      fc.property(incidents, invocations, attributions, (list, invoked, attributed) => {
        const rows = (i: typeof invoked, a: typeof attributed) =>
          JSON.stringify([...assess(list, compiled, { invocations: i, attributions: a })]);
        expect(rows([...invoked].reverse(), [...attributed].reverse())).toBe(rows(invoked, attributed));
      }),
    );
  });
});

test("a summary equals a plain count of the rows, and its parts add up", () => {
  fc.assert(
    fc.property(incidents, attributions, (list, attributed) => {
      const rows = [...assess(list, compiled, { attributions: attributed })];
      const plain = cells(rows);
      for (const s of summarise(rows, compiled)) {
        for (const result of CONDUCTS) {
          const counted = [...plain].filter(
            ([key, r]) => r === result && key.endsWith(` ${s.clause} ${s.reading}`),
          ).length;
          expect(s.results[result]).toBe(counted);
        }
        expect(Object.values(s.results).reduce((a, b) => a + b, 0)).toBe(list.length);
        expect(Object.values(s.indeterminateBy).reduce((a, b) => a + b, 0)).toBe(s.results.indeterminate);
        expect([s.atLeast, s.atMost]).toEqual([s.results.contrary, s.results.contrary + s.results.indeterminate]);
        expect(s.breaches).toBeLessThanOrEqual(s.results.contrary);
      }
    }),
  );
});

test("daily hours agree with a plain look at the clock minute by minute", () => {
  const zones = ["Europe/Kyiv", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"].map(
    (n) => findZone(n) ?? UTC,
  );
  fc.assert(
    fc.property(
      // Days around changes of clocks, and an ordinary one.
      fc.constantFrom(Date.UTC(2024, 2, 31), Date.UTC(2024, 9, 27), Date.UTC(2024, 2, 10), Date.UTC(2024, 5, 1)),
      fc.integer({ min: -24 * 60, max: 48 * 60 }),
      fc.integer({ min: 1, max: 26 * 60 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 24 }).filter((h) => h > 0),
      fc.constantFrom("seen" as const, "window" as const),
      fc.constantFrom(...zones),
      (base, offset, length, from, until, kind, zone) => {
        fc.pre(from !== until && !(from === 0 && until === 24));
        const start = base + offset * 60_000;
        const t = {
          kind,
          from: start,
          until: start + length * 60_000,
          sdMs: 0,
          precision: "minute",
          stated: "",
          zone: "UTC",
          zoneBasis: "stated",
        } as unknown as UncertainTime;
        let [inside, outside] = [0, 0];
        for (let m = start; m < start + length * 60_000; m += 60_000) {
          const { hour } = toLocal(m as Millis, zone);
          if (until > from ? hour >= from && hour < until : hour >= from || hour < until) inside++;
          else outside++;
        }
        const found = duringHours(t, { from: from * 60, until: until * 60, zone });
        const expected = kind === "seen" ? inside > 0 : outside === 0 ? true : inside === 0 ? false : "unknown";
        const doubled = zone.untils.some((u) => u > start - 90_000_000 && u < start + length * 60_000 + 90_000_000);
        // Around a change of clocks an hour may come twice: there "unknown" is right as well.
        if (!doubled || found !== "unknown") expect(found).toBe(expected);
      },
    ),
    { numRuns: 600 },
  );
});
