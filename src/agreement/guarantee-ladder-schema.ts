import { z } from "zod";
import { id, length, note, oneOrMany, sourced, text } from "./schema-words.ts";

/** The response ladder: three determinations apart, and which of them starts which clock. */

/** Breach of a clause, renewed aggression, activation of a commitment: three, and none is computed from counts. */
export const DETERMINATIONS = ["breach", "aggression", "activation"] as const;

const Determination = z
  .strictObject({
    id: id("Id of the determination."),
    kind: z.enum(DETERMINATIONS).describe("Which of the three."),
    body: id("Id of the body that makes it; left out: unseen.").optional(),
    standard: text("The standard by which; left out: unseen.").optional(),
    says: text("What is determined, in the words of the text where we have them."),
    text: id("Id of the text that says so.").optional(),
    note,
    ...sourced,
  })
  .describe("A determination by people: who makes it, by which standard, under which text.");

const Step = z
  .strictObject({
    id: id("Id of the step."),
    title: text("What the step is, in a few words."),
    who: z.array(text("Who acts, as worded.")).min(1, "name who acts").describe("Who acts."),
    does: z.array(text("What they do, as worded.")).min(1, "say what is done").describe("What they do."),
    authority: text("Whose authority it takes; left out: not stated.").optional(),
    within: length("By when, counted from counted-from; left out: no time is stated.").optional(),
    "counted-from": z
      .string()
      .regex(/^(start|step [^\s]+)$/, "expected start, or step ID")
      .optional()
      .describe("start (default), or step ID: when that step was taken or waived."),
    if: text("A condition that people must find to hold first.").optional(),
    fallback: z
      .strictObject({ who: text("Who."), does: text("What.") })
      .optional()
      .describe("Who does what instead, where the step is not taken in time."),
    note,
    ...sourced,
  })
  .describe("A step of the ladder.");

const by = z.strictObject({
  by: oneOrMany(text("Who may: an id or a name.")).optional().describe("Who may; left out: not stated."),
  says: text("The rule in words; left out: not stated.").optional(),
  ...sourced,
});

const Ladder = z
  .strictObject({
    id: id("Id of the ladder."),
    title: text("Its name."),
    text: id("Id of the text that holds it. Unless that text is in force, the ladder runs in exercises only."),
    "started-by": oneOrMany(id("Id of a determination.")).describe("Which determination starts its clock."),
    unverified: z.boolean().optional().describe("true where nobody could verify the report of it."),
    steps: z.array(Step).min(1, "write at least one step").describe("Steps, in order."),
    pause: by.optional().describe("Who may pause it, and how."),
    waive: by.optional().describe("Who may waive a step, and how."),
    "stand-down": by.optional().describe("Who may end it, and on what condition."),
    note,
    ...sourced,
  })
  .describe("A ladder of responses with its clock.");

export const Ladders = z
  .strictObject({
    determinations: z
      .array(Determination)
      .optional()
      .describe("Determinations, each by its own body, standard and text."),
    ladders: z.array(Ladder).optional().describe("Ladders of steps."),
    note,
  })
  .describe("What is to follow on what.");

export type WrittenResponse = z.infer<typeof Ladders>;
