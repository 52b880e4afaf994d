import { z } from "zod";
import { Ladders } from "./guarantee-ladder-schema.ts";
import { Verification } from "./guarantee-verification-schema.ts";
import { day, id, moment, note, oneOrMany, position, sourced, text } from "./schema-words.ts";

/**
 * Guarantees as an agreement file writes them: who promised what in which text, how firmly, and who says so. A hope never
 * becomes a commitment and an expectation never a fact: each value carries its words, voice and modality.
 */

/** What a text can be today; the list of agreement.status. */
export const TEXT_STATUSES = ["draft", "reported", "unilateral", "signed", "in-force", "expired"] as const;
export const TEXT_KINDS = [
  "declaration",
  "statement",
  "agreement",
  "plan",
  "bilateral",
  "side-letter",
  "other",
] as const;
export const RELATIONS = ["draft-of", "revises", "amends", "implements", "annexed-to", "outlines"] as const;
export const MEETING_STATES = ["planned", "held", "seen"] as const;
/** Our kinds of commitment (domain.md b); `unspecified` where the words name none. */
export const COMMITMENT_KINDS = [
  "military-capability",
  "deployment",
  "intelligence",
  "logistics",
  "diplomatic",
  "sanctions",
  "finance-and-arms",
  "training",
  "monitoring",
  "unspecified",
] as const;
/** A ceasefire and a peace deal are two triggers; aggression and activation are two more. None stands for another. */
export const TRIGGERS = ["ceasefire", "peace-deal", "aggression", "not-stated"] as const;
export const BINDING = ["legal", "political", "declaratory", "to-be-binding", "not-stated"] as const;
export const RATIFICATIONS = ["not-needed", "pending", "ratified", "refused", "not-stated"] as const;
export const PLACEMENTS = [
  "contact-line",
  "buffer",
  "depth",
  "rear",
  "hubs",
  "neighbouring-state",
  "air",
  "sea",
  "headquarters",
  "none",
  "undecided",
] as const;
export const TASKS = [
  "reassure",
  "train",
  "air-policing",
  "mine-clearance",
  "maritime",
  "logistics",
  "monitor",
  "support",
  "peacekeeping",
] as const;
export const FORCE_RULES = [
  "individual-self-defence",
  "unit-self-defence",
  "force-protection",
  "mission-defence",
  "warn",
  "return-fire",
  "withdraw",
  "undecided",
] as const;
export const STANCES = ["supports", "opposes", "open", "hopes", "reads", "not-stated"] as const;

const who = (what: string) => id(`${what}: id of a party, a third party or a body.`);
const km = z.number().gt(0, "must be more than 0").max(5000, "must be 5000 or less");

const Text = z
  .strictObject({
    id: id("Id of the text."),
    title: text("Title, or what it is."),
    kind: z.enum(TEXT_KINDS).describe("What sort of text it is."),
    status: z.enum(TEXT_STATUSES).describe("What it is today, as far as is known."),
    date: day("Its date.").optional(),
    "signed-by": z.array(who("Who signed")).optional().describe("Who signed it."),
    "in-force-from": moment("When it entered into force; left out: not stated.").optional(),
    needs: text("What it still needs, such as an approval.").optional(),
    unseen: z.boolean().optional().describe("true where we have not read the text itself."),
    note,
    ...sourced,
  })
  .describe("A text that promises are made in, whether or not it is this agreement.");

const Meeting = z
  .strictObject({
    id: id("Id of the meeting."),
    title: text("What it is."),
    date: day("Its date.").optional(),
    place: text("Where.").optional(),
    state: z.enum(MEETING_STATES).describe("planned, held (a source says that it took place), or seen (in a picture)."),
    subject: text("What it is about.").optional(),
    participants: z
      .array(
        z.strictObject({
          who: text("Who, in words."),
          of: who("Whom they speak for").optional(),
          state: z.enum(MEETING_STATES).describe("Whether they were to come, came, or were seen."),
          note,
          ...sourced,
        }),
      )
      .optional()
      .describe("Who takes part, each as known."),
    note,
    ...sourced,
  })
  .describe("A meeting, held or planned.");

const Relation = z
  .strictObject({
    id: id("Id of the relation."),
    from: id("Id of a text."),
    to: id("Id of a text."),
    relation: z.enum(RELATIONS).describe("How the first stands to the second."),
    "asserted-by": z
      .array(text("Who says so."))
      .describe("Who asserts it; an empty list: nobody does, and it is not a fact."),
    note,
    ...sourced,
  })
  .describe("How one text stands to another, and who says so.");

const Commitment = z
  .strictObject({
    id: id("Id of the commitment."),
    guarantor: oneOrMany(who("Who promises")).describe("Who promises."),
    beneficiary: oneOrMany(who("To whom")).optional().describe("To whom."),
    kind: oneOrMany(z.enum(COMMITMENT_KINDS).describe("Our kind.")).describe("Our kind, or kinds, beside the wording."),
    "as-worded": text("The kind as the text words it."),
    text: id("Id of the text that holds it."),
    trigger: z
      .strictObject({
        on: z.enum(TRIGGERS).describe("What calls it in. A ceasefire and a peace deal are two triggers."),
        "as-worded": text("The trigger as worded.").optional(),
      })
      .describe("What calls it in."),
    activation: text("What must hold before it binds.").optional(),
    void: text("What makes it void.").optional(),
    lapses: moment("When it lapses.").optional(),
    binding: z.enum(BINDING).describe("How it binds."),
    "bound-by": text("By what it binds, such as national procedures.").optional(),
    ratification: z
      .strictObject({
        state: z.enum(RATIFICATIONS).describe("How far it is."),
        by: text("By whom.").optional(),
        ...sourced,
      })
      .optional()
      .describe("Ratification where it needs one; left out: not stated."),
    versions: z
      .array(
        z.strictObject({
          id: id("Id of the wording."),
          date: day("Its date.").optional(),
          says: text("What that wording says."),
          note,
          ...sourced,
        }),
      )
      .optional()
      .describe("Wordings that it has had, earliest first."),
    deliveries: z
      .array(
        z.strictObject({
          id: id("Id of the delivery."),
          what: text("What was delivered."),
          share: z.enum(["part", "whole"]).describe("Part of what was promised, or all of it."),
          date: day("When."),
          ...sourced,
        }),
      )
      .optional()
      .describe("What sources say was delivered."),
    note,
    ...sourced,
  })
  .describe("A promise by a guarantor.");

const Contingent = z
  .strictObject({
    id: id("Id of the contingent."),
    name: text("Its name."),
    lead: who("Who leads").optional(),
    text: id("Id of the text that speaks of it.").optional(),
    contributors: z
      .array(
        z.strictObject({
          who: who("Who contributes"),
          offers: text("What.").optional(),
          caveat: text("National limit: place, task, a vote of parliament.").optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("Who contributes, each with its caveat."),
    strengths: z
      .array(
        z
          .strictObject({
            id: id("Id of the claim."),
            min: z.int().min(0, "must be 0 or more").describe("Least, in persons."),
            max: z.int().min(0, "must be 0 or more").describe("Most, in persons."),
            about: z.boolean().optional().describe("true where the figure is given as about, or nearly."),
            when: text("For which time it is meant.").optional(),
            note,
            ...sourced,
          })
          .refine((s) => s.min <= s.max, { message: "min must not be above max", path: ["min"] }),
      )
      .optional()
      .describe("Rival claims of its strength. They stand beside each other and are never averaged."),
    placements: z
      .array(
        z.strictObject({
          id: id("Id of the placement."),
          at: z.enum(PLACEMENTS).describe("Kind of place."),
          says: text("Where, in words."),
          by: who("Whose plan or view").optional(),
          zone: id("Id of a zone, where it is drawn.").optional(),
          position: position
            .optional()
            .describe("A position, where one is named. Its plain distance is given, no more."),
          note,
          ...sourced,
        }),
      )
      .optional()
      .describe("Rival placements."),
    constraints: z
      .array(
        z
          .strictObject({
            id: id("Id of the constraint."),
            line: id("Id of a line.").optional(),
            "not-nearer-km": km.optional().describe("Not nearer to the line than this, in km."),
            "not-within": id("Id of a zone that it may not be in.").optional(),
            "only-within": id("Id of a zone that it must stay in.").optional(),
            says: text("The constraint in words."),
            note,
            ...sourced,
          })
          .refine((c) => (c.line === undefined) === (c["not-nearer-km"] === undefined), {
            message: "line and not-nearer-km belong together",
          }),
      )
      .optional()
      .describe("Where it may be. Geometry only."),
    tasks: z
      .array(
        z.strictObject({
          task: z.enum(TASKS).describe("Task, as our word."),
          stance: z
            .enum(["included", "excluded", "open"])
            .describe("Whether the text includes it, excludes it, or leaves it open."),
          "as-worded": text("As worded.").optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("Tasks, and whether the text gives them."),
    "use-of-force": z
      .array(
        z.strictObject({
          id: id("Id of the rule."),
          rule: z.enum(FORCE_RULES).describe("The rule, or undecided."),
          says: text("The rule in words."),
          ...sourced,
        }),
      )
      .optional()
      .describe("Rules on the use of force, rival ones beside each other."),
    consent: text("By whose consent it is there.").optional(),
    note,
    ...sourced,
  })
  .describe("A force or a mission that is to be sent.");

const about = oneOrMany(id("Id of a clause, commitment, question, contingent or text of this file."));

const Position = z
  .strictObject({
    id: id("Id of the position."),
    holder: text("Who holds it: an id, or words such as European officials."),
    on: about.optional().describe("What it is on."),
    stance: z.enum(STANCES).describe("Which way it points, as our word; hopes and readings are not commitments."),
    says: text("What is held."),
    date: day("When it was stated.").optional(),
    note,
    ...sourced,
  })
  .describe("A stance. It is not a commitment.");

const Question = z
  .strictObject({
    id: id("Id of the question."),
    asks: text("What is open."),
    on: about.optional().describe("What it is on."),
    unit: text("Unit of the values, such as persons.").optional(),
    values: z
      .array(
        z.strictObject({
          id: id("Id of the value."),
          says: text("The value in words."),
          min: z.number().optional().describe("Least, where it is a figure."),
          max: z.number().optional().describe("Most, where it is a figure."),
          by: text("Who names it.").optional(),
          note,
          ...sourced,
        }),
      )
      .describe("Candidate values; an empty list: none is named."),
    note,
    ...sourced,
  })
  .describe("A point that no text settles.");

const Expectation = z
  .strictObject({
    id: id("Id of the expectation."),
    expects: text("What was expected."),
    by: text("By whom.").optional(),
    date: day("When it was expected.").optional(),
    on: about.optional().describe("What it is on."),
    outcome: z
      .array(
        z.strictObject({
          id: id("Id of the outcome."),
          says: text("What came."),
          date: day("When.").optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("What came, kept beside it; left out: not stated."),
    note,
    ...sourced,
  })
  .describe("An expectation and its outcome, kept as a pair. The one never becomes the other.");

/** The sections that a file can have besides its terms; spread into the file. */
export const guaranteeSections = {
  texts: z.array(Text).optional().describe("Texts that promises are made in."),
  meetings: z.array(Meeting).optional().describe("Meetings, held or planned."),
  relations: z.array(Relation).optional().describe("How texts stand to each other, and who says so."),
  commitments: z.array(Commitment).optional().describe("Who promised what."),
  contingents: z.array(Contingent).optional().describe("Forces and missions that are to be sent."),
  positions: z.array(Position).optional().describe("Who holds what on which clause or question."),
  questions: z.array(Question).optional().describe("Open points with their candidate values."),
  expectations: z.array(Expectation).optional().describe("Expectations with their outcomes."),
  verification: Verification.optional(),
  response: Ladders.optional(),
};

export type WrittenGuarantees = z.infer<z.ZodObject<typeof guaranteeSections>>;
