import { canonical } from "../canonical.ts";
import type { BundleResult } from "../log/verify-bundle.ts";
import { result, say } from "./talk.ts";

/** Words from a stranger's files as they may stand on a terminal: no control, no turning of the line, nothing unseen. */
export const plainly = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);

/** The outcome of a check as JSON on stdout, and in words for people. @returns the exit code */
export async function sayResult(outcome: BundleResult): Promise<number> {
  await result(canonical(outcome));
  if (!outcome.ok) {
    say(plainly(`${outcome.file}: ${outcome.why}`));
    return 1;
  }
  const { released, withheld, destroyed, closed, evidence } = outcome.counts;
  say(
    plainly(
      `${outcome.origin}: ${outcome.size} entries: ${released} shown, ${withheld} withheld, ${destroyed} destroyed, ${closed} closed; ${evidence} files of evidence`,
    ),
  );
  const untold = outcome.tombstones.filter((t) => t.ordered === null).length;
  if (untold > 0)
    say(`${untold} of the destroyed entries: the order to destroy them is not shown, or cannot be matched`);
  if (outcome.account && outcome.account.heldByFloor > 0)
    say(`${outcome.account.heldByFloor} entries are held back by the floor under releases`);
  say(plainly(outcome.proves));
  return 0;
}
