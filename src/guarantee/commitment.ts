import type { Agreement } from "../agreement/agreement.ts";
import { many } from "../agreement/build-words.ts";
import type { Commitment, Guarantees } from "../agreement/guarantee.ts";
import { anchorsOf, resolveMoment } from "../agreement/moment.ts";
import { parseMoment } from "../agreement/moment-text.ts";
import { type Millis, millis } from "../units.ts";
import { type Backed, backedBy, backedByEntry } from "./chain.ts";
import type { Act, GuaranteeBody } from "./entries.ts";
import { type Placed, type Refused, type Side, timeFault } from "./standing.ts";

/**
 * Where a commitment stands. `delivered` is its named end; `voided`, `lapsed` and `refused` end it until it is restored.
 */
export const COMMITMENT_STATES = [
  "not-in-force",
  "in-force",
  "trigger-claimed",
  "called-in",
  "delivered-in-part",
  "delivered",
  "refused",
  "voided",
  "lapsed",
] as const;

/**
 * How far a delivery has come: said without proof; with proof that the mission has yet to look at; what the mission
 * found; or two findings that contradict each other, of which none counts (design.md 1.4).
 */
export type DeliveryStanding = "claimed" | "proof-handed-in" | "confirmed" | "not-confirmed" | "contradicted";

export interface Delivery {
  readonly what: string;
  readonly share: "part" | "whole";
  readonly when: string | Millis | null;
  /** Its entry; null where the agreement's file tells of it. */
  readonly entry: string | null;
  readonly standing: DeliveryStanding;
  /** Confirmed by the mission, or told by a source of the file. Else it is claimed, and moves no state. */
  readonly proven: boolean;
  readonly evidence: readonly string[];
  readonly backed: Backed;
}

export interface CommitmentState {
  readonly id: string;
  readonly guarantors: readonly string[];
  readonly beneficiaries: readonly string[];
  readonly kinds: readonly string[];
  readonly asWorded: string;
  readonly text: string;
  readonly trigger: { readonly on: string; readonly asWorded: string | null };
  readonly activation: string | null;
  readonly void: string | null;
  readonly binding: string;
  readonly boundBy: string | null;
  readonly ratification: { readonly state: string; readonly by: string | null; readonly backed: Backed } | null;
  /** How firm it is now: the file's word, or that of the newest entry. */
  readonly modality: string;
  readonly state: (typeof COMMITMENT_STATES)[number];
  readonly claims: readonly {
    readonly trigger: string;
    readonly by: string;
    readonly at: Millis;
    readonly words: string;
    readonly backed: Backed;
  }[];
  readonly calledIn: {
    readonly at: Millis;
    readonly body: string;
    readonly standard: string;
    readonly text: string;
    readonly entry: string;
  } | null;
  readonly deliveries: readonly Delivery[];
  readonly ended: {
    readonly how: string;
    readonly at: Millis | null;
    readonly by: string;
    readonly words: string;
  } | null;
  readonly history: readonly {
    readonly at: Millis;
    /** What kind of act it was, as its entry names it. */
    readonly act: OfCommitment["guarantee"];
    readonly what: string;
    readonly entry: string;
    readonly reason: string;
  }[];
  readonly wordings: readonly {
    readonly id: string;
    readonly date: string | null;
    readonly says: string;
    readonly note: string | null;
    readonly backed: Backed;
  }[];
  readonly refused: readonly Refused[];
  readonly note: string | null;
  readonly backed: Backed;
}

type OfCommitment = Extract<GuaranteeBody, { commitment: string }>;

/** A commitment on one side of the record, as of the side's moment. */
export function commitmentState(
  agreement: Agreement,
  guarantees: Guarantees,
  commitment: Commitment,
  side: Side,
): CommitmentState {
  const text = guarantees.texts.find((t) => t.id === commitment.text);
  // A commitment is no firmer than the text that holds it is in force.
  const written = commitment.modality ?? "undecided";
  const machine = new Machine(commitment, side, text?.status === "in-force" ? "in-force" : written, written);
  const refused: Refused[] = [];
  for (const act of side.acts) {
    if (!("commitment" in act.body) || act.body.commitment !== commitment.id) continue;
    const why = timeFault(act) ?? machine.take(act as Placed<OfCommitment>);
    if (why !== undefined) refused.push({ entry: act.id, act: act.body.guarantee, why });
  }
  machine.lapseBy(lapseOf(agreement, commitment));
  const deliveries: Delivery[] = [
    ...(commitment.deliveries ?? []).map((d) => ({
      what: d.what,
      share: d.share,
      when: d.date,
      entry: null,
      standing: (d.sources ?? []).length > 0 ? ("confirmed" as const) : ("claimed" as const),
      proven: (d.sources ?? []).length > 0,
      evidence: [],
      backed: backedBy(agreement, d),
    })),
    ...machine.delivered(),
  ];
  return {
    id: commitment.id,
    guarantors: many(commitment.guarantor),
    beneficiaries: many(commitment.beneficiary),
    kinds: many(commitment.kind),
    asWorded: commitment.asWorded,
    text: commitment.text,
    trigger: { on: commitment.trigger.on, asWorded: commitment.trigger.asWorded ?? null },
    activation: commitment.activation ?? null,
    void: commitment.void ?? null,
    binding: commitment.binding,
    boundBy: commitment.boundBy ?? null,
    ratification: commitment.ratification
      ? {
          state: commitment.ratification.state,
          by: commitment.ratification.by ?? null,
          backed: backedBy(agreement, commitment.ratification),
        }
      : null,
    modality: machine.modality,
    state: machine.state(deliveries),
    claims: machine.claims,
    calledIn: machine.calledIn,
    deliveries,
    ended: machine.ended,
    history: machine.history,
    wordings: (commitment.versions ?? []).map((v) => ({
      id: v.id,
      date: v.date ?? null,
      says: v.says,
      note: v.note ?? null,
      backed: backedBy(agreement, v),
    })),
    refused,
    note: commitment.note ?? null,
    backed: backedBy(agreement, commitment),
  };
}

/** When it lapses by its own words, where that is known. */
function lapseOf(agreement: Agreement, commitment: Commitment): Millis | null {
  const moment = commitment.lapses === undefined ? null : parseMoment(commitment.lapses);
  if (!moment) return null;
  // Rival readings begin at different moments: only a lapse on which all of them agree is taken as come.
  const starts = agreement.readings.length > 0 ? agreement.readings.map((r) => r.from) : [null];
  const ends = starts.map((from) => resolveMoment(moment, anchorsOf(agreement, from), agreement.missionZone));
  let last: Millis | null = null;
  for (const end of ends) {
    if (!("at" in end)) return null;
    if (last === null || end.at > last) last = end.at;
  }
  return last;
}

/** What is taken in of a commitment that has ended: it may be restored, and what was delivered before may be looked at. */
const AFTER_ITS_END: ReadonlySet<string> = new Set(["restore", "firmness", "proof", "confirm"]);

class Machine {
  private readonly commitment: Commitment;
  private readonly side: Side;
  private inForce: boolean;
  modality: string;
  readonly claims: CommitmentState["claims"][number][] = [];
  private readonly given: Placed<Act<"deliver">>[] = [];
  /** By entry of each delivery, what the mission found of it. */
  private readonly findings = new Map<string, Set<Act<"confirm">["finding"]>>();
  readonly history: CommitmentState["history"][number][] = [];
  calledIn: CommitmentState["calledIn"] = null;
  ended: CommitmentState["ended"] = null;
  private restoredAt: number | null = null;

  constructor(commitment: Commitment, side: Side, force: string, modality: string) {
    this.commitment = commitment;
    this.side = side;
    this.inForce = force === "in-force";
    this.modality = this.inForce ? "in-force" : modality;
  }

  private note(act: Placed<OfCommitment>, what: string): undefined {
    this.history.push({ at: millis(act.body.at), act: act.body.guarantee, what, entry: act.id, reason: act.reason });
  }

  take(act: Placed<OfCommitment>): string | undefined {
    const { body } = act;
    const at = millis(body.at);
    const { trigger } = this.commitment;
    if (this.ended && !AFTER_ITS_END.has(body.guarantee)) return `it had been ${this.ended.how}; restore it first`;
    switch (body.guarantee) {
      case "firmness":
        this.modality = body.modality;
        this.inForce = body.modality === "in-force";
        return this.note(act, `now ${body.modality}`);
      case "claim": {
        if (trigger.on !== "not-stated" && trigger.on !== body.trigger) return otherTrigger(trigger.on, body.trigger);
        this.claims.push({ trigger: body.trigger, by: body.by, at, words: body.words, backed: backedByEntry(act) });
        return this.note(act, `${body.by} claims that the trigger (${body.trigger}) has come`);
      }
      case "call-in":
        return this.callIn(act as Placed<Act<"call-in">>);
      case "deliver":
        this.given.push(act as Placed<Act<"deliver">>);
        return this.note(
          act,
          `delivery claimed ${body.evidence.length > 0 ? "with" : "without"} proof (${body.share}): ${body.what}`,
        );
      case "proof":
        return this.note(
          act,
          body.evidence.length === 1 ? "proof handed in" : `${body.evidence.length} proofs handed in`,
        );
      case "confirm":
        return this.confirm(act as Placed<Act<"confirm">>);
      case "end":
        this.ended = { how: body.how, at, by: body.by, words: body.words };
        return this.note(act, `${body.how} by ${body.by}`);
      case "restore":
        if (!this.ended) return "it had not ended";
        this.ended = null;
        this.calledIn = null;
        this.claims.length = 0;
        this.restoredAt = body.at;
        return this.note(act, `restored by ${body.by}`);
    }
  }

  private confirm(act: Placed<Act<"confirm">>): string | undefined {
    const { delivery, finding, by } = act.body;
    const found = this.given.find((d) => d.id === delivery.commitment);
    if (!found) return "the delivery that it cites does not stand, or is of another commitment";
    if (found.body.evidence.length === 0) return "the delivery has no proof that anybody could look at";
    if (found.stated > act.stated) return "the delivery was stated after it";
    if (found.author !== undefined && found.author === act.author) return "who entered a delivery does not confirm it";
    this.findings.set(found.id, (this.findings.get(found.id) ?? new Set()).add(finding));
    return this.note(act, `${finding === "confirmed" ? "confirmed" : "not confirmed"} by ${by}: ${found.body.what}`);
  }

  /** Deliveries that were entered, each as far as it has come. */
  delivered(): Delivery[] {
    return this.given.map((act) => {
      const { what, share, at, evidence } = act.body;
      const [finding, other] = this.findings.get(act.id) ?? [];
      const unseen = evidence.length > 0 ? "proof-handed-in" : "claimed";
      const standing = other ? "contradicted" : (finding ?? unseen);
      const proven = standing === "confirmed";
      const backed = backedByEntry(act);
      return { what, share, when: millis(at), entry: act.id, standing, proven, evidence, backed };
    });
  }

  private callIn(act: Placed<Act<"call-in">>): string | undefined {
    const { body } = act;
    const { trigger, id } = this.commitment;
    if (!this.inForce && !this.side.exercise)
      return `it is ${this.modality}, not in force: it can be called in in exercises only`;
    if (trigger.on !== "not-stated" && trigger.on !== body.trigger) return otherTrigger(trigger.on, body.trigger);
    if (this.calledIn) return "it was called in already";
    const found = this.side.determinations.get(body.determination.commitment);
    if (!found)
      return `the determination that it cites does not stand among the ${this.side.exercise ? "exercise" : "real"} decisions: exercise and real never cross`;
    if (found.stated > act.stated) return "the determination was stated after it";
    if (found.body.determination !== "activation")
      return `a determination of ${found.body.determination} activates nothing: activation is a determination of its own`;
    if (found.body.clause !== null && found.body.clause !== id)
      return `the determination activates "${found.body.clause}", not this commitment`;
    const { body: by, standard, text } = found.body;
    this.calledIn = { at: millis(body.at), body: by, standard, text, entry: act.id };
    return this.note(act, `called in (${body.trigger})`);
  }

  /** It lapses by its own words, unless it had ended before, or was restored since. */
  lapseBy(at: Millis | null): void {
    if (at === null || at > this.side.asOf || this.ended) return;
    if (this.restoredAt !== null && this.restoredAt >= at) return;
    this.ended = { how: "lapsed", at, by: "its own words", words: this.commitment.lapses ?? "" };
  }

  state(deliveries: readonly Delivery[]): CommitmentState["state"] {
    if (this.ended) return this.ended.how as "voided" | "lapsed" | "refused";
    const proven = deliveries.filter((d) => d.proven);
    if (proven.some((d) => d.share === "whole")) return "delivered";
    if (proven.length > 0) return "delivered-in-part";
    if (this.calledIn) return "called-in";
    if (this.claims.length > 0) return "trigger-claimed";
    return this.inForce ? "in-force" : "not-in-force";
  }
}

const otherTrigger = (own: string, other: string): string =>
  `its trigger is ${own}; ${other} is another trigger, and the two are never merged`;
