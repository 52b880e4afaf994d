import { useQuery } from "@tanstack/react-query";
import type { GuaranteeState } from "../../src/server/client/guarantees.ts";
import { ask } from "../api/client.ts";

export const useGuarantees = (mission: string, enabled = true) =>
  useQuery({
    queryKey: ["guarantees", mission],
    queryFn: ({ signal }) => ask<GuaranteeState>(`/missions/${encodeURIComponent(mission)}/guarantees`, {}, signal),
    enabled,
  });
