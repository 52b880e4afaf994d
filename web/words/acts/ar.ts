/** Kinds of act in Arabic: the words of forms on phones as well. */
export { acts } from "../../../src/observation/words/acts/ar.ts";
