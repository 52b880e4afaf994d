import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Administration, MembershipChange } from "../../src/server/client/administration.ts";
import { ask, send } from "../api/client.ts";

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}`;

export const useAdministration = (mission: string) =>
  useQuery({
    queryKey: ["administration", mission],
    queryFn: ({ signal }) => ask<Administration>(`${at(mission)}/administration`, {}, signal),
  });

/** Changes a part in the mission; what is shown is asked for anew. */
export function useMembershipChange(mission: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: MembershipChange) => send("PUT", `${at(mission)}/members`, change),
    onSuccess: () => client.invalidateQueries({ queryKey: ["administration", mission] }),
  });
}
