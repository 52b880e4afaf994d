import { z } from "zod";

export { hazardEntry } from "./hazard.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const name = z.string().min(1).max(200);

/** What was published, and on what it rested. Public ids of incidents derive from these entries alone. */
export const publicationEntry = {
  kind: "publication",
  version: 1,
  schema: z.strictObject({
    publication: z.enum(["daily", "weekly", "spot", "feed", "export", "other"]),
    title: z.string().min(1).max(500),
    /** The stretch `[from, until)` that it covers, in ms since 1970 UTC; null: all. */
    period: z.strictObject({ from: z.int(), until: z.int() }).nullable(),
    /** The files as released, kept as evidence. */
    files: z.array(z.strictObject({ name, sha256: hash, bytes: z.int().min(0) })),
    figures: z.array(
      z
        .strictObject({
          id: name,
          unit: name,
          atLeast: z.number().min(0),
          atMost: z.number().min(0).nullable(),
        })
        .refine((f) => f.atMost === null || f.atLeast <= f.atMost, { message: "atLeast is above atMost" }),
    ),
    /** The log's state that the figures rest on. */
    checkpoint: z.strictObject({ origin: z.string().min(1), size: z.int().min(0), root: hash }),
    /** Version of the derivation that made the figures. */
    derivation: name,
    /** Public id of each incident shown, by working id. */
    incidents: z.array(z.strictObject({ public: name, working: hash })),
  }),
  migrations: {},
  examples: {},
} as const;
