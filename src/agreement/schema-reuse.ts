import { z } from "zod";
import { activities, acts, Weapon } from "./schema-obligation.ts";
import { objectKind } from "./schema-place.ts";
import { byLanguage, day, id, instant, moment, note, oneOrMany, sourced, text } from "./schema-words.ts";

/** Defined terms, events that moments are counted from, interpretations, versions and amendments. */

export const Definition = z
  .strictObject({
    term: text("The term as the text writes it."),
    text: byLanguage("The definition's words by language code.").optional(),
    means: text("What it means, in plain words.").optional(),
    acts: acts.optional().describe("The acts that it covers."),
    activities: activities.optional().describe("The activities that it covers."),
    weapons: z.array(Weapon).min(1).optional().describe("The weapons that it covers; any of these."),
    zones: z.array(id("Zone id.")).min(1).optional().describe("The zones that it covers; any of these."),
    note,
    ...sourced,
  })
  .describe("A defined term, used by clauses through as-defined.");

export const Event = z
  .strictObject({
    id: id("Id of the event."),
    name: text("What happened or is to happen."),
    at: instant("When it happened; left out: it has not happened, or the moment is not known.").optional(),
    note,
    ...sourced,
  })
  .describe("An event that moments are counted from: event ID + 14 d.");

export const EFFECTS = ["covers", "does-not-cover", "exempts", "confirms", "none"] as const;

export const Interpretation = z
  .strictObject({
    id: id("Id of the interpretation."),
    by: text("The body or party that gave it: an id, or a name."),
    date: day("When it was given."),
    clause: id("Id of the clause that it is about."),
    text: text("What it says, in words."),
    effect: z
      .enum(EFFECTS)
      .describe(
        "What it does to the clause: covers (what is named below falls under it), does-not-cover, exempts, confirms (as it was read before), none (shown only).",
      ),
    acts: acts.optional().describe("The acts that it speaks of; left out: all acts of the clause."),
    activities: activities.optional().describe("The activities that it speaks of."),
    objects: z.array(objectKind).min(1).optional().describe("The kinds of object that it speaks of."),
    weapons: z.array(Weapon).min(1).optional().describe("The weapons that it speaks of."),
    from: moment("From when it is applied; left out: from the clause's own beginning.").optional(),
    note,
    ...sourced,
  })
  .describe("How a named body reads a clause. The evaluation uses it, and shows it.");

export const Amends = z
  .strictObject({
    agreement: id("Id of the agreement that is amended."),
    file: text("Its file beside this one, such as agreement.yaml."),
    from: moment("From when the amendment applies."),
    removes: oneOrMany(id("Id of a clause of that agreement."))
      .optional()
      .describe("Clauses that end. Clauses of this file with the id of one there replace it; others are added."),
    note,
    ...sourced,
  })
  .describe("This file amends an earlier agreement: its names are known here, and its clauses go on.");

export const Version = z
  .strictObject({
    id: id("Id of the version."),
    date: day("Its date."),
    status: text("What it was: draft, signed, as amended."),
    note,
    ...sourced,
  })
  .describe("A version of the text.");
