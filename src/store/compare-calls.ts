import { comparedHistory } from "../mission/compared-history.ts";
import { Calls, type Channel } from "./calls.ts";

/** The thread's side: one comparison after another, each a pure function of what it is given. */
export const serveComparing = (channel: Channel): Calls =>
  new Calls(channel, { compare: async (...args: Parameters<typeof comparedHistory>) => comparedHistory(...args) });
