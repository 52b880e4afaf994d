import type { Millis } from "../units.ts";
import type { Both } from "./side.ts";

/**
 * A step of a response ladder, and the first moment at which it could have been armed. It could have been: what arms a
 * step is a decision of the body that the text names, never a count and never this program.
 */
export interface StepMoment {
  readonly step: string;
  /** Null: never in this history. */
  readonly earliest: Millis | null;
  /** The incident that a decision could have rested on. */
  readonly incident: string | null;
  /** What the text asks for, and why not earlier. */
  readonly words: string;
}

/** Steps of both texts, in their own order. */
export interface ComparedLadder {
  readonly steps: Both<readonly StepMoment[]>;
  /** Runs in exercises only: the instrument is a draft, a report, or not in force. */
  readonly exerciseOnly: Both<boolean>;
}
