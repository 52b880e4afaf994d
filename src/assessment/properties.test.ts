import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../agreement/compile.ts";
import type { Truth } from "../certainty.ts";
import type { UncertainTime } from "../time/interval.ts";
import { findZone, toLocal, UTC } from "../time/zone.ts";
import type { Millis } from "../units.ts";
import { CONDUCTS, type Conduct } from "./assessment.ts";
import { conductOf } from "./conduct.ts";
import { assess } from "./evaluate.ts";
import { agreement, attributions, cells, compiled, incidents, invocations } from "./fixtures/made-many.ts";
import { duringHours } from "./hours.ts";
import { summarise } from "./summary.ts";

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
