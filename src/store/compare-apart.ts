import type { Worker } from "node:worker_threads";
import type { ComparedHistory, comparedHistory } from "../mission/compared-history.ts";
import { catalogue, problem } from "../problems.ts";
import { Calls } from "./calls.ts";
import { openThread } from "./thread.ts";

export interface CompareLimits {
  /** Comparisons that may wait for the one that runs. */
  readonly waiting: number;
  /** Longest that one may run, in ms. */
  readonly mostMs: number;
  /** Most memory of the thread, in MB. */
  readonly heapMb: number;
}

const LIMITS: CompareLimits = { waiting: 4, mostMs: 25_000, heapMb: 1_024 };

/**
 * Runs texts over histories in a thread of its own, one at a time: it holds nobody up who asks something else, and what
 * takes too long ends with its thread.
 */
export class ComparedApart {
  private readonly limits: CompareLimits;
  private thread: { readonly worker: Worker; readonly calls: Calls } | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private under = 0;
  constructor(limits: Partial<CompareLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** @throws Problem http/busy where too many wait, limit where it takes too long; as `comparedHistory` does */
  async compare(...asked: Parameters<typeof comparedHistory>): Promise<ComparedHistory> {
    if (this.under > this.limits.waiting)
      throw problem(catalogue.busy, { why: `${this.under} comparisons are being made` });
    this.under++;
    const own = this.turn.then(() => this.run(asked));
    this.turn = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      this.under--;
    }
  }

  async close(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.worker.terminate();
  }

  private async run(asked: Parameters<typeof comparedHistory>): Promise<ComparedHistory> {
    const { worker, calls } = (this.thread ??= this.begin());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        const seconds = this.limits.mostMs / 1000;
        fail(
          problem(catalogue.limit, {
            what: "the comparison (npx trucekeeper compare --mission has no such limit)",
            limit: `${seconds} s`,
            seen: "more",
          }),
        );
        // Nothing else ends what computes.
        this.thread = undefined;
        worker.terminate().catch(() => undefined);
      }, this.limits.mostMs);
    });
    try {
      return await Promise.race([calls.call<ComparedHistory>("compare", ...asked), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private begin(): { readonly worker: Worker; readonly calls: Calls } {
    const worker = openThread({ compares: true }, this.limits.heapMb);
    const calls = new Calls(worker, {});
    const gone = (why: string): void => {
      calls.end(
        problem(catalogue.store, { why: `the thread that compares ended: ${why}`, todo: "Ask again, or compare less" }),
      );
      if (this.thread?.worker === worker) this.thread = undefined;
    };
    worker.on("error", (error) => gone(error.message));
    worker.on("exit", (code) => gone(`exit ${code}`));
    return { worker, calls };
  }
}
