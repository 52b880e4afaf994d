import type { WordKey } from "../words/en.ts";

/** The screens of a mission, in the order of its menu. */
export const SCREENS: readonly { readonly to: string; readonly words: WordKey }[] = [
  { to: "/$mission", words: "nav.situation" },
  { to: "/$mission/agreement", words: "nav.agreement" },
  { to: "/$mission/compare", words: "nav.compare" },
  { to: "/$mission/guarantees", words: "nav.guarantees" },
  { to: "/$mission/sources", words: "nav.sources" },
  { to: "/$mission/record", words: "nav.record" },
];
