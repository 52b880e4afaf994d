import { z } from "zod";
import type { Figure, FigureBounds } from "../comparison/figure.ts";
import type { Series } from "../comparison/figure-of.ts";
import { type CountTotal, type CountUnit, HEARD_UNITS } from "../observation/count.ts";
import { type Millis, millis } from "../units.ts";
import { unitWords } from "./wording.ts";

/**
 * Figures out of what `assess` and `report daily` write: totals, without the rows that they rest on. Set beside another
 * figure such a total is one row that cannot be opened.
 */

const whole = z.number().int().min(0);
const bounded = z.object({
  unit: z.string(),
  atLeast: z.number().min(0),
  atMost: z.number().nullable(),
  uncounted: whole,
});
const instant = z.number().int();

/** The parts of the summary of `assess` that figures are made from. */
export const AssessSummary = z.object({
  agreement: z.object({ id: z.string(), zone: z.string() }),
  period: z.object({ from: instant, until: instant }).nullable(),
  vintage: z.string(),
  incidents: whole,
  heard: z.array(bounded),
  fused: z.array(bounded),
  clauses: z.array(
    z.object({ clause: z.string(), reading: z.string(), atLeast: whole, atMost: whole, breaches: whole }),
  ),
});
export type AssessSummary = z.infer<typeof AssessSummary>;

/** The parts of report.json of `report daily` that figures are made from. */
export const DailyTotals = z.object({
  kind: z.literal("daily"),
  title: z.string(),
  date: z.string(),
  zone: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  asKnownAt: z.string(),
  counts: z.array(z.object({ unit: z.string(), heard: z.string(), fused: z.string(), of: z.string().optional() })),
});
export type DailyTotals = z.infer<typeof DailyTotals>;

/** A figure, or why the file has none that was asked for. */
export type Written = { readonly figure: Figure } | { readonly why: string };

/** "contrary:stop-fire" as a caller writes a series. */
export const sayAsked = (s: Series): string =>
  "unit" in s ? `${s.of}:${s.unit}` : "clause" in s ? `${s.of}:${s.clause}` : s.of;

/** Every series that a summary has a figure of, as a caller writes it. */
export const seriesOfSummary = (s: AssessSummary): readonly string[] => [
  "incidents",
  ...s.heard.map((t) => `heard:${t.unit}`),
  ...s.fused.map((t) => `fused:${t.unit}`),
  ...new Set(s.clauses.map((c) => `contrary:${c.clause}`)),
  ...new Set(s.clauses.map((c) => `breaches:${c.clause}`)),
];

/** @param reading of a figure under a clause; may be left out where the summary has one reading alone */
export function figureOfSummary(s: AssessSummary, series: Series, reading: string | undefined): Written {
  const of = {
    what: sayAsked(series),
    says: `assess of ${s.agreement.id}: ${s.vintage}`,
    zone: s.agreement.zone,
    from: ended(s.period?.from),
    until: ended(s.period?.until),
  };
  if (series.of === "incidents") return written(of, { atLeast: s.incidents, atMost: s.incidents }, "incident", null, 0);
  if ("unit" in series) {
    const found = s[series.of].find((t) => t.unit === series.unit);
    return found ? written(of, found, series.unit, null, found.uncounted) : none(of.what, seriesOfSummary(s));
  }
  const rows = s.clauses.filter((c) => c.clause === series.clause && (reading === undefined || c.reading === reading));
  const [row, ...more] = rows;
  if (!row) {
    const readings = s.clauses.filter((c) => c.clause === series.clause).map((c) => c.reading);
    return readings.length > 0
      ? {
          why: `clause ${series.clause} is not assessed under reading "${reading ?? ""}"; there is ${readings.join(", ")}`,
        }
      : none(of.what, seriesOfSummary(s));
  }
  if (more.length > 0)
    return {
      why: `a figure is of one reading, and clause ${series.clause} stands under ${rows.map((r) => r.reading).join(", ")}: add @READING (${of.what}@${row.reading})`,
    };
  const value =
    series.of === "contrary"
      ? { atLeast: row.atLeast, atMost: row.atMost }
      : // What is attributed and cannot be told is not in a summary.
        { atLeast: row.breaches, atMost: row.atMost > row.atLeast ? null : row.breaches };
  return written(of, value, "incident", row.reading, 0);
}

/** Every series that a daily report has a figure of, as a caller writes it. */
export const seriesOfDaily = (d: DailyTotals): readonly string[] =>
  d.counts.flatMap((c) => {
    const unit = c.of === undefined ? unitOf(c.unit) : undefined;
    return unit === undefined ? [] : [`heard:${unit}`, `fused:${unit}`];
  });

export function figureOfDaily(d: DailyTotals, series: Series): Written {
  const what = sayAsked(series);
  if (!("unit" in series)) return none(what, seriesOfDaily(d));
  const line = d.counts.find((c) => c.of === undefined && unitOf(c.unit) === series.unit);
  if (!line) return none(what, seriesOfDaily(d));
  const total = totalOfWords(line[series.of]);
  if (!total) return { why: `counts: saw "${line[series.of]}"; expected a total as a daily report writes it` };
  return written(
    {
      what,
      says: `daily report of ${d.date}, ${d.title}: ${d.asKnownAt}`,
      zone: d.zone,
      from: millis(Date.parse(d.from)),
      until: millis(Date.parse(d.until)),
    },
    { atLeast: total.min, atMost: total.max },
    series.unit,
    null,
    total.uncounted,
  );
}

const none = (what: string, has: readonly string[]): Written => ({
  why: `has no figure ${what}; it has ${has.length === 0 ? "none" : has.join(", ")}`,
});

const EDGE = 8.64e15;
const ended = (at: number | undefined): Millis | null => (at === undefined || Math.abs(at) >= EDGE ? null : millis(at));

function written(
  of: Pick<Figure, "what" | "says" | "zone" | "from" | "until">,
  { atLeast, atMost }: FigureBounds,
  unit: string,
  reading: string | null,
  uncounted: number,
): Written {
  const count = { atLeast, atMost };
  const words = "a total: the file does not hold the rows that it rests on";
  return {
    figure: {
      ...of,
      basis: "total",
      value: count,
      units: [unit],
      reading,
      inForce: null,
      accuses: null,
      area: null,
      watched: null,
      record: null,
      source: null,
      rows: [
        {
          id: `${of.says}: ${of.what}`,
          same: [],
          words,
          count,
          unit,
          from: of.from,
          until: of.until,
          accuses: null,
          left: null,
        },
      ],
      uncounted,
    },
  };
}

const unitOf = (words: string): CountUnit | undefined => HEARD_UNITS.find((u) => unitWords(u, null) === words);

const NUMBER = String.raw`(\d{1,3}(?:\u202f\d{3})*(?:\.\d+)?)`;
const TOTAL = new RegExp(
  String.raw`^(?:(at least )?${NUMBER}(?:–${NUMBER})?(?:, plus uncounted fire in (\d+) rows?)?|uncounted fire in (\d+) rows?)$`,
);

/** The total that `totalWords` wrote; null where it is none of its forms. */
export function totalOfWords(text: string): CountTotal | null {
  const found = TOTAL.exec(text);
  if (!found) return null;
  const [, open, least, most, plus, only] = found;
  if (only !== undefined) return { min: 0, max: 0, uncounted: Number(only) };
  const number = (n: string) => Number(n.replaceAll("\u202f", ""));
  const min = number(least as string);
  return {
    min,
    max: open !== undefined ? null : most === undefined ? min : number(most),
    uncounted: plus === undefined ? 0 : Number(plus),
  };
}
