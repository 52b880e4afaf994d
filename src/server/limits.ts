import { getHeapStatistics } from "node:v8";
import { catalogue, type Problem, problem } from "../problems.ts";

/** A bucket of requests that fills again by and by, for each caller; in this process only. */
export class Rates {
  private readonly buckets = new Map<string, { left: number; at: number }>();
  private readonly perMinute: number;
  constructor(perMinute: number) {
    this.perMinute = perMinute;
  }

  /** Takes one from the caller's bucket. @returns seconds to wait, 0 where the request may go on */
  take(who: string, now: number): number {
    const rate = this.perMinute / 60_000;
    const bucket = this.buckets.get(who) ?? { left: this.perMinute, at: now };
    bucket.left = Math.min(this.perMinute, bucket.left + Math.max(0, now - bucket.at) * rate);
    bucket.at = now;
    this.buckets.set(who, bucket);
    // What is full again tells nothing; forgetting it keeps the table small.
    if (this.buckets.size > 50_000)
      for (const [key, b] of this.buckets) if (b.left + (now - b.at) * rate >= this.perMinute) this.buckets.delete(key);
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / rate / 1000));
    bucket.left--;
    return 0;
  }
}

/** Share of the heap's limit beyond which nothing more is begun: what runs has to end first. */
const HEAP_SHARE = 0.9;
const LOOK_EVERY_MS = 250;

/** Says what there is too little of. The heap is looked at a few times a second, however many requests come. */
export function heapPressure(
  heap: () => { readonly used: number; readonly limit: number } = () => {
    const { used_heap_size, heap_size_limit } = getHeapStatistics();
    return { used: used_heap_size, limit: heap_size_limit };
  },
  clock: () => number = () => performance.now(),
): () => string | null {
  let looked = Number.NEGATIVE_INFINITY;
  let pressed = false;
  return () => {
    if (clock() - looked >= LOOK_EVERY_MS) {
      const { used, limit } = heap();
      pressed = used > limit * HEAP_SHARE;
      looked = clock();
    }
    return pressed ? "The server is short of memory" : null;
  };
}

/**
 * Whether one more piece of work can be begun so that those that run still end soon: few may always, and more while the
 * one that was begun first has not been waiting long. Whoever is turned away at once is served sooner than in a queue.
 */
export class Room {
  /** When each piece that runs was begun, the first one first. */
  private readonly begun = new Map<symbol, number>();
  private readonly limits: { readonly always: number; readonly most: number; readonly waitMs: number };
  private readonly clock: () => number;
  constructor(limits: Room["limits"], clock: () => number = () => performance.now()) {
    this.limits = limits;
    this.clock = clock;
  }

  /** @throws Problem http/busy where there is no room now */
  check(what: string): void {
    const { always, most, waitMs } = this.limits;
    const running = this.begun.size;
    const [first = 0] = this.begun.values();
    if (running < always || (running < most && this.clock() - first < waitMs)) return;
    throw problem(catalogue.busy, { why: `The server has as many ${what} as it takes at one time` });
  }

  /** Does a piece of work, or says at once that there is no room for it. @throws Problem http/busy */
  async take<R>(what: string, work: () => Promise<R>): Promise<R> {
    this.check(what);
    const mine = Symbol(what);
    this.begun.set(mine, this.clock());
    try {
      return await work();
    } finally {
      this.begun.delete(mine);
    }
  }
}

/** A body read up to a limit. Stops reading where it is passed. @throws Problem format/limit */
export async function bodyOf(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (seen: string): Problem =>
    problem(catalogue.limit, { what: "the body", limit: `${limit} bytes`, seen });
  const stated = request.headers.get("Content-Length");
  if (stated !== null && Number(stated) > limit) throw tooLarge(`${stated} bytes`);
  // A stated length is what the connection holds it to: the body can be taken whole, without a stream about it.
  if (stated !== null && /^\d{1,15}$/.test(stated)) {
    const whole = new Uint8Array(await request.arrayBuffer());
    if (whole.length > limit) throw tooLarge("more");
    return whole;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const step = await reader?.read();
    if (!step || step.done) break;
    size += step.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      throw tooLarge("more");
    }
    parts.push(step.value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** JSON whose nesting is looked at before it is parsed. @throws Problem http/bad-request, http/too-deep */
export function jsonOf(bytes: Uint8Array, depth: number): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw problem(catalogue.badRequest, { why: "The body is not UTF-8." });
  }
  let level = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{" || c === "[") {
      if (++level > depth) throw problem(catalogue.tooDeep, { limit: depth });
    } else if (c === "}" || c === "]") level--;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own sentence holds a piece of the body, which a proxy's log would keep.
    throw problem(catalogue.badRequest, {
      why: `The body is not JSON: ${text === "" ? "it is empty" : "look at quotes, commas and brackets"}.`,
    });
  }
  // Only an escape can bring these in: the bytes themselves were UTF-8.
  if (text.includes("\\u")) checkTexts(value);
  return value;
}

/** Text that PostgreSQL cannot hold, or that has no UTF-8, would not come back as it was sent. @throws Problem http/bad-request */
function checkTexts(value: unknown): void {
  if (typeof value === "string") checkText(value);
  else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) {
      checkText(key);
      checkTexts(part);
    }
}

/** @throws Problem http/bad-request for a zero character, and for half of a surrogate pair */
export function checkText(text: string): void {
  if (text.includes("\0")) throw problem(catalogue.badRequest, { why: "Text here holds no zero character (U+0000)." });
  if (!text.isWellFormed())
    throw problem(catalogue.badRequest, { why: "Text here holds half a character (a lone surrogate)." });
}
