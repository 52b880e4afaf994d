import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Decided, PendingList } from "../../src/server/client/decisions.ts";
import { ask, send } from "../api/client.ts";

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}`;

/** First halves that wait for a second person, as far as the reader asked for them or may confirm them. */
export const usePending = (mission: string, enabled = true) =>
  useQuery({
    queryKey: ["pending", mission],
    queryFn: ({ signal }) => ask<PendingList>(`${at(mission)}/pending`, {}, signal),
    enabled,
    // The other person sits elsewhere.
    refetchInterval: 30_000,
  });

/** Sends what a person decides, and has everything asked anew that it changes. */
export function useActing(mission: string) {
  const queries = useQueryClient();
  const anew = () =>
    Promise.all(
      ["guarantees", "pending", "entries", "warnings", "proofs"].map((key) =>
        queries.invalidateQueries({ queryKey: [key, mission] }),
      ),
    );
  const post = async (path: string, body: unknown, key: string): Promise<Partial<Decided>> => {
    try {
      return await send<Partial<Decided>>("POST", `${at(mission)}${path}`, body, key);
    } finally {
      // Where it was refused, since somebody came before, that is what is to be seen.
      await anew();
    }
  };
  return {
    decide: (decision: Readonly<Record<string, unknown>>, reason: string, key: string) =>
      post("/decisions", { reason, decision }, key),
    confirm: (pending: string, reason: string, key: string) =>
      post(`/pending/${encodeURIComponent(pending)}/confirm`, { reason }, key),
    takeBack: (pending: string, reason: string, key: string) =>
      post(`/pending/${encodeURIComponent(pending)}/withdraw`, { reason }, key),
  };
}
