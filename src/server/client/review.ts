import { z } from "zod";
import { Filter } from "./answers.ts";

/** Of a pair: the incident, a report of it that a judgement can name, and what it is in short. */
const side = z.object({
  incident: z.string(),
  observation: z.string().describe("A report of this side: what merge and split name"),
  act: z.string(),
  from: z.number().int().describe("Milliseconds since 1970-01-01T00:00Z"),
  until: z.number().int(),
  reports: z.number().int().describe("How many reports the incident has"),
  marking: z.string().describe("Of the report"),
  report: z.record(z.string(), z.unknown()).describe("The report as it is released to the reader"),
});

export const ReviewItem = z.object({
  kind: z
    .enum(["pinned", "joined", "apart"])
    .describe("pinned: only a person's pin keeps two apart; joined: two parts of one incident; apart: two incidents"),
  gain: z.number().describe("Log odds of one event, nats"),
  parts: z.array(z.object({ term: z.string(), nats: z.number() })).describe("What speaks for and against one event"),
  sides: z.array(side).describe("Two; of one incident where it is joined"),
});

/** What waits for a person's judgement, the pinned first, then by how doubtful it is. */
export const Review = z.object({
  looked: z.number().int().describe("How many incidents were looked at, the newest first"),
  more: z.boolean().describe("Whether the filter left older ones that were not looked at: narrow the time"),
  total: z.number().int().describe("How many pairs wait among those looked at"),
  items: z.array(ReviewItem),
});
export type Review = z.infer<typeof Review>;

export const ReviewQuery = Filter.extend({ limit: z.coerce.number().int().min(1).max(1_000).default(100) });
