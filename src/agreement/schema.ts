import { z } from "zod";
import type { Json } from "../canonical.ts";
import { COUNT_UNITS } from "../observation/count.ts";
import { ACTIVITIES, OBJECT_KINDS } from "../observation/observation.ts";
import { ACTS, type ActId, WEAPONS, type WeaponClass } from "../observation/taxonomy.ts";
import { parseInstant } from "../time/day.ts";

/**
 * The one definition of agreement files: the parser checks against it, and the published JSON Schema is made from it.
 * It says what can be written; what names refer to, and what makes no sense together, is in check.ts.
 */

/** What a clause can be agreed to be (domain.md b, interpretive status). */
export const STANDINGS = ["agreed", "disputed", "side-letter", "unseen"] as const;
/** Sets of country borders that a map can draw where the agreement names one. */
export const BOUNDARY_SETS = ["natural-earth"] as const;
export const STATUSES = ["draft", "reported", "unilateral", "signed", "in-force", "expired"] as const;
export const THIRD_PARTY_ROLES = ["guarantor", "contributor", "observer", "facilitator"] as const;
export const VOICES = ["quote", "paraphrase", "outlet", "document"] as const;
export const MODALITIES = [
  "undecided",
  "hoped",
  "expected",
  "scheduled",
  "signalled",
  "draft",
  "announced",
  "committed",
  "signed",
  "in-force",
] as const;
export const ZONE_KINDS = [
  "buffer",
  "disengagement",
  "security",
  "no-fly",
  "maritime",
  "safe-passage",
  "storage",
  "restricted-object",
  "settlement",
  "area",
] as const;
/** What a notice can announce besides the activities and acts of the taxonomy. */
export const NOTICE_ACTIVITIES = [
  ...ACTIVITIES.filter((a) => a !== "unknown"),
  ...ACTS.filter((a) => a !== "undetermined" && a !== "thermal" && a !== "alert"),
  "repair",
  "localised-ceasefire",
] as const;

const text = (description: string) => z.string().min(1, "must not be empty").describe(description);

/**
 * Ids may hold letters of any script, digits and . _ -: everything but blanks and other punctuation. Written without
 * \p{L}, as not every editor reads patterns of a JSON Schema as Unicode ones.
 */
// oxlint-disable-next-line no-control-regex -- control characters are kept out of ids
const ID_PATTERN = /^[^\x00-,/:-@[-^`{-\xa0\u2000-\u206f\u3000\ufeff]+$/;
const id = (description: string) =>
  z
    .string()
    .regex(ID_PATTERN, "an id holds letters, digits, dots, dashes and underscores, and no blanks")
    .max(80, "an id has at most 80 characters")
    .describe(description);

const instant = (description: string) =>
  z
    .string()
    .refine((s) => parseInstant(s) !== null, {
      error: (issue) =>
        `expected a moment with its offset, such as 2025-04-19T18:00+03:00, saw ${JSON.stringify(issue.input)}`,
    })
    .describe(`${description} Date, T, time, and an offset or Z: 2025-04-19T18:00+03:00.`);

const day = (description: string) =>
  z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "expected a date as YYYY-MM-DD, YYYY-MM or YYYY")
    .describe(`${description} YYYY-MM-DD, or as much of it as is known.`);

const clock = (description: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "expected a time of day as HH:MM, in quotes")
    .describe(`${description} HH:MM on the clocks of the zone.`);

const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1, "must not be empty")]);

const sourced = {
  source: oneOrMany(id("Id of an entry of sources.")).optional().describe("One source id, or a list of them."),
  words: text("The words as the source gives them.").optional(),
  voice: z.enum(VOICES).optional().describe("Whose voice the words are in."),
  modality: z.enum(MODALITIES).optional().describe("How firm the words are."),
};

const position = z
  .tuple([z.number(), z.number()])
  .describe("A position as [longitude, latitude] in degrees, WGS 84, longitude first as in GeoJSON.");
const ring = z.array(position);

const filePart = z
  .string()
  .describe("A feature of a GeoJSON file beside this one: parts/zones.geojson#featureId.")
  .optional();

const Party = z
  .strictObject({ id: id("Short id, used everywhere else in the file."), name: text("Full name."), ...sourced })
  .describe("A party to the agreement.");

const ThirdParty = z
  .strictObject({
    id: id("Short id."),
    name: text("Full name."),
    role: z.enum(THIRD_PARTY_ROLES).describe("Each role carries other duties; they are never merged."),
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
    note: text("Anything a reader should know.").optional(),
  })
  .describe("A source that values of this file can cite by its id.");

const Reading = z
  .strictObject({
    reading: id("Id of the reading; chosen with FILE#ID."),
    by: text("Who reads it so: a party id, or a name."),
    from: instant("First moment in force."),
    until: instant("First moment no longer in force; left out: open.").optional(),
    note: text("Anything a reader should know.").optional(),
    ...sourced,
  })
  .describe("One reading of when the agreement is in force. Rival readings stand side by side and each is assessed.");

const Circle = z.strictObject({
  centre: position,
  "radius-km": z.number().gt(0, "must be more than 0").max(2000, "must be 2000 or less").describe("Radius in km."),
});

const Zone = z
  .strictObject({
    id: id("Id of the zone."),
    name: text("Name of the zone.").optional(),
    kind: z.enum(ZONE_KINDS).optional().describe("What the zone is for; area is plain geography."),
    polygon: ring.optional().describe("One outer ring of positions; the closing position may be left out."),
    polygons: z
      .union([z.array(ring), z.array(z.array(ring))])
      .optional()
      .describe("Several outer rings, or polygons with holes as in a GeoJSON MultiPolygon."),
    circle: Circle.optional().describe("All positions within radius-km of the centre."),
    file: filePart,
    "as-of": day("The date as of which the zone is drawn so.").optional(),
    note: text("Anything a reader should know.").optional(),
    ...sourced,
  })
  .describe("An area. Exactly one of polygon, polygons, circle and file.");

const Line = z
  .strictObject({
    id: id("Id of the line."),
    name: text("Name of the line.").optional(),
    "applies-to": z.array(id("Party id.")).min(1, "name at least one party").describe("The parties it is drawn for."),
    "as-of": day("The date as of which the line is drawn so.").optional(),
    positions: z.array(position).optional().describe("The positions of the line, in order."),
    file: filePart,
    note: text("Anything a reader should know.").optional(),
    ...sourced,
  })
  .describe("A reference line of one or several parties. Exactly one of positions and file.");

const objectKind = z.enum(OBJECT_KINDS).describe("Kind of object in the taxonomy.");
const ObjectList = z
  .strictObject({
    id: id("Id of the list."),
    kinds: z.array(objectKind).min(1, "name at least one kind").describe("Kinds that the text protects."),
    lacks: z
      .array(objectKind)
      .optional()
      .describe("Kinds for which the list has no place data, or of which the text does not speak."),
    facilities: z
      .array(
        z.strictObject({
          id: id("Id of the facility."),
          name: text("Name of the facility."),
          kind: objectKind,
          position: position.optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("Named facilities, for the map and the reader. Nothing is ever taken as hit because it is near one."),
    note: text("Anything a reader should know.").optional(),
    ...sourced,
  })
  .describe("A list of protected objects.");

const Notice = z
  .strictObject({
    id: id("Id of the notice."),
    by: id("Id of the party that gave it."),
    given: instant("When it was given."),
    from: instant("First moment of the activity."),
    until: instant("First moment after the activity."),
    zone: id("Id of the zone of the activity.").optional(),
    activity: z.enum(NOTICE_ACTIVITIES).describe("What was announced."),
    note: text("Anything a reader should know.").optional(),
    ...sourced,
  })
  .describe("A prior notice given under the agreement.");

const act = z.enum(ACTS);
const acts = z.array(act).min(1, "name at least one act");

const Weapon = z
  .strictObject({
    class: z.enum(Object.keys(WEAPONS) as [WeaponClass, ...WeaponClass[]]).describe("Weapon class of the taxonomy."),
    "calibre-mm": z
      .strictObject({
        min: z.number().gt(0, "must be more than 0").optional().describe("Smallest calibre covered."),
        max: z.number().gt(0, "must be more than 0").optional().describe("Largest calibre covered."),
      })
      .optional()
      .describe("Calibres covered, both ends included."),
    models: z
      .array(text("A model."))
      .min(1)
      .optional()
      .describe("Only these models of the class; upper and lower case alike."),
  })
  .describe("A kind of weapon that the clause covers.");

const Prohibits = z.strictObject({
  acts: acts.describe("Kinds of act; a kind covers those below it (fire covers fire.sniper)."),
  activities: z
    .array(z.enum(ACTIVITIES).exclude(["unknown"]))
    .min(1, "name at least one activity")
    .optional()
    .describe("Only where it was one of these activities, as a source states: live-fire-exercise for a training ban."),
  weapons: z.array(Weapon).min(1).optional().describe("Only with any of these weapons."),
  objects: id("Id of an entry of objects.")
    .optional()
    .describe("Only where an object of that list was hit, as a source states."),
  within: z
    .strictObject({
      line: oneOrMany(id("Id of a line.")).describe(
        "The line, or the lines of several parties: each is held by its own.",
      ),
      "per-side-km": z.number().gt(0, "must be more than 0").describe("Distance of one side from the line, in km."),
      "width-km": z.number().gt(0).optional().describe("Width of the zone between both sides: twice per-side-km."),
    })
    .optional()
    .describe("Only nearer than this to the line."),
});

const Obliges = z.strictObject({
  duty: text("What must be done."),
  deadline: instant("By when.").optional(),
  progress: text("How far it has come, as sources say.").optional(),
});

const Permits = z.strictObject({
  what: text("What may be done."),
  acts: acts.optional().describe("Kinds of act that it speaks of."),
});

const Where = z
  .strictObject({
    inside: oneOrMany(id("Zone id.")).optional().describe("Inside any of these zones."),
    outside: oneOrMany(id("Zone id.")).optional().describe("Outside all of these zones."),
    within: z
      .strictObject({ line: id("Line id."), km: z.number().gt(0, "must be more than 0").describe("Distance in km.") })
      .optional()
      .describe("Nearer than km to the line."),
  })
  .describe("Where the clause applies. Several keys: all must hold.");

const When = z
  .strictObject({
    from: z
      .string()
      .refine((s) => s === "always" || parseInstant(s) !== null, {
        error: (issue) =>
          `expected always, or a moment with its offset, such as 2025-04-19T18:00+03:00, saw ${JSON.stringify(issue.input)}`,
      })
      .optional()
      .describe(
        "First moment of the clause besides the reading's own window; always: the clause is not bound to that window.",
      ),
    until: instant("First moment after the clause.").optional(),
    hours: z
      .strictObject({
        from: clock("Daily beginning."),
        until: clock("Daily end; earlier than from means past midnight."),
        zone: text("IANA zone, such as Europe/Kyiv."),
      })
      .optional()
      .describe("Only at these hours of each day."),
  })
  .describe("When the clause applies.");

const common = {
  id: id("Id of the exception; unique within the clause."),
  note: text("Anything a reader should know.").optional(),
  scope: z.enum(["agreed", "disputed"]).optional().describe("Whether the parties agree on how far it reaches."),
  ...sourced,
};
const Exception = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("self-defence") }),
  z.strictObject({
    ...common,
    kind: z.literal("activity"),
    activities: z
      .array(z.enum(ACTIVITIES).exclude(["unknown"]))
      .min(1, "name at least one activity")
      .describe("Activities that are exempt."),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("prior-notice"),
    "lead-hours": z.number().min(0, "must be 0 or more").describe("Hours by which the notice must come before."),
  }),
  z.strictObject({ ...common, kind: z.literal("localised-ceasefire"), zone: id("Zone id.").optional() }),
]);

const Clause = z
  .strictObject({
    id: id("Id of the clause."),
    title: text("What it says in a few words."),
    reference: text("Where it stands in the text: para. 1, art. 4(2)."),
    text: z
      .record(
        z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "expected a language code, such as en or ru"),
        text("Words."),
      )
      .optional()
      .describe("The clause's words by language code."),
    authentic: z.array(z.string()).optional().describe("The languages of text that are the authentic text."),
    subject: z.array(id("Party id.")).min(1, "name at least one party").describe("Who is bound."),
    standing: z.enum(STANDINGS).describe("How firm the clause is."),
    prohibits: Prohibits.optional().describe("What must not happen."),
    obliges: Obliges.optional().describe("What must be done. Listed; not assessed yet."),
    permits: Permits.optional().describe("What may be done. Listed; not assessed yet."),
    where: Where.optional(),
    when: When.optional(),
    threshold: z
      .strictObject({
        "min-count": z.int().min(1, "must be 1 or more").describe("At least so many."),
        unit: z.enum(COUNT_UNITS).describe("Unit of the count."),
      })
      .optional()
      .describe("Only from this count on."),
    except: z.array(Exception).optional().describe("Exceptions; any of them exempts."),
    positions: z
      .array(z.strictObject({ party: id("Id of a party or third party."), says: text("What it holds."), ...sourced }))
      .optional()
      .describe("What each party says of the clause."),
    note: text("Anything a reader should know.").optional(),
    ...sourced,
  })
  .describe("A clause. Exactly one of prohibits, obliges and permits.");

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
        note: text("Anything a reader should know.").optional(),
        ...sourced,
      })
      .describe("The agreement itself."),
    sources: z.record(id("Source id."), Source).optional().describe("Sources by id."),
    "in-force": z.array(Reading).optional().describe("Readings of when it is in force."),
    zones: z.array(Zone).optional().describe("Areas that clauses speak of."),
    lines: z.array(Line).optional().describe("Reference lines of the parties."),
    objects: z.array(ObjectList).optional().describe("Lists of protected objects."),
    notices: z.array(Notice).optional().describe("Prior notices given under the agreement."),
    terms: z.array(Clause).min(1, "write at least one clause").describe("The clauses."),
  })
  .describe("One agreement or framework, readable by a lawyer, checked by a machine.");

/** An agreement file as written, once it has passed the schema. */
export type AgreementFile = z.infer<typeof AgreementFile>;
export type WrittenClause = z.infer<typeof Clause>;
export type WrittenException = z.infer<typeof Exception>;

/** Sensor readings and warnings: never acts that anybody could do or forbid. */
export const NEVER_ACTS: readonly ActId[] = ["thermal", "alert"];

/** Keys of the full language (design.md section 4) that this version does not know yet. */
export const NOT_YET: readonly string[] = [
  "commitments",
  "contingents",
  "expectations",
  "meetings",
  "questions",
  "relations",
  "response",
  "verification",
  "versions",
  "progress",
  "side",
  "family",
  "verification-body",
  "altitude",
];

/** The published JSON Schema (draft 2020-12) of agreement files; every key carries its description for editors. */
export const jsonSchema = (): Json => ({
  ...(z.toJSONSchema(AgreementFile, { target: "draft-2020-12", io: "input" }) as { [key: string]: Json }),
  title: "Trucekeeper agreement file",
});
