import { z } from "zod";

const bounds = z.object({ atLeast: z.number().int(), atMost: z.number().int() });

export const Overview = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      asKnownAt: z.object({ size: z.number().int(), root: z.string() }),
      viewer: z.string(),
      observations: z.number().int().nullable().describe("Null: not counted for this reader"),
      incidents: z.number().int(),
      claimed: z.number().int().describe("Incidents that rest on a party's claim alone; in no other figure"),
      contrary: bounds
        .nullable()
        .describe(
          "Incidents contrary to a clause, whichever reading holds: at least, at most. Null: nothing is assessed",
        ),
      readings: z.number().int(),
      adopted: z.number().int().nullable().describe("Findings adopted by a body; null: not counted"),
      coverage: z.object({ known: z.boolean(), statement: z.string() }),
      period: z.object({ from: z.number().int(), until: z.number().int() }).nullable(),
      days: z.array(z.number().int()).describe("Recorded incidents over the period, in equal steps"),
    }),
  ),
});
export type Overview = z.infer<typeof Overview>;
