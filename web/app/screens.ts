import type { Permission } from "../../src/server/client/decisions.ts";
import type { WordKey } from "../words/en.ts";

/** The screens of a mission, in the order of its menu. */
export const SCREENS: readonly {
  readonly to: string;
  readonly words: WordKey;
  /** What it is there for; absent: all who read. */
  readonly needs?: Permission;
  /** There only where the agreement speaks of guarantees. */
  readonly guarantees?: true;
}[] = [
  { to: "/$mission", words: "nav.situation" },
  { to: "/$mission/agreement", words: "nav.agreement" },
  { to: "/$mission/compare", words: "nav.compare" },
  { to: "/$mission/guarantees", words: "nav.guarantees", guarantees: true },
  { to: "/$mission/warnings", words: "nav.warnings" },
  { to: "/$mission/report", words: "nav.report", needs: "submission.write" },
  { to: "/$mission/import", words: "nav.import", needs: "import.write" },
  { to: "/$mission/closing", words: "nav.closing", needs: "entry.read" },
  { to: "/$mission/review", words: "nav.review", needs: "entry.read" },
  { to: "/$mission/sources", words: "nav.sources" },
  { to: "/$mission/record", words: "nav.record" },
  { to: "/$mission/administration", words: "nav.administration", needs: "membership.write" },
];
