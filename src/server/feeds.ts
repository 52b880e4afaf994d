import { xmlText } from "../format/openrosa-form.ts";
import type { Found } from "../store/found.ts";
import { filterOf } from "./asked-incidents.ts";
import { Filter } from "./client/answers.ts";
import { answered } from "./etag.ts";
import { originOf } from "./own-origin.ts";
import { type Route, route } from "./route.ts";

/** Entries of a feed, the newest first. */
const MOST = 100;

const iso = (at: number): string => new Date(at).toISOString();
type Listed = Found & { readonly since: number };

const entryOf = (mission: string, origin: string, entry: Listed): string => {
  const { time, position, marking, result, since } = entry;
  const at = position ? `, at ${position[1]} ${position[0]}` : "";
  const words = `${iso(time.from)} to ${iso(time.until)}${at}; status ${entry.status}; conduct by the terms: ${result}; ${marking}`;
  const point = position ? `<georss:point>${position[1]} ${position[0]}</georss:point>` : "";
  return `<entry><id>urn:x-trucekeeper:${mission}:${entry.id}</id><title>${xmlText(entry.act)}</title><updated>${iso(since)}</updated><link rel="alternate" type="application/json" href="${xmlText(`${origin}/api/v1/missions/${mission}/incidents/${entry.id}`)}"/><category term="${xmlText(result)}"/><category term="${xmlText(marking)}"/><summary>${xmlText(words)}</summary>${point}</entry>`;
};

const atom = route({
  method: "get",
  path: "/feeds/{mission}/atom",
  permission: "incident.read",
  summary: `Atom (RFC 4287): the ${MOST} incidents that became readable last, by the list's own filter`,
  query: Filter,
  answer: "bytes",
  async handle({ parts, mission, audience, query, request, header }) {
    const filter = await filterOf(parts, { mission, audience }, query);
    const { value: newest } = await parts.reads.ask(mission.id, audience, ["latest", filter], (view) =>
      view.incidents(filter).latest(MOST),
    );
    const origin = originOf({ parts, request });
    const self = xmlText(`${origin}/feeds/${mission.id}/atom${new URL(request.url).search}`);
    const [first] = newest;
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss"><id>urn:x-trucekeeper:${mission.id}</id><title>${xmlText(mission.name)}: incidents${mission.exercise ? " (exercise)" : ""}</title><subtitle>Incidents as fused; conduct by the terms, not a finding; marking up to ${audience.upTo}</subtitle><updated>${iso(first ? first.since : 0)}</updated><author><name>${xmlText(mission.name)}</name></author><link rel="self" type="application/atom+xml" href="${self}"/><link rel="related" type="application/atom+xml" title="Warnings of hazards" href="${xmlText(`${origin}/feeds/${mission.id}/cap`)}"/>
${newest.map((l) => entryOf(mission.id, origin, l)).join("\n")}
</feed>
`;
    return answered(text, "application/atom+xml; charset=utf-8", header("If-None-Match"));
  },
});

export const feedRoutes: readonly Route[] = [atom];
