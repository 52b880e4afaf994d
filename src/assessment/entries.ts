import { z } from "zod";
import { twoPeople } from "../access/two-people.ts";
import type { Interpretation } from "../agreement/agreement.ts";
import { ACTIVITIES, OBJECT_KINDS } from "../observation/observation.ts";
import { ACTS } from "../observation/taxonomy.ts";
import { STRENGTHS, type Strength } from "./assessment.ts";
import type { AssessedActor, Attribution, Invocation } from "./context.ts";

const name = z.string().min(1).max(200);
const words = z.string().max(20_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
const index = z.int().min(0);
/** An earlier entry of the same log, by index and by id: the commitment of its envelope. */
const entry = z.strictObject({ index, commitment: hash });

/** An incident by its working id, with the observations that it had when the decision was made. */
const incident = { incident: hash, members: z.array(hash).max(100_000) };

/** What a decision rests on: the checkpoint that its maker saw, and the observations and evidence weighed. */
const basis = z.strictObject({
  checkpoint: z.strictObject({ size: index, root: hash }).nullable(),
  observations: z.array(hash),
  evidence: z.array(hash),
});

const decision = z.discriminatedUnion("decision", [
  z.strictObject({
    decision: z.literal("verify"),
    ...incident,
    finding: z.enum(["confirmed", "not-confirmed"]),
    basis,
  }),
  z.strictObject({ decision: z.literal("reject"), ...incident, basis }),
  z.strictObject({
    decision: z.literal("attribute"),
    ...incident,
    actor: name,
    /** "on the balance of probabilities", "beyond reasonable doubt", …: as the agreement or the body names it. */
    standard: name,
    basis,
    dissent: z.array(z.strictObject({ by: name, words })),
  }),
  z.strictObject({ decision: z.literal("dispute"), entry, by: name, grounds: words }),
  /** A party says that an exception, such as self-defence, covered the incident. */
  z.strictObject({ decision: z.literal("invoke"), ...incident, clause: name, exception: name, by: name, words }),
  z.strictObject({
    decision: z.literal("decide-exception"),
    ...incident,
    clause: name,
    exception: name,
    by: name,
    holds: z.boolean(),
    standard: name,
    basis,
  }),
  /** An assessment of who did it: its strength in fixed words, and what it rests on. It attributes nothing. */
  z.strictObject({
    decision: z.literal("assess-actor"),
    ...incident,
    actor: name,
    strength: z.enum(Object.keys(STRENGTHS) as [Strength, ...Strength[]]),
    /** What it rests on, and what would change it. */
    method: words.min(1),
    basis,
  }),
  /** A remark on what a clause means; it changes nothing. */
  z.strictObject({ decision: z.literal("interpret"), agreement: name, clause: name, reading: name.nullable(), words }),
  /** How a named body reads a clause: what matches every list that is not empty is covered, not covered or exempt. */
  z.strictObject({
    decision: z.literal("read-clause"),
    agreement: name,
    clause: name,
    words: words.min(1),
    body: name,
    effect: z.enum(["covers", "does-not-cover", "exempts", "confirms", "none"]),
    acts: z.array(z.enum(ACTS)),
    activities: z.array(z.enum(ACTIVITIES)),
    objects: z.array(z.enum(OBJECT_KINDS)),
  }),
  /** Breach, aggression and activation: each by its own body, standard and text; none follows from a count. */
  z.strictObject({
    decision: z.literal("determine"),
    determination: z.enum(["breach", "aggression", "activation"]),
    agreement: name,
    clause: name.nullable(),
    incidents: z.array(hash),
    body: name,
    standard: name,
    text: words,
    basis,
    dissent: z.array(z.strictObject({ by: name, words })),
  }),
  z.strictObject({ decision: z.literal("adopt"), entry, body: name }),
]);

/** A decision of people. No token, rule or model makes one (design.md 1.7); who may, access says. */
export const decisionEntry = { kind: "decision", version: 1, schema: decision, migrations: {}, examples: {} } as const;

/** A notice names an act and a clause, never a place to strike, and leaves by the decision of two named people. */
export const noticeEntry = {
  kind: "notice",
  version: 1,
  schema: z.strictObject({
    agreement: name,
    clause: name,
    act: words.min(1),
    incidents: z.array(hash),
    to: z.array(name).min(1),
    approvedBy: twoPeople,
    /** The text that was sent, kept as evidence. */
    text: z.strictObject({ sha256: hash, name }).nullable(),
  }),
  migrations: {},
  examples: {},
} as const;

type Decision = z.output<typeof decision>;

/** The attribution that a decision makes, or undefined. @param id of the entry: its commitment */
export const attributionOf = (body: Decision, id: string): Attribution | undefined =>
  body.decision === "attribute"
    ? {
        incident: body.incident,
        actor: body.actor,
        decision: id,
        standard: body.standard,
        ...(body.dissent.length > 0 && { dissent: body.dissent }),
      }
    : undefined;

/** The assessment of an actor that an entry makes, or undefined. @param id of the entry: its commitment */
export const actorAssessmentOf = (body: Decision, id: string): AssessedActor | undefined =>
  body.decision === "assess-actor"
    ? { incident: body.incident, actor: body.actor, strength: body.strength, basis: body.method, entry: id }
    : undefined;

/**
 * The interpretation that an entry gives, or undefined.
 * @param id   of the entry: its commitment
 * @param date the day that the entry states, YYYY-MM-DD
 */
export const interpretationOf = (body: Decision, id: string, date: string): Interpretation | undefined =>
  body.decision === "read-clause"
    ? {
        id: id.slice(0, 12),
        by: body.body,
        date,
        clause: body.clause,
        text: body.words,
        effect: body.effect,
        acts: body.acts,
        activities: body.activities,
        objects: body.objects,
        weapons: [],
        from: null,
        sources: [],
      }
    : undefined;

/** The invocation of an exception, or the decision on one, or undefined. @param id of the entry: its commitment */
export function invocationOf(body: Decision, id: string): Invocation | undefined {
  if (body.decision !== "invoke" && body.decision !== "decide-exception") return undefined;
  const { incident, clause, exception, by } = body;
  const invocation = { incident, clause, exception, by };
  return body.decision === "invoke" ? invocation : { ...invocation, decided: { holds: body.holds, decision: id } };
}
