import { z } from "zod";
import { twoPeople } from "../access/two-people.ts";
import { TRIGGERS } from "../agreement/guarantee-schema.ts";
import { MODALITIES, VOICES } from "../agreement/schema-words.ts";

const name = z.string().min(1).max(200);
const words = z.string().max(20_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const index = z.int().min(0);
/** An instant in ms since 1970 UTC: when the thing itself was, not when it was entered. */
const at = z.int().min(-8.64e15).max(8.64e15);
/** An earlier entry, by index in its log and by id: the commitment of its envelope. */
const entry = z.strictObject({ index, commitment: hash });

/** Who said it to whom, first to last, and how firmly. */
const said = z.strictObject({
  chain: z.array(name).min(1).max(20),
  words,
  voice: z.enum(VOICES),
  modality: z.enum(MODALITIES),
});

const inLadder = { agreement: name, at };
/** `run` is the entry that started the clock. */
const ofRun = { ...inLadder, run: entry };
const ofCommitment = { agreement: name, commitment: name, at };

const body = z.discriminatedUnion("guarantee", [
  /** Starts a ladder's clock at `at`, on a determination that people made; by two people. */
  z.strictObject({ guarantee: z.literal("start"), ...inLadder, ladder: name, determination: entry, people: twoPeople }),
  z.strictObject({ guarantee: z.literal("pause"), ...ofRun }),
  z.strictObject({ guarantee: z.literal("resume"), ...ofRun }),
  /** People find that the condition of a step holds. */
  z.strictObject({ guarantee: z.literal("condition"), ...ofRun, step: name, by: name }),
  z.strictObject({
    guarantee: z.literal("step"),
    ...ofRun,
    step: name,
    was: z.enum(["taken", "waived", "fallback-taken"]),
    by: name,
    evidence: z.array(hash),
  }),
  z.strictObject({ guarantee: z.literal("stand-down"), ...ofRun, by: name }),
  /** Somebody claims that a commitment's trigger has come. */
  z.strictObject({ guarantee: z.literal("claim"), ...ofCommitment, trigger: z.enum(TRIGGERS), by: name, words }),
  /** A commitment is called in, on a determination of its activation. */
  z.strictObject({ guarantee: z.literal("call-in"), ...ofCommitment, trigger: z.enum(TRIGGERS), determination: entry }),
  z.strictObject({
    guarantee: z.literal("deliver"),
    ...ofCommitment,
    what: words.min(1),
    share: z.enum(["part", "whole"]),
    /** Proof, kept as evidence. Without any it is claimed; with it, it waits until the mission has looked at it. */
    evidence: z.array(hash),
  }),
  /** A guarantor hands in a file as proof; it moves nothing until a delivery names it and the mission confirms that. */
  z.strictObject({ guarantee: z.literal("proof"), ...ofCommitment, evidence: z.array(hash).min(1).max(100) }),
  /** The mission looked at the proof of a delivery. Never by who entered the delivery. */
  z.strictObject({
    guarantee: z.literal("confirm"),
    ...ofCommitment,
    delivery: entry,
    finding: z.enum(["confirmed", "not-confirmed"]),
    by: name,
  }),
  z.strictObject({ guarantee: z.literal("firmness"), ...ofCommitment, modality: z.enum(MODALITIES), said }),
  z.strictObject({
    guarantee: z.literal("end"),
    ...ofCommitment,
    how: z.enum(["voided", "lapsed", "refused"]),
    by: name,
    words,
  }),
  z.strictObject({ guarantee: z.literal("restore"), ...ofCommitment, by: name, words }),
  z.strictObject({
    guarantee: z.literal("position"),
    agreement: name,
    at,
    holder: name,
    on: name,
    says: words.min(1),
    said,
  }),
  z.strictObject({
    guarantee: z.literal("candidate"),
    agreement: name,
    at,
    question: name,
    value: name,
    says: words.min(1),
    said,
  }),
  z.strictObject({
    guarantee: z.literal("settle"),
    agreement: name,
    at,
    question: name,
    value: name,
    text: name,
    by: name,
  }),
  z.strictObject({ guarantee: z.literal("reopen"), agreement: name, at, question: name, by: name }),
  z.strictObject({ guarantee: z.literal("outcome"), agreement: name, at, expectation: name, says: words.min(1), said }),
]);

/** What people record of the guarantees. Exercise or real stands in the payload's frame, and the two never cross. */
export const guaranteeEntry = { kind: "guarantee", version: 1, schema: body, migrations: {}, examples: {} } as const;

export type GuaranteeBody = z.output<typeof body>;
export type Act<K extends GuaranteeBody["guarantee"]> = Extract<GuaranteeBody, { guarantee: K }>;
export type Said = z.output<typeof said>;
