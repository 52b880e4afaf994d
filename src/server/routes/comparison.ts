import { type CompiledAgreement, compile } from "../../agreement/compile.ts";
import { sayFinding } from "../../agreement/finding.ts";
import { parseAgreement } from "../../agreement/parse.ts";
import { columnsOf } from "../../assessment/columns.ts";
import { readingsOf } from "../../assessment/evaluate.ts";
import { compareResults } from "../../comparison/compared.ts";
import { type Comparison, comparisonOf } from "../../comparison/comparison.ts";
import { both, type Side } from "../../comparison/side.ts";
import { catalogue, problem } from "../../problems.ts";
import type { FoundIncident } from "../../publication/findings.ts";
import { byCodePoint } from "../../units.ts";
import { accountFor } from "../account-for.ts";
import { versionsOf } from "../agreement-versions.ts";
import { AgreementVersions, ComparisonAnswer, ComparisonAsked } from "../client/comparison.ts";
import { absent } from "../problem-response.ts";
import { decidedFor, type ReleasedHistory, releasedHistory } from "../released-history.ts";
import { type InMission, type Parts, type Route, route } from "../route.ts";

/** Incidents that an answer lists with the reason of each; the figures are over all. */
const LISTED = 400;

type Asked = Pick<InMission, "mission" | "standing" | "audience"> & { readonly parts: Parts };

const versions = route({
  method: "get",
  path: "/missions/{mission}/agreement/versions",
  permission: "agreement.read",
  summary: "Texts of the agreement that stand in the record, with the readings of each; the one stated last first",
  answer: AgreementVersions,
  async handle({ mission, parts, audience }) {
    const size = await parts.store.size(mission.id);
    const items = [];
    for (const v of await versionsOf(parts.store, mission.id, audience)) {
      const { title, status, readings } = v.agreement;
      items.push({
        version: v.commitment,
        name: v.body.text.name,
        stated: v.stated,
        marking: v.marking,
        inForce: v.inForce,
        adopted: v.body.reading,
        title,
        status,
        readings: readings.map(({ id, by, from, until }) => ({ id, by, from, until })),
      });
    }
    return { size, items };
  },
});

/** The text of one side. @throws Problem http/not-permitted, http/absent, agreement/invalid */
async function compiledSide(
  asked: ComparisonAsked["a"],
  { mission, standing, audience, parts }: Asked,
): Promise<CompiledAgreement> {
  if (asked.text !== undefined && standing.author === null)
    throw problem(catalogue.notPermitted, {
      why: "A text of your own is run for people with a part in this mission; versions and readings in its record anyone may compare.",
    });
  const known = await versionsOf(parts.store, mission.id, audience);
  const version = known.find((v) => (asked.version === undefined ? v.inForce : v.commitment === asked.version));
  if (!version) throw absent();
  if (asked.text === undefined) return compile(version.agreement);
  const parsed = parseAgreement(asked.text, "draft.yaml", (path) => version.kept.parts.get(path));
  if ("errors" in parsed) throw problem(catalogue.agreement, { why: parsed.errors.map(sayFinding).join("\n") });
  return compile(parsed.agreement);
}

/** A text under one of its readings. @throws Problem agreement/no-such-reading, http/bad-request */
function sideOf(compiled: CompiledAgreement, asked: string | undefined): Side {
  const readings = readingsOf(compiled, asked === undefined ? undefined : [asked]);
  const [reading] = readings;
  if (reading && readings.length === 1) return { compiled, reading };
  throw problem(catalogue.badRequest, {
    why: reading
      ? `This text has several readings; name one: ${readings.map((r) => r.reading.id).join(", ")}.`
      : "Nobody says when this text is in force, so it has no reading and runs over nothing. Give it one under in-force.",
  });
}

/** Changed incidents, the ones that are contrary for certain on a side first, then by time. */
function listed(
  comparison: Comparison,
  history: ReleasedHistory,
): { readonly all: number; readonly first: readonly FoundIncident[] } {
  const grave = new Map<string, boolean>();
  for (const { incident, a, b } of comparison.changes)
    grave.set(incident, (grave.get(incident) ?? false) || a === "contrary" || b === "contrary");
  const found = history.incidents.filter(({ incident }) => grave.has(incident.id));
  const rank = ({ incident }: FoundIncident): number => (grave.get(incident.id) ? 0 : 1);
  const first = found
    .sort(
      (x, y) => rank(x) - rank(y) || x.facts.time.from - y.facts.time.from || byCodePoint(x.incident.id, y.incident.id),
    )
    .slice(0, LISTED);
  return { all: grave.size, first };
}

const comparison = route({
  method: "post",
  path: "/missions/{mission}/comparison",
  permission: "agreement.read",
  summary:
    "Two texts, or two readings of one, over the mission's own history: which incidents come out otherwise, and why. Nothing is kept",
  body: ComparisonAsked,
  answer: ComparisonAnswer,
  async handle({ mission, standing, audience, parts, body }) {
    const asked = { mission, standing, audience, parts };
    const texts = { a: await compiledSide(body.a, asked), b: await compiledSide(body.b, asked) };
    const sides = { a: sideOf(texts.a, body.a.reading), b: sideOf(texts.b, body.b.reading) };
    const history = await releasedHistory(parts, mission, audience);
    const decided = both(sides, ({ compiled }) => decidedFor(history, compiled));
    const options = both(decided, (d) => d.options);
    const columns = columnsOf(history.incidents);
    const found = comparisonOf(compareResults({ columns, sides, options, countEqual: true }), {
      clock: sides.a.compiled.missionZone,
      period: null,
      obligations: both(decided, (d) => d.obligations),
    });
    const { all, first } = listed(found, history);
    const shown = new Set(first.map(({ incident }) => incident.id));
    const agreements = [sides.b.compiled.agreement, sides.a.compiled.agreement];
    const { coverage } = accountFor(history.state, audience);
    return {
      asKnownAt: { size: history.state.size, root: history.state.root },
      viewer: audience.profile,
      coverage: { known: coverage.known, statement: coverage.statement },
      leftOut: history.leftOut,
      changed: all,
      incidents: first.map(({ incident, facts }) => ({
        id: incident.id,
        act: history.listed.get(incident.id)?.act ?? "undetermined",
        from: facts.time.from,
        until: facts.time.until,
        marking: history.listed.get(incident.id)?.marking ?? "",
      })),
      names: Object.fromEntries(
        agreements.flatMap((a) => [
          ...a.parties.map(({ id, name }) => [`party ${id}`, name]),
          ...a.zones.map(({ id, name }) => [`zone ${id}`, name]),
        ]),
      ),
      comparison: {
        ...found,
        // Lists of ids are figures already; what is listed is listed with its reason.
        changes: found.changes.filter((c) => shown.has(c.incident)),
        checkNext: both(found.checkNext, (c) => ({ indeterminate: c.indeterminate, byFact: c.byFact, left: c.left })),
      } as unknown as Record<string, unknown>,
    };
  },
});

export const comparisonRoutes: readonly Route[] = [versions, comparison];
