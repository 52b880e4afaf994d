import { useQuery } from "@tanstack/react-query";
import type { AgreementVersions, Comparison, ComparisonAnswer, SideAsked } from "../../src/server/client/comparison.ts";
import { ask, send } from "../api/client.ts";

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}`;

export type Compared = Omit<ComparisonAnswer, "comparison"> & { readonly comparison: Comparison };

export const useVersions = (mission: string) =>
  useQuery({
    queryKey: ["versions", mission],
    queryFn: ({ signal }) => ask<AgreementVersions>(`${at(mission)}/agreement/versions`, {}, signal),
  });

/** The difference of two texts; asked once both are chosen. */
export const useComparison = (mission: string, a: SideAsked | null, b: SideAsked | null) =>
  useQuery({
    queryKey: ["comparison", mission, a, b],
    queryFn: () => send<Compared>("POST", `${at(mission)}/comparison`, { a, b }, null),
    enabled: a !== null && b !== null && JSON.stringify(a) !== JSON.stringify(b),
    staleTime: 300_000,
  });
