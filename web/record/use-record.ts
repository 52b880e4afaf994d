import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Entries } from "../../src/server/client/answers.ts";
import { ask, Refused } from "../api/client.ts";

const at = (mission: string): string => `/missions/${encodeURIComponent(mission)}`;

export interface Checkpoint {
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
}

export interface EntryProof {
  readonly leaf: string;
  readonly size: number;
  readonly root: string;
  readonly proof: readonly string[];
}

export const useEntries = (mission: string, kind: string | null, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ["entries", mission, kind],
    queryFn: ({ signal, pageParam }) =>
      ask<Entries>(`${at(mission)}/entries`, { kind, cursor: pageParam, limit: 40 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled,
  });

export const useCheckpoint = (mission: string) =>
  useQuery({
    queryKey: ["checkpoint", mission],
    queryFn: ({ signal }) => ask<Checkpoint>(`${at(mission)}/checkpoint`, {}, signal),
  });

export const useEntryProof = (mission: string, index: number) =>
  useQuery({
    queryKey: ["entry", mission, index],
    queryFn: ({ signal }) => ask<EntryProof>(`${at(mission)}/entries/${index}`, {}, signal),
  });

export const proofAddress = (mission: string, index: number): string => `/api/v1${at(mission)}/entries/${index}/proof`;

/** The proof file as the server gives it. @throws Refused */
export async function proofBytes(mission: string, index: number): Promise<Uint8Array> {
  const answer = await fetch(proofAddress(mission, index)).catch((error: unknown) => {
    throw new Refused(0, "no answer", String(error));
  });
  if (!answer.ok) throw new Refused(answer.status, answer.statusText, await answer.text());
  return new Uint8Array(await answer.arrayBuffer());
}
