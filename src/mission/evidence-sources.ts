import { readSome } from "../format/engine.ts";
import type { Item } from "../format/reader.ts";
import { readers } from "../format/registry.ts";
import { importKeyOf } from "../record/import-key.ts";
import type { Body } from "../record/registry.ts";
import type { FileContents } from "./gather.ts";
import { inputOf } from "./import-body.ts";
import { Interning } from "./interning.ts";
import type { Sources } from "./record.ts";

/** Bytes by SHA-256; undefined where they are not here. */
export type Bytes = (sha256: string) => Promise<AsyncIterable<Uint8Array> | undefined>;

/**
 * Sources that are read from evidence, by the readers of today.
 * @param items "passed over": files are read to their end for their account, in bounded memory
 */
export function evidenceSources(bytes: Bytes, items: "kept" | "passed over" = "kept"): Sources {
  const interning = items === "kept" ? new Interning() : undefined;
  return {
    contents: (body) => readAgain(body, bytes, interning),
    async text(sha256) {
      const found = await bytes(sha256);
      if (!found) return undefined;
      const decoder = new TextDecoder("utf-8", { fatal: true });
      let text = "";
      for await (const chunk of found) text += decoder.decode(chunk, { stream: true });
      return text + decoder.decode();
    },
  };
}

/** Keeps what files gave, so that a record which grows is not read anew for every entry. */
export function remembered(sources: Sources): Sources {
  const known = new Map<string, FileContents>();
  return {
    ...sources,
    async contents(body) {
      const key = `${body.file.name}\n${importKeyOf(body)}`;
      const before = known.get(key);
      if (before) return before;
      const read = await sources.contents(body);
      if (read) known.set(key, read);
      return read;
    },
  };
}

async function readAgain(
  body: Body<"import">,
  bytes: Bytes,
  interning: Interning | undefined,
): Promise<FileContents | undefined> {
  const found = await bytes(body.file.sha256);
  if (!found) return undefined;
  const items: Item[] = [];
  const generator = readSome(inputOf(body, found), readers);
  for (;;) {
    const step = await generator.next();
    if (step.done) return { reconciliation: step.value, items };
    if (interning) for (const item of step.value) items.push(interning.item(item));
  }
}
