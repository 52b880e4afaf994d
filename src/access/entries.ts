import { z } from "zod";
import { RELEASE_GROUPS } from "./audience.ts";
import { COARSEST, sideM } from "./cell.ts";
import { FLOOR } from "./release.ts";
import { twoPeople } from "./two-people.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const instant = z.int().min(-8.64e15).max(8.64e15);
/** Ten years: what is never to be released is marked, not delayed. */
const MOST_DELAY_MS = 315_576_000_000;

const rule = z.strictObject({
  delayMs: z
    .int()
    .min(FLOOR.delayMs, `is under the floor of ${FLOOR.delayMs} ms (72 h): a mission may raise it and never lower it`)
    .max(MOST_DELAY_MS),
  cellM: z
    .number()
    .min(FLOOR.cellM, `is under the floor of ${FLOOR.cellM} m: a mission may raise it and never lower it`)
    .max(sideM(COARSEST)),
});

/**
 * The mission's release rules from a moment on: how long each group outside the staff waits and how coarse its places
 * are. A group that is left out has the floor of design.md 1.11, and nothing under the floor is taken.
 */
export const releaseRulesEntry = {
  kind: "release-rules",
  version: 1,
  schema: z.strictObject({
    /** From when they hold, ms since 1970 UTC; until the next ones begin. */
    from: instant,
    rules: z.strictObject({
      "party-a": rule.exactOptional(),
      "party-b": rule.exactOptional(),
      guarantors: rule.exactOptional(),
      public: rule.exactOptional(),
    }),
  }),
  migrations: {},
  examples: {},
} as const;

/**
 * Two people let one incident or one observation out before its time, or as finely as it is known, to named groups:
 * because people are in danger. Nothing else of the rules moves.
 */
export const releaseEarlyEntry = {
  kind: "release-early",
  version: 1,
  schema: z
    .strictObject({
      of: z.enum(["incident", "observation"]),
      id: hash,
      /** Of an incident: its observations when it was decided. With another one among them it is held back again. */
      members: z.array(hash).max(100_000),
      to: z
        .array(z.enum(RELEASE_GROUPS))
        .min(1)
        .refine((g) => new Set(g).size === g.length, "names a group twice"),
      /** Whether the place is given as it is; else it stays snapped to its cell, and only the delay falls away. */
      precise: z.boolean(),
      people: twoPeople,
    })
    .refine((e) => (e.of === "incident") === e.members.length > 0, {
      message: "an incident names its observations, an observation none",
      path: ["members"],
    }),
  migrations: {},
  examples: {},
} as const;
