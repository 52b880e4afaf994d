import { useQuery } from "@tanstack/react-query";
import type { GuaranteesShown } from "../../src/server/client/guarantees.ts";
import { ask } from "../api/client.ts";

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}`;

/** Whether a clock of either side is running. */
export const isRunning = (state: GuaranteesShown | undefined): boolean =>
  [state?.real, state?.exercise].some((s) => s?.ladders.some((l) => l.runs.some((r) => r.state === "running")));

export const useGuarantees = (mission: string, enabled = true) =>
  useQuery({
    queryKey: ["guarantees", mission],
    queryFn: ({ signal }) => ask<GuaranteesShown>(`${at(mission)}/guarantees`, {}, signal),
    enabled,
    // A running clock is told anew each minute; nothing else here moves by itself.
    refetchInterval: ({ state }) => (isRunning(state.data) ? 60_000 : false),
  });
