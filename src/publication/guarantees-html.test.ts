import { describe, expect, test } from "vitest";
import { agreementOf } from "../../test/examples/example.ts";
import { guaranteesOf } from "../guarantee/guarantees.ts";
import type { GuaranteeEntry } from "../guarantee/standing.ts";
import { HOUR, millis } from "../units.ts";
import { guaranteeSections } from "./guarantees-html.ts";

const { agreement } = agreementOf("paris-2026");
const T0 = Date.parse("2026-03-01T06:00:00Z");
const id = (n: number): string => n.toString(16).padStart(64, "0");
const entry = (n: number): { index: number; commitment: string } => ({ index: n, commitment: id(n) });
const at = (n: number, hours: number, body: GuaranteeEntry["body"], exercise = true): GuaranteeEntry => ({
  id: id(n),
  stated: millis(T0 + hours * HOUR),
  exercise,
  reason: "table-top <exercise> of 1 March",
  body,
});
const determined = (n: number, exercise = true) =>
  at(
    n,
    0,
    {
      decision: "determine",
      determination: "breach",
      agreement: "paris-2026",
      clause: null,
      body: "exercise control",
      standard: "as the exercise sets it",
      text: "injected",
      dissent: [],
    },
    exercise,
  );
const started = (n: number, of: number, exercise = true) =>
  at(
    n,
    1,
    {
      guarantee: "start",
      agreement: "paris-2026",
      at: T0,
      ladder: "reported-24-72",
      determination: entry(of),
      people: ["p-1", "p-2"],
    },
    exercise,
  );
const page = (entries: readonly GuaranteeEntry[], hours = 30): string => {
  const state = guaranteesOf(agreement, entries, millis(T0 + hours * HOUR));
  if (!state) throw new Error("no guarantees");
  return guaranteeSections({ state, names: { FR: "France", GB: "United <Kingdom>" } }, "Europe/Kyiv");
};

describe("guarantees as a page", () => {
  test("each value with a source opens its chain, from who spoke to where we read it", () => {
    const html = page([]);
    expect(html).toContain("A European diplomat → RFE/RL → Meduza");
    expect(html).toContain("Reuters → Meduza");
    const sourced = (html.match(/<details class="chain">/g) ?? []).length;
    const g = agreement.guarantees;
    const written =
      (g?.texts.length ?? 0) +
      (g?.commitments.length ?? 0) +
      (g?.positions.length ?? 0) +
      (g?.meetings.length ?? 0) +
      (g?.questions ?? []).reduce((n, q) => n + q.values.length, 0);
    expect(written).toBeGreaterThan(25);
    expect(sourced).toBeGreaterThanOrEqual(written);
  });

  test("rival strengths stand as claimed, and nothing between them", () => {
    const html = page([]);
    for (const s of agreement.guarantees?.contingents[0]?.strengths ?? [])
      for (const n of [s.min, s.max])
        expect(html).toContain(`<b>${String(n).replace(/(\d)(\d{3})$/, "$1\u202f$2")}</b>`);
    expect(html).not.toMatch(/average|mean of \d|midpoint|\btotal\b/i);
  });

  test("a draft's relation that nobody asserts is no fact; the ladder of a press report is for exercises only", () => {
    const html = page([]);
    expect(html).toContain("<b>nobody</b>; it is not a fact");
    expect(html).toContain("EXERCISES ONLY");
    expect(html).toContain("no action recorded");
    expect(html).not.toContain('class="run exercise"');
  });

  test("an exercise says so in its heading and on every row; the real ladder stays as it was", () => {
    const html = page([determined(1), started(2, 1)]);
    const run = /<div class="run exercise">.*?<\/table>/s.exec(html)?.[0] ?? "";
    expect(run).toMatch(/<h4><b class="exercise-word">EXERCISE<\/b>/);
    const rows = run.split("<tr>").slice(2);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toContain("EXERCISE");
    // 24 h from 08:00 in Kyiv are over after 30: the step says what the record holds.
    expect(rows[0]).toContain("2026-03-02 08:00 +02:00");
    expect(rows[0]).toMatch(/<b>overdue<\/b><br>no action recorded/);
    expect(html).toContain("No clock has been started in the real record");
  });

  test("a real start on a text that is not in force has no effect, and the page says why", () => {
    const html = page([determined(1, false), started(2, 1, false)]);
    expect(html).toMatch(/Entered without effect.*not in force: exercises only/s);
    expect(html).not.toContain('<div class="run">');
  });

  test("words from anyone are text, never markup", () => {
    const html = page([determined(1), started(2, 1)]);
    expect(html).toContain("United &lt;Kingdom&gt;");
    expect(html).toContain("&lt;exercise&gt;");
    expect(html).not.toMatch(/<exercise>|<Kingdom>/);
  });

  test("the same set of entries gives the same page, in whatever order", () => {
    expect(page([started(2, 1), determined(1)])).toBe(page([determined(1), started(2, 1)]));
  });
});
