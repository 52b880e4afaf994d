import { z } from "zod";

/** The comparison that the answer holds; its schema below says only its outline, since it is computed, never parsed. */
export type { Comparison } from "../../comparison/comparison.ts";

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");

export const AgreementVersions = z.object({
  size: z.number().int().describe("Entries of the log when this was answered"),
  items: z.array(
    z.object({
      version: z.string().describe("Commitment of the entry that holds it"),
      name: z.string().describe("Name of its file"),
      stated: millis,
      marking: z.string(),
      inForce: z.boolean().describe("Whether the mission works by it"),
      adopted: z
        .string()
        .nullable()
        .describe("The reading that the mission adopted; null: rival readings stand beside each other"),
      title: z.string(),
      status: z.string(),
      readings: z.array(
        z.object({ id: z.string(), by: z.string(), from: millis.nullable(), until: millis.nullable() }),
      ),
    }),
  ),
});
export type AgreementVersions = z.infer<typeof AgreementVersions>;

const SideAsked = z.strictObject({
  version: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe("A version in the record; left out: the one that the mission works by"),
  text: z
    .string()
    .max(1_000_000)
    .optional()
    .describe("Instead: an agreement file, YAML; what it draws on is that version's"),
  reading: z.string().max(200).optional().describe("Where the text has several"),
});
export const ComparisonAsked = z.strictObject({ a: SideAsked, b: SideAsked });
export type ComparisonAsked = z.input<typeof ComparisonAsked>;
export type SideAsked = z.input<typeof SideAsked>;

export const ComparisonAnswer = z.object({
  asKnownAt: z.object({ size: z.number().int(), root: z.string() }),
  viewer: z.string(),
  coverage: z.object({ known: z.boolean(), statement: z.string() }),
  leftOut: z.number().int().describe("Incidents that the reader sees only delayed or coarsened; not compared"),
  changed: z.number().int().describe("Incidents that come out otherwise, all of them"),
  incidents: z
    .array(z.object({ id: z.string(), act: z.string(), from: millis, until: millis, marking: z.string() }))
    .describe("Those that are listed: contrary for certain on a side first, then by time"),
  names: z.record(z.string(), z.string()).describe("Names of parties and zones, by id"),
  comparison: z.record(z.string(), z.unknown()).describe("The difference, as `npx trucekeeper compare` gives it"),
});
export type ComparisonAnswer = z.infer<typeof ComparisonAnswer>;
