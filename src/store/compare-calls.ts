import { comparedHistory } from "../mission/compared-history.ts";
import { Calls, type Channel } from "./calls.ts";

/** The thread's side: one comparison after another, each a pure function of what it is given. */
export function serveComparing(channel: Channel): void {
  new Calls(channel, { compare: async (...args: Parameters<typeof comparedHistory>) => comparedHistory(...args) });
}
