import { parentPort, workerData } from "node:worker_threads";
import type { Channel } from "./calls.ts";

/**
 * What a thread of the store is begun for: to derive a mission of this zone, to write or read the rows of this file, to
 * keep evidence, or to run texts over a history.
 */
export type ThreadData =
  | { readonly zone: string }
  | { readonly derived: string }
  | { readonly reads: string }
  | { readonly evidence: true }
  | { readonly compares: true };

const data = workerData as ThreadData;
const channel = parentPort as Channel;
if ("zone" in data) (await import("./derive-calls.ts")).serveDeriver(channel, data.zone);
else if ("evidence" in data) (await import("./evidence-batch.ts")).serveEvidence(channel);
else if ("compares" in data) (await import("./compare-calls.ts")).serveComparing(channel);
else if ("reads" in data) (await import("./derived-reader.ts")).serveReader(channel, data.reads);
else (await import("./derived-writer.ts")).serveWriter(channel, data.derived);
