import { z } from "zod";
import { MARKINGS } from "../../access/marking.ts";
import { ROLES } from "../../access/roles.ts";

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");
const PARTIES = ["party-a", "party-b"] as const;

export const Administration = z.object({
  mission: z.object({
    id: z.string(),
    name: z.string(),
    zone: z.string(),
    exercise: z.boolean(),
    created: millis,
    public: z.boolean().describe("Whether everybody may read what is released to the public"),
    origin: z.string().describe("The log's identity"),
    vkey: z.string().describe("The log's verifier key"),
  }),
  members: z.array(
    z.object({
      person: z.string().describe("The pseudonymous id that stands in entries"),
      login: z.string(),
      name: z.string(),
      disabled: z.boolean(),
      self: z.boolean(),
      role: z.enum(ROLES),
      party: z.enum(PARTIES).nullable(),
      guarantor: z.string().nullable().describe("Of a guarantor: which one, by its id in the agreement"),
      upTo: z.string().describe("The most restrictive marking that they read"),
    }),
  ),
  roles: z.array(
    z.object({ role: z.enum(ROLES), upTo: z.string(), staff: z.boolean(), permissions: z.array(z.string()) }),
  ),
  floor: z.object({ delayMs: z.number().int(), cellM: z.number() }),
  rules: z
    .array(
      z.object({
        from: millis,
        rules: z.record(z.string(), z.object({ delayMs: z.number(), cellM: z.number() })),
      }),
    )
    .describe("Release rules by the moment from which they hold; a group that is left out has the floor"),
  changes: z
    .array(
      z.object({
        at: millis,
        person: z.string(),
        role: z.string().describe("none: taken out"),
        by: z.string().nullable().describe("Null: on the command line"),
        reason: z.string().nullable(),
      }),
    )
    .describe("Newest first"),
});
export type Administration = z.infer<typeof Administration>;

export const MembershipChange = z.object({
  login: z.string().trim().min(1).max(200),
  /** Null takes the person out of the mission. */
  role: z.enum(ROLES).nullable(),
  party: z.enum(PARTIES).nullable().default(null),
  guarantor: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe(
      "Of a guarantor: which one, by its id in the agreement; it acts for that one's commitments and no other's",
    ),
  upTo: z.enum(MARKINGS).nullable().default(null).describe("Reads less than the role may; null: as the role"),
  reason: z.string().trim().min(1, "a change of roles needs a reason").max(300),
});
export type MembershipChange = z.input<typeof MembershipChange>;
