import { z } from "zod";
import type { Json } from "../canonical.ts";
import { ACTIVITIES } from "../observation/observation.ts";
import { ACTS, type ActId } from "../observation/taxonomy.ts";
import { guaranteeSections } from "./guarantee-schema.ts";
import { Clause } from "./schema-clause.ts";
import { Line, ObjectList, Zone } from "./schema-place.ts";
import { Amends, Definition, Event, Interpretation, Version } from "./schema-reuse.ts";
import { day, id, instant, moment, note, sourced, text } from "./schema-words.ts";

/**
 * The one definition of agreement files: the parser checks against it, and the published JSON Schema is made from it.
 * It says what can be written; what names refer to, and what makes no sense together, is in check.ts.
 */

export type { WrittenClause, WrittenException } from "./schema-clause.ts";
export { STANDINGS } from "./schema-clause.ts";
export { ZONE_KINDS } from "./schema-place.ts";
export { MODALITIES, VOICES } from "./schema-words.ts";

/** Sets of country borders that a map can draw where the agreement names one. */
export const BOUNDARY_SETS = ["natural-earth"] as const;
export const STATUSES = ["draft", "reported", "unilateral", "signed", "in-force", "expired"] as const;
export const THIRD_PARTY_ROLES = [
  "guarantor",
  "contributor",
  "observer",
  "facilitator",
  "other-party",
  "not-stated",
] as const;
/** What a notice can announce besides the activities and acts of the taxonomy. */
export const NOTICE_ACTIVITIES = [
  ...ACTIVITIES.filter((a) => a !== "unknown"),
  ...ACTS.filter((a) => a !== "undetermined" && a !== "thermal" && a !== "alert"),
  "repair",
  "localised-ceasefire",
] as const;

const Party = z
  .strictObject({ id: id("Short id, used everywhere else in the file."), name: text("Full name."), note, ...sourced })
  .describe("A party to the agreement.");

const ThirdParty = z
  .strictObject({
    id: id("Short id."),
    name: text("Full name."),
    role: z
      .enum(THIRD_PARTY_ROLES)
      .describe(
        "Each role carries other duties; they are never merged. other-party: to the conflict, not to this text.",
      ),
    note,
    ...sourced,
  })
  .describe("A state or body that is not bound as a party.");

const Source = z
  .strictObject({
    publisher: text("Who published it."),
    title: text("Title, or what it is."),
    date: day("Date of publication."),
    speaker: text("Who is speaking in it.").optional(),
    via: z.array(text("A link of the chain.")).optional().describe("Through whom it reached us, first to last."),
    url: text("Where it can be read.").optional(),
    language: text("Language of the original.").optional(),
    unseen: z.boolean().optional().describe("true where we have not read it ourselves."),
    note,
  })
  .describe("A source that values of this file can cite by its id.");

const Reading = z
  .strictObject({
    reading: id("Id of the reading; chosen with FILE#ID."),
    by: text("Who reads it so: a party id, or a name."),
    from: moment("First moment in force: absolute, or counted from an event of this file."),
    until: moment("First moment no longer in force, such as EIF + 30 d; left out: open.").optional(),
    note,
    ...sourced,
  })
  .describe("One reading of when the agreement is in force. Rival readings stand side by side and each is assessed.");

const Notice = z
  .strictObject({
    id: id("Id of the notice."),
    by: id("Id of the party that gave it."),
    given: instant("When it was given."),
    from: instant("First moment of the activity."),
    until: instant("First moment after the activity."),
    zone: id("Id of the zone of the activity.").optional(),
    activity: z.enum(NOTICE_ACTIVITIES).describe("What was announced."),
    note,
    ...sourced,
  })
  .describe("A prior notice given under the agreement.");

export const AgreementFile = z
  .strictObject({
    agreement: z
      .strictObject({
        id: id("Id of the agreement."),
        title: text("Title as readers know it."),
        status: z.enum(STATUSES).describe("What the instrument is today."),
        parties: z.array(Party).min(1, "name at least one party").describe("Who is party to it."),
        "third-parties": z.array(ThirdParty).optional().describe("Others who play a part."),
        "mission-zone": text("IANA zone of every table and day boundary, such as Europe/Kyiv."),
        demonstration: z
          .boolean()
          .optional()
          .describe("true: pages say that they are a demonstration and not a finding."),
        containment: z
          .number()
          .gt(0.5, "must be more than 0.5")
          .max(1, "must be 1 or less")
          .optional()
          .describe("Level from which a place is taken as inside or outside; default 0.95."),
        "boundary-set": z
          .enum(BOUNDARY_SETS)
          .nullable()
          .optional()
          .describe("Set of country borders to draw, with its name and a disclaimer; none by default."),
        versions: z.array(Version).optional().describe("Versions of the text, earliest first."),
        note,
        ...sourced,
      })
      .describe("The agreement itself."),
    amends: Amends.optional(),
    sources: z.record(id("Source id."), Source).optional().describe("Sources by id."),
    "in-force": z
      .array(Reading)
      .max(64, "at most 64 readings stand side by side")
      .optional()
      .describe("Readings of when it is in force."),
    events: z.array(Event).optional().describe("Events that moments are counted from."),
    zones: z.array(Zone).optional().describe("Areas that clauses speak of."),
    lines: z.array(Line).optional().describe("Reference lines of the parties."),
    objects: z.array(ObjectList).optional().describe("Lists of protected objects."),
    notices: z.array(Notice).optional().describe("Prior notices given under the agreement."),
    definitions: z.record(id("Definition id."), Definition).optional().describe("Defined terms by id."),
    interpretations: z.array(Interpretation).optional().describe("How named bodies read the clauses."),
    terms: z.array(Clause).min(1, "write at least one clause").describe("The clauses."),
    ...guaranteeSections,
  })
  .describe("One agreement or framework, readable by a lawyer, checked by a machine.");

/** An agreement file as written, once it has passed the schema. */
export type AgreementFile = z.infer<typeof AgreementFile>;

/** Sensor readings and warnings: never acts that anybody could do or forbid. */
export const NEVER_ACTS: readonly ActId[] = ["thermal", "alert"];

/** Keys of the full language (design.md section 4) that this version does not know yet. */
export const NOT_YET: readonly string[] = ["side", "altitude"];

/** The published JSON Schema (draft 2020-12) of agreement files; every key carries its description for editors. */
export const jsonSchema = (): Json => ({
  ...(z.toJSONSchema(AgreementFile, { target: "draft-2020-12", io: "input", reused: "ref" }) as {
    [key: string]: Json;
  }),
  title: "Trucekeeper agreement file",
});
