import { z } from "zod";
import { parseInstant } from "../time/day.ts";
import { findZone } from "../time/zone.ts";
import { CAUSES, type Figure, type FigureBounds, type FigureRow } from "./figure.ts";

const words = z.string().min(1, "write something, or leave the key out");
const whole = z.number().int("expected a whole number").min(0, "expected 0 or more").max(Number.MAX_SAFE_INTEGER);

const Value = z
  .union([
    whole.transform((n): FigureBounds => ({ atLeast: n, atMost: n })),
    z
      .strictObject({ "at-least": whole, "at-most": whole.nullable() })
      .transform((v): FigureBounds => ({ atLeast: v["at-least"], atMost: v["at-most"] })),
  ])
  .refine((v) => v.atMost === null || v.atMost >= v.atLeast, "at-most is less than at-least");

const instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== null) return at;
  context.addIssue({
    code: "custom",
    message: `"${text}": expected an instant with its offset, such as 2025-04-20T12:00+03:00`,
  });
  return z.NEVER;
});

const Source = z.strictObject({
  publisher: words,
  title: words,
  date: words,
  speaker: words.optional(),
  via: z.array(words).optional(),
  url: z
    .string()
    .regex(/^https?:\/\//, "expected an http(s) address")
    .optional(),
  unseen: z.boolean().optional(),
});

/** An item of a breakdown; its id tells it from the others and from the same item of another day. */
const Item = z.strictObject({
  id: words,
  value: Value,
  unit: words.optional(),
  words: words.optional(),
  accuses: words.optional(),
  from: instant.optional(),
  until: instant.optional(),
});

/** A figure that a party, a body or a data set gives, as a small file: the value as stated, and what it is said to be made of. */
export const DeclaredFigure = z.strictObject({
  "declared-figure": z.strictObject({
    what: words,
    says: words,
    value: Value,
    unit: words,
    accuses: words.optional(),
    from: instant.nullable(),
    until: instant.nullable(),
    zone: words.refine((name) => findZone(name) !== null, "expected an IANA zone such as Europe/Kyiv"),
    "start-reading": words.optional(),
    area: words.optional(),
    voice: z.enum(["quote", "paraphrase", "outlet", "document"]),
    words,
    scope: words.optional(),
    note: words.optional(),
    source: z.union([Source, z.array(Source).min(1)]),
    breakdown: z.array(Item).min(1).optional(),
  }),
});

/** A declared figure in the form that gaps are computed from. Items keep their id across figures of one speaker. */
export function figureDeclared({ "declared-figure": d }: z.infer<typeof DeclaredFigure>): Figure {
  const accuses = d.accuses ?? null;
  const items = d.breakdown ?? [{ id: d.unit, value: d.value, words: d.words }];
  const rows = items.map(
    (item): FigureRow => ({
      id: `${d.says}: ${item.id}${(item.accuses ?? accuses) === null ? "" : ` (alleged of ${item.accuses ?? accuses})`}`,
      same: [],
      words: item.words ?? item.id,
      count: item.value,
      unit: item.unit ?? d.unit,
      from: item.from ?? d.from,
      until: item.until ?? d.until,
      accuses: item.accuses ?? accuses,
      left: null,
    }),
  );
  const sources = Array.isArray(d.source) ? d.source : [d.source];
  return {
    what: d.what,
    says: d.says,
    basis: "declared",
    value: d.value,
    units: [...new Set([d.unit, ...rows.map((r) => r.unit)])],
    from: d.from,
    until: d.until,
    zone: d.zone,
    reading: d["start-reading"] ?? null,
    inForce: null,
    accuses,
    area: d.area ?? null,
    watched: null,
    record: null,
    source: `${d.voice}: ${sources.map((s) => `${s.speaker === undefined ? "" : `${s.speaker}, in `}${s.publisher}, ${s.date}${s.unseen === true ? " (not seen by us)" : ""}`).join("; ")}`,
    rows,
    uncounted: 0,
  };
}

const bounds = z.strictObject({ atLeast: whole, atMost: whole.nullable() });
const moment = z.number().int().nullable();

/** A figure as `replay --figure` writes it. */
export const FigureFile = z.object({
  figure: z.strictObject({
    what: z.string(),
    says: z.string(),
    basis: z.enum(["record", "declared", "total"]),
    value: bounds,
    units: z.array(z.string()),
    from: moment,
    until: moment,
    zone: z.string(),
    reading: z.string().nullable(),
    inForce: z.strictObject({ from: moment, until: moment }).nullable(),
    accuses: z.string().nullable(),
    area: z.string().nullable(),
    watched: z.array(z.strictObject({ from: z.number().int(), until: z.number().int() })).nullable(),
    record: z.strictObject({ id: z.string(), size: whole }).nullable(),
    source: z.string().nullable(),
    rows: z.array(
      z.strictObject({
        id: z.string(),
        same: z.array(z.string()),
        words: z.string(),
        count: bounds,
        unit: z.string(),
        from: moment,
        until: moment,
        accuses: z.string().nullable(),
        left: z.enum(CAUSES).nullable(),
      }),
    ),
    uncounted: whole,
  }),
});
