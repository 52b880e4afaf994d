/** Kinds of act in Russian: the words of forms on phones as well. */
export { acts } from "../../../src/observation/words/acts/ru.ts";
