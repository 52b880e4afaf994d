import { z } from "zod";
import { xmlText } from "../format/openrosa-form.ts";
import {
  capAlert,
  capIdentifier,
  chainBefore,
  hazardName,
  type Issuer,
  standingWarnings,
  type Warning,
} from "../publication/cap-alert.ts";
import { type Body, parsePayload } from "../record/registry.ts";
import { type Placed, placedOf, WITHDRAWING, withdrawals } from "../record/standing.ts";
import type { Store } from "../store/store.ts";
import { answered } from "./etag.ts";
import { originOf } from "./own-origin.ts";
import { absent } from "./problem-response.ts";
import { type Asked, type InMission, type Route, route } from "./route.ts";

/** Warnings of the index, the newest first. */
const MOST = 100;
const iso = (at: number): string => new Date(at).toISOString();

/**
 * All warnings of a mission in the order of its log, but those that were taken back. All are for everybody: what an entry
 * of another marking says is none.
 */
export async function warningsOf(store: Store, mission: string): Promise<Warning[]> {
  const found: Warning[] = [];
  const taken: Placed[] = [];
  for await (const { index, envelope, content } of store.entries(mission, { kinds: ["hazard", ...WITHDRAWING] })) {
    if (!envelope || !content) continue;
    const { commitment, received, marking } = envelope;
    const entry = parsePayload(envelope.kind, content.payload);
    const { body } = entry.payload;
    if (entry.kind !== "hazard") taken.push(...placedOf(commitment, entry));
    else if (marking === "TLP:CLEAR") found.push({ index, commitment, sent: received, body: body as Body<"hazard"> });
  }
  const back = withdrawals(taken);
  return found.filter((w) => !back.has(w.commitment));
}

type Asking = Pick<Asked<unknown, unknown, unknown>, "parts" | "request"> & Pick<InMission, "mission">;
const issuerOf = (asked: Asking): Issuer => ({
  mission: asked.mission.id,
  name: asked.mission.name,
  host: new URL(originOf(asked)).hostname,
  exercise: asked.mission.exercise,
});

const index = route({
  method: "get",
  path: "/feeds/{mission}/cap",
  permission: "incident.read",
  summary: `Atom index of the CAP 1.2 alerts that stand: warnings of hazards to civilians by two people, ${MOST} at most`,
  answer: "bytes",
  async handle(asked) {
    const { parts, mission, now, header } = asked;
    const issuer = issuerOf(asked);
    const at = `${originOf(asked)}/feeds/${mission.id}/cap`;
    const standing = standingWarnings(await warningsOf(parts.store, mission.id), now).slice(0, MOST);
    const entries = standing.map((w) => {
      const id = capIdentifier(issuer, w);
      const [first] = w.body.words;
      const title = `${w.body.message === "alert" ? "" : `${w.body.message}: `}${first?.headline ?? hazardName(w.body.hazard)}`;
      return `<entry><id>urn:x-trucekeeper:cap:${id}</id><title>${xmlText(title)}</title><updated>${iso(w.sent)}</updated><link rel="alternate" type="application/cap+xml" href="${xmlText(`${at}/${id}`)}"/><category term="${w.body.hazard}"/><summary>${xmlText(`${w.body.area.name}; until ${iso(w.body.until)}`)}</summary></entry>`;
    });
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x-trucekeeper:cap:${mission.id}</id><title>${xmlText(mission.name)}: warnings${mission.exercise ? " (exercise)" : ""}</title><subtitle>Hazards to civilians, each by two people; none attributes anything</subtitle><updated>${iso(standing[0]?.sent ?? 0)}</updated><author><name>${xmlText(mission.name)}</name></author><link rel="self" type="application/atom+xml" href="${xmlText(at)}"/>
${entries.join("\n")}
</feed>
`;
    return answered(text, "application/atom+xml; charset=utf-8", header("If-None-Match"));
  },
});

const alert = route({
  method: "get",
  path: "/feeds/{mission}/cap/{alert}",
  permission: "incident.read",
  summary: "One CAP 1.2 alert, update or cancellation; it stays at its address after it has lapsed",
  params: z.object({ mission: z.string(), alert: z.string().max(200) }),
  answer: "bytes",
  async handle(asked) {
    const issuer = issuerOf(asked);
    const all = await warningsOf(asked.parts.store, asked.mission.id);
    const found = all.find((w) => capIdentifier(issuer, w) === asked.params.alert);
    if (!found) throw absent();
    const text = capAlert(issuer, found, chainBefore(found, all));
    return answered(text, "application/cap+xml; charset=utf-8", asked.header("If-None-Match"));
  },
});

export const capRoutes: readonly Route[] = [index, alert];
