import type { Marking } from "../../../src/observation/observation.ts";
import type { ChoiceWords as Chosen } from "../../../src/observation/words/choice-words.ts";

/** A word for everything that the form lets one choose: one more does not compile until each language has it. */
export type ChoiceWords = Chosen & Readonly<Record<`tlp.${Marking}`, string>>;
