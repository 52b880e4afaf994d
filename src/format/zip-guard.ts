import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { catalogue, type Problem, problem } from "../problems.ts";
import { joined } from "./bytes.ts";
import { LIMITS } from "./reader.ts";

/** A ZIP container whose entries are inflated on demand, each byte counted against LIMITS as it comes out. */
export interface GuardedZip {
  readonly names: readonly string[];
  /** The bytes of an entry as they inflate. @throws Problem format/limit, file/not-readable */
  readonly inflate: (name: string) => AsyncGenerator<Uint8Array, void>;
  readonly close: () => void;
}

const RATIO_FREE = 10_000_000;

/**
 * Opens a ZIP held in memory. Entries that nobody asks for are never inflated; nothing is written anywhere (case 129).
 * @throws Problem format/limit for a container of too many bytes or entries, file/not-readable for a damaged one
 */
export async function openZip(file: string, bytes: AsyncIterable<Uint8Array>): Promise<GuardedZip> {
  const limit = (what: string, most: number | string, seen: string) =>
    problem(catalogue.limit, { what, limit: `${most}`, seen }, { file });
  const parts: Uint8Array[] = [];
  let packed = 0;
  for await (const part of bytes) {
    packed += part.length;
    if (packed > LIMITS.inflatedBytes) throw limit("the ZIP container", `${LIMITS.inflatedBytes} bytes`, "more");
    parts.push(part);
  }
  const whole = joined(parts);
  const damaged = (error: unknown): Problem =>
    problem(
      catalogue.notReadable,
      { why: `the ZIP container is damaged (${(error as Error).message}); save or copy the file again` },
      { file },
    );
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const buffer = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength);
    fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error || !opened ? reject(damaged(error)) : resolve(opened),
    );
  });
  if (zip.entryCount > LIMITS.zipEntries)
    throw limit("entries of the ZIP container", LIMITS.zipEntries, `${zip.entryCount}`);
  const entries = await listed(zip, damaged);

  let inflated = 0;
  // An entry that is read twice is counted once, as far as it was read.
  const counted = new Map<string, number>();
  async function* inflate(name: string): AsyncGenerator<Uint8Array, void> {
    const entry = entries.get(name);
    if (!entry)
      throw problem(
        catalogue.notReadable,
        { why: `the workbook has no part ${name}; save it again as .xlsx` },
        { file },
      );
    if (entry.isEncrypted())
      throw problem(
        catalogue.notReadable,
        { why: "the ZIP container is encrypted; save it without a password" },
        { file },
      );
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error || !opened ? reject(damaged(error)) : resolve(opened)));
    });
    try {
      let own = 0;
      for await (const chunk of stream) {
        own += (chunk as Uint8Array).length;
        const before = counted.get(name) ?? 0;
        if (own > before) {
          inflated += own - before;
          counted.set(name, own);
        }
        if (inflated > LIMITS.inflatedBytes)
          throw limit(`bytes inflated from the ZIP container (in ${name})`, LIMITS.inflatedBytes, "more");
        if (inflated > RATIO_FREE + packed * LIMITS.inflationRatio)
          throw limit(`inflated bytes for each packed byte (in ${name})`, LIMITS.inflationRatio, "more");
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw error instanceof Error && error.name === "Problem" ? error : damaged(error);
    } finally {
      stream.destroy();
    }
  }
  return { names: [...entries.keys()], inflate, close: () => zip.close() };
}

function listed(zip: ZipFile, damaged: (error: unknown) => Problem): Promise<ReadonlyMap<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on("entry", (entry: Entry) => {
      if (entries.has(entry.fileName))
        return reject(damaged(new Error(`two entries are called ${entry.fileName.slice(0, 80)}`)));
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", (error) => reject(damaged(error)));
    zip.readEntry();
  });
}
