import { byCodePoint } from "../units.ts";
import type { Incident } from "./incident.ts";
import { MODEL } from "./model.ts";

/** A merge that evidence made, or left, by little: for people to judge. */
export interface Doubtful {
  /** `joined`: two parts of one incident that might be two; `apart`: two incidents that might be one. */
  readonly kind: "joined" | "apart";
  /** Log odds of "same", nats. */
  readonly gain: number;
  /** An observation of each side, in order of id: what a judgement of "same" or "different" would name. */
  readonly a: string;
  readonly b: string;
}

/**
 * Merges with a gain near 0, the most doubtful first (then by ids): a queue for people's review. Of each incident the
 * weakest merge and the nearest alternative; what people have judged stands and is in neither.
 * @param within gains up to so many nats from 0
 * Source: fusion.md 6, review queue
 */
export function doubtful(incidents: readonly Incident[], within = MODEL.doubtNats): Doubtful[] {
  const found = new Map<string, Doubtful>();
  const add = (kind: Doubtful["kind"], gain: number, x: string, y: string): void => {
    if (Math.abs(gain) > within) return;
    const [a, b] = [x, y].sort(byCodePoint) as [string, string];
    found.set(`${kind} ${a} ${b}`, { kind, gain, a, b });
  };
  for (const { id, weakest, alternative } of incidents) {
    if (weakest) add("joined", weakest.gain, weakest.a, weakest.b);
    if (alternative) add("apart", alternative.gain, id, alternative.incident);
  }
  return [...found.values()].sort(
    (x, y) => Math.abs(x.gain) - Math.abs(y.gain) || byCodePoint(x.a, y.a) || byCodePoint(x.b, y.b),
  );
}
