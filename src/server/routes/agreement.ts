import type { Audience } from "../../access/audience.ts";
import { sayClause } from "../../agreement/explain.ts";
import { LANGUAGES } from "../../agreement/say-vocabulary.ts";
import { AgreementAnswer } from "../client/answers.ts";
import { absent } from "../problem-response.ts";
import { type Parts, type Route, route } from "../route.ts";

async function inForce(parts: Parts, mission: string, audience: Audience) {
  const found = await parts.agreements.for(mission, audience);
  if (!found) throw absent();
  return found;
}

const collection = <F>(features: F[]) => ({ type: "FeatureCollection" as const, features });

const agreement = route({
  method: "get",
  path: "/missions/{mission}/agreement",
  permission: "agreement.read",
  summary: "The agreement that the mission works by: clauses in words and as data, zones, lines, readings, sources",
  answer: AgreementAnswer,
  async handle({ mission, parts, audience }) {
    const { agreement: a } = await inForce(parts, mission.id, audience);
    return {
      id: a.id,
      title: a.title,
      status: a.status,
      demonstration: a.demonstration,
      parties: a.parties.map(({ id, name }) => ({ id, name })),
      names: Object.fromEntries(
        [...a.parties, ...a.thirdParties, ...(a.guarantees?.verification?.bodies ?? [])].map(({ id, name }) => [
          id,
          name,
        ]),
      ),
      readings: a.readings.map(({ id, by, from, until }) => ({ id, by, from, until })),
      clauses: a.clauses.map((c) => ({
        id: c.id,
        title: c.title,
        reference: c.reference,
        text: { ...c.text },
        authentic: [...c.authentic],
        standing: c.standing,
        says: Object.fromEntries(LANGUAGES.map((l) => [l, sayClause(c, a, l)])),
        zones: [...c.where.inside, ...c.where.outside],
        lines: c.where.within ? [c.where.within.line] : [],
        positions: c.positions.map(({ party, says }) => ({ party, says })),
        sources: [...c.sources],
      })),
      boundarySet: a.boundarySet,
      zones: collection(
        a.zones.map(({ id, name, polygons }) => ({
          type: "Feature" as const,
          geometry: { type: "MultiPolygon", coordinates: [...polygons] },
          properties: { id, name },
        })),
      ),
      lines: collection(
        a.lines.map(({ id, name, positions }) => ({
          type: "Feature" as const,
          geometry: { type: "LineString", coordinates: [...positions] },
          properties: { id, name },
        })),
      ),
      sources: a.sources.map(({ id, publisher, title, date, unseen, via }) => ({
        id,
        publisher,
        title,
        date,
        unseen,
        via: [...via],
      })),
    };
  },
});

const text = route({
  method: "get",
  path: "/missions/{mission}/agreement/text",
  permission: "agreement.read",
  summary: "The agreement file as it was entered, YAML",
  answer: "bytes",
  async handle({ mission, parts, audience }) {
    const found = await inForce(parts, mission.id, audience);
    return new Response(found.text, {
      headers: { "Content-Type": "application/yaml; charset=utf-8", "Cache-Control": "private, no-cache" },
    });
  },
});

export const agreementRoutes: readonly Route[] = [agreement, text];
