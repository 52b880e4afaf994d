import type { SealedReport } from "./queue-file.ts";

/**
 * What this device keeps for reporting without a connection: for each mission what its reports are sealed to, reports
 * that wait to be sent, and one sealed draft. Nothing that a report says is here in clear.
 */
export interface KeptMission {
  readonly id: string;
  readonly point: Uint8Array<ArrayBuffer>;
  /** Pseudonymous id of whoever opened the form last while there was a connection. */
  readonly author: string;
  readonly zone: string;
}

export interface Waiting extends SealedReport {
  /** Given by the device, in the order of sealing. */
  readonly number: number;
  /** The server said no: it waits for a person, not for a connection. */
  readonly refused: boolean;
}

interface Tables {
  readonly mission: KeptMission;
  readonly waiting: Waiting;
  readonly draft: { readonly mission: string; readonly sealed: Uint8Array<ArrayBuffer> };
}
type Table = keyof Tables;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("the browser keeps nothing")));
  });

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("trucekeeper-reports", 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore("mission", { keyPath: "id" });
      request.result.createObjectStore("waiting", { keyPath: "number", autoIncrement: true });
      request.result.createObjectStore("draft", { keyPath: "mission" });
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("the browser keeps nothing")));
  });
  return opened;
}

async function within<T>(
  table: Table,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await database()).transaction(table, mode, { durability: "strict" });
  const result = await done(work(transaction.objectStore(table)));
  if (mode === "readwrite")
    // Kept only once the transaction is: a browser closed right after finds it again.
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener("complete", () => resolve());
      transaction.addEventListener("abort", () =>
        reject(transaction.error ?? new Error("the browser did not keep it")),
      );
    });
  return result;
}

export const keepMission = (mission: KeptMission) => within("mission", "readwrite", (s) => s.put(mission));
export const keptMission = (id: string): Promise<KeptMission | undefined> =>
  within("mission", "readonly", (s) => s.get(id));
export const keptMissions = (): Promise<KeptMission[]> => within("mission", "readonly", (s) => s.getAll());

export async function enqueue({ mission, sealed }: SealedReport): Promise<void> {
  await within("waiting", "readwrite", (s) => s.add({ mission, sealed, refused: false }));
  // Else a browser that runs short of room may delete it (case 91). Whether it agrees changes nothing here.
  void navigator.storage?.persist?.().catch(() => false);
}
/** Whether this browser promised to delete nothing by itself. */
export const keptForGood = (): Promise<boolean> => navigator.storage?.persisted?.() ?? Promise.resolve(false);
export const waiting = (): Promise<Waiting[]> => within("waiting", "readonly", (s) => s.getAll());
export const markRefused = (one: Waiting, refused: boolean) =>
  within("waiting", "readwrite", (s) => s.put({ ...one, refused }));
export const dequeue = (number: number) => within("waiting", "readwrite", (s) => s.delete(number));

export const keepDraft = (mission: string, sealed: Uint8Array<ArrayBuffer>) =>
  within("draft", "readwrite", (s) => s.put({ mission, sealed }));
export const keptDraft = (mission: string): Promise<Tables["draft"] | undefined> =>
  within("draft", "readonly", (s) => s.get(mission));
export const dropDraft = (mission: string) => within("draft", "readwrite", (s) => s.delete(mission));
