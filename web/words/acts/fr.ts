/** Kinds of act in French: the words of forms on phones as well. */
export { acts } from "../../../src/observation/words/acts/fr.ts";
