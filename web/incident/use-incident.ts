import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Incident, Incidents, Mission } from "../../src/server/client/answers.ts";
import { ask } from "../api/client.ts";
import { saySpan } from "../app/times.ts";
import type { IncidentContent } from "./content.ts";

const HALF_DAY = 43_200_000;
const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}/incidents`;

export const useIncident = (mission: string, id: string) =>
  useQuery({
    queryKey: ["incident", mission, id],
    queryFn: ({ signal }) => ask<Incident>(`${at(mission)}/${encodeURIComponent(id)}`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Incidents within half a day, as a choice: the nearest alternative first, then by time apart. */
export function useNearby(mission: Mission, incident: Incident): readonly { value: string; label: string }[] {
  const { t, i18n } = useTranslation();
  const span = { from: incident.time.from - HALF_DAY, until: incident.time.until + HALF_DAY };
  const { data } = useQuery({
    queryKey: ["nearby", mission.id, incident.id],
    queryFn: ({ signal }) => ask<Incidents>(at(mission.id), { ...span, limit: 500 }, signal),
  });
  const first = (incident.content as IncidentContent).alternative?.incident;
  const apart = (from: number): number => Math.abs(from - incident.time.from);
  return (data?.items ?? [])
    .filter((i) => i.id !== incident.id)
    .sort((a, b) => Number(b.id === first) - Number(a.id === first) || apart(a.time.from) - apart(b.time.from))
    .map((i) => ({
      value: i.id,
      label: `${t(`act.${i.act}` as never, { defaultValue: i.act })} · ${saySpan(i.time, mission.offsets, i18n.language)} · ${i.id.slice(0, 8)}`,
    }));
}
