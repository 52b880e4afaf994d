import { useSyncExternalStore } from "react";
import { remember, remembered } from "../app/preferences.ts";

/** Where a reader stands in the tour: a step from 0, or that it was never begun, left or finished. */
export type Standing = number | "new" | "left" | "done";

const listeners = new Set<() => void>();

/** What this device remembers of the tour. */
export function tourStanding(): Standing {
  const kept = remembered("tour");
  if (kept === "left" || kept === "done") return kept;
  return kept !== null && /^\d{1,2}$/.test(kept) ? Number(kept) : "new";
}

let now: Standing = tourStanding();

function become(standing: Exclude<Standing, "new">): void {
  now = standing;
  remember("tour", String(standing));
  for (const listener of listeners) listener();
}

export const beginTour = (): void => become(0);
export const toStep = (step: number): void => become(step);
/** Left is left: nobody is asked again; the way back in is under "?". */
export const leaveTour = (): void => become("left");
export const finishTour = (): void => become("done");

export const useTour = (): Standing =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
