import { z } from "zod";
import type { Position, UncertainPlace } from "../place/place.ts";
import type { UncertainTime } from "../time/interval.ts";
import type { Millis } from "../units.ts";
import { COUNT_UNITS, type CountInterval } from "./count.ts";
import {
  ACTIVITIES,
  MARKINGS,
  MODES,
  OBJECT_KINDS,
  type Observation,
  ROLES,
  SOURCE_KINDS,
  WEAPON_FINDINGS,
} from "./observation.ts";
import { ACTS, WEAPONS, type WeaponClass } from "./taxonomy.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const text = z.string().max(10_000);
const name = z.string().min(1).max(1_000);
const instant = z.int().min(-8.64e15).max(8.64e15) as unknown as z.ZodType<Millis>;
const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);
const distance = z.number().min(0).max(20_040_000);

const count: z.ZodType<CountInterval> = z
  .strictObject({
    min: z.number().min(0),
    max: z.number().min(0).nullable(),
    unit: z.enum(COUNT_UNITS),
    form: z.enum(["number", "range", "at-least", "about", "hundreds", "duration", "rate", "not-stated"]),
    stated: text.exactOptional(),
  })
  .refine((c) => c.max === null || c.min <= c.max, { message: "min is above max", path: ["min"] });

const time: z.ZodType<UncertainTime> = z
  .strictObject({
    kind: z.enum(["seen", "window"]),
    from: instant,
    until: instant,
    sdMs: z.number().min(0),
    precision: z.enum(["second", "minute", "hour", "part-of-day", "day", "days", "week", "month", "year"]),
    stated: text,
    zone: name,
    zoneBasis: z.enum(["stated", "assumed"]),
  })
  .refine((t) => t.from <= t.until, { message: "from is after until", path: ["from"] });

const position = z.tuple([lon, lat]).readonly() as z.ZodType<Position>;
const place: z.ZodType<UncertainPlace> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("point"),
    lon,
    lat,
    radiusM: distance.refine((r) => r > 0, "an exact point does not exist: expected a radius above 0"),
    name: text.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("sector"),
    lon,
    lat,
    fromDeg: z.number().min(0).lt(360),
    untilDeg: z.number().min(0).lt(360),
    minM: distance,
    maxM: distance,
    distance: z.enum(["stated", "assumed"]),
    name: text.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("area"),
    polygons: z.array(z.array(z.array(position).min(4)).min(1)).min(1),
    name: text,
  }),
  z.strictObject({ kind: z.literal("unknown"), name: text.exactOptional() }),
]);

const weaponClasses = Object.keys(WEAPONS) as [WeaponClass, ...WeaponClass[]];

/** An observation as it stands in an entry: every member checked, none added, none changed. */
export const observationSchema: z.ZodType<Observation> = z.strictObject({
  id: hash,
  kind: z.enum(["observation", "claim", "aggregate"]),
  report: name,
  source: name,
  sourceKind: z.enum(SOURCE_KINDS),
  independenceGroup: name.exactOptional(),
  reliability: z.enum(["A", "B", "C", "D", "E", "F"]).exactOptional(),
  credibility: z.literal([1, 2, 3, 4, 5, 6]).exactOptional(),
  claimant: name.exactOptional(),
  mode: z.enum(MODES),
  acts: z.array(z.enum(ACTS)).min(1),
  labelBasis: z.enum(["person", "machine"]),
  role: z.enum(ROLES),
  weapon: z
    .strictObject({
      class: z.enum(weaponClasses),
      model: text.exactOptional(),
      calibreMm: z.number().positive().exactOptional(),
      certainty: z.enum(["stated", "assessed"]),
    })
    .exactOptional(),
  weaponFinding: z.enum(WEAPON_FINDINGS).exactOptional(),
  count,
  pair: name.exactOptional(),
  activity: z.enum(ACTIVITIES),
  time,
  place,
  assertedZone: z.strictObject({ zone: name, relation: z.enum(["inside", "outside"]) }).exactOptional(),
  object: z.strictObject({ kind: z.enum(OBJECT_KINDS), name: text.exactOptional() }).exactOptional(),
  alleged: z.strictObject({ actor: name, by: name }).exactOptional(),
  killed: count.exactOptional(),
  injured: count.exactOptional(),
  controlSide: name.exactOptional(),
  distinct: z.literal(true).exactOptional(),
  revises: name.exactOptional(),
  marking: z.enum(MARKINGS),
  origin: z.strictObject({ file: hash, line: z.int().min(1) }),
});

/** Observations that people entered directly, by whatever way. Their `origin` names the submission's own bytes. */
export const submissionEntry = {
  kind: "submission",
  version: 1,
  schema: z.strictObject({
    /** The way that it came: "cli", "web", "openrosa". */
    via: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "expected a lower-case token"),
    observations: z.array(observationSchema).min(1).max(10_000),
    /** SHA-256 of photographs, forms and the like that came with it and are kept as evidence. */
    evidence: z.array(hash).max(1_000),
    /** Personal data of casualties, witnesses and reporters, sealed: what it is ("witness"), and the sealed blob's id. */
    sealed: z
      .array(z.strictObject({ what: name, blob: z.string().regex(/^[0-9a-f]{32}$/, "expected a sealed blob's id") }))
      .max(1_000)
      .exactOptional(),
  }),
  migrations: {},
  examples: {},
} as const;
