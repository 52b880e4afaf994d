/** Most milliseconds that a submission waits for others to share its transaction (design.md section 7). */
export const GATHER_MS = 5;

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets requests that wait at the same time share one commit. One that comes alone goes at once; those that come
 * while a commit runs, or within 5 ms of one that was shared, go together.
 * @param commit gives one result or refusal for each request, in their order; where it throws, all of them fail
 */
export function groupCommit<Request, Result>(
  commit: (requests: readonly Request[]) => Promise<readonly ({ ok: Result } | { refused: unknown })[]>,
  clock: () => number,
  most = 256,
): { add: (request: Request) => Promise<Result>; idle: () => Promise<void> } {
  let waiting: Waiting<Request, Result>[] = [];
  let running: Promise<void> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let together = 1;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // One who waits for each answer before the next request gains nothing by being held up.
      const pause = together > 1 ? Math.min(GATHER_MS, last + GATHER_MS - clock()) : 0;
      if (pause > 0 && waiting.length < most) await new Promise((wake) => setTimeout(wake, pause));
      // Whatever else this turn of the event loop brings goes along.
      else await new Promise((wake) => setImmediate(wake));
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      together = batch.length;
      try {
        const results = await commit(batch.map((w) => w.request));
        batch.forEach((w, i) => {
          const result = results[i];
          if (result && "ok" in result) w.resolve(result.ok);
          else w.reject(result?.refused ?? new Error("group commit: no result"));
        });
      } catch (error) {
        for (const w of batch) w.reject(error);
      }
      last = clock();
    }
  }

  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.length > 0) start();
    });
  };

  return {
    add: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        start();
      }),
    idle: async () => {
      for (let run = running; run !== undefined; run = running) await run;
    },
  };
}
