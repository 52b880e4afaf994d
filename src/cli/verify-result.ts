import { canonical } from "../canonical.ts";
import type { BundleResult } from "../log/verify-bundle.ts";
import { result, say } from "./talk.ts";

/** The outcome of a check as JSON on stdout, and in words for people. @returns the exit code */
export async function sayResult(outcome: BundleResult): Promise<number> {
  await result(canonical(outcome));
  if (!outcome.ok) {
    say(`${outcome.file}: ${outcome.why}`);
    return 1;
  }
  const { released, withheld, destroyed, closed, evidence } = outcome.counts;
  say(
    `${outcome.origin}: ${outcome.size} entries: ${released} shown, ${withheld} withheld, ${destroyed} destroyed, ${closed} closed; ${evidence} files of evidence`,
  );
  say(outcome.proves);
  return 0;
}
