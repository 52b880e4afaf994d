import { z } from "zod";

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");
const observation = z.string().describe("Id of the report that says so");

/** Where the reports of an incident contradict each other, and what each says; nothing is averaged. */
export const Difference = z.discriminatedUnion("what", [
  z.object({
    what: z.literal("time"),
    from: millis,
    until: millis,
    says: z.array(z.object({ observation, from: millis, until: millis })),
  }),
  z.object({
    what: z.literal("count"),
    unit: z.string(),
    min: z.number(),
    max: z.number().nullable().describe("Null: no most is known"),
    says: z.array(z.object({ observation, min: z.number(), max: z.number().nullable() })),
  }),
  z.object({
    what: z.literal("act"),
    says: z.array(z.object({ observation, acts: z.array(z.string()) })),
  }),
  z.object({
    what: z.literal("place"),
    atLeastM: z.number().describe("How far the two lie apart at least, in metres"),
    atMostM: z.number(),
    says: z.array(z.object({ observation })).describe("The two that lie furthest apart"),
  }),
]);
export type Difference = z.infer<typeof Difference>;
