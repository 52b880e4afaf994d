import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type {
  AgreementAnswer,
  Histogram,
  IncidentMap,
  Incidents,
  Mission,
  Situation,
} from "../../src/server/client/answers.ts";
import { ask, type Query } from "../api/client.ts";
import { type FilterSearch, questionOf } from "../app/filter.ts";
import { firstAxis } from "./timeline-scale.ts";

/** Nothing on screen changes by itself: what is new is announced (app/use-live.ts) and shown when it is asked for. */
const UNTIL_ASKED = { staleTime: Number.POSITIVE_INFINITY } as const;

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}`;

export const useMission = (mission: string) =>
  useQuery({
    queryKey: ["mission", mission],
    queryFn: ({ signal }) => ask<Mission>(at(mission), {}, signal),
    ...UNTIL_ASKED,
  });

/** The mission of the address, where there is one and it is known already or soon. */
export const useKnownMission = (mission: string | undefined): Mission | undefined =>
  useQuery({
    queryKey: ["mission", mission],
    queryFn: ({ signal }) => ask<Mission>(at(mission ?? ""), {}, signal),
    enabled: mission !== undefined,
  }).data;

export const useAgreement = (mission: string) => {
  // Where the mission has no text that the reader may read, none is asked for.
  const has = useKnownMission(mission)?.agreement === true;
  return useQuery({
    enabled: has,
    queryKey: ["agreement", mission],
    queryFn: ({ signal }) => ask<AgreementAnswer>(`${at(mission)}/agreement`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
};

export const useSituation = (mission: string) =>
  useQuery({
    queryKey: ["situation", mission],
    queryFn: ({ signal }) => ask<Situation>(`${at(mission)}/situation`, {}, signal),
    ...UNTIL_ASKED,
  });

const question = (filter: FilterSearch): Query => ({ ...questionOf(filter) });

/** @param enabled false: nothing is asked, and nothing answered */
export const useHistogram = (
  mission: string,
  { from: _from, until: _until, ...filter }: FilterSearch,
  enabled = true,
) =>
  useQuery({
    queryKey: ["histogram", mission, questionOf(filter)],
    // The whole stretch is drawn and the chosen part marked in it: what is left out must stay in sight.
    queryFn: ({ signal }) => ask<Histogram>(`${at(mission)}/histogram`, question(filter), signal),
    placeholderData: keepPreviousData,
    enabled,
    ...UNTIL_ASKED,
  });

/** Up to so long an axis an hour is wide enough to be seen. */
const HOURS_UP_TO = 8 * 86_400_000;

/** The bars of the timeline. Where few lie far away, the server's days are too coarse for the axis that is left: the days stand until the hours are there. */
export function useTimeline(mission: string, { from: _from, until: _until, ...filter }: FilterSearch) {
  const found = useHistogram(mission, filter);
  const days = found.data?.step === "day" ? firstAxis(found.data.bars) : undefined;
  const [first, last] = [days?.bars[0], days?.bars.at(-1)];
  const short =
    days !== undefined && days.earlier + days.later > 0 && first && last
      ? last.until - first.from <= HOURS_UP_TO
      : false;
  const hours = useQuery({
    queryKey: ["histogram", mission, questionOf(filter), "hour"],
    queryFn: ({ signal }) => ask<Histogram>(`${at(mission)}/histogram`, { ...question(filter), step: "hour" }, signal),
    placeholderData: keepPreviousData,
    enabled: short,
    ...UNTIL_ASKED,
  });
  return short && hours.data ? hours : found;
}

/** @param view what is asked for and from how near; undefined while the map does not say where it looks */
export const useIncidentMap = (
  mission: string,
  filter: FilterSearch,
  view: { readonly tiles: string; readonly zoom: number } | undefined,
) =>
  useQuery({
    queryKey: ["map", mission, questionOf(filter), view?.tiles, view?.zoom],
    queryFn: ({ signal }) =>
      ask<IncidentMap>(`${at(mission)}/map`, { ...question(filter), view: view?.tiles, zoom: view?.zoom }, signal),
    placeholderData: keepPreviousData,
    enabled: view !== undefined,
    ...UNTIL_ASKED,
  });

export const useIncidents = (mission: string, filter: FilterSearch) =>
  useInfiniteQuery({
    queryKey: ["incidents", mission, questionOf(filter)],
    queryFn: ({ signal, pageParam }) =>
      ask<Incidents>(`${at(mission)}/incidents`, { ...question(filter), cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    ...UNTIL_ASKED,
  });
