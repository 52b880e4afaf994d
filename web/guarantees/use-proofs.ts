import { useQuery } from "@tanstack/react-query";
import type { Proofs } from "../../src/server/client/proofs.ts";
import { ask } from "../api/client.ts";

export const proofsAt = (mission: string, commitment: string): string =>
  `/missions/${encodeURIComponent(mission)}/commitments/${encodeURIComponent(commitment)}/proofs`;

/** Files that were handed in for a commitment, as far as the reader may know of them. */
export const useProofs = (mission: string, commitment: string) =>
  useQuery({
    queryKey: ["proofs", mission, commitment],
    queryFn: ({ signal }) => ask<Proofs>(proofsAt(mission, commitment), {}, signal),
  });
