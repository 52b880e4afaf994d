import { z } from "zod";
import { COUNT_UNITS } from "../observation/count.ts";
import { activities, acts, momentOrQuiet, Obliges, Quiet, Weapon, Within } from "./schema-obligation.ts";
import { byLanguage, clock, id, moment, momentOrAlways, note, oneOrMany, sourced, text } from "./schema-words.ts";

/** A clause as an agreement file writes it. */

/** What a clause can be agreed to be (domain.md b, interpretive status). */
export const STANDINGS = ["agreed", "disputed", "side-letter", "unseen"] as const;
/** Classes of severity, least first (domain.md d19). */
export const SEVERITIES = ["technical", "minor", "serious", "grave"] as const;

const asDefined = oneOrMany(id("Id of an entry of definitions."))
  .optional()
  .describe("Definitions of this file that are meant here too.");

const Prohibits = z.strictObject({
  acts: acts.optional().describe("Kinds of act; a kind covers those below it (fire covers fire.sniper)."),
  "as-defined": asDefined.describe("Definitions whose acts, activities and weapons are prohibited here too."),
  activities: activities
    .optional()
    .describe("Only where it was one of these activities, as a source states: live-fire-exercise for a training ban."),
  weapons: z.array(Weapon).min(1).optional().describe("Only with any of these weapons."),
  objects: id("Id of an entry of objects.")
    .optional()
    .describe("Only where an object of that list was hit, as a source states."),
  within: Within.optional().describe("Only nearer than this to the line."),
  storage: oneOrMany(id("Zone id."))
    .optional()
    .describe("Storage sites: beyond the line but outside those of its own side, a weapon is a finding of its own."),
});

const Permits = z.strictObject({
  what: text("What may be done, in words that follow 'may'."),
  acts: acts.optional().describe("Kinds of act that it speaks of."),
  "only-if": z.array(text("A condition.")).min(1).optional().describe("Conditions, all of which must hold."),
  notify: oneOrMany(id("A party, third party or body.")).optional().describe("Who must be told."),
});

const Where = z
  .strictObject({
    inside: oneOrMany(id("Zone id.")).optional().describe("Inside any of these zones."),
    "as-defined": asDefined.describe("Definitions whose zones are added to inside."),
    outside: oneOrMany(id("Zone id.")).optional().describe("Outside all of these zones."),
    within: z
      .strictObject({ line: id("Line id."), km: z.number().gt(0, "must be more than 0").describe("Distance in km.") })
      .optional()
      .describe("Nearer than km to the line."),
  })
  .describe("Where the clause applies. Several keys: all must hold.");

const hours = z.strictObject({
  from: clock("Daily beginning."),
  until: clock("Daily end; earlier than from means past midnight."),
  zone: text("IANA zone, such as Europe/Kyiv."),
});

const When = z
  .strictObject({
    from: z
      .union([momentOrAlways("First moment of the clause."), Quiet])
      .optional()
      .describe(
        "First moment of the clause besides the reading's own window; always: the clause is not bound to that window.",
      ),
    until: momentOrQuiet("First moment after the clause.").optional(),
    hours: hours.optional().describe("Only at these hours of each day."),
  })
  .describe("When the clause applies.");

const common = {
  id: id("Id of the exception; unique within the clause."),
  note,
  scope: z.enum(["agreed", "disputed"]).optional().describe("Whether the parties agree on how far it reaches."),
  acts: acts.optional().describe("Only for these acts."),
  from: moment("First moment of the exception.").optional(),
  until: moment("First moment after the exception.").optional(),
  hours: hours.optional().describe("Only at these hours of each day."),
  ...sourced,
};
const lead = z.number().min(0, "must be 0 or more").describe("Hours by which the notice must come before.");
const overrun = z
  .number()
  .min(0, "must be 0 or more")
  .optional()
  .describe("Minutes by which the activity may run over its end; left out: none.");

export const EXCEPTIONS = [
  "self-defence",
  "activity",
  "prior-notice",
  "pre-notified-demining",
  "localised-ceasefire",
] as const;

const Exception = z.discriminatedUnion("kind", [
  z
    .strictObject({
      ...common,
      kind: z.literal("self-defence"),
      level: z
        .enum(["individual", "unit", "force", "mission", "national"])
        .optional()
        .describe("Whose defence: the soldier's, the unit's, the force's, the mission's or the state's."),
      "only-if": z.array(text("A condition.")).min(1).optional().describe("Conditions of the text, all of which hold."),
      notify: oneOrMany(id("A party, third party or body.")).optional().describe("Who must be told."),
    })
    .describe("Self-defence: exempt only where it is invoked and a decision accepts it."),
  z
    .strictObject({
      ...common,
      kind: z.literal("activity"),
      activities: activities.describe("Activities that are exempt."),
    })
    .describe("An activity, where every source says that it was one."),
  z
    .strictObject({
      ...common,
      kind: z.literal("prior-notice"),
      "lead-hours": lead,
      "overrun-minutes": overrun,
      to: oneOrMany(id("A party, third party or body.")).optional().describe("To whom notice is given."),
    })
    .describe("What a notice announced, given early enough."),
  z
    .strictObject({
      ...common,
      kind: z.literal("pre-notified-demining"),
      "lead-hours": lead,
      "overrun-minutes": overrun,
      to: oneOrMany(id("A party, third party or body.")).optional().describe("To whom notice is given."),
    })
    .describe("Demining and controlled explosions that a notice announced, given early enough."),
  z
    .strictObject({
      ...common,
      kind: z.literal("localised-ceasefire"),
      zone: id("Zone id.").optional(),
      "overrun-minutes": overrun,
    })
    .describe("What falls into the window and zone of a localised ceasefire."),
]);

const SeverityRule = z
  .strictObject({
    class: z.enum(SEVERITIES).describe("The class that the agreement gives such a case."),
    "killed-at-least": z.int().min(1, "must be 1 or more").optional().describe("So many killed, as sources state."),
    "injured-at-least": z.int().min(1, "must be 1 or more").optional().describe("So many injured, as sources state."),
    objects: id("Id of an entry of objects.").optional().describe("An object of that list was hit."),
    weapons: z.array(Weapon).min(1).optional().describe("With any of these weapons."),
    inside: oneOrMany(id("Zone id.")).optional().describe("Inside any of these zones."),
    "count-at-least": z
      .strictObject({
        min: z.int().min(1, "must be 1 or more").describe("At least so many."),
        unit: z.enum(COUNT_UNITS).describe("Unit of the count."),
      })
      .optional()
      .describe("From this count on."),
    "repeated-within-days": z
      .int()
      .min(1, "must be 1 or more")
      .optional()
      .describe("The same clause was contrary at the same place within so many days before."),
    ordered: z.boolean().optional().describe("true: only where a decision found that it was ordered."),
    ...sourced,
  })
  .describe("A rule of severity that the agreement itself states. All keys that are written must hold.");

export const Clause = z
  .strictObject({
    id: id("Id of the clause."),
    title: text("What it says in a few words."),
    reference: z
      .union([text("Where it stands in the text: para. 1, art. 4(2)."), byLanguage("The same by language.")])
      .describe("Where it stands in the text: para. 1, art. 4(2); where texts are numbered differently, by language."),
    text: byLanguage("The clause's words by language code.").optional(),
    authentic: z.array(z.string()).optional().describe("The languages of text that are the authentic text."),
    subject: z.array(id("Party id.")).min(1, "name at least one party").describe("Who is bound."),
    standing: z.enum(STANDINGS).describe("How firm the clause is."),
    prohibits: Prohibits.optional().describe("What must not happen."),
    obliges: Obliges.optional().describe("What must be done."),
    permits: Permits.optional().describe("What may be done."),
    defines: oneOrMany(id("Id of an entry of definitions."))
      .optional()
      .describe("The definitions of this file that this clause lays down."),
    where: Where.optional(),
    when: When.optional(),
    "only-under": oneOrMany(id("Id of a reading of in-force."))
      .optional()
      .describe("The clause stands only under these readings; a rival reading of it is a clause of its own."),
    containment: z
      .number()
      .gt(0.5, "must be more than 0.5")
      .max(1, "must be 1 or less")
      .optional()
      .describe("Level from which a place is certain for this clause; left out: the agreement's."),
    threshold: z
      .strictObject({
        "min-count": z.int().min(1, "must be 1 or more").describe("At least so many."),
        unit: z.enum(COUNT_UNITS).describe("Unit of the count."),
      })
      .optional()
      .describe("Only from this count on."),
    except: z.array(Exception).optional().describe("Exceptions; any of them exempts."),
    severity: z
      .array(SeverityRule)
      .min(1)
      .optional()
      .describe("Rules of severity that the agreement states, gravest first."),
    "verified-by": oneOrMany(id("A party, third party or body.")).optional().describe("Who verifies the clause."),
    positions: z
      .array(
        z.strictObject({
          party: id("Id of a party or third party."),
          says: text("What it holds."),
          date: text("When it said so, YYYY-MM-DD or as much as is known.").optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("What each party says of the clause."),
    note,
    ...sourced,
  })
  .describe("A clause. Exactly one of prohibits, obliges, permits and defines.");

export type WrittenClause = z.infer<typeof Clause>;
export type WrittenException = z.infer<typeof Exception>;
