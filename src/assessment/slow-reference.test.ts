import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Agreement, Clause } from "../agreement/agreement.ts";
import { CONDUCTS, type Conduct } from "./assessment.ts";
import type { Attribution, Invocation } from "./context.ts";
import { assess } from "./evaluate.ts";
import type { Made } from "./fixtures/made.ts";
import { agreement, attributions, cells, compiled, incidents, invocations } from "./fixtures/made-many.ts";
import {
  act,
  activity,
  agreed,
  flip,
  inside,
  type Kleene,
  max,
  min,
  near,
  objects,
  of,
  threshold,
  weapons,
  window,
} from "./fixtures/plain.ts";
import { duringHours } from "./hours.ts";

describe("a slow plain reference", () => {
  function reference(
    m: Made,
    c: Clause,
    reading: Agreement["readings"][number],
    invoked: readonly Invocation[],
    attributed: readonly Attribution[],
  ): Conduct {
    const { facts: f } = m;
    const p = c.prohibits as NonNullable<Clause["prohibits"]>;
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
      c.when.always ? 1 : window(f, reading.from, reading.until),
      window(f, c.when.from, c.when.until),
      c.when.hours ? of(duringHours(f.time, c.when.hours)) : 1,
      act(f, p.acts),
      p.activities.length === 0 ? 1 : activity(f, p.activities),
      c.where.inside.length > 0 ? max(...c.where.inside.map((z) => inside(f, agreement, z))) : 1,
      ...c.where.outside.map((z) => flip(inside(f, agreement, z))),
      c.where.within ? near(f, agreement, c.where.within.line, c.where.within.distance) : 1,
      subject,
    );
    const list = agreement.objects.find((o) => o.id === p.objects);
    const one = new Set(actors).size === 1 ? actors[0] : undefined;
    const lines = (p.within?.lines ?? []).flatMap((id) => agreement.lines.find((l) => l.id === id) ?? []);
    const alone = c.subject.filter((q) => q === one);
    const held = p.within
      ? (alone.length > 0 ? alone : c.subject).map((q): Kleene => {
          const own = lines.filter((l) => l.appliesTo.includes(q));
          return own.length === 0 ? 0.5 : max(...own.map((l) => near(f, agreement, l.id, p.within?.perSide ?? 0)));
        })
      : [];
    const conduct = min(
      p.weapons.length === 0 ? 1 : weapons(f, p.weapons),
      list === undefined ? 1 : objects(f, list.kinds, list.lacks),
      held.length === 0 ? 1 : agreed(held),
      c.threshold === undefined ? 1 : threshold(f, c.threshold),
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
            const announced: Kleene = n.activity === "localised-ceasefire" ? 1 : activity(f, [n.activity]);
            return min(window(f, n.from, n.until), n.zone === undefined ? 1 : inside(f, agreement, n.zone), announced);
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
