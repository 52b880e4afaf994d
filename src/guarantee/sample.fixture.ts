import { parseAgreement } from "../agreement/parse.ts";
import { sha256Hex } from "../canonical.ts";
import { millis } from "../units.ts";
import type { GuaranteeBody } from "./entries.ts";
import type { DetermineBody, GuaranteeEntry } from "./standing.ts";

/** A small framework of our own: one ladder in force, one in a draft, commitments on two triggers. */
export const TEXT = `
agreement:
  id: made
  title: A made framework
  status: in-force
  parties: [{id: A, name: Alpha}, {id: G, name: Guarantor}]
  mission-zone: Europe/Kyiv
sources:
  s: {publisher: Secretariat, title: The text, date: 2024-01-01}
  o: {publisher: Outlet, title: A report, date: 2024-01-02, speaker: An official, via: [Agency]}
in-force:
  - {reading: one, by: A, from: "2024-01-01T00:00+02:00", source: s}
lines:
  - {id: L, name: The line, applies-to: [A], as-of: 2024-01-01, positions: [[30.0, 50.0], [30.0, 51.0]], source: s}
zones:
  - {id: Z, name: The rear, as-of: 2024-01-01, polygon: [[28.0, 50.0], [29.0, 50.0], [29.0, 51.0], [28.0, 51.0]], source: s}
terms:
  - id: t
    title: No fire
    reference: art. 1
    text: {en: No fire.}
    authentic: [en]
    subject: [A]
    standing: agreed
    source: s
    prohibits: {acts: [fire]}
texts:
  - {id: pact, title: The pact, kind: agreement, status: in-force, source: s}
  - {id: draft, title: The draft, kind: plan, status: draft, source: o}
commitments:
  - {id: sanctions, guarantor: G, kind: sanctions, as-worded: sanctions, text: pact, trigger: {on: aggression}, binding: legal, source: s, modality: in-force}
  - {id: forces, guarantor: G, kind: deployment, as-worded: forces, text: draft, trigger: {on: peace-deal}, binding: to-be-binding, source: o, modality: draft}
contingents:
  - id: force
    name: The force
    strengths: [{id: low, min: 100, max: 200, source: s}, {id: high, min: 300, max: 300, source: o, modality: hoped}]
    placements:
      - {id: rear, at: rear, says: In the rear, zone: Z, source: s}
      - {id: near, at: contact-line, says: Near the line, position: [29.99, 50.5], source: o}
      - {id: somewhere, at: undecided, says: Undecided, source: o}
    constraints: [{id: c, line: L, not-nearer-km: 20, says: Not nearer than 20 km, source: s}]
questions:
  - {id: q, asks: How many?, values: [{id: few, says: Few, source: s}, {id: many, says: Many, source: o}]}
expectations:
  - {id: e, expects: No decision, by: An official, source: o}
response:
  determinations:
    - {id: breach, kind: breach, body: council, standard: clear, says: A breach, text: pact, source: s}
    - {id: aggression, kind: aggression, says: Aggression, text: pact, source: s}
    - {id: activation, kind: activation, says: Activation, text: pact, source: s}
  ladders:
    - id: ladder
      title: The ladder
      text: pact
      started-by: breach
      source: s
      steps:
        - {id: warn, title: Warn, who: [G], does: [warn], within: 24 h}
        - {id: act, title: Act, who: [G], does: [act], within: 72 h, if: It goes on, fallback: {who: A, does: asks}}
        - {id: after, title: Report, who: [G], does: [report], within: 24 h, counted-from: step act}
    - {id: drafted, title: A drafted ladder, text: draft, started-by: breach, unverified: true, source: o, steps: [{id: one, title: One, who: [G], does: [act]}]}
verification:
  bodies: [{id: council, name: The council, source: s}]
`;

const parsed = parseAgreement(TEXT, "made.yaml", () => undefined);
if ("errors" in parsed) throw new Error(parsed.errors.map((e) => `${e.line}: ${e.message}`).join("\n"));
export const made = parsed.agreement;

export const HOUR = 3_600_000;
export const T0 = Date.UTC(2024, 5, 1);

let n = 0;
/** An entry stated when the thing was, unless told otherwise; ids are told apart by a counter. */
export function entered(
  body: GuaranteeBody | DetermineBody,
  {
    at,
    exercise = false,
    id,
    author,
  }: { readonly at?: number; readonly exercise?: boolean; readonly id?: string; readonly author?: string } = {},
): GuaranteeEntry {
  const stated = at ?? ("at" in body ? body.at : T0);
  return { id: id ?? sha256Hex(`${++n}`), stated: millis(stated), author, exercise, reason: "because", body };
}

export const determined = (
  determination: DetermineBody["determination"],
  clause: string | null = null,
): DetermineBody => ({
  decision: "determine",
  determination,
  agreement: "made",
  clause,
  body: "council",
  standard: "clear",
  text: "pact",
  dissent: [],
});

export const of = (entry: GuaranteeEntry) => ({ index: 0, commitment: entry.id });
