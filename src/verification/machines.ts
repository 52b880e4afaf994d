import type { Machine } from "./machine.ts";

/**
 * The five kinds of case (domain.md c). The names of states and moves are the field's.
 */
export const SUBJECTS = ["complaint", "investigation", "finding", "remedy", "dispute"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** A party or anyone entitled alleges; the complainant always gets a reason. */
const complaint = {
  first: "received",
  states: [
    "received",
    "acknowledged",
    "inadmissible",
    "linked",
    "investigation-ordered",
    "answered",
    "closed",
    "withdrawn",
  ],
  moves: [
    { act: "acknowledge", from: ["received"], to: "acknowledged", by: "body" },
    { act: "declare-inadmissible", from: ["acknowledged"], to: "inadmissible", by: "body", needsReason: true },
    { act: "link", from: ["acknowledged"], to: "linked", by: "body" },
    { act: "order-investigation", from: ["acknowledged", "linked"], to: "investigation-ordered", by: "body" },
    {
      act: "answer",
      from: ["inadmissible", "linked", "investigation-ordered"],
      to: "answered",
      by: "body",
      needsReason: true,
      notByAuthorOf: ["open"],
    },
    { act: "close", from: ["answered"], to: "closed", by: "body" },
    { act: "reopen", from: ["answered", "closed"], to: "acknowledged", by: "complainant", needsReason: true },
    {
      act: "withdraw",
      from: ["received", "acknowledged", "linked", "investigation-ordered"],
      to: "withdrawn",
      by: "complainant",
    },
  ],
  ends: {
    withdrawn: "the complainant took it back; what it told of stays in the record and can be complained of anew",
  },
} as const satisfies Machine;

/** After verification: the deeper look that tries to attribute. Denied access is itself a recorded act. */
const investigation = {
  first: "ordered",
  states: [
    "ordered",
    "access-requested",
    "access-granted",
    "access-conditional",
    "access-denied",
    "in-field",
    "report-drafted",
    "legal-review",
    "chair-review",
    "forwarded",
    "withheld",
    "abandoned",
  ],
  moves: [
    {
      act: "request-access",
      from: ["ordered", "access-denied", "access-conditional"],
      to: "access-requested",
      by: "investigators",
    },
    { act: "grant-access", from: ["access-requested"], to: "access-granted", by: "party" },
    {
      act: "grant-conditionally",
      from: ["access-requested"],
      to: "access-conditional",
      by: "party",
      needsReason: true,
    },
    { act: "deny-access", from: ["access-requested"], to: "access-denied", by: "party", needsReason: true },
    { act: "begin-field-work", from: ["access-granted", "access-conditional"], to: "in-field", by: "investigators" },
    { act: "draft-report", from: ["in-field", "access-denied"], to: "report-drafted", by: "investigators" },
    { act: "send-to-legal", from: ["report-drafted"], to: "legal-review", by: "investigators" },
    {
      act: "pass-to-chair",
      from: ["legal-review"],
      to: "chair-review",
      by: "body",
      notByAuthorOf: ["begin-field-work", "draft-report"],
    },
    {
      act: "forward",
      from: ["chair-review"],
      to: "forwarded",
      by: "chair",
      notByAuthorOf: ["begin-field-work", "draft-report"],
    },
    {
      act: "return",
      from: ["legal-review", "chair-review"],
      to: "in-field",
      by: "body",
      needsReason: true,
      notByAuthorOf: ["begin-field-work", "draft-report"],
    },
    {
      act: "withhold",
      from: ["chair-review"],
      to: "withheld",
      by: "chair",
      needsReason: true,
      notByAuthorOf: ["begin-field-work", "draft-report"],
    },
    { act: "abandon", from: ["ordered", "access-denied"], to: "abandoned", by: "body", needsReason: true },
    { act: "reopen", from: ["forwarded", "withheld", "abandoned"], to: "ordered", by: "body", needsReason: true },
  ],
  ends: {},
} as const satisfies Machine;

/** Where the parties sit: no consensus is a visible state, and dissent is never dropped. */
const finding = {
  first: "draft",
  states: [
    "draft",
    "party-comment",
    "commission",
    "adopted",
    "adopted-with-dissent",
    "no-consensus",
    "unresolved",
    "expired",
    "published",
    "remedy-tracking",
    "closed",
    "superseded",
  ],
  moves: [
    { act: "serve-draft", from: ["draft"], to: "party-comment", by: "body" },
    { act: "comment", from: ["party-comment"], to: "party-comment", by: "party" },
    { act: "submit", from: ["party-comment"], to: "commission", by: "body" },
    { act: "adopt", from: ["commission"], to: "adopted", by: "body", notByAuthorOf: ["open"] },
    {
      act: "adopt-with-dissent",
      from: ["commission"],
      to: "adopted-with-dissent",
      by: "body",
      needsReason: true,
      notByAuthorOf: ["open"],
    },
    { act: "record-no-consensus", from: ["commission"], to: "no-consensus", by: "body", needsReason: true },
    { act: "return", from: ["commission"], to: "draft", by: "body", needsReason: true },
    { act: "let-expire", from: ["party-comment", "commission"], to: "expired", by: "body", needsReason: true },
    { act: "escalate", from: ["no-consensus"], to: "commission", by: "body", escalates: true },
    {
      act: "leave-unresolved",
      from: ["no-consensus"],
      to: "unresolved",
      by: "body",
      needsReason: true,
      onlyAtTop: true,
    },
    { act: "publish", from: ["adopted", "adopted-with-dissent", "unresolved"], to: "published", by: "body" },
    {
      act: "track-remedies",
      from: ["adopted", "adopted-with-dissent", "published"],
      to: "remedy-tracking",
      by: "body",
    },
    { act: "close", from: ["published", "remedy-tracking"], to: "closed", by: "body" },
    { act: "reopen", from: ["closed", "unresolved", "expired"], to: "draft", by: "body", needsReason: true },
    { act: "supersede", from: ["draft"], to: "superseded", by: "body", needsReason: true },
  ],
  ends: { superseded: "another draft took its place; the reason names it" },
} as const satisfies Machine;

/** What is to be done, by whom, how much, where, by when, and how it is verified; never verified by whoever must do it. */
const remedy = {
  first: "proposed",
  states: [
    "proposed",
    "accepted",
    "rejected",
    "verified-done",
    "partly",
    "not-done",
    "unverifiable",
    "closed",
    "withdrawn",
  ],
  moves: [
    { act: "accept", from: ["proposed", "rejected"], to: "accepted", by: "addressee" },
    { act: "reject", from: ["proposed"], to: "rejected", by: "addressee", needsReason: true },
    { act: "claim-done", from: ["accepted", "partly", "not-done", "unverifiable"], to: "accepted", by: "addressee" },
    {
      act: "verify-done",
      from: ["accepted", "partly", "not-done", "unverifiable"],
      to: "verified-done",
      by: "body",
      notByAuthorOf: ["open", "claim-done", "accept"],
    },
    {
      act: "find-partly",
      from: ["accepted", "not-done", "unverifiable"],
      to: "partly",
      by: "body",
      needsReason: true,
      notByAuthorOf: ["open", "claim-done", "accept"],
    },
    {
      act: "find-not-done",
      from: ["accepted", "partly", "unverifiable"],
      to: "not-done",
      by: "body",
      needsReason: true,
      notByAuthorOf: ["open", "claim-done", "accept"],
    },
    {
      act: "find-unverifiable",
      from: ["accepted", "partly", "not-done"],
      to: "unverifiable",
      by: "body",
      needsReason: true,
      notByAuthorOf: ["open", "claim-done", "accept"],
    },
    {
      act: "close",
      from: ["verified-done", "rejected", "partly", "not-done", "unverifiable"],
      to: "closed",
      by: "body",
      needsReason: true,
    },
    { act: "reopen", from: ["closed"], to: "accepted", by: "body", needsReason: true },
    { act: "withdraw", from: ["proposed", "rejected", "accepted"], to: "withdrawn", by: "body", needsReason: true },
  ],
  ends: { withdrawn: "the body that proposed it took it back; another remedy can be proposed" },
} as const satisfies Machine;

/** Over a fact, an attribution or the meaning of a clause: agreement on fact and dispute on attribution are two cases. */
const dispute = {
  first: "raised",
  states: ["raised", "acknowledged", "heard", "settled", "no-agreement", "unresolved", "withdrawn"],
  moves: [
    { act: "acknowledge", from: ["raised"], to: "acknowledged", by: "body" },
    { act: "reply", from: ["acknowledged"], to: "acknowledged", by: "party" },
    { act: "hear", from: ["acknowledged"], to: "heard", by: "body" },
    { act: "settle", from: ["heard"], to: "settled", by: "body", needsReason: true, notByAuthorOf: ["open", "reply"] },
    { act: "record-no-agreement", from: ["heard"], to: "no-agreement", by: "body", needsReason: true },
    { act: "escalate", from: ["no-agreement"], to: "heard", by: "body", escalates: true },
    {
      act: "leave-unresolved",
      from: ["no-agreement"],
      to: "unresolved",
      by: "body",
      needsReason: true,
      onlyAtTop: true,
    },
    { act: "reopen", from: ["settled", "unresolved"], to: "acknowledged", by: "party", needsReason: true },
    { act: "withdraw", from: ["raised", "acknowledged", "heard", "no-agreement"], to: "withdrawn", by: "complainant" },
  ],
  ends: { withdrawn: "whoever raised it took it back; it can be raised anew" },
} as const satisfies Machine;

export const MACHINES = { complaint, investigation, finding, remedy, dispute } as const satisfies Record<
  Subject,
  Machine
>;

type ActOf<M> = M extends { readonly moves: readonly { readonly act: infer A }[] } ? A : never;
export type Act = { [S in Subject]: ActOf<(typeof MACHINES)[S]> }[Subject];

/** Every act of every machine, each once, in the order of the tables. */
export const ACTS_OF_CASES = [...new Set(Object.values(MACHINES).flatMap((m) => m.moves.map((move) => move.act)))] as [
  Act,
  ...Act[],
];
