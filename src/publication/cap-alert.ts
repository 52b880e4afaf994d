import { xmlText } from "../format/openrosa-form.ts";
import type { Hazard, HazardBody } from "./hazard.ts";

/** A warning as it stands in its record. */
export interface Warning {
  readonly index: number;
  /** Commitment of its entry: what its identifier is made of, so that it stays the same in any log. */
  readonly commitment: string;
  /** When the record took it, ms since 1970 UTC. */
  readonly sent: number;
  readonly body: HazardBody;
}

/** Whose warnings they are. */
export interface Issuer {
  readonly mission: string;
  readonly name: string;
  /** Host name of the server: with the mission's id it is the sender, one of a kind in the world. */
  readonly host: string;
  readonly exercise: boolean;
}

const EVENTS: Readonly<Record<Hazard, { readonly category: string; readonly event: string }>> = {
  mines: { category: "Safety", event: "Mines" },
  "unexploded-ordnance": { category: "Safety", event: "Unexploded ordnance" },
  "toxic-release": { category: "CBRNE", event: "Toxic release" },
  "water-outage": { category: "Infra", event: "Water outage with danger to people" },
  "power-outage": { category: "Infra", event: "Power outage with danger to people" },
};

export const hazardName = (hazard: Hazard): string => EVENTS[hazard].event;

/** CAP takes an offset and never Z, to the second (section 3.3.2). */
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}+00:00`;
const decimal = (n: number): string => String(Math.round(n * 1e6) / 1e6 + 0).replace(/e-\d+$/, "");

export const capSender = ({ mission, host }: Issuer): string => `${mission}@${host}`;
export const capIdentifier = (
  { mission }: Pick<Issuer, "mission">,
  { commitment }: Pick<Warning, "commitment">,
): string => `${mission}.${commitment.slice(0, 32)}`;

const messageType = { alert: "Alert", update: "Update", cancel: "Cancel" } as const;

/**
 * A warning as a CAP 1.2 alert.
 * @param before the messages of its chain, the oldest first: an update or cancellation refers to all of them
 * Source: OASIS CAP-v1.2-os, sections 3.2 and 3.3
 */
export function capAlert(issuer: Issuer, warning: Warning, before: readonly Warning[]): string {
  const { body } = warning;
  const { category, event } = EVENTS[body.hazard];
  const element = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>`;
  const references = before.map((b) => [capSender(issuer), capIdentifier(issuer, b), time(b.sent)].join(","));
  const area = [
    element("areaDesc", body.area.name),
    // Latitude first; all polygons are kept (case 69).
    ...body.area.polygons.map((ring) =>
      element("polygon", ring.map(([lon, lat]) => `${decimal(lat)},${decimal(lon)}`).join(" ")),
    ),
    ...body.area.circles.map(({ lon, lat, radiusM }) =>
      element("circle", `${decimal(lat)},${decimal(lon)} ${decimal(radiusM / 1_000)}`),
    ),
  ];
  const info = body.words.map(({ language, headline, description, instruction }) =>
    [
      "<info>",
      element("language", language),
      element("category", category),
      element("event", event),
      element("urgency", body.urgency),
      element("severity", body.severity),
      element("certainty", body.certainty),
      element("onset", time(body.from)),
      element("expires", time(body.until)),
      element("senderName", issuer.name),
      element("headline", headline),
      element("description", description),
      element("instruction", instruction),
      `<area>${area.join("")}</area>`,
      "</info>",
    ].join(""),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    element("identifier", capIdentifier(issuer, warning)),
    element("sender", capSender(issuer)),
    element("sent", time(warning.sent)),
    element("status", issuer.exercise ? "Exercise" : "Actual"),
    element("msgType", messageType[body.message]),
    element("scope", "Public"),
    ...(references.length > 0 ? [element("references", references.join(" "))] : []),
    ...info,
    "</alert>\n",
  ].join("\n");
}

/**
 * The messages before one in its chain, the oldest first. One that follows what is not among them stands alone.
 * @param all of a mission, in any order
 */
export function chainBefore(warning: Warning, all: readonly Warning[]): Warning[] {
  const known = new Map(all.map((w) => [w.commitment, w]));
  const chain: Warning[] = [];
  let at = warning.body.follows?.commitment;
  while (at !== undefined) {
    const found = known.get(at);
    if (!found || found.commitment === warning.commitment || chain.includes(found)) break;
    chain.unshift(found);
    at = found.body.follows?.commitment;
  }
  return chain;
}

/** Warnings that have not lapsed, the newest first; of a chain every message that has not, as each may be asked for. */
export const standingWarnings = (all: readonly Warning[], now: number): Warning[] =>
  all.filter((w) => w.body.until > now).sort((a, b) => b.index - a.index);
