/** Kinds of act in Ukrainian: the words of forms on phones as well. */
export { acts } from "../../../src/observation/words/acts/uk.ts";
