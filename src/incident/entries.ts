import { z } from "zod";
import { byCodePoint } from "../units.ts";
import type { Judgement } from "./judgement.ts";

const observation = z.string().regex(/^[0-9a-f]{64}$/, "expected an observation's id, 64 lower-case hex digits");

/** A person says that two observations are of one event, or of two. It survives every rebuild and every model. */
export const judgementEntry = {
  kind: "judgement",
  version: 1,
  schema: z
    .strictObject({ judgement: z.enum(["same", "different"]), a: observation, b: observation })
    .refine((j) => j.a !== j.b, { message: "a and b are one observation", path: ["b"] }),
  migrations: {},
  examples: {},
} as const;

/**
 * The judgement as fusion takes it.
 * @param id of the entry, the same wherever it is joined: its commitment
 */
export function judgementOf(body: z.output<typeof judgementEntry.schema>, id: string): Judgement {
  const [a, b] = [body.a, body.b].sort(byCodePoint) as [string, string];
  return { id, kind: body.judgement, a, b };
}
