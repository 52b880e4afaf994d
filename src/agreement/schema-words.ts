import { z } from "zod";
import { parseInstant } from "../time/day.ts";
import { parseLength, parseMoment } from "./moment-text.ts";

/** The words of the language that every section shares: ids, text, moments, sources, positions. */

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

export const text = (description: string) => z.string().min(1, "must not be empty").describe(description);

/**
 * Ids may hold letters of any script, digits and . _ -: everything but blanks and other punctuation. Written without
 * \p{L}, as not every editor reads patterns of a JSON Schema as Unicode ones.
 */
// oxlint-disable-next-line no-control-regex -- control characters are kept out of ids
const ID_PATTERN = /^[^\x00-,/:-@[-^`{-\xa0\u2000-\u206f\u3000\ufeff]+$/;
export const id = (description: string) =>
  z
    .string()
    .regex(ID_PATTERN, "an id holds letters, digits, dots, dashes and underscores, and no blanks")
    .max(80, "an id has at most 80 characters")
    .describe(description);

export const instant = (description: string) =>
  z
    .string()
    .refine((s) => parseInstant(s) !== null, {
      error: (issue) =>
        `expected a moment with its offset, such as 2025-04-19T18:00+03:00, saw ${JSON.stringify(issue.input)}`,
    })
    .describe(`${description} Date, T, time, and an offset or Z: 2025-04-19T18:00+03:00.`);

/** What to say of a text that is no moment: a date alone lacks its offset, anything else is neither kind. */
const momentError = (seen: unknown, also = ""): string =>
  `expected ${also}a moment with its offset, such as 2025-04-19T18:00+03:00${typeof seen === "string" && /^\d{4}-/.test(seen) ? "" : ', or one counted from another, such as "EIF + 14 d", "event ID + 24 h", "due CLAUSE"'}, saw ${JSON.stringify(seen)}`;

const MOMENT_HELP =
  "Absolute (2025-04-19T18:00+03:00), or relative: EIF + 14 d; event ID + 24 h; notice ID; due CLAUSE; done CLAUSE; incident + 72 h. Days, weeks and months by the mission's calendar, h and min by the clock.";

/** A moment as written: absolute, or counted from the entry into force, an event, a notice, a clause or an incident. */
export const moment = (description: string) =>
  z
    .string()
    .refine((s) => parseMoment(s) !== null, { error: (issue) => momentError(issue.input) })
    .describe(`${description} ${MOMENT_HELP}`);

/** A moment, or the word always. */
export const momentOrAlways = (description: string) =>
  z
    .string()
    .refine((s) => s === "always" || parseMoment(s) !== null, {
      error: (issue) => momentError(issue.input, "always, or "),
    })
    .describe(`${description} always, or ${MOMENT_HELP}`);

/** A length of time as written: "24 h", "14 d", "6 months". */
export const length = (description: string) =>
  z
    .string()
    .refine((s) => parseLength(s) !== null, {
      error: (issue) =>
        `expected a length of time such as 30 min, 24 h, 14 d, 2 w or 6 months, saw ${JSON.stringify(issue.input)}`,
    })
    .describe(`${description} As 30 min, 24 h, 14 d, 2 w or 6 months.`);

export const day = (description: string) =>
  z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "expected a date as YYYY-MM-DD, YYYY-MM or YYYY")
    .describe(`${description} YYYY-MM-DD, or as much of it as is known.`);

export const clock = (description: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "expected a time of day as HH:MM, in quotes")
    .describe(`${description} HH:MM on the clocks of the zone.`);

export const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1, "must not be empty")]);

/** What any value rests on: spread into the object of every thing that a source can back. */
export const sourced = {
  source: oneOrMany(id("Id of an entry of sources.")).optional().describe("One source id, or a list of them."),
  words: text("The words as the source gives them.").optional(),
  voice: z.enum(VOICES).optional().describe("Whose voice the words are in."),
  modality: z.enum(MODALITIES).optional().describe("How firm the words are."),
};

export const note = text("Anything a reader should know.").optional();

export const position = z
  .tuple([z.number(), z.number()])
  .describe("A position as [longitude, latitude] in degrees, WGS 84, longitude first as in GeoJSON.");

/** Words by language code: {en: ..., uk: ...}. */
export const byLanguage = (description: string) =>
  z
    .record(
      z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "expected a language code, such as en or ru"),
      text("Words."),
    )
    .describe(description);
