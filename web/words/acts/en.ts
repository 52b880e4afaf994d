/** Kinds of act in English: the words of forms on phones as well. */
export { acts } from "../../../src/observation/words/acts/en.ts";
