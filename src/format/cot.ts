import { canonical, sha256Hex } from "../canonical.ts";
import type { Marking, Observation } from "../observation/observation.ts";
import type { ActId, WeaponClass } from "../observation/taxonomy.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import { parseStated } from "../time/stated.ts";
import { xmlText } from "./openrosa-form.ts";
import { OWN_POSITION_M } from "./place-cells.ts";
import { xmlEvents } from "./xml-events.ts";

/** An event of Cursor on Target, as far as we read it: MITRE MP090284, version 2.0. */
export interface CotEvent {
  readonly uid: string;
  readonly type: string;
  readonly how: string;
  readonly start: string;
  readonly lat: string;
  readonly lon: string;
  /** Circular error in metres; 9999999: not known. */
  readonly ce: string;
  /** Whether it tells of the sender's own device. */
  readonly ofDevice: boolean;
}

const FILE = "cot";
export const MOST_EVENTS = 1_000;
const UNKNOWN_ERROR = 9_999_999;

const wrong = (field: string, why: string): Problem =>
  problem(catalogue.badFile, { why: `${field}: ${why}` }, { file: FILE, field });

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/**
 * The events of a document: one `event`, or several in one root of any other name. A document type is refused, nesting,
 * texts and the number of events are bounded (case 131).
 * @throws Problem format/file, format/limit
 */
export async function readCot(bytes: Uint8Array): Promise<CotEvent[]> {
  const events: CotEvent[] = [];
  let open: { -readonly [K in keyof CotEvent]: CotEvent[K] } | undefined;
  for await (const some of xmlEvents(FILE, FILE, once(bytes)))
    for (const e of some) {
      if (e.kind === "open" && e.name === "event") {
        if (open) throw wrong("event", "an event inside an event");
        if (events.length === MOST_EVENTS)
          throw problem(catalogue.limit, { what: FILE, limit: `${MOST_EVENTS} events`, seen: "more" });
        const { uid = "", type = "", how = "", start = "" } = e.attributes;
        open = { uid, type, how, start, lat: "", lon: "", ce: "", ofDevice: false };
      } else if (e.kind === "open" && e.name === "point" && open) {
        const { lat = "", lon = "", ce = "" } = e.attributes;
        Object.assign(open, { lat, lon, ce });
      } else if (e.kind === "open" && open) {
        // What a device says of itself: its program's version, or where it can be written to.
        if (e.name === "takv" || (e.name === "contact" && e.attributes["endpoint"] !== undefined)) open.ofDevice = true;
      } else if (e.kind === "close" && e.name === "event" && open) {
        events.push(open);
        open = undefined;
      }
    }
  if (events.length === 0) throw wrong("event", "there is none in the document");
  return events;
}

/**
 * By the type without its affiliation: whose it is said to be is left out, since friend and hostile do not exist here.
 * The words behind each are those of MITRE's CoTtypes.xml, revision 1.80; the first prefix that fits counts. A class is
 * given only where theirs says no more and no less than ours.
 */
export const COT_TYPES: readonly (readonly [
  prefix: string,
  theirs: string,
  act: ActId | null,
  weapon?: WeaponClass,
])[] = [
  ["G-E-X-M-L", "LESS THAN LETHAL", null],
  ["G-E-X-M", "LAND MINES", "presence.mine", "mine-ied"],
  ["G-E-W-O", "MORTAR", "presence.weapon", "mortar"],
  ["G-E-W-H-H-S", "HOWITZER HEAVY SELF PROPELLED", "presence.weapon", "self-propelled-artillery"],
  ["G-E-W-H-L-S", "HOWITZER LIGHT SELF PROPELLED", "presence.weapon", "self-propelled-artillery"],
  ["G-E-W-H-M-S", "HOWITZER MEDIUM SELF PROPELLED", "presence.weapon", "self-propelled-artillery"],
  ["G-E-W-H", "HOWITZER", "presence.weapon", "tube-artillery"],
  ["G-E-W-X", "MULTIPLE ROCKET LAUNCHER", "presence.weapon", "mlrs"],
  ["G-E-W-A", "AIR DEFENSE GUN", "presence.weapon", "anti-aircraft-gun"],
  ["G-E-W-G-R", "ANTI TANK GUN RECOILLESS", "presence.weapon", "recoilless-gun"],
  ["G-E-W-M-A", "AIR DEFENSE (AD) MISSILE LAUNCHER", "presence.weapon", "air-defence"],
  ["G-E-W-M-T", "MISSILE LAUNCHER ANTITANK (AT)", "presence.weapon", "anti-tank-guided"],
  ["G-E-W-R-H", "HEAVY MACHINE GUN", "presence.weapon", "heavy-machine-gun"],
  ["G-E-W-R-L", "LIGHT MACHINE GUN", "presence.weapon", "small-arms"],
  ["G-E-W-R-R", "RIFLE", "presence.weapon", "small-arms"],
  ["G-E-W", "WEAPON", "presence.weapon", "undetermined"],
  ["G-E-V-A-T", "TANK", "presence.weapon", "tank"],
  ["G-E-V-A", "Armor (GUN)", "presence.weapon", "armour"],
  ["G-U", "UNIT", "presence.person"],
  ["A-M-F-Q", "DRONE (RPV/UAV)", "flight.uav"],
  ["A-C", "CIVIL AIRCRAFT", "flight.crewed"],
  ["A", "Air Track", "flight"],
];

function actOf(type: string): readonly [ActId, WeaponClass?] | undefined {
  const atom = /^a-[a-z]-(.+)$/.exec(type)?.[1];
  const found = atom && COT_TYPES.find(([prefix]) => atom === prefix || atom.startsWith(`${prefix}-`));
  if (found) {
    const [, , act, weapon] = found;
    if (act === null) return undefined;
    return weapon ? [act, weapon] : [act];
  }
  // A spot on the map, of whatever shape.
  return type.startsWith("b-m-p-s-") ? ["undetermined"] : undefined;
}

/** Why an event is no report, as a rule's name; undefined where it may be one. */
export function skippedCot({ type, how, ofDevice }: CotEvent): string | undefined {
  if (ofDevice || (type.startsWith("a-f-") && how.startsWith("m-g"))) return "position-of-a-device";
  if (/^(t-|b-t-f|y-|u-)/.test(type)) return "no-report";
  return undefined;
}

/** What of an event a report is made of: the same again is the same report, whatever its times of sending. */
export const cotKey = ({ type, start, lat, lon, ce, how }: CotEvent): string =>
  sha256Hex(canonical([type, start, lat, lon, ce, how]));

export const cotObservationId = (source: string, uid: string, version: number): string =>
  sha256Hex(canonical(["cot", source, uid, version]));

/**
 * The observation that an event says, of its sender's own reporting. What CoT does not say is not made up: role, count
 * and activity are not determined; a person's marker is read as seen, a machine's as detected; a position without its
 * error is known to OWN_POSITION_M.
 * @param version of the same uid, from 0; each revises the one before
 * @throws Problem format/file that names the attribute, what was seen and what was expected
 */
export function cotObservation(
  event: CotEvent,
  {
    source,
    file,
    marking,
    version,
  }: { readonly source: string; readonly file: string; readonly marking: Marking; readonly version: number },
): Observation {
  checkUid(event.uid);
  const act = actOf(event.type);
  if (!act)
    throw wrong(
      "type",
      `${JSON.stringify(event.type.slice(0, 60))}; expected ground equipment (a-.-G-E), people (a-.-G-U), aircraft (a-.-A) or a spot (b-m-p-s-)`,
    );
  const stated = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(event.start);
  if (!stated)
    throw wrong("start", `${JSON.stringify(event.start.slice(0, 60))}; expected a time such as 2025-04-18T15:13:00Z`);
  const time = parseStated({ from: `${stated[1]} ${stated[2]}+00:00` }, { assumedZone: "UTC", kind: "seen" });
  if ("error" in time) throw wrong("start", time.error);
  const [id, weapon] = act;
  return {
    id: cotObservationId(source, event.uid, version),
    kind: "observation",
    report: `cot:${event.uid}`,
    source,
    sourceKind: "monitor",
    mode: event.how.startsWith("m-") ? "detected" : "saw",
    acts: [id],
    labelBasis: "person",
    role: "undetermined",
    ...(weapon && { weapon: { class: weapon, certainty: "assessed" as const } }),
    count: { min: 1, max: null, unit: "event", form: "not-stated" },
    activity: "unknown",
    time,
    place: placeOf(event),
    ...(version > 0 && { revises: cotObservationId(source, event.uid, version - 1) }),
    marking,
    origin: { file, line: 1 },
  };
}

/** @throws Problem format/file */
export function checkUid(uid: string): void {
  if (!/^[\x21-\x7e]{1,200}$/.test(uid))
    throw wrong("uid", `${JSON.stringify(uid.slice(0, 60))}; expected 1 to 200 visible characters`);
}

function placeOf({ lat, lon, ce }: CotEvent): Observation["place"] {
  const number = (name: string, text: string, most: number): number => {
    const n = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!(Math.abs(n) <= most))
      throw wrong(`point.${name}`, `${JSON.stringify(text.slice(0, 40))}; expected a number within ${most}`);
    return n;
  };
  const [y, x] = [number("lat", lat, 90), number("lon", lon, 180)];
  const error = ce === "" ? UNKNOWN_ERROR : number("ce", ce, UNKNOWN_ERROR);
  const known = error > 0 && error < UNKNOWN_ERROR;
  // What has no position is sent as null island without an error.
  if (x === 0 && y === 0 && !known) return { kind: "unknown" };
  return { kind: "point", lon: x, lat: y, radiusM: known ? error : OWN_POSITION_M };
}

/** An event that we give out. */
export interface CotOut {
  readonly uid: string;
  /** Its affiliation is neutral or unknown. */
  readonly type: `a-${"n" | "u"}-${string}`;
  readonly lat: number;
  readonly lon: number;
  readonly radiusM: number;
  /** Since when and until when it holds, ms since 1970 UTC. */
  readonly start: number;
  readonly stale: number;
  readonly callsign: string;
  readonly remarks: string;
}

/** One event as CoT writes it. @param now when it is sent, ms since 1970 UTC */
export function cotText(
  { uid, type, lat, lon, radiusM, start, stale, callsign, remarks }: CotOut,
  now: number,
): string {
  const at = (ms: number): string => new Date(ms).toISOString();
  return `<event version="2.0" uid="${xmlText(uid)}" type="${type}" how="h-e" time="${at(now)}" start="${at(start)}" stale="${at(stale)}"><point lat="${lat}" lon="${lon}" hae="${UNKNOWN_ERROR}" ce="${Math.ceil(radiusM)}" le="${UNKNOWN_ERROR}"/><detail><contact callsign="${xmlText(callsign)}"/><remarks>${xmlText(remarks)}</remarks></detail></event>`;
}

/** Most bytes of one event on a stream. */
const MOST_BYTES = 65_536;

/**
 * Cuts a stream into documents of one element each, `event` or `auth`, without reading them.
 * @throws Problem format/limit where one does not end within 64 kB, format/file where something else comes
 */
export class CotCutter {
  private text = "";
  private readonly decoder = new TextDecoder();

  /** @returns whole elements, in order; the rest is kept until more comes */
  push(bytes: Uint8Array): string[] {
    this.text += this.decoder.decode(bytes, { stream: true });
    const found: string[] = [];
    for (;;) {
      this.text = this.text.replace(/^(?:\s|<\?xml[^>]{0,200}\?>)+/, "");
      if (this.text === "") return found;
      const name = /^<(event|auth)[\s>/]/.exec(this.text)?.[1];
      if (
        !name &&
        !"<event".startsWith(this.text) &&
        !"<auth".startsWith(this.text) &&
        !/^<(\?[^>]{0,200}|event|auth)$/.test(this.text)
      )
        throw wrong("event", `${JSON.stringify(this.text.slice(0, 40))} came, expected <event …> or <auth …>`);
      const end = name ? this.text.indexOf(`</${name}>`) : -1;
      if (end < 0) {
        if (this.text.length > MOST_BYTES)
          throw problem(
            catalogue.limit,
            { what: "one event", limit: `${MOST_BYTES} bytes`, seen: "more" },
            { file: FILE },
          );
        return found;
      }
      const whole = end + `</${name}>`.length;
      if (whole > MOST_BYTES)
        throw problem(
          catalogue.limit,
          { what: "one event", limit: `${MOST_BYTES} bytes`, seen: `${whole}` },
          { file: FILE },
        );
      found.push(this.text.slice(0, whole));
      this.text = this.text.slice(whole);
    }
  }
}

/** Mission and token of an `auth` element, as TAK's programs send it first. @throws Problem format/file */
export async function cotSignIn(text: string): Promise<{ readonly mission: string; readonly token: string }> {
  for await (const some of xmlEvents(FILE, FILE, once(new TextEncoder().encode(text))))
    for (const e of some)
      if (e.kind === "open" && e.name === "cot")
        return { mission: e.attributes["username"] ?? "", token: e.attributes["password"] ?? "" };
  throw wrong("auth", 'expected <auth><cot username="MISSION" password="TOKEN"/></auth>');
}
