import { localText, type OffsetTable, stretchText } from "../local-time.ts";
import type { PageData } from "../page-data.ts";
import { actWords, RESULTS } from "../wording.ts";
import type { Basemap } from "./drawing.ts";

/** No row for this incident, reading and clause. */
export const NO_ROW = 5;

/** The page's data with what the views need worked out once. Incidents are numbers: their place in the columns. */
export interface PageRecord {
  readonly data: PageData;
  readonly basemap: Basemap | null;
  readonly size: number;
  /** First observation of each incident; one more entry than incidents. */
  readonly firstObservation: Uint32Array;
  /** First trace of each incident. */
  readonly firstTrace: Uint32Array;
  /** Incidents in order of time, then of id. */
  readonly byTime: Uint32Array;
  readonly code: (incident: number, reading: number, clause: number) => number;
  readonly id: (incident: number) => string;
  readonly text: (index: number | undefined) => string;
  readonly when: (fromS: number, lengthS: number) => string;
  readonly localMinute: (s: number) => string;
  readonly acts: (incident: number) => readonly string[];
  readonly actsText: (incident: number) => string;
  readonly placeText: (incident: number) => string;
  /** Lower-case text that the search looks in. */
  readonly haystack: (incident: number) => string;
}

const json = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent || "null");

/** Reads the two data blocks of the page. */
export function readRecord(): PageRecord {
  const data = json("data") as PageData;
  const { incidents, observations, strings } = data;
  const size = incidents.length;
  const readings = data.readings.length;
  const clauses = data.clauses.length;
  const firstObservation = new Uint32Array(size + 1);
  const firstTrace = new Uint32Array(size + 1);
  const cells = readings * clauses;
  for (let i = 0; i < size; i++) {
    firstObservation[i + 1] = (firstObservation[i] as number) + (incidents.members[i] as number);
    let traced = 0;
    for (let k = i * cells; k < (i + 1) * cells; k++) if (incidents.results.charCodeAt(k) - 48 < 4) traced++;
    firstTrace[i + 1] = (firstTrace[i] as number) + traced;
  }
  const from = incidents.from;
  const byTime = Uint32Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => (from[a] as number) - (from[b] as number) || a - b,
  );
  const offsets = data.offsets as OffsetTable;
  const text = (index: number | undefined): string => strings[index ?? 0] ?? "";
  const ms = (s: number): number => data.epoch + s * 1000;
  const id = (i: number): string => {
    // The incident's id is that of its first member that is not a claim, else of its first.
    const first = firstObservation[i] as number;
    const end = firstObservation[i + 1] as number;
    let anchor = first;
    for (let o = first; o < end; o++)
      if (observations.part[o] !== "3") {
        anchor = o;
        break;
      }
    return observations.ids.slice(anchor * 16, anchor * 16 + 16).trimEnd();
  };
  const acts = (i: number): readonly string[] => text(incidents.acts[i]).split("|");
  const placeText = (i: number): string => {
    for (let o = firstObservation[i] as number; o < (firstObservation[i + 1] as number); o++) {
      const name = text(observations.name[o]);
      if (name) return name;
    }
    const p = data.places[incidents.place[i] as number];
    return !p || p[0] === 3
      ? "place not stated"
      : p[0] === 2
        ? "a drawn area"
        : `${(p[2] as number).toFixed(3)}, ${(p[1] as number).toFixed(3)}`;
  };
  const hay: (string | undefined)[] = [];
  const actsText = (i: number): string =>
    acts(i)
      .map((a) => actWords(a as Parameters<typeof actWords>[0]))
      .join(" or ");
  return {
    data,
    basemap: json("basemap") as Basemap | null,
    size,
    firstObservation,
    firstTrace,
    byTime,
    code: (i, r, c) => incidents.results.charCodeAt((i * readings + r) * clauses + c) - 48,
    id,
    text,
    when: (fromS, lengthS) => stretchText(offsets, ms(fromS), ms(fromS + lengthS)),
    localMinute: (s) => localText(offsets, ms(s)),
    acts,
    actsText,
    placeText,
    haystack: (i) => {
      let known = hay[i];
      if (known === undefined) {
        const words = [id(i), actsText(i), text(incidents.acts[i])];
        for (let o = firstObservation[i] as number; o < (firstObservation[i + 1] as number); o++)
          words.push(
            text(observations.source[o]),
            text(observations.name[o]),
            text(observations.what[o]),
            text(observations.more[o]),
          );
        known = words.join("\n").toLowerCase();
        hay[i] = known;
      }
      return known;
    },
  };
}

/** How well a place is known, in words. */
export function howWell({ data }: PageRecord, place: number): string {
  const [kind, , , c = 0, , e = 0, f = 0, assumed] = data.places[place] ?? [3];
  const km = (m: number): string => (m < 1000 ? `${m} m` : `${Math.round(m / 100) / 10} km`);
  if (kind === 0) return `within ${km(c)}`;
  if (kind === 1)
    return assumed === 1
      ? `in a sector seen from there, distance unknown (up to ${km(f)} assumed)`
      : `in a sector seen from there, ${km(e)} to ${km(f)} away`;
  return kind === 2 ? "somewhere in that area" : "nowhere on the map";
}

/** "contrary", "cannot be told", … or "not assessed". */
export const resultWords = (code: number): string => RESULTS[code]?.words ?? "not assessed";
export const resultLetter = (code: number): string => RESULTS[code]?.letter ?? "·";
export const resultId = (code: number): string => RESULTS[code]?.id ?? "not-applicable";
