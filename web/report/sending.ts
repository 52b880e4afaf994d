import type { ReportTaken } from "../../src/server/client/reports.ts";
import { Refused, sendBytes } from "../api/client.ts";
import { dequeue, markRefused, type Waiting, waiting } from "./device-store.ts";

/** Why a report still waits; all but "refused" end by themselves or by signing in. */
export type Why = "network" | "sign-in" | "other-person" | "refused";

/** What became of what waited, as long as this page is open. */
export interface Sending {
  readonly items: readonly Waiting[];
  readonly busy: number | null;
  /** Entry of the record by number. */
  readonly sent: ReadonlyMap<number, number>;
  readonly why: ReadonlyMap<number, { readonly why: Why; readonly words: string }>;
}

let state: Sending = { items: [], busy: null, sent: new Map(), why: new Map() };
const listeners = new Set<() => void>();

const become = (change: Partial<Sending>): void => {
  state = { ...state, ...change };
  for (const tell of listeners) tell();
};

export const sending = {
  now: (): Sending => state,
  listen(tell: () => void): () => void {
    listeners.add(tell);
    return () => listeners.delete(tell);
  },
};

/** Looks again at what the device keeps. */
export async function lookAgain(): Promise<void> {
  become({ items: await waiting() });
}

const whyOf = (error: unknown): { readonly why: Why; readonly words: string } => {
  if (!(error instanceof Refused)) throw error;
  const { status, detail } = error;
  if (status === 401 || status === 404) return { why: "sign-in", words: "" };
  if (status === 403) return { why: "other-person", words: detail };
  if (status === 400 || status === 409 || status === 413 || status === 422) return { why: "refused", words: detail };
  return { why: "network", words: "" };
};

const post = ({ mission, sealed }: Waiting): Promise<ReportTaken> =>
  sendBytes<ReportTaken>(`/missions/${encodeURIComponent(mission)}/reports/sealed`, sealed);

/**
 * Sends what waits, oldest first, each once: the server knows a report again by what is sealed in it, and of several
 * windows one sends. Where the server cannot be reached the rest keeps waiting.
 * @param refusedToo also what the server refused before
 */
export const sendWaiting = (refusedToo = false): Promise<void> =>
  navigator.locks.request("trucekeeper-reports", async () => {
    for (const one of await waiting()) {
      if (one.refused && !refusedToo) continue;
      become({ items: await waiting(), busy: one.number });
      try {
        const { entry } = await post(one);
        await dequeue(one.number);
        const why = new Map(state.why);
        why.delete(one.number);
        become({ sent: new Map(state.sent).set(one.number, entry), why });
      } catch (error) {
        const why = whyOf(error);
        become({ why: new Map(state.why).set(one.number, why) });
        if ((why.why === "refused") !== one.refused) await markRefused(one, why.why === "refused");
        if (why.why === "network") break;
      }
    }
    become({ items: await waiting(), busy: null });
  });
