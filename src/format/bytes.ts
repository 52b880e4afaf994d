import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { catalogue, problem } from "../problems.ts";

const BLOCK = 65_536;

/**
 * The same bytes in blocks of 64 KiB, the last one shorter: what follows then sees the same blocks however the bytes
 * arrived, so that no result and no message can hang on that.
 */
export async function* blocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let block = new Uint8Array(BLOCK);
  let filled = 0;
  for await (const chunk of bytes)
    for (let i = 0; i < chunk.length; ) {
      if (filled === 0 && chunk.length - i >= BLOCK) {
        yield chunk.subarray(i, i + BLOCK);
        i += BLOCK;
        continue;
      }
      const part = chunk.subarray(i, i + BLOCK - filled);
      block.set(part, filled);
      filled += part.length;
      i += part.length;
      if (filled < BLOCK) continue;
      yield block;
      block = new Uint8Array(BLOCK);
      filled = 0;
    }
  if (filled > 0) yield block.subarray(0, filled);
}

/**
 * The first `length` bytes (fewer where there are no more), and all the bytes, these included. `close` gives the source
 * back where the rest is not wanted: a generator that was never started closes nothing.
 */
export async function peek(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{
  readonly head: Uint8Array;
  readonly whole: boolean;
  readonly all: AsyncIterable<Uint8Array>;
  readonly close: () => Promise<void>;
}> {
  const iterator = bytes[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let whole = false;
  // One byte more than asked for, so that `whole` does not hang on where the chunks happen to end.
  while (size <= length) {
    const next = await iterator.next();
    if (next.done) {
      whole = true;
      break;
    }
    taken.push(next.value);
    size += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array, void> {
    try {
      yield* taken;
      for (;;) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  return { head: joined(taken).subarray(0, length), whole, all: all(), close };
}

/** One array out of many. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

/** The bytes with gzip taken off where they are gzipped (by magic bytes, never by name). A cut-off gzip is an error. */
export async function unpacked(file: string, bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { head, all } = await peek(bytes, 3);
  return blocks(startsWith(head, [0x1f, 0x8b]) ? gunzipped(file, all) : all);
}

async function* gunzipped(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const source = Readable.from(bytes, { objectMode: true });
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Uint8Array;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string" || !code.startsWith("Z_")) throw error;
    const why =
      code === "Z_BUF_ERROR"
        ? "the gzip stream ends too early: the file is cut off; copy or download it again"
        : `the gzip stream is damaged (${(error as Error).message}); copy or download it again`;
    throw problem(catalogue.notReadable, { why }, { file });
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
