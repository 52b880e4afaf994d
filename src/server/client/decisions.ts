import { z } from "zod";
import { RELEASE_GROUPS } from "../../access/audience.ts";
import { STRENGTHS, type Strength } from "../../assessment/assessment.ts";
import { ACTIVITIES, OBJECT_KINDS } from "../../observation/observation.ts";
import { ACTS } from "../../observation/taxonomy.ts";
import { hazardFields } from "../../publication/hazard.ts";

export type { Permission } from "../../access/roles.ts";

/**
 * What people decide, as it is asked for, and what they are answered. The server adds to it what it showed: members,
 * basis and agreement. A decision marked "two people" stands as pending until another person confirms it; the entry is
 * made then, in both their names.
 */

const id = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const blob = z.string().regex(/^[0-9a-f]{32}$/, "expected a sealed blob's id, 32 lower-case hex digits");
const name = z.string().trim().min(1).max(200);
const words = z.string().trim().max(5_000);
const said = words.min(1);

/** An entry of the mission's log as it was shown: by its place, and by what it commits to. */
export const EntryCited = z.strictObject({ index: z.number().int().min(0), commitment: id });

const on = {
  incident: id,
  /** Indexes of the decisions about it that the maker saw: where another came in between, nothing is appended. */
  seen: z.array(z.number().int().min(0)).max(10_000),
};
const dissent = z
  .array(z.strictObject({ by: name, words }))
  .max(20)
  .default([]);
const evidence = z.array(id).max(100).default([]);
/** When it was, where that is not now. */
const at = z.number().int().min(-8.64e15).max(8.64e15).optional();
const people = z
  .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected a pseudonymous id"))
  .max(1_000)
  .default([]);

const choices = [
  z.strictObject({ decision: z.literal("verify"), ...on, finding: z.enum(["confirmed", "not-confirmed"]) }),
  z.strictObject({ decision: z.literal("reject"), ...on }),
  z.strictObject({ decision: z.literal("attribute"), ...on, actor: name, standard: name, dissent }),
  z.strictObject({ decision: z.literal("dispute"), ...on, entry: EntryCited, by: name, grounds: said }),
  z.strictObject({
    decision: z.literal("assess-actor"),
    ...on,
    actor: name,
    strength: z.enum(Object.keys(STRENGTHS) as [Strength, ...Strength[]]),
    /** What it rests on, and what would change it. */
    method: said,
  }),
  z.strictObject({ decision: z.literal("merge"), a: id, b: id }),
  z.strictObject({ decision: z.literal("split"), a: id, b: id }),
  /**
   * Its reports as they stand are one event and all of it: evidence takes none out and lets no other in (ADR 35). Taken
   * back like any entry.
   */
  z.strictObject({ decision: z.literal("pin"), ...on }),
  /** Takes an entry back: a decision, a judgement, a submission. It stays in the record, and so does this. */
  z.strictObject({ decision: z.literal("withdraw"), entry: EntryCited }),
  /** A remark on what a clause means; it changes nothing. */
  z.strictObject({ decision: z.literal("interpret"), clause: name, reading: name.nullable(), words: said }),
  /** How a named body reads a clause: what matches every list that is not empty is covered, not covered or exempt. */
  z.strictObject({
    decision: z.literal("read-clause"),
    clause: name,
    body: name,
    words: said,
    effect: z.enum(["covers", "does-not-cover", "exempts", "confirms", "none"]),
    acts: z.array(z.enum(ACTS)).max(100).default([]),
    activities: z.array(z.enum(ACTIVITIES)).max(100).default([]),
    objects: z.array(z.enum(OBJECT_KINDS)).max(100).default([]),
  }),
  /** Breach, aggression and activation are three determinations; none follows from another, nor from a count. */
  z.strictObject({
    decision: z.literal("determine"),
    determination: z.enum(["breach", "aggression", "activation"]),
    /** Of a breach the clause, of an activation the commitment. */
    clause: name.nullable(),
    incidents: z.array(id).max(1_000).default([]),
    body: name,
    standard: name,
    text: said,
    dissent,
  }),
  /** A body makes a finding of a case its own. */
  z.strictObject({ decision: z.literal("adopt"), entry: EntryCited, body: name, dissent }),
  /** Two people. */
  z.strictObject({ decision: z.literal("start-clock"), ladder: name, determination: EntryCited, at }),
  z.strictObject({ decision: z.literal("pause-clock"), run: EntryCited, at }),
  z.strictObject({ decision: z.literal("resume-clock"), run: EntryCited, at }),
  z.strictObject({ decision: z.literal("stop-clock"), run: EntryCited, by: name, at }),
  /** People find that the condition of a step holds. */
  z.strictObject({ decision: z.literal("condition"), run: EntryCited, step: name, by: name, at }),
  z.strictObject({
    decision: z.literal("step"),
    run: EntryCited,
    step: name,
    was: z.enum(["taken", "waived", "fallback-taken"]),
    by: name,
    evidence,
    at,
  }),
  /** What a guarantor says it delivered; evidence is what was handed in as proof of this commitment. */
  z.strictObject({
    decision: z.literal("deliver"),
    commitment: name,
    what: said,
    share: z.enum(["part", "whole"]),
    evidence,
    at,
  }),
  /** The mission looked at the proof of a delivery; until then it counts as claimed. */
  z.strictObject({
    decision: z.literal("confirm-delivery"),
    delivery: EntryCited,
    finding: z.enum(["confirmed", "not-confirmed"]),
    by: name,
  }),
  /** Two people: a thing is released before its time, or with `precise` as it is, since people are in danger. */
  z.strictObject({
    decision: z.literal("release-early"),
    of: z.enum(["incident", "observation"]),
    id,
    to: z.array(z.enum(RELEASE_GROUPS)).min(1).max(4),
    precise: z.boolean(),
  }),
  /** Two people: warns civilians of a hazard, as CAP; an update or cancellation follows the message before it. */
  z.strictObject({ decision: z.literal("warn"), ...hazardFields, follows: EntryCited.nullable() }),
  /** Two people: destroys content and salt; leaves and proofs stay. */
  z.strictObject({
    decision: z.literal("erase"),
    entries: z.array(EntryCited).max(1_000),
    evidence,
    /** Whether the envelopes (author, times) go as well. */
    envelopes: z.boolean(),
  }),
  /** Two people: destroys the keys of sealed blobs, and what stands behind pseudonyms. */
  z.strictObject({ decision: z.literal("destroy-keys"), blobs: z.array(blob).max(1_000), names: people }),
  /** Two people: opens sealed personal data or a source's identity. It is entered before it is opened. */
  z.strictObject({ decision: z.literal("open-sealed"), blobs: z.array(blob).max(1_000), names: people }),
] as const;

export const Decision = z.discriminatedUnion("decision", [...choices]);
export type Decision = z.output<typeof Decision>;
export type DecisionKind = Decision["decision"];

/** Decisions that no one makes alone (design.md 1.5, 1.10, 1.11). */
export const TWO_PEOPLE = ["start-clock", "release-early", "warn", "erase", "destroy-keys", "open-sealed"] as const;

const reason = z.string().trim().min(1, "a decision needs a reason").max(5_000);
export const Deciding = z.object({ reason, decision: Decision });
export type Deciding = z.input<typeof Deciding>;

/** A first person's half of a decision of two. */
export const Pending = z.object({
  id: z.string(),
  decision: z.record(z.string(), z.unknown()).describe("As it was asked for"),
  reason: z.string(),
  author: z.string().describe("Pseudonymous id of the first person"),
  asked: z.number().int().describe("Milliseconds since 1970-01-01T00:00Z"),
  until: z.number().int().describe("When it lapses if nobody confirms it"),
  may: z.boolean().describe("Whether the caller may confirm it: another person with the permission for it"),
});
export type Pending = z.infer<typeof Pending>;
export const PendingList = z.object({ items: z.array(Pending) });
export type PendingList = z.infer<typeof PendingList>;

/** What two people opened: text of a blob where it is text, names by pseudonym; null where its key was destroyed. */
export const Opened = z.object({
  index: z.number().int(),
  blobs: z.array(z.object({ blob: z.string(), text: z.string().nullable(), base64: z.string().nullable() })),
  names: z.array(z.object({ author: z.string(), name: z.string().nullable() })),
});
export type Opened = z.infer<typeof Opened>;

/** The entry that was made; or, of a decision of two, what waits for the second person. */
export const Decided = z.object({
  index: z.number().int().nullable(),
  commitment: z.string().nullable(),
  leaf: z.string().nullable(),
  present: z.boolean().describe("Whether the entry was there before: the request came again"),
  pending: Pending.nullable(),
  /** Of an opening, here alone and once: what was sealed. */
  opened: Opened.nullable(),
});
export type Decided = z.infer<typeof Decided>;

export const Confirming = z.object({ reason });
