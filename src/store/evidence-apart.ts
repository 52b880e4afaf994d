import { catalogue, problem } from "../problems.ts";
import { Calls } from "./calls.ts";
import { EVIDENCE_LIMIT, type Evidence, type PutEvidence } from "./evidence.ts";
import { folderEvidence } from "./evidence-folder.ts";
import { openThread } from "./thread.ts";

/** What is larger is streamed, and not handed over whole. */
const HANDED_OVER = 16_777_216;

/**
 * Evidence in folders, of which what comes whole is written by a thread of its own: hashing, opening and renaming hold
 * nobody up, and pieces that come at one time share their waits for the disk. Where the thread ends, the next piece begins
 * another; those that it had are refused, and may be in the folder all the same.
 */
export function evidenceApart(): {
  readonly in: (folder: string) => Evidence;
  readonly close: () => Promise<void>;
} {
  let thread: { readonly calls: Calls; readonly end: () => Promise<number> } | undefined;
  const begin = () => {
    const worker = openThread({ evidence: true });
    const calls = new Calls(worker, {});
    const own = { calls, end: () => worker.terminate() };
    const gone = (why: string): void => {
      calls.end(
        problem(catalogue.store, {
          why: `the thread that keeps evidence ended: ${why}`,
          todo: "Send it again: another one is begun",
        }),
      );
      if (thread === own) thread = undefined;
    };
    worker.on("error", (error) => gone(error.message));
    worker.on("exit", (code) => gone(`exit ${code}`));
    thread = own;
    return own;
  };
  // Nobody who reports in waits for its beginning.
  begin();
  return {
    in(folder) {
      const whole = folderEvidence(folder);
      return {
        ...whole,
        async put(bytes, limit = EVIDENCE_LIMIT) {
          if (!(bytes instanceof Uint8Array) || bytes.length > Math.min(limit, HANDED_OVER))
            return whole.put(bytes, limit);
          // A part of a larger piece of memory would take all of it along.
          const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
          return (thread ?? begin()).calls.call<PutEvidence>("put", folder, own);
        },
      };
    },
    async close() {
      await thread?.end();
    },
  };
}
