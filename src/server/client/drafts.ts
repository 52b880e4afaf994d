import { z } from "zod";
import { MARKINGS } from "../../access/marking.ts";

const text = z.string().max(1_000_000);

export const DraftAsked = z.strictObject({ text: text.describe("An agreement file, YAML") });

export const DraftChecked = z.object({
  findings: z
    .array(
      z.object({
        line: z.number().int().describe("From 1"),
        column: z.number().int().describe("From 1"),
        rule: z.string(),
        message: z.string(),
        severity: z.enum(["error", "warning"]),
      }),
    )
    .describe("In the order of the file; with an error the text is no agreement yet"),
  /** Null where there are errors. */
  agreement: z.object({ id: z.string(), title: z.string(), readings: z.array(z.string()) }).nullable(),
});
export type DraftChecked = z.infer<typeof DraftChecked>;

export const NewVersion = z.strictObject({
  text,
  reading: z.string().max(200).nullable().default(null).describe("The reading that the mission adopts; null: none"),
  marking: z
    .enum(MARKINGS)
    .default("TLP:AMBER")
    .describe("Of the first text of a mission; a later one keeps that of the version before it"),
  reason: z.string().trim().min(1, "a version of the agreement needs a reason").max(5_000),
  seen: z
    .number()
    .int()
    .min(0)
    .describe("Size of the log when the text was opened: a version that came since stops this one"),
});
export type NewVersion = z.input<typeof NewVersion>;
