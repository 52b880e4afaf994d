import type { WordKey } from "../words/en.ts";

const STAFF = ["observer", "analyst", "verifier", "commissioner", "publisher"];

/** The screens of a mission, in the order of its menu. */
export const SCREENS: readonly {
  readonly to: string;
  readonly words: WordKey;
  /** Roles that it is there for; absent: all who read. */
  readonly roles?: readonly string[];
  /** There only where the agreement speaks of guarantees. */
  readonly guarantees?: true;
}[] = [
  { to: "/$mission", words: "nav.situation" },
  { to: "/$mission/agreement", words: "nav.agreement" },
  { to: "/$mission/compare", words: "nav.compare" },
  { to: "/$mission/guarantees", words: "nav.guarantees", guarantees: true },
  { to: "/$mission/report", words: "nav.report", roles: ["observer", "analyst"] },
  { to: "/$mission/import", words: "nav.import", roles: ["analyst"] },
  { to: "/$mission/closing", words: "nav.closing", roles: STAFF },
  { to: "/$mission/sources", words: "nav.sources" },
  { to: "/$mission/record", words: "nav.record" },
  { to: "/$mission/administration", words: "nav.administration", roles: ["administrator"] },
];
