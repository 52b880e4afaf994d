import { canonical, sha256Hex } from "../canonical.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import { importKeyOf } from "../record/import-key.ts";
import type { Body } from "../record/registry.ts";
import { byCodePoint } from "../units.ts";
import type { FileContents } from "./gather.ts";
import type { Sources } from "./record.ts";
import { type Of, ofKind, type Recorded } from "./recorded.ts";
import { byHash, type RefusedFile, refusedContents } from "./refused-files.ts";

/** What makes two imports one of the set: the file, and how it is read. */
export const importSetKey = (body: Body<"import">): string => `${body.file.sha256} ${importKeyOf(body)}`;

/**
 * The import that speaks for those of one key. The same file under two names, from two logs: the name is for people,
 * and one of them has to be taken.
 */
export function chosenBody(imports: readonly Of<"import">[]): Body<"import"> | undefined {
  let chosen: Of<"import"> | undefined;
  for (const one of imports) {
    const order = chosen
      ? byCodePoint(one.body.file.name, chosen.body.file.name) || byCodePoint(one.commitment, chosen.commitment)
      : -1;
    if (order < 0) chosen = one;
  }
  return chosen?.body;
}

/** What a submission gives, under the key that the same submission again has as well. */
export function submissionContents(body: Body<"submission">): [key: string, FileContents] {
  const sha256 = sha256Hex(canonical(body));
  const { length } = body.observations;
  const reconciliation = {
    file: `submission by ${body.via}`,
    sha256,
    format: "submission",
    rowsIn: length,
    rowsUsed: length,
    refused: 0,
    skipped: {},
    observations: length,
    refusals: [],
    assumptions: [],
    warnings: [],
  };
  return [sha256, { reconciliation, items: body.observations.map((value) => ({ type: "observation", value })) }];
}

export const missing = (name: string, sha256: string): Problem =>
  problem(catalogue.store, {
    why: `evidence ${sha256} (${name}) is not in the store, and no erasure accounts for it`,
    todo: "Put its file back under evidence/, or restore the last backup",
  });

/** What the imports and submissions of a record give together, and what gave nothing. */
export interface RecordContents {
  readonly contents: readonly FileContents[];
  /** Hashes of imported files that were destroyed by an erasure, and whose import still stands. */
  readonly forgotten: readonly string[];
  readonly refusedFiles: readonly RefusedFile[];
}

/**
 * The contents of imports and submissions as a set: by file and by how it is read, each once.
 * @param erased hashes of evidence that some erasure ordered to be destroyed
 * @throws Problem where evidence is missing that no erasure accounts for
 */
export async function contentsOf(
  entries: readonly Recorded[],
  sources: Sources,
  erased: ReadonlySet<string>,
): Promise<RecordContents> {
  const forgotten = new Set<string>();
  const refusedFiles: RefusedFile[] = [];
  const imports = new Map<string, Of<"import">[]>();
  for (const one of ofKind(entries, "import")) {
    const key = importSetKey(one.body);
    imports.set(key, [...(imports.get(key) ?? []), one]);
  }
  const contents = new Map<string, FileContents>();
  for (const [key, some] of imports) {
    const body = chosenBody(some) as Body<"import">;
    const { sha256, name } = body.file;
    try {
      const read = await sources.contents(body);
      if (read) contents.set(key, read);
      else if (erased.has(sha256)) forgotten.add(sha256);
      else throw missing(name, sha256);
    } catch (error) {
      const nothing = refusedContents(body, error);
      contents.set(key, nothing.contents);
      refusedFiles.push(nothing.refused);
    }
  }
  for (const { body } of ofKind(entries, "submission")) contents.set(...submissionContents(body));
  const sorted = [...contents].sort(([a], [b]) => byCodePoint(a, b));
  return {
    contents: sorted.map(([, c]) => c),
    forgotten: [...forgotten].sort(byCodePoint),
    refusedFiles: refusedFiles.sort(byHash),
  };
}
