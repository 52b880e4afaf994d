import type { Reconciliation } from "../format/reader.ts";
import type { CoverageWindow, Impediment } from "../observation/coverage-window.ts";
import type { Observation } from "../observation/observation.ts";
import type { Body } from "../record/registry.ts";
import { byCodePoint } from "../units.ts";
import { chosenBody, importSetKey, missing, submissionContents } from "./contents.ts";
import type { FileContents } from "./gather.ts";
import type { Sources } from "./record.ts";
import type { Of } from "./recorded.ts";
import { byHash, type RefusedFile, refusedContents } from "./refused-files.ts";
import type { StandingChange } from "./standing-entries.ts";

/** What one file or submission gave, by kind of record. */
export interface LoadedContents {
  readonly key: string;
  readonly reconciliation: Reconciliation;
  readonly observations: readonly Observation[];
  readonly coverage: readonly CoverageWindow[];
  readonly impediments: readonly Impediment[];
}

interface Held {
  readonly imports: Of<"import">[];
  /** How many standing submissions say the very same. */
  submissions: number;
  /** The body that it was read by. */
  body: Body<"import"> | undefined;
  loaded: LoadedContents | undefined;
  refused: RefusedFile | undefined;
  forgotten: boolean;
}

/** Contents of the imports and submissions that stand, each once, as entries come and go. */
export class LiveContents {
  private readonly held = new Map<string, Held>();
  /** Keys of imports by the hash of their file. */
  private readonly byFile = new Map<string, Set<string>>();
  private readonly erased = new Set<string>();
  private readonly troubled = new Set<string>();

  /**
   * @param erased hashes of evidence that an erasure ordered to be destroyed, since the step before
   * @throws Problem where evidence is missing that no erasure accounts for; the contents are of no more use then
   */
  async apply(
    { came, went }: StandingChange,
    erased: Iterable<string>,
    sources: Sources,
  ): Promise<{ readonly added: readonly LoadedContents[]; readonly removed: readonly LoadedContents[] }> {
    /** By key, whether it is to be read again although its body is the same. */
    const dirty = new Map<string, boolean>();
    const given = new Map<string, FileContents>();
    for (const sha256 of erased) {
      this.erased.add(sha256);
      for (const key of this.byFile.get(sha256) ?? []) dirty.set(key, true);
    }
    for (const [entries, sign] of [
      [came, 1],
      [went, -1],
    ] as const)
      for (const { commitment, stated, marking, entry } of entries) {
        if (entry.kind === "import") {
          const { body } = entry.payload;
          const key = importSetKey(body);
          const held = this.holding(key);
          if (sign > 0) held.imports.push({ commitment, stated, marking, body });
          else
            held.imports.splice(
              held.imports.findIndex((i) => i.commitment === commitment),
              1,
            );
          const { sha256 } = body.file;
          this.byFile.set(sha256, (this.byFile.get(sha256) ?? new Set()).add(key));
          dirty.set(key, dirty.get(key) ?? false);
          // What was forgotten may have come again, for every import of the file.
          for (const other of this.byFile.get(sha256) ?? [])
            if (this.held.get(other)?.forgotten) dirty.set(other, true);
        } else if (entry.kind === "submission") {
          const [key, contents] = submissionContents(entry.payload.body);
          this.holding(key).submissions += sign;
          given.set(key, contents);
          dirty.set(key, dirty.get(key) ?? false);
        }
      }
    const added: LoadedContents[] = [];
    const removed: LoadedContents[] = [];
    for (const [key, again] of [...dirty].sort(([a], [b]) => byCodePoint(a, b))) {
      const held = this.held.get(key) as Held;
      const before = held.loaded;
      await this.read(key, held, again, given.get(key), sources);
      if (held.loaded !== before) {
        if (before) removed.push(before);
        if (held.loaded) added.push(held.loaded);
      }
      if (held.refused || held.forgotten) this.troubled.add(key);
      else this.troubled.delete(key);
      if (held.imports.length === 0 && held.submissions === 0) this.drop(key);
    }
    return { added, removed };
  }

  /** Imports that stand and give nothing, since their file was destroyed: hashes. */
  get forgotten(): readonly string[] {
    const hashes = new Set<string>();
    for (const key of this.troubled) {
      const held = this.held.get(key);
      if (held?.forgotten && held.body) hashes.add(held.body.file.sha256);
    }
    return [...hashes].sort(byCodePoint);
  }

  /** Imports that stand and give nothing, since the reader of today refuses their file. */
  get refused(): readonly RefusedFile[] {
    return [...this.troubled].flatMap((key) => this.held.get(key)?.refused ?? []).sort(byHash);
  }

  private holding(key: string): Held {
    let held = this.held.get(key);
    if (!held) {
      held = {
        imports: [],
        submissions: 0,
        body: undefined,
        loaded: undefined,
        refused: undefined,
        forgotten: false,
      };
      this.held.set(key, held);
    }
    return held;
  }

  private drop(key: string): void {
    const file = this.held.get(key)?.body?.file.sha256;
    this.held.delete(key);
    this.troubled.delete(key);
    if (file === undefined) return;
    const keys = this.byFile.get(file);
    keys?.delete(key);
    if (keys?.size === 0) this.byFile.delete(file);
  }

  private async read(
    key: string,
    held: Held,
    again: boolean,
    given: FileContents | undefined,
    sources: Sources,
  ): Promise<void> {
    if (held.submissions > 0) {
      if (!held.loaded && given) held.loaded = loadedOf(key, given);
      return;
    }
    const body = chosenBody(held.imports);
    if (body === undefined) {
      held.loaded = undefined;
      held.refused = undefined;
      held.forgotten = false;
      return;
    }
    if (!again && held.body !== undefined && held.body.file.name === body.file.name) return;
    held.body = body;
    held.refused = undefined;
    held.forgotten = false;
    try {
      const read = await sources.contents(body);
      held.loaded = read && loadedOf(key, read);
    } catch (error) {
      const { contents, refused } = refusedContents(body, error);
      held.loaded = loadedOf(key, contents);
      held.refused = refused;
      return;
    }
    if (held.loaded) return;
    if (!this.erased.has(body.file.sha256)) throw missing(body.file.name, body.file.sha256);
    held.forgotten = true;
  }
}

function loadedOf(key: string, { reconciliation, items }: FileContents): LoadedContents {
  const observations: Observation[] = [];
  const coverage: CoverageWindow[] = [];
  const impediments: Impediment[] = [];
  for (const item of items) {
    if (item.type === "observation") observations.push(item.value);
    else if (item.type === "coverage") coverage.push(item.value);
    else impediments.push(item.value);
  }
  return { key, reconciliation, observations, coverage, impediments };
}
