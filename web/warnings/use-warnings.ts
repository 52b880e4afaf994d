import { useQuery } from "@tanstack/react-query";
import type { Warnings } from "../../src/server/client/warnings.ts";
import { ask } from "../api/client.ts";

export type Warning = Warnings["items"][number];
/** What is said to people, whether it was given out or is being written. */
export type Message = Omit<Warning, "alert" | "sent" | "state" | "entry" | "follows">;

export const useWarnings = (mission: string) =>
  useQuery({
    queryKey: ["warnings", mission],
    queryFn: ({ signal }) => ask<Warnings>(`/missions/${encodeURIComponent(mission)}/warnings`, {}, signal),
  });
