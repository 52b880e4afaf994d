import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type {
  Entries,
  Histogram,
  IncidentMap,
  Incidents,
  Mission,
  Situation,
} from "../../src/server/client/answers.ts";
import { ask } from "../api/client.ts";
import { may } from "../app/may-on.ts";
import { instantOf, type Offsets } from "../app/times.ts";
import { RESULTS, type Result } from "../map/palette.ts";

const DAY_MS = 86_400_000;
/** Entries that are looked through for what came since the last report. */
const LOOKED_THROUGH = 500;
const OPEN_SHOWN = 50;

type EntryList = z.infer<typeof Entries>;

/** A day of the mission's clocks as moments; 23 or 25 hours where they were changed. */
export function spanOf(day: string, offsets: Offsets): { readonly from: number; readonly until: number } {
  const begin = (midnight: number): number =>
    instantOf(new Date(midnight).toISOString().slice(0, 16), offsets) ?? midnight;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return { from: begin(midnight), until: begin(midnight + DAY_MS) };
}

export const nextDay = (day: string, by: 1 | -1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);

/** What the day's close rests on. */
export interface Closing {
  readonly list: number;
  readonly bars: number;
  readonly map: number;
  readonly withoutPlace: number;
  readonly claimed: number;
  readonly results: Readonly<Record<Result, number>>;
  readonly open: Incidents["items"];
  readonly situation: Situation;
  /** Null: the record's entries are closed to the reader. */
  readonly since: {
    readonly size: number;
    readonly publication: { readonly index: number; readonly at: number } | null;
    readonly kinds: readonly (readonly [kind: string, n: number])[];
    /** More came than were looked through. */
    readonly more: boolean;
  } | null;
}

async function sinceReport(at: string, signal: AbortSignal): Promise<NonNullable<Closing["since"]>> {
  const [published, newest] = await Promise.all([
    ask<EntryList>(`${at}/entries`, { kind: "publication", limit: 1 }, signal),
    ask<EntryList>(`${at}/entries`, { limit: LOOKED_THROUGH }, signal),
  ]);
  const [last] = published.items;
  const after = newest.items.filter((e) => last !== undefined && e.index > last.index);
  const counted = new Map<string, number>();
  for (const { kind } of after) counted.set(kind, (counted.get(kind) ?? 0) + 1);
  return {
    size: newest.size,
    publication: last ? { index: last.index, at: last.received } : null,
    kinds: [...counted].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)),
    more: last !== undefined && after.length === newest.items.length && newest.next !== null,
  };
}

export const useClosing = (mission: Mission, day: string) =>
  useQuery({
    queryKey: ["closing", mission.id, day],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Closing> => {
      const at = `/missions/${encodeURIComponent(mission.id)}`;
      const span = spanOf(day, mission.offsets);
      const open = { ...span, result: ["indeterminate"], order: "oldest", limit: OPEN_SHOWN };
      const [list, bars, map, claimed, left, situation, since] = await Promise.all([
        ask<Incidents>(`${at}/incidents`, { ...span, limit: 1 }, signal),
        ask<Histogram>(`${at}/histogram`, { ...span }, signal),
        ask<IncidentMap>(`${at}/map`, { ...span, zoom: 0 }, signal),
        ask<Incidents>(`${at}/incidents`, { ...span, status: ["claimed"], limit: 1 }, signal),
        ask<Incidents>(`${at}/incidents`, open, signal),
        ask<Situation>(`${at}/situation`, {}, signal),
        may(mission, "entry.read") ? sinceReport(at, signal) : null,
      ]);
      const results = Object.fromEntries(
        RESULTS.map((r) => [r, bars.bars.reduce((sum, b) => sum + (b.results[r] ?? 0), 0)]),
      ) as Record<Result, number>;
      return {
        list: list.total,
        bars: bars.total,
        map: map.total,
        withoutPlace: map.withoutPlace,
        claimed: claimed.total,
        results,
        open: left.items,
        situation,
        since,
      };
    },
  });
