import { z } from "zod";
import { hazardFields } from "../../publication/hazard.ts";

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");
const { observations: _, ...told } = hazardFields;

/** What became of a message: it stands, its time is over, or the message that follows it says otherwise. */
export const WARNING_STATES = ["standing", "lapsed", "updated", "cancelled", "cancellation"] as const;

export const Warnings = z.object({
  items: z
    .array(
      z.object({
        ...told,
        alert: z.string().describe("Identifier of the CAP alert, at /feeds/{mission}/cap/{alert}"),
        sent: millis,
        state: z.enum(WARNING_STATES),
        follows: z.string().nullable().describe("Identifier of the message before it"),
        entry: z
          .object({ index: z.number().int(), commitment: z.string() })
          .nullable()
          .describe("As a decision that follows it cites it, for who may warn; null for all others"),
      }),
    )
    .describe("Warnings of hazards to civilians, the newest first, those that ended among them; 200 at most"),
});
export type Warnings = z.infer<typeof Warnings>;
