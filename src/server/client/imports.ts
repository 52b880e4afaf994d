import { z } from "zod";

const refusal = z.object({
  line: z.number().int().describe("1-based line of the file, or row of the sheet"),
  field: z.string(),
  why: z.string(),
});

/** What a file would become, before anything of it is kept. */
export const ImportPreview = z.object({
  file: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  /** Null: no reader knows it; `problem` says what was seen. */
  format: z.string().nullable(),
  problem: z.string().nullable().describe("Why the file as a whole is refused, with its line and field"),
  formats: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })).describe("What it could be read as"),
  headings: z
    .object({ line: z.number().int(), headings: z.array(z.string()), rows: z.array(z.array(z.string())) })
    .nullable()
    .describe("Of a text table: its headings and first rows as they stand, to say what they mean"),
  rowsIn: z.number().int(),
  rowsUsed: z.number().int(),
  refused: z.number().int(),
  skipped: z.record(z.string(), z.number().int()).describe("Rows left out, by rule"),
  observations: z.number().int(),
  refusals: z.array(refusal).describe("The first of them; all are counted in `refused`"),
  assumptions: z.array(z.object({ what: z.string(), value: z.string(), why: z.string() })),
  warnings: z.array(z.string()),
  sample: z
    .array(
      z.object({
        line: z.number().int(),
        kind: z.string(),
        source: z.string(),
        from: z.number().int(),
        until: z.number().int(),
        stated: z.string(),
        zoneBasis: z.string(),
        acts: z.array(z.string()),
        place: z.string(),
        count: z.string(),
      }),
    )
    .describe("The first observations as they would be kept"),
  points: z
    .array(z.tuple([z.number(), z.number()]))
    .describe("Longitude, latitude of those that have a place, the first of them"),
  withoutPlace: z.number().int(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportTaken = z.object({
  entry: z.number().int(),
  commitment: z.string(),
  present: z.boolean().describe("This file, read in this way, was in the record before; nothing was added"),
});
export type ImportTaken = z.infer<typeof ImportTaken>;

/** How a person says that a file is to be read; beside the file's name, the query of preview and import alike. */
export const ImportQuery = z.object({
  name: z
    .string()
    .min(1)
    .max(255)
    .refine((n) => !/[/\\]/.test(n), "expected a base name without folders"),
  as: z.string().max(100).optional(),
  zone: z.string().max(100).optional(),
  headerRow: z.coerce.number().int().min(1).max(1_000_000).optional(),
  firstRow: z.coerce.number().int().min(1).max(1_000_000).optional(),
  order: z.enum(["lat-lon", "lon-lat"]).optional(),
  mapping: z
    .string()
    .max(4_000)
    .optional()
    .describe('JSON: heading → column, "" leaves it out; a key "=text" puts that text into a column of every row'),
});
export type ImportQuery = z.infer<typeof ImportQuery>;
