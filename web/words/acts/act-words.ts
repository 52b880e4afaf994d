import type { ActId } from "../../../src/observation/taxonomy.ts";

/** A word for every kind of act: one more in the taxonomy does not compile until each language has it. */
export type ActWords = Readonly<Record<`act.${ActId}`, string>>;
