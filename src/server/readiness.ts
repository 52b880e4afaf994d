import type { Identity } from "../store/identity.ts";
import type { Store } from "../store/store.ts";

/** A database that has not answered in this time does not answer. */
const PATIENCE_MS = 2_000;
/** The question is asked this often at most, however many ask. */
const KEPT_MS = 1_000;

const inTime = async (work: Promise<boolean>, patienceMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), patienceMs);
  });
  try {
    return await Promise.race([work.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * What keeps a server from answering: each database is asked something and has to answer. Ready means that reads are
 * served; a derivation that lags is told by the answers themselves (their vintage) and by the metrics.
 */
export function waitingFor(
  store: Pick<Store, "missions">,
  identity: Pick<Identity, "alive">,
  clock: () => number = () => performance.now(),
  patienceMs = PATIENCE_MS,
): () => Promise<readonly string[]> {
  let asked: { readonly at: number; readonly answer: Promise<readonly string[]> } | undefined;
  const look = async (): Promise<readonly string[]> => {
    const [record, accounts] = await Promise.all([
      inTime(
        store.missions().then(() => true),
        patienceMs,
      ),
      inTime(identity.alive(), patienceMs),
    ]);
    return [
      ...(record ? [] : ["record: its database does not answer"]),
      ...(accounts ? [] : ["accounts: their database does not answer"]),
    ];
  };
  return () => {
    if (!asked || clock() - asked.at >= KEPT_MS) asked = { at: clock(), answer: look() };
    return asked.answer;
  };
}
