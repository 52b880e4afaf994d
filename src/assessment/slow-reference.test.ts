import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Agreement, Clause } from "../agreement/agreement.ts";
import type { Truth } from "../certainty.ts";
import { type ActId, WEAPONS } from "../observation/taxonomy.ts";
import { probabilityWithinOfLine } from "../place/line.ts";
import { prepareZone, probabilityInside } from "../place/zone.ts";
import { during } from "../time/interval.ts";
import { millis } from "../units.ts";
import { CONDUCTS, type Conduct } from "./assessment.ts";
import type { Attribution, Invocation } from "./context.ts";
import { assess } from "./evaluate.ts";
import type { Made } from "./fixtures/made.ts";
import { agreement, attributions, cells, compiled, incidents, invocations } from "./fixtures/made-many.ts";
import { duringHours } from "./hours.ts";

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
    const alone = c.subject.filter((q) => q === one);
    const held = p.within
      ? (alone.length > 0 ? alone : c.subject).map((q): Kleene => {
          const own = lines.filter((l) => l.appliesTo.includes(q));
          return own.length === 0 ? 0.5 : max(...own.map((l) => near(m, l.id, p.within?.perSide ?? 0)));
        })
      : [];
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
