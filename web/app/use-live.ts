import { type Query, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";

/** What became otherwise since the reader's figures were asked for. Nothing on screen moves by it. */
export interface News {
  /** Ids of incidents that are new, otherwise or gone. */
  readonly ids: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** More changed than is told one by one. */
  readonly many: boolean;
}

const NONE: News = { ids: new Set(), gone: new Set(), many: false };

/** Questions whose answers change with what is derived. */
const MOVING = new Set([
  "situation",
  "histogram",
  "map",
  "incidents",
  "incident",
  "nearby",
  "mission",
  "closing",
  "review",
  "guarantees",
]);
export const isMoving = ({ queryKey }: Pick<Query, "queryKey">): boolean => MOVING.has(String(queryKey[0]));

/** Of a screen that shows decisions: asked anew, it holds all that is new. */
const WHOLE: ReadonlySet<unknown> = new Set(["situation", "review"]);

interface ChangeEvent {
  readonly changed: readonly { readonly id: string }[];
  readonly gone: readonly string[];
}

/**
 * Listens to a mission's changes and gathers them until the reader asks to see them. The connection ends while the
 * page is not looked at and goes on after the event that it had last.
 */
export function useLive(mission: string): { readonly news: News; readonly show: () => void } {
  const queries = useQueryClient();
  const [news, setNews] = useState(NONE);
  useEffect(() => {
    let source: EventSource | undefined;
    let last = "";
    const noted = (event: MessageEvent<string>): void => {
      last = event.lastEventId || last;
    };
    const open = () => {
      if (source || document.hidden) return;
      const query = last === "" ? "" : `?last-event-id=${encodeURIComponent(last)}`;
      source = new EventSource(`/live/${encodeURIComponent(mission)}${query}`);
      source.addEventListener("here", noted);
      source.addEventListener("reset", (event) => {
        noted(event);
        setNews((before) => ({ ...before, many: true }));
      });
      source.addEventListener("change", (event) => {
        noted(event);
        const { changed, gone } = JSON.parse(event.data) as ChangeEvent;
        setNews((before) => ({
          ...before,
          ids: new Set([...before.ids, ...changed.map((c) => c.id), ...gone]),
          gone: new Set([...before.gone, ...gone].filter((id) => !changed.some((c) => c.id === id))),
        }));
      });
    };
    const close = () => {
      source?.close();
      source = undefined;
    };
    const seen = () => (document.hidden ? close() : open());
    open();
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      close();
      setNews(NONE);
    };
  }, [mission]);
  // What was asked anew for another reason, a decision of one's own, has it all: nothing is left to announce.
  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "success" && WHOLE.has(event.query.queryKey[0]))
          setNews((before) => (before === NONE ? before : NONE));
      }),
    [queries],
  );
  const show = useCallback(() => {
    setNews(NONE);
    void queries.invalidateQueries({ predicate: isMoving });
  }, [queries]);
  return { news, show };
}
