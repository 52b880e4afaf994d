import { z } from "zod";
import { byCodePoint } from "../units.ts";
import type { Judgement } from "./judgement.ts";

const observation = z.string().regex(/^[0-9a-f]{64}$/, "expected an observation's id, 64 lower-case hex digits");

/** Most observations that one pin names. */
export const PINNED_MOST = 1_000;

const pair = <Word extends "same" | "different">(word: Word) =>
  z
    .strictObject({ judgement: z.literal(word), a: observation, b: observation })
    .refine((j) => j.a !== j.b, { message: "a and b are one observation", path: ["b"] });

const pin = z
  .strictObject({
    judgement: z.literal("pin"),
    observations: z
      .array(observation)
      .min(1, "a pin names the observations of an incident, one at least")
      .max(PINNED_MOST, `a pin names ${PINNED_MOST} observations at most`),
  })
  .refine((j) => new Set(j.observations).size === j.observations.length, {
    message: "an observation is named twice",
    path: ["observations"],
  });

/**
 * A person says that two observations are of one event, or of two; or that these are all of one event (a pin, since
 * version 2). It survives every rebuild and every model.
 */
export const judgementEntry = {
  kind: "judgement",
  version: 2,
  schema: z.discriminatedUnion("judgement", [pair("same"), pair("different"), pin]),
  migrations: {
    // Pins were added; what was said of two is said as before.
    2: (before: unknown) => before,
  },
  examples: {
    2: [
      { judgement: "same", a: "a1".repeat(32), b: "3f".repeat(32) },
      { judgement: "same", a: "a1".repeat(32), b: "3f".repeat(32) },
    ],
  },
  /** A pin closes an incident for later reports: the next reader has to know why. */
  needsReason: (body: { readonly judgement: string }) => body.judgement === "pin",
} as const;

/**
 * The judgement as fusion takes it.
 * @param id of the entry, the same wherever it is joined: its commitment
 */
export function judgementOf(body: z.output<typeof judgementEntry.schema>, id: string): Judgement {
  if (body.judgement === "pin") return { id, kind: "pin", observations: [...body.observations].sort(byCodePoint) };
  const [a, b] = [body.a, body.b].sort(byCodePoint) as [string, string];
  return { id, kind: body.judgement, a, b };
}
