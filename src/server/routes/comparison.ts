import type { TextAsked } from "../../mission/compared-history.ts";
import { catalogue, problem } from "../../problems.ts";
import { accountFor } from "../account-for.ts";
import { versionsOf } from "../agreement-versions.ts";
import { AgreementVersions, ComparisonAnswer, ComparisonAsked } from "../client/comparison.ts";
import { comparisonsOf } from "../comparisons.ts";
import { absent } from "../problem-response.ts";
import { type InMission, type Parts, type Route, route } from "../route.ts";

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

/** The text of one side, as it is run. @throws Problem http/not-permitted, http/absent */
async function textAsked(
  asked: ComparisonAsked["a"],
  { mission, standing, audience, parts }: Asked,
): Promise<TextAsked> {
  if (asked.text !== undefined && standing.author === null)
    throw problem(catalogue.notPermitted, {
      why: "A text of your own is run for people with a part in this mission; versions and readings in its record anyone may compare.",
    });
  const known = await versionsOf(parts.store, mission.id, audience);
  const version = known.find((v) => (asked.version === undefined ? v.inForce : v.commitment === asked.version));
  if (!version) throw absent();
  const { kept } = version;
  const { reading } = asked;
  return asked.text === undefined ? { ...kept, reading } : { ...kept, text: asked.text, name: "draft.yaml", reading };
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
    const texts = { a: await textAsked(body.a, asked), b: await textAsked(body.b, asked) };
    const { state, leftOut, found } = await comparisonsOf(parts.store).of(parts, { mission, audience }, texts);
    const { coverage } = accountFor(state, audience);
    const { changed, incidents, names, comparison: made } = found;
    return {
      asKnownAt: { size: state.size, root: state.root },
      viewer: audience.profile,
      coverage: { known: coverage.known, statement: coverage.statement },
      leftOut,
      changed,
      incidents: [...incidents],
      names,
      comparison: made,
    };
  },
});

export const comparisonRoutes: readonly Route[] = [versions, comparison];
