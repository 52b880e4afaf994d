import { atLevel, type Truth } from "../certainty.ts";
import { HEARD_UNITS } from "../observation/count.ts";
import { type Observation, WEAPON_FINDINGS } from "../observation/observation.ts";
import { type PreparedZone, prepareZones, probabilityInside } from "../place/zone.ts";
import { type Interval, overlaps } from "../time/interval.ts";
import type { Zone as Clock } from "../time/zone.ts";
import { byCodePoint } from "../units.ts";
import type { DailyList } from "./daily.ts";
import type { Findings } from "./findings.ts";
import { type OffsetTable, offsetAt, offsetText, stretchText } from "./local-time.ts";
import {
  actsWords,
  allegedWords,
  kindWords,
  moreWords,
  partyNames,
  placeWords,
  plain,
  weaponWords,
} from "./observation-wording.ts";
import { actWords, countsWords, findingWords } from "./wording.ts";
import { offsetsOf } from "./zone-offsets.ts";

/** An observation of the day, and the incident that it is part of. */
export interface DayObservation {
  readonly observation: Observation;
  readonly incident: string;
}

/** Columns of the annex. Source: domain.md (g), annex row */
export const ANNEX_COLUMNS = [
  "No.",
  "Observer position",
  "Event location",
  "Means",
  "Count",
  "Phenomenon",
  "Role",
  "Weapon",
  "Date and time",
  "Zone",
  "Classification",
  "Record",
] as const;

const at = (lon: number, lat: number): string => `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
const observer = (o: Observation): string =>
  o.place.kind === "sector"
    ? `${o.source}; ${o.place.name ? `${o.place.name}, ` : ""}${at(o.place.lon, o.place.lat)}`
    : o.source;

const sayInside = (zone: PreparedZone, t: Truth): string =>
  t === true ? `inside ${zone.zone.id}` : t === "unknown" ? `cannot tell: ${zone.zone.id}` : "";

/** Builds the lists of a day. A list without rows is kept: that nothing is on it is news. */
export function dayLists(
  findings: Findings,
  clock: Clock,
  day: Interval,
  sorted: Readonly<Record<"certain" | "straddling" | "repeats" | "claims", readonly DayObservation[]>>,
): DailyList[] {
  const { agreement } = findings;
  const zones = prepareZones(agreement.zones).zones;
  const party = partyNames(agreement.parties);
  const side = (stated: string | undefined): string => (stated ? party(stated) : "not stated");
  const shown = (o: { from: number; until: number }): OffsetTable => offsetsOf(clock, o.from, o.until);
  const time = (o: Observation): string =>
    `${stretchText(shown(o.time), o.time.from, o.time.until)}${o.time.kind === "window" ? ", at some moment" : ""}${o.time.zoneBasis === "assumed" ? ", zone assumed" : ""}`;
  const relation = (o: Observation): string => {
    const computed = zones.map((zone) => {
      const p = probabilityInside(o.place, zone);
      return sayInside(zone, Number.isNaN(p) ? "unknown" : atLevel(p, agreement.containment));
    });
    const asserted = o.assertedZone ? `asserted: ${o.assertedZone.relation} ${o.assertedZone.zone}` : "";
    const said = [asserted, ...computed].filter(Boolean).join("; ");
    return said || (zones.length === 0 ? "–" : "outside every zone");
  };
  const annexRow = ({ observation: o }: DayObservation, n: number): string[] => [
    String(n + 1),
    observer(o),
    placeWords(o.place),
    plain(o.mode),
    countsWords([o.count]),
    actsWords(o.acts),
    o.role,
    weaponWords(o) || "not stated",
    time(o),
    relation(o),
    plain(o.activity),
    o.id.slice(0, 16),
  ];
  const order = (o: Observation): number => (o.weaponFinding ? WEAPON_FINDINGS.indexOf(o.weaponFinding) : -1);
  const heard = (r: DayObservation): boolean => HEARD_UNITS.includes(r.observation.count.unit);
  const isWeapon = (r: DayObservation): boolean => r.observation.weaponFinding !== undefined;
  const annex = (id: string, title: string, note: string, rows: readonly DayObservation[]): DailyList => ({
    id,
    title,
    note,
    columns: ANNEX_COLUMNS,
    rows: rows.map(annexRow),
  });
  const named = zones.length === 0 ? "" : ` Zones: ${zones.map((z) => `${z.zone.id} is ${z.zone.name}`).join("; ")}.`;
  const inDay = <T extends Interval>(list: readonly T[], key: (x: T) => string): T[] =>
    list
      .filter((x) => overlaps(x, day))
      .sort((a, b) => a.from - b.from || a.until - b.until || byCodePoint(key(a), key(b)));
  return [
    annex(
      "A1",
      "Events heard or seen on this day",
      `Every row counts as heard.${named}`,
      sorted.certain.filter((r) => heard(r) && !isWeapon(r)),
    ),
    annex("A2", "Time reaches over an end of the day", "Listed, in no figure of the day.", sorted.straddling),
    annex("A3", "The same source again", "Listed, counted once in the row that it repeats.", sorted.repeats),
    annex(
      "A4",
      "Other observations",
      "Persons, vehicles, flights, positions: observed, not counted as events.",
      sorted.certain.filter((r) => !heard(r) && !isWeapon(r)),
    ),
    {
      id: "B1",
      title: "Weapons, by finding",
      note: "Three-way finding of the observer, then what visits to storage sites found. Whose control the place was under is shown only where a record states it.",
      columns: [
        "No.",
        "Finding",
        "Control side",
        "Place",
        "Weapon",
        "Count",
        "Means",
        "Date and time",
        "Zone",
        "Record",
      ],
      rows: sorted.certain
        .filter(isWeapon)
        .sort(
          (a, b) =>
            order(a.observation) - order(b.observation) ||
            byCodePoint(placeWords(a.observation.place), placeWords(b.observation.place)) ||
            byCodePoint(a.observation.id, b.observation.id),
        )
        .map(({ observation: o }, n) => [
          String(n + 1),
          o.weaponFinding ? findingWords(o.weaponFinding) : "",
          side(o.controlSide),
          placeWords(o.place),
          weaponWords(o) || "not stated",
          countsWords([o.count]),
          kindWords(o),
          time(o),
          relation(o),
          o.id.slice(0, 16),
        ]),
    },
    {
      id: "C1",
      title: "Restrictions of movement",
      note: "The words used are given as they were said.",
      columns: ["No.", "Kind", "Place", "Control side", "Time", "Minutes", "By", "Words used", "Source"],
      rows: inDay(findings.impediments, (p) => p.id).map((p, n) => [
        String(n + 1),
        plain(p.kind),
        placeWords(p.place),
        side(p.controlSide),
        stretchText(shown(p), p.from, p.until),
        p.minutes === null ? "not stated" : String(p.minutes),
        side(p.by),
        p.reason || "none given",
        p.source,
      ]),
    },
    {
      id: "D1",
      title: "Coverage, cameras down included",
      note: "Every window that touches the day. Where nobody watched, nothing follows from silence.",
      columns: ["No.", "Station or patrol", "Kind", "State", "From – until", "Area", "Blind to"],
      rows: inDay(findings.coverage.windows, (w) => `${w.station}\n${w.id}`).map((w, n) => [
        String(n + 1),
        w.station,
        plain(w.kind),
        w.state,
        stretchText(shown(w), w.from, w.until),
        placeWords(w.area),
        w.blindTo.map(actWords).join(", ") || "not stated",
      ]),
    },
    {
      id: "E1",
      title: "Claims by parties",
      note: "What a party says. The last column is what each adds to the record.",
      columns: [
        "No.",
        "Claimed by",
        "What, as claimed",
        "Count, as claimed",
        "Place",
        "Date and time",
        "Record",
        "Adds",
      ],
      rows: sorted.claims.map(({ observation: o }, n) => [
        String(n + 1),
        party(o.claimant ?? o.source),
        [actsWords(o.acts), allegedWords(o.alleged, party), moreWords(o, party)].filter(Boolean).join("; "),
        countsWords([o.count]),
        placeWords(o.place),
        time(o),
        o.id.slice(0, 16),
        "nothing",
      ]),
    },
    {
      id: "F1",
      title: "Totals that others published",
      note: "Set beside ours above; never made into incidents, never repaired.",
      columns: ["No.", "Published by", "For", "Total", "Offset from UTC", "Record"],
      rows: inDay(
        findings.aggregates.map((o) => ({ ...o.time, o })),
        ({ o }) => o.id,
      ).map(({ o }, n) => [
        String(n + 1),
        o.source,
        time(o),
        countsWords([o.count]),
        offsetText(offsetAt(shown(o.time), o.time.from)),
        o.id.slice(0, 16),
      ]),
    },
  ];
}
