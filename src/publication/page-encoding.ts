import type { TraceStep } from "../assessment/assessment.ts";
import type { PolygonRings, UncertainPlace } from "../place/place.ts";
import { byCodePoint } from "../units.ts";
import type { Findings } from "./findings.ts";
import { legible } from "./html.ts";
import {
  allegedWords,
  kindWords,
  moreWords,
  partyNames,
  placeName,
  whatWords,
  zoneWords,
} from "./observation-wording.ts";
import type { PageData } from "./page-data.ts";
import type { ResultTable } from "./result-table.ts";
import { brief, countsWords, evidenceWords, plainSentence } from "./wording.ts";
import { offsetsOf, zoneOf } from "./zone-offsets.ts";

const MEMBER_ROLES = ["supports", "contradicts", "repeats", "claims"] as const;

/** Numbers its strings in order of first use; 0 is "". */
class Dictionary<T> {
  readonly items: T[] = [];
  private readonly index = new Map<string, number>();
  of(key: string, item: () => T): number {
    const known = this.index.get(key);
    if (known !== undefined) return known;
    const n = this.items.push(item()) - 1;
    this.index.set(key, n);
    return n;
  }
}

const flat = (points: Iterable<readonly [number, number]>, decimals: number): number[] => {
  const scale = 10 ** decimals;
  const out: number[] = [];
  for (const [lon, lat] of points) {
    const x = Math.round(lon * scale) / scale;
    const y = Math.round(lat * scale) / scale;
    if (out.length > 0 && out.at(-2) === x && out.at(-1) === y) continue;
    out.push(x, y);
  }
  return out;
};

/** Words of a reading for lists and for the filter: its id, and who reads the text so. */
export function readingWords(agreement: Findings["agreement"], r: Findings["agreement"]["readings"][number]): string {
  const by = partyNames(agreement.parties)(r.by);
  return by && by !== r.id ? `${r.id} (${by})` : r.id;
}

/** Packs findings for the page's script. Same findings, same bytes. */
export function encodePage(findings: Findings, table: ResultTable): PageData {
  const { agreement, incidents } = findings;
  const strings = new Dictionary<string>();
  strings.of("", () => "");
  const s = (text: string): number => strings.of(text, () => legible(text));
  const party = partyNames(agreement.parties);
  const areas = new Dictionary<number[][][]>();
  const seenAreas = new WeakMap<readonly PolygonRings[], number>();
  const area = (polygons: readonly PolygonRings[]): number => {
    const seen = seenAreas.get(polygons);
    if (seen !== undefined) return seen;
    const rounded = polygons.map((rings) => rings.map((ring) => flat(ring, 4)));
    const n = areas.of(JSON.stringify(rounded), () => rounded);
    seenAreas.set(polygons, n);
    return n;
  };
  const places = new Dictionary<number[]>();
  // Records share their places and the steps of their traces: each is looked at once.
  const seenPlaces = new Map<UncertainPlace, number>();
  const place = (p: UncertainPlace): number => {
    const seen = seenPlaces.get(p);
    if (seen !== undefined) return seen;
    const row =
      p.kind === "unknown"
        ? [3]
        : p.kind === "area"
          ? [2, area(p.polygons)]
          : p.kind === "point"
            ? [0, ...flat([[p.lon, p.lat]], 5), Math.round(p.radiusM)]
            : [
                1,
                ...flat([[p.lon, p.lat]], 5),
                p.fromDeg,
                p.untilDeg,
                Math.round(p.minM),
                Math.round(p.maxM),
                p.distance === "assumed" ? 1 : 0,
              ];
    const n = places.of(row.join(), () => row);
    seenPlaces.set(p, n);
    return n;
  };
  const steps = new Dictionary<readonly [number, 0 | 1 | 2, number]>();
  const seenSteps = new Map<TraceStep, number>();
  const step = (t: TraceStep): number => {
    const seen = seenSteps.get(t);
    if (seen !== undefined) return seen;
    const row = [
      s(t.test),
      t.outcome === true ? 1 : t.outcome === false ? 0 : 2,
      s(plainSentence(t.words, false)),
    ] as const;
    const n = steps.of(row.join(), () => row);
    seenSteps.set(t, n);
    return n;
  };

  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { incident, facts } of incidents) {
    for (const t of [facts.time, ...incident.members.map((m) => m.observation.time)]) {
      if (t.from < first) first = t.from;
      if (t.until > last) last = t.until;
    }
  }
  for (const r of agreement.readings)
    for (const at of [r.from, r.until]) {
      if (at === null) continue;
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  if (first > last) first = last = findings.period?.from ?? 0;
  const epoch = Math.floor(first / 1000) * 1000;
  const at = (ms: number): number => Math.round((ms - epoch) / 1000);

  const i = {
    from: [] as number[],
    length_s: [] as number[],
    place: [] as number[],
    acts: [] as number[],
    units: [] as number[],
    heard: [] as number[],
    fused: [] as number[],
    alleged: [] as number[],
    evidence: [] as number[],
    alternative: [] as number[],
    groups: [] as number[],
    members: [] as number[],
  };
  const o = {
    source: [] as number[],
    kind: [] as number[],
    stated: [] as number[],
    zone: [] as number[],
    from: [] as number[],
    length_s: [] as number[],
    place: [] as number[],
    name: [] as number[],
    count: [] as number[],
    what: [] as number[],
    more: [] as number[],
    alleged: [] as number[],
    marking: [] as number[],
  };
  const window: string[] = [];
  const claimed: string[] = [];
  const machine: string[] = [];
  const ids: string[] = [];
  const part: string[] = [];
  for (const { incident, facts } of incidents) {
    i.from.push(at(facts.time.from));
    i.length_s.push(Math.round((facts.time.until - facts.time.from) / 1000));
    window.push(facts.time.kind === "window" ? "1" : "0");
    i.place.push(place(facts.place));
    i.acts.push(s(facts.acts.join("|")));
    claimed.push(incident.status === "claimed" ? "1" : "0");
    machine.push(facts.labelBasis === "machine" ? "1" : "0");
    i.units.push(s([...new Set([...facts.heard, ...facts.fused].map((c) => c.unit))].sort(byCodePoint).join("|")));
    i.heard.push(s(countsWords(facts.heard)));
    i.fused.push(s(countsWords(facts.fused)));
    i.alleged.push(s([...new Set(facts.alleged.map((a) => allegedWords(a, party)))].join("; ")));
    const pinned = incident.pinned ? ["people pinned it: one event, and all of it"] : [];
    i.evidence.push(s([...pinned, ...incident.evidence.map(evidenceWords)].join("\n")));
    const other = incident.alternative;
    i.alternative.push(
      other
        ? s(
            `${other.incident.slice(0, 16)}\n${Math.round(other.gain * 10) / 10}${other.pinned ? "; only a person's pin keeps them apart" : ""}\n${other.parts.map(evidenceWords).join("\n")}`,
          )
        : 0,
    );
    i.groups.push(facts.independentGroups);
    i.members.push(incident.members.length);
    for (const { observation, role } of incident.members) {
      ids.push(observation.id.slice(0, 16).padEnd(16, " "));
      o.source.push(s(brief(observation.source)));
      o.kind.push(s(kindWords(observation)));
      o.stated.push(s(brief(observation.time.stated)));
      o.zone.push(s(zoneWords(observation)));
      o.from.push(at(observation.time.from));
      o.length_s.push(Math.round((observation.time.until - observation.time.from) / 1000));
      o.place.push(place(observation.place));
      o.name.push(s(brief(placeName(observation.place))));
      o.count.push(s(countsWords([observation.count])));
      o.what.push(s(brief(whatWords(observation))));
      o.more.push(s(brief(moreWords(observation, party))));
      o.alleged.push(s(brief(allegedWords(observation.alleged, party))));
      o.marking.push(s(observation.marking));
      part.push(String(MEMBER_ROLES.indexOf(role)));
    }
  }

  const traces = new Dictionary<PageData["traces"][number]>();
  const traceOf: number[] = [];
  for (const row of table.assessed()) {
    const ordered = row.trace.map(step);
    const decides = row.decides
      ? s(`${plainSentence(row.decides.words, false)}\n${row.decides.ifTrue}\n${row.decides.ifFalse}`)
      : 0;
    const actor =
      row.actor.state === "attributed"
        ? s(`attributed by decision ${row.actor.decision} (${row.actor.standard}): ${row.actor.actor}`)
        : 0;
    const fact = row.result === "indeterminate" ? s(row.decides?.fact ?? "not stated") : 0;
    const packed = {
      steps: ordered,
      ...(decides ? { decides } : {}),
      ...(fact ? { fact } : {}),
      ...(actor ? { actor } : {}),
    };
    traceOf.push(traces.of(`${ordered.join()}/${decides}/${fact}/${actor}`, () => packed));
  }
  return {
    zone: agreement.zone,
    offsets: offsetsOf(zoneOf(agreement.zone), first, last),
    epoch,
    readings: agreement.readings.map((r) => ({
      id: r.id,
      words: legible(readingWords(agreement, r)),
      from: r.from === null ? null : at(r.from),
      until: r.until === null ? null : at(r.until),
    })),
    clauses: agreement.clauses.map(({ id, title }) => ({ id, title: legible(brief(title || id)) })),
    areas: areas.items,
    places: places.items,
    incidents: {
      length: incidents.length,
      ...i,
      window: window.join(""),
      claimed: claimed.join(""),
      machine: machine.join(""),
      results: table.digits,
      because: table.because.map(s),
      traces: traceOf,
    },
    observations: { ids: ids.join(""), ...o, part: part.join("") },
    zones: agreement.zones.map((z) => ({ name: legible(brief(z.name || z.id)), area: area(z.polygons) })),
    lines: agreement.lines.map((l) => ({ name: legible(brief(l.name || l.id)), points: flat(l.positions, 4) })),
    boundary: agreement.boundarySet && {
      name: legible(agreement.boundarySet.name),
      lines: agreement.boundarySet.lines.map((l) => flat(l, 3)),
    },
    steps: steps.items,
    traces: traces.items,
    strings: strings.items,
  };
}
