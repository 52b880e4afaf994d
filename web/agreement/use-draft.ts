import { useQuery } from "@tanstack/react-query";
import type { DraftChecked } from "../../src/server/client/drafts.ts";
import { Refused, send } from "../api/client.ts";

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}/agreement`;

/** The text that the mission works by, as it was entered. @throws Refused */
export async function textInForce(mission: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(`/api/v1${at(mission)}/text`, { signal });
  if (!answer.ok) throw new Refused(answer.status, answer.statusText, await answer.text());
  return answer.text();
}

export const useTextInForce = (mission: string, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: ["agreement-text", mission],
    queryFn: ({ signal }) => textInForce(mission, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the check finds in a text; what was found before stays in sight while the next one runs. */
export const useDraftCheck = (mission: string, text: string) =>
  useQuery({
    queryKey: ["agreement-check", mission, text],
    queryFn: () => send<DraftChecked>("POST", `${at(mission)}/check`, { text }, null),
    placeholderData: (before) => before,
    gcTime: 60_000,
  });
