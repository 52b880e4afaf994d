import { catalogue, problem } from "../problems.ts";
import { LEASE, type Lease } from "./derivations.ts";
import type { Store } from "./store.ts";

/**
 * Runs work under a lease that is renewed meanwhile, from this thread and not from the one that works. Where it cannot
 * be renewed the work is given up.
 * @param work told to give up by the signal
 * @throws Problem store/fenced where another process has taken over
 */
export async function underLease<R>(
  store: Store,
  lease: Lease,
  work: (signal: AbortSignal) => Promise<R>,
  stop?: AbortSignal,
): Promise<R> {
  const lost = new AbortController();
  const signal = stop ? AbortSignal.any([stop, lost.signal]) : lost.signal;
  let renewing = false;
  let renewed = performance.now();
  const beat = async (): Promise<void> => {
    if (renewing) return;
    renewing = true;
    try {
      const held = await store.derivations.renew(lease);
      if (!held) lost.abort(problem(catalogue.fenced, { mission: lease.mission }));
      else renewed = performance.now();
    } catch (error) {
      // The database may be away for a moment; the lease holds for a while.
      if (performance.now() - renewed > LEASE.lapses) lost.abort(error);
    } finally {
      renewing = false;
    }
  };
  const timer = setInterval(() => void beat(), LEASE.renew);
  try {
    signal.throwIfAborted();
    return await unlessAborted(work(signal), signal);
  } finally {
    clearInterval(timer);
  }
}

/** What the work gives, or the signal's reason at once where that comes first. */
export async function unlessAborted<R>(work: Promise<R>, signal: AbortSignal | undefined): Promise<R> {
  if (!signal) return work;
  let heard: (() => void) | undefined;
  const given = new Promise<never>((_, reject) => {
    heard = () => reject(signal.reason);
    signal.addEventListener("abort", heard, { once: true });
    if (signal.aborted) heard();
  });
  given.catch(() => undefined);
  try {
    return await Promise.race([work, given]);
  } finally {
    if (heard) signal.removeEventListener("abort", heard);
    work.catch(() => undefined);
  }
}
