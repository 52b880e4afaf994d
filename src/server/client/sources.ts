import { z } from "zod";

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");
const grades = z.record(z.string(), z.number().int());

export const Sources = z.object({
  asKnownAt: z.object({ size: z.number().int(), root: z.string() }),
  viewer: z.string(),
  sources: z.array(
    z.object({
      source: z.string(),
      kind: z.string(),
      group: z
        .string()
        .nullable()
        .describe("Independence group, assigned by people; null: not shown to be independent of any other"),
      reliability: grades.describe("Observations by the grade of the source, A to F, where people gave one"),
      credibility: grades.describe("Observations by the grade of the information, 1 to 6, where people gave one"),
      observations: z.number().int(),
      claims: z.number().int(),
      aggregates: z.number().int(),
      incidents: z.number().int().describe("Recorded incidents that it supports"),
      first: millis,
      last: millis,
    }),
  ),
  groupsOpen: z.boolean().describe("Whether groups and grades are shown to this reader at all"),
  /** Null: what was watched is not open to the reader. */
  coverage: z
    .object({
      known: z.boolean(),
      hours: z.record(z.string(), z.number()).describe("Station-hours by state, overlaps of one station counted once"),
      stations: z.array(
        z.object({
          station: z.string(),
          kind: z.string(),
          area: z.string().nullable(),
          detects: z.array(z.string()),
          blindTo: z.array(z.string()),
          hours: z.record(z.string(), z.number()),
          windows: z.array(z.object({ state: z.string(), from: millis, until: millis })),
        }),
      ),
      impediments: z.array(
        z.object({
          kind: z.string(),
          from: millis,
          until: millis,
          place: z.string().nullable(),
          minutes: z.number().nullable(),
          by: z.string(),
          reason: z.string(),
        }),
      ),
    })
    .nullable(),
});
export type Sources = z.infer<typeof Sources>;
