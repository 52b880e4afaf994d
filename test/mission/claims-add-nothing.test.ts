import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../src/agreement/compile.ts";
import { parseAgreement } from "../../src/agreement/parse.ts";
import { canonical } from "../../src/canonical.ts";
import type { Judgement } from "../../src/incident/judgement.ts";
import { derive } from "../../src/mission/derive.ts";
import type { FileContents } from "../../src/mission/gather.ts";
import { summaryOf } from "../../src/mission/summary.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { anyObservations } from "../random-observations.ts";

const TEXT = `
agreement:
  id: t
  title: T
  status: signed
  parties: [{id: A, name: A}, {id: B, name: B}]
  mission-zone: UTC
in-force:
  - {reading: R, by: A, from: "2020-01-01T00:00Z"}
zones:
  - {id: here, name: Here, polygon: [[37.9, 47.9], [38.03, 47.9], [38.03, 48.03], [37.9, 48.03], [37.9, 47.9]]}
terms:
  - {id: fire, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [fire, explosion]}}
  - {id: guns, title: No guns here, reference: "2", standing: agreed, subject: [A], prohibits: {acts: [explosion.artillery, explosion.mortar]}, where: {inside: [here]}}
  - {id: nights, title: Quiet nights, reference: "3", standing: agreed, subject: [A, B], prohibits: {acts: [fire, explosion]}, when: {hours: {from: "22:00", until: "12:00", zone: UTC}}}
`;
const parsed = parseAgreement(TEXT, "t.yaml");
if ("errors" in parsed) throw new Error(parsed.errors.map((e) => `${e.line}: ${e.message}`).join("\n"));
const agreement = compile(parsed.agreement);

function contents(observations: readonly Observation[]): FileContents {
  const { length } = observations;
  const rows = { rowsIn: length, rowsUsed: length, refused: 0, skipped: {}, observations: length };
  const account = { file: "made.csv", sha256: "0".repeat(64), format: "made", ...rows };
  return {
    reconciliation: { ...account, refusals: [], assumptions: [], warnings: [] },
    items: observations.map((value) => ({ type: "observation", value })),
  };
}

/** Every figure of the summary but those that say how much was read and how much was claimed. */
function figures(observations: readonly Observation[], judgements: readonly Judgement[]): object {
  const derived = derive({ agreement, contents: [contents(observations)], period: null, judgements });
  const {
    files: _files,
    observations: _observations,
    claims: _claims,
    claimedIncidents: _claimed,
    vintage: _vintage,
    ...rest
  } = summaryOf(derived) as Record<string, unknown>;
  const recorded = new Set(
    derived.findings.incidents.filter((i) => i.incident.status === "recorded").map((i) => i.incident.id),
  );
  const rows = [...derived.findings.rows].filter((row) => recorded.has(row.incident)).map((row) => canonical(row));
  return { ...rest, rows };
}

/** Whatever people say of reports and claims. */
const judgements = fc
  .array(
    fc.tuple(fc.constantFrom("same", "different", "pin"), fc.uniqueArray(fc.nat(29), { minLength: 2, maxLength: 4 })),
    {
      maxLength: 5,
    },
  )
  .map((list) =>
    list.map(([kind, of], i): Judgement => {
      const observations = of.map((k) => `o${k}`);
      const [a, b] = observations as [string, string];
      return kind === "pin"
        ? { id: `j${i}`, kind, observations }
        : { id: `j${i}`, kind: kind as "same" | "different", a, b };
    }),
  );

test("all claims added or taken away: no figure of the summary and no result of a recorded incident is another", () => {
  fc.assert(
    fc.property(anyObservations(30), judgements, (observations, said) => {
      const without = observations.filter((o) => o.kind !== "claim");
      fc.pre(without.length > 0 && without.length < observations.length);
      expect(figures(observations, said)).toEqual(figures(without, said));
    }),
    { numRuns: 60 },
  );
});
