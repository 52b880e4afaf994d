import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const name = z.string().min(1).max(200);

/** A version of an agreement that the mission works by. Its file and the files that it draws on are evidence, by hash. */
export const agreementVersionEntry = {
  kind: "agreement-version",
  version: 1,
  schema: z.strictObject({
    /** The agreement's own id. */
    id: name,
    text: z.strictObject({ sha256: hash, name }),
    /** Zones, lines and objects that the text refers to, by the path written there. */
    parts: z.array(z.strictObject({ path: z.string().min(1).max(500), sha256: hash })).max(1_000),
    /** The reading that the mission adopts; null: all rival readings stand beside each other. */
    reading: name.nullable(),
  }),
  migrations: {},
  examples: {},
} as const;
