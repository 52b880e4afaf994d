import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Mission } from "../../src/server/client/answers.ts";
import type { Review } from "../../src/server/client/review.ts";
import { ask } from "../api/client.ts";
import { may } from "../app/may-on.ts";

export type Item = Review["items"][number];
export type Side = Item["sides"][number];

/** A pair by what it is about, whatever place it has in the queue. */
export const keyOf = ({ kind, sides }: Item): string => [kind, ...sides.map((s) => s.observation)].join(" ");

/** Whether how reports were joined is open to the reader. */
export const isOpen = (mission: Mission): boolean => may(mission, "entry.read") && mission.profile === "full";

export const useReview = (mission: Mission, limit: number) =>
  useQuery({
    queryKey: ["review", mission.id, limit],
    queryFn: ({ signal }) => ask<Review>(`/missions/${encodeURIComponent(mission.id)}/review`, { limit }, signal),
    enabled: isOpen(mission),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A pair that somebody is at work on, or has settled here, with the place that it had. */
interface Kept {
  readonly item: Item;
  readonly at: number;
}

/**
 * The queue as it is shown: what the reader works on or has settled stays where it was, though the server's queue has it
 * no more.
 */
export function useKept(items: readonly Item[]) {
  const [kept, setKept] = useState<ReadonlyMap<string, Kept>>(new Map());
  const there = new Set(items.map(keyOf));
  const shown = items.filter((item) => !kept.has(keyOf(item)));
  for (const { item, at } of [...kept.values()].sort((x, y) => x.at - y.at)) shown.splice(at, 0, item);
  const keep = (item: Item) => setKept((before) => new Map(before).set(keyOf(item), { item, at: shown.indexOf(item) }));
  const release = (item: Item) => setKept((before) => new Map([...before].filter(([key]) => key !== keyOf(item))));
  return { shown, waits: (item: Item): boolean => there.has(keyOf(item)), keep, release };
}
