import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");

/**
 * A file that was imported: its bytes are evidence, by hash; how they were read stands here, what was read does not.
 * Derivation reads the file again by the reader of its own version (design.md section 7, Import key).
 */
export const importEntry = {
  kind: "import",
  version: 1,
  schema: z.strictObject({
    file: z.strictObject({
      sha256: hash,
      /** Base name, for people: two files of one hash are one file. */
      name: z
        .string()
        .min(1)
        .max(255)
        .refine((n) => !/[/\\]/.test(n), "expected a base name without folders"),
      bytes: z.int().min(0),
    }),
    format: z.string().min(1).max(100),
    reader: z.strictObject({ name: z.string().min(1).max(100), version: z.string().min(1).max(100) }),
    /** Which column means what, where the format did not settle it: heading → field. Null: nothing was mapped. */
    mapping: z.record(z.string(), z.string()).nullable(),
    assumptions: z.array(z.strictObject({ what: z.string().min(1), value: z.string(), why: z.string() })),
    /** Zone given by the person who imported, for times whose zone the file does not state. */
    zone: z.string().min(1).max(100).nullable(),
  }),
  migrations: {},
  examples: {},
} as const;
