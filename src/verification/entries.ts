import { z } from "zod";
import type { FulfilmentStatement } from "../assessment/obligation.ts";
import type { QuietConfirmation } from "../assessment/record-known.ts";
import type { Millis } from "../units.ts";
import type { CaseStep } from "./cases.ts";
import { ACTS_OF_CASES, SUBJECTS } from "./machines.ts";

const name = z.string().min(1).max(200);
const words = z.string().max(20_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const entry = z.strictObject({ index: z.int().min(0), commitment: hash });
const instant = z.int().min(-8.64e15).max(8.64e15) as unknown as z.ZodType<Millis>;
const dissent = z.array(z.strictObject({ by: name, words })).max(1_000);

const remedy = z.strictObject({
  addressee: name,
  act: words.min(1),
  /** How many, where, how far, in words: a remedy that cannot be checked is refused by leaving one of these out. */
  quantity: words.min(1),
  place: words.min(1),
  due: instant.nullable(),
  verifiedHow: words.min(1),
});

/** Opens a case, or moves one on. Which moves are allowed, the machines say (machines.ts); none is made by a machine. */
export const caseEntry = {
  kind: "case",
  version: 1,
  schema: z
    .strictObject({
      /** The party or body in whose name it is done; the author stands in the envelope. */
      by: name,
      words,
      dissent,
      evidence: z.array(hash).max(1_000),
      opens: z
        .strictObject({
          subject: z.enum(SUBJECTS),
          agreement: name,
          clauses: z.array(name).max(1_000),
          incidents: z.array(hash).max(10_000),
          /** The entry that opened the case from which this one follows. */
          from: entry.nullable(),
          remedy: remedy.exactOptional(),
          attribution: z.strictObject({ actor: name, standard: name }).nullable().exactOptional(),
        })
        .nullable(),
      move: z.strictObject({ after: entry, act: z.enum(ACTS_OF_CASES) }).nullable(),
    })
    .refine((e) => (e.opens === null) !== (e.move === null), "expected either opens or move")
    .refine((e) => (e.opens?.subject === "remedy") === (e.opens?.remedy !== undefined), {
      message: "a remedy, and nothing else, says who is to do what, how much, where, by when and how it is verified",
      path: ["opens", "remedy"],
    }),
  migrations: {},
  examples: {},
} as const;

/**
 * A statement of how far an obligation has come. Whose it is decides what it is worth: the verification body's decides,
 * a party's own is a claim and decides nothing.
 */
export const statementEntry = {
  kind: "statement",
  version: 2,
  schema: z.strictObject({
    agreement: name,
    clause: name,
    /** Whose duty it speaks of. */
    party: name,
    /** The incident that the duty follows, by its working id; null: it speaks of the duty as a whole. */
    incident: hash.nullable(),
    /** The body or party that states it. */
    body: name,
    progress: z.enum(["fulfilled", "partly", "not-fulfilled", "cannot-verify"]),
    /** The moment that it speaks of. */
    asOf: instant,
    /** How much is done, 0 to 1; null: not stated. */
    share: z.number().min(0).max(1).nullable(),
    place: words,
    words,
    evidence: z.array(hash).max(1_000),
  }),
  migrations: { 2: (before: unknown) => ({ ...(before as object), incident: null }) },
  examples: {
    2: [
      { clause: "2", party: "side-a" },
      { clause: "2", party: "side-a", incident: null },
    ],
  },
} as const;

/**
 * A body confirms that it was quiet, where a clause counts quiet days: nobody else's watching is needed for these days.
 * Whom the text names may confirm; where it names nobody, any body that is no party.
 */
export const quietEntry = {
  kind: "quiet",
  version: 1,
  schema: z
    .strictObject({
      agreement: name,
      /** The clause whose moment asks for quiet days; its zones say where. */
      clause: name,
      /** The body that confirms it. */
      body: name,
      from: instant,
      until: instant,
      words,
      evidence: z.array(hash).max(1_000),
    })
    .refine((q) => q.from < q.until, { message: "expected a moment after from", path: ["until"] }),
  migrations: {},
  examples: {},
} as const;

/** The confirmation that an entry makes. @param id its commitment */
export const quietConfirmationOf = (body: z.output<typeof quietEntry.schema>, id: string): QuietConfirmation => ({
  id,
  clause: body.clause,
  by: body.body,
  from: body.from,
  until: body.until,
});

/** The step that an entry makes. @param id its commitment @param stated the time that its envelope states */
export function caseStepOf(
  body: z.output<typeof caseEntry.schema>,
  id: string,
  author: string,
  stated: Millis,
): CaseStep {
  const { by, words: said, opens, move } = body;
  return {
    id,
    author,
    stated,
    by,
    words: said,
    dissent: body.dissent,
    opens: opens && { ...opens, from: opens.from?.commitment ?? null },
    move: move && { after: move.after.commitment, act: move.act },
  };
}

/** The statement that an entry makes. @param id its commitment */
export const fulfilmentOf = (body: z.output<typeof statementEntry.schema>, id: string): FulfilmentStatement => ({
  id,
  clause: body.clause,
  party: body.party,
  by: body.body,
  progress: body.progress,
  asOf: body.asOf,
  ...(body.share !== null && { share: body.share }),
  ...(body.incident !== null && { incident: body.incident }),
  words: body.words,
});
