import { parentPort, workerData } from "node:worker_threads";
import type { Channel } from "./calls.ts";

/** What a thread of the store is begun for: to derive a mission of this zone, or to write the rows of this file. */
export type ThreadData = { readonly zone: string } | { readonly derived: string };

const data = workerData as ThreadData;
const channel = parentPort as Channel;
if ("zone" in data) (await import("./derive-calls.ts")).serveDeriver(channel, data.zone);
else (await import("./derived-writer.ts")).serveWriter(channel, data.derived);
