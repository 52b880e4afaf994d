import { z } from "zod";
import { COUNT_UNITS } from "../observation/count.ts";
import { ACTIVITIES } from "../observation/observation.ts";
import { ACTS, WEAPONS, type WeaponClass } from "../observation/taxonomy.ts";
import { day, id, length, moment, note, oneOrMany, sourced, text } from "./schema-words.ts";

/** The parts that prohibitions and obligations share, and what an obligation can be. */

const act = z.enum(ACTS).describe("Kind of act in the taxonomy; it covers those below it.");
export const acts = z.array(act).min(1, "name at least one act");
export const activities = z
  .array(z.enum(ACTIVITIES).exclude(["unknown"]).describe("Kind of activity in the taxonomy."))
  .min(1, "name at least one activity");

const weaponClass = z
  .enum(Object.keys(WEAPONS) as [WeaponClass, ...WeaponClass[]])
  .describe("Weapon class of the taxonomy.");

export const Weapon = z
  .strictObject({
    class: oneOrMany(weaponClass).describe("Weapon class of the taxonomy, or a list of classes."),
    "calibre-mm": z
      .strictObject({
        min: z.number().gt(0, "must be more than 0").optional().describe("Smallest calibre covered."),
        max: z.number().gt(0, "must be more than 0").optional().describe("Largest calibre covered."),
      })
      .optional()
      .describe("Calibres covered, both ends included."),
    family: oneOrMany(text("A family."))
      .optional()
      .describe("Only models of this family: those whose name holds these words, as Tochka holds Tochka-U."),
    models: z
      .array(text("A model."))
      .min(1)
      .optional()
      .describe("Only these models of the class; upper and lower case alike."),
  })
  .describe("A kind of weapon that the clause covers.");

/** Distance from the line of the party that acts: width and per side are both stored. */
export const Within = z.strictObject({
  line: oneOrMany(id("Id of a line.")).describe("The line, or the lines of several parties: each is held by its own."),
  "per-side-km": z.number().gt(0, "must be more than 0").describe("Distance of one side from the line, in km."),
  "width-km": z
    .number()
    .gt(0, "must be more than 0")
    .optional()
    .describe("Width of the zone between both sides: twice per-side-km."),
});

const count = z
  .strictObject({
    min: z.number().min(0, "must be 0 or more").optional().describe("At least so many."),
    max: z.number().min(0, "must be 0 or more").optional().describe("At most so many."),
    unit: z.enum(COUNT_UNITS).optional().describe("Unit of the count; left out: persons or pieces as the words say."),
  })
  .describe("How many, with rival or open figures as an interval.");

const share = z.number().min(0, "must be 0 to 1").max(1, "must be 0 to 1");

/** Days of quiet in a row, which begin again after every event of the kinds named. */
export const Quiet = z
  .strictObject({
    "quiet-days": z
      .int()
      .min(1, "must be 1 or more")
      .max(3660, "must be 3660 or less")
      .describe("So many days in a row."),
    since: moment("From when the days are counted."),
    inside: oneOrMany(id("Zone id.")).optional().describe("The zone that must be quiet; left out: everywhere."),
    "resets-on": acts.optional().describe("Acts after which the count begins again; left out: fire and explosion."),
    "confirmed-by": id("Who confirms the quiet: a party, third party or body.").optional(),
    plus: length("Added once the quiet days are over.").optional(),
  })
  .describe("The end of a number of quiet days, counted afresh after every event.");

export const momentOrQuiet = (description: string) =>
  z
    .union([moment(description), Quiet])
    .describe(`${description} A moment, or days of quiet that begin again on an event.`);

const Step = z
  .strictObject({
    id: id("Id of the step; unique within the clause."),
    what: text("What this step asks.").optional(),
    by: momentOrQuiet("By when.").optional(),
    share: share.optional().describe("Share of the whole that must be done by then, 0 to 1."),
    count: count.optional(),
    ...sourced,
  })
  .describe("A step on the way.");

const Progress = z
  .strictObject({
    "as-of": day("As of which day.").optional(),
    share: share.optional().describe("Share that is done, 0 to 1, as the source says."),
    count: count.optional(),
    says: text("What the source says."),
    note,
    ...sourced,
  })
  .describe("How far it has come, as a source says.");

const common = {
  duty: text("What must be done, in one sentence that begins with a verb."),
  weapons: z.array(Weapon).min(1).optional().describe("Weapons that the duty speaks of; any of these."),
  "as-defined": oneOrMany(id("Id of an entry of definitions."))
    .optional()
    .describe("Definitions whose weapons, acts and activities are meant here too."),
  forces: text("Forces or people that the duty speaks of.").optional(),
  objects: id("Id of an entry of objects.").optional().describe("The list of objects that the duty speaks of."),
  count: count.optional(),
  "start-by": momentOrQuiet("By when it must have begun.").optional(),
  deadline: momentOrQuiet("By when it must be done.").optional(),
  every: length("The duty comes back after so long.").optional(),
  steps: z.array(Step).min(1).optional().describe("Steps on the way, in order."),
  evidence: z
    .array(text("A kind of evidence."))
    .min(1)
    .optional()
    .describe("What must be shown for it to count as done."),
  "verified-by": oneOrMany(id("A party, third party or body.")).optional().describe("Who verifies that it is done."),
  progress: z
    .union([text("How far it has come, as sources say."), z.array(Progress).min(1)])
    .optional()
    .describe("How far it has come, as sources say: words, or a list of dated reports."),
};

const zones = (description: string) => oneOrMany(id("Zone id.")).optional().describe(description);

export const OBLIGATIONS = [
  "withdraw-by",
  "deploy-by",
  "dismantle",
  "report-by",
  "grant-access",
  "refrain",
  "other",
] as const;

export const Obliges = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        ...common,
        kind: z.literal("withdraw-by"),
        from: zones("Zones to be left."),
        beyond: Within.optional().describe("Withdrawn is what stands farther than this from the line of its side."),
        storage: zones("Storage sites; a weapon beyond the line counts as withdrawn only in one of its own side."),
      })
      .describe("Weapons or forces are withdrawn."),
    z
      .strictObject({ ...common, kind: z.literal("deploy-by"), to: zones("Zones to deploy to.") })
      .describe("Forces or monitors are deployed."),
    z
      .strictObject({ ...common, kind: z.literal("dismantle"), inside: zones("Zones that are cleared.") })
      .describe("Positions, sites or mines are removed."),
    z
      .strictObject({
        ...common,
        kind: z.literal("report-by"),
        to: oneOrMany(id("A party, third party or body.")).optional().describe("To whom the report goes."),
      })
      .describe("Something is reported, once or again and again."),
    z
      .strictObject({
        ...common,
        kind: z.literal("grant-access"),
        to: oneOrMany(id("A party, third party or body.")).optional().describe("Who is let in."),
        inside: zones("Zones to be opened."),
      })
      .describe("Access is granted."),
    z
      .strictObject({ ...common, kind: z.literal("refrain"), acts: acts.optional().describe("Acts to refrain from.") })
      .describe("Something is not done; a prohibition that no incident can show."),
    z
      .strictObject({
        ...common,
        kind: z.literal("other").optional().describe("Any other duty; may be left out."),
      })
      .describe("Any other duty."),
  ])
  .describe("What must be done.");

export type WrittenObligation = z.infer<typeof Obliges>;
