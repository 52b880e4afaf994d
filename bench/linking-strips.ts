import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { Calls } from "../src/store/calls.ts";
import {
  type Field,
  fieldOf,
  labelSlabs,
  linkAcross,
  linkSlabs,
  type Made,
  numbered,
  RECORD,
} from "./space-time-linking.ts";

/** What a thread is handed: all in memory that both share, and the slabs that are its own. */
export interface Share {
  readonly field: Field;
  readonly made: Made;
  readonly from: number;
  readonly until: number;
}

/**
 * A second thread for `linkedWithin`: one takes the slabs before the middle one, the other the rest, in one memory; the
 * border between them is joined when both are done. It waits for work until it is closed.
 */
export class SecondThread {
  private readonly worker: Worker;
  private readonly calls: Calls;

  private constructor() {
    this.worker = new Worker(ofSource(), { eval: true, execArgv: [] });
    this.calls = new Calls(this.worker, {});
    this.worker.on("error", (why) => this.calls.end(why));
  }

  static async start(): Promise<SecondThread> {
    const thread = new SecondThread();
    await thread.calls.call("ready");
    return thread;
  }

  /** As `linkedWithin`. @param x, y, t made by `shared` */
  async linkedWithin(
    x: Float64Array,
    y: Float64Array,
    t: Float64Array,
    reach: number,
    within: "ball" | "cylinder" = "ball",
  ): Promise<Int32Array> {
    const n = t.length;
    const field = fieldOf(x, y, t, reach, within === "ball");
    const made: Made = {
      records: new Float64Array(new SharedArrayBuffer(n * RECORD * 8)),
      starts: new Int32Array(new SharedArrayBuffer((field.slabs + 1) * 4)),
      parent: new Int32Array(new SharedArrayBuffer(n * 4)),
      labels: new Int32Array(new SharedArrayBuffer(n * 4)),
    };
    const middle = middleSlab(field);
    const theirs: Share = { field, made, from: middle, until: field.slabs };
    const linked = this.calls.call("link", theirs);
    linkSlabs(field, made, 0, middle);
    await linked;
    if (middle > 0 && middle < field.slabs) linkAcross(field, made, middle - 1);
    const labelled = this.calls.call("label", theirs);
    labelSlabs(made, 0, middle);
    await labelled;
    return numbered(made);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The slab before which some half of the points lie, by a sample. */
function middleSlab({ t, firstT, slabLength, slabs }: Field): number {
  const step = Math.max(1, Math.floor(t.length / 10_000));
  const sample = Float64Array.from({ length: Math.ceil(t.length / step) }, (_, k) => t[k * step] as number).sort();
  const middle = sample[Math.floor(sample.length / 2)] ?? firstT;
  return Math.min(slabs, Math.max(1, Math.floor((middle - firstT) / slabLength)));
}

/** A column in memory that threads share. */
export function shared(values: Float64Array): Float64Array {
  const column = new Float64Array(new SharedArrayBuffer(values.byteLength));
  column.set(values);
  return column;
}

function ofSource(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const loader = new URL("./dist/esm/api/index.mjs", tsx).href;
  const file = new URL("./linking-strip-worker.ts", import.meta.url).href;
  return `import(${JSON.stringify(loader)}).then((t) => { t.register(); return import(${JSON.stringify(file)}); });`;
}
