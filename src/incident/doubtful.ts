import { byCodePoint } from "../units.ts";
import type { Incident } from "./incident.ts";
import { MODEL } from "./model.ts";

/** A merge that evidence made, or left, by little, or that a pin kept from being made: for people to judge. */
export interface Doubtful {
  /**
   * `joined`: two parts of one incident that might be two; `apart`: two incidents that might be one; `pinned`: of two
   * incidents one at least is pinned, and but for that they would be one by evidence, or might be.
   */
  readonly kind: "joined" | "apart" | "pinned";
  /** Log odds of "same", nats. */
  readonly gain: number;
  /** An observation of each side, in order of id: what a judgement of "same" or "different" would name. */
  readonly a: string;
  readonly b: string;
}

/**
 * What waits for people's review. First what a pin keeps apart, whatever it would gain, the surest first: only a person's
 * "same" joins it. Then merges with a gain near 0, the most doubtful first; of equals by ids. Of each incident the
 * weakest merge and the nearest alternative; what people have judged stands and is in neither.
 * @param within gains up to so many nats from 0
 * Source: fusion.md 6, review queue
 */
export function doubtful(
  incidents: readonly Pick<Incident, "id" | "weakest" | "alternative">[],
  within = MODEL.doubtNats,
): Doubtful[] {
  const found = new Map<string, Doubtful>();
  const add = (kind: Doubtful["kind"], gain: number, x: string, y: string): void => {
    if (kind === "pinned" ? gain < -within : Math.abs(gain) > within) return;
    const [a, b] = [x, y].sort(byCodePoint) as [string, string];
    found.set(`${kind} ${a} ${b}`, { kind, gain, a, b });
  };
  for (const { id, weakest, alternative } of incidents) {
    if (weakest) add("joined", weakest.gain, weakest.a, weakest.b);
    if (alternative) add(alternative.pinned ? "pinned" : "apart", alternative.gain, id, alternative.incident);
  }
  const rank = ({ kind, gain }: Doubtful): number => (kind === "pinned" ? -gain : Math.abs(gain));
  return [...found.values()].sort(
    (x, y) =>
      Number(y.kind === "pinned") - Number(x.kind === "pinned") ||
      rank(x) - rank(y) ||
      byCodePoint(x.a, y.a) ||
      byCodePoint(x.b, y.b),
  );
}
