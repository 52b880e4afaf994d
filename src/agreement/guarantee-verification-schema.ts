import { z } from "zod";
import { id, length, note, oneOrMany, sourced, text } from "./schema-words.ts";

/** Who verifies, how a case goes up from level to level, by when, and by which standard of proof. */

export const FUNCTIONS = [
  "monitor",
  "verify",
  "investigate",
  "address-breaches",
  "attribute",
  "determine-remedies",
  "resolve-disputes",
  "report",
  "assist-enforcement",
  "coordinate",
] as const;
export const DECIDES_BY = ["consensus", "majority", "chair", "unanimity", "not-stated"] as const;
export const CLOCK_STARTS = [
  "complaint",
  "incident",
  "order",
  "draft-served",
  "finding",
  "creation",
  "level-reached",
] as const;

const Body = z
  .strictObject({
    id: id("Id of the body."),
    name: text("Its name."),
    functions: z.array(z.enum(FUNCTIONS).describe("A function.")).optional().describe("What it does."),
    "as-worded": text("Its functions as worded.").optional(),
    chair: text("Who chairs; a party's id or a name.").optional(),
    host: text("Who hosts it.").optional(),
    members: z
      .array(
        z.strictObject({
          who: text("Id of a party or third party, or a name."),
          seats: z.int().min(1, "must be 1 or more").optional().describe("How many seats."),
          as: text("As what: member, observer.").optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("Who sits on it; left out: unseen."),
    "decides-by": z.enum(DECIDES_BY).optional().describe("How it decides; left out: unseen."),
    unseen: z
      .array(text("What of it is unseen: procedure, seats, deadlines."))
      .optional()
      .describe("What no text that we have seen states."),
    note,
    ...sourced,
  })
  .describe("A body that monitors, verifies, investigates or decides.");

const Level = z
  .strictObject({
    id: id("Id of the level."),
    body: id("Id of a body."),
    "escalates-to": id("Id of the next level.").optional(),
    deadline: length("How long it has.").optional(),
    "decides-by": z.enum(DECIDES_BY).optional().describe("How it decides at this level."),
    evidence: z.array(text("Evidence needed.")).optional().describe("What must be there before it decides."),
    standard: id("Id of a standard of proof.").optional(),
    note,
    ...sourced,
  })
  .describe("A level of escalation, lowest first in the list.");

const Standard = z
  .strictObject({
    id: id("Id of the standard."),
    name: text("Its name: reasonable grounds, clear and convincing."),
    "applies-to": z
      .array(z.enum(["verification", "attribution", "finding", "breach", "aggression", "activation"]).describe("What."))
      .optional()
      .describe("What is judged by it."),
    note,
    ...sourced,
  })
  .describe("A standard of proof.");

const Clock = z
  .strictObject({
    id: id("Id of the clock."),
    name: text("What must be done."),
    body: id("Id of the body that must do it.").optional(),
    "starts-at": z.enum(CLOCK_STARTS).describe("What starts it."),
    within: length("How long it runs."),
    note,
    ...sourced,
  })
  .describe("A deadline of the procedure.");

const Access = z
  .strictObject({
    who: oneOrMany(text("Id of a party, third party or body, or a role.")).describe("Who."),
    sees: text("What they may see."),
    until: length("For how long.").optional(),
    note,
    ...sourced,
  })
  .describe("Who may see what.");

export const Verification = z
  .strictObject({
    bodies: z.array(Body).optional().describe("Bodies."),
    levels: z.array(Level).optional().describe("Levels of escalation, lowest first."),
    standards: z.array(Standard).optional().describe("Standards of proof."),
    clocks: z.array(Clock).optional().describe("Deadlines of the procedure."),
    access: z.array(Access).optional().describe("Who may see what."),
    note,
    ...sourced,
  })
  .describe("Who verifies and how.");

export type WrittenVerification = z.infer<typeof Verification>;
