import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/**
 * Begins one of the store's threads: the one file beside the bundle; where the source is run, the source, with what reads
 * it. A process that has nothing else to do may end.
 * @param data        what derive-worker.ts takes
 * @param heapMb      most memory that it may take; Node's own limit where not given
 */
export function openThread(data: object, heapMb?: number): Worker {
  const options = {
    workerData: data,
    ...(heapMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
    // What the process was started with is not for this file: --input-type, say.
    execArgv: [],
  };
  const worker = import.meta.url.endsWith(".ts")
    ? new Worker(ofSource(), { ...options, eval: true })
    : new Worker(new URL("./derive-worker.mjs", import.meta.url), options);
  worker.unref();
  return worker;
}

function ofSource(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const loader = new URL("./dist/esm/api/index.mjs", tsx).href;
  const file = new URL("./derive-worker.ts", import.meta.url).href;
  return `import(${JSON.stringify(loader)}).then((t) => { t.register(); return import(${JSON.stringify(file)}); });`;
}
