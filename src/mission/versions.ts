import { byCodePoint } from "../units.ts";
import { type Filed, settle } from "./gather.ts";

/** Contents that records came in; their keys order them. */
export interface Source {
  readonly key: string;
}

/** A record where it stands: in which contents, and at which place of them. */
interface Version<T> {
  readonly value: T;
  readonly source: Source;
  readonly at: number;
}

/** What stands under one id. Nearly always one version: it is held without a list of its own. */
interface Slot<T> {
  value: T;
  source: Source;
  at: number;
  versions: Version<T>[] | undefined;
  repeated: number;
  rival: boolean;
}

/** By id, the record that counts now and counted before; undefined: none. */
export type Moved<T> = ReadonlyMap<string, { readonly before: T | undefined; readonly after: T | undefined }>;

/**
 * Records by id as contents come and go: what `gather` makes of the set of them. A change costs what it touches.
 * @template T observation, coverage window or impediment
 */
export class Versions<T extends Filed> {
  private readonly slots = new Map<string, Slot<T>>();
  private readonly rivals = new Set<string>();
  private repeats = 0;
  private changes = 0;

  /** Another number after every change. */
  get revision(): number {
    return this.changes;
  }
  get size(): number {
    return this.slots.size;
  }
  /** Records that said what was known already. */
  get repeated(): number {
    return this.repeats;
  }
  get rivalIds(): readonly string[] {
    return [...this.rivals].sort(byCodePoint);
  }
  get rivalCount(): number {
    return this.rivals.size;
  }

  get(id: string): T | undefined {
    return this.slots.get(id)?.value;
  }
  /** In no order. */
  *values(): Generator<T> {
    for (const { value } of this.slots.values()) yield value;
  }
  /** In order of id. */
  sorted(): T[] {
    return [...this.values()].sort((a, b) => byCodePoint(a.id, b.id));
  }

  /** Adds the records of contents, each at its place. @param moved notes what counted before */
  add(source: Source, records: readonly T[], moved: Map<string, T | undefined>): void {
    if (records.length > 0) this.changes++;
    records.forEach((value, at) => {
      const slot = this.slots.get(value.id);
      if (!moved.has(value.id)) moved.set(value.id, slot?.value);
      if (!slot) {
        this.slots.set(value.id, { value, source, at, versions: undefined, repeated: 0, rival: false });
        return;
      }
      slot.versions ??= [{ value: slot.value, source: slot.source, at: slot.at }];
      slot.versions.push({ value, source, at });
      this.choose(value.id, slot);
    });
  }

  /** Takes back all records of contents. */
  remove(source: Source, records: readonly T[], moved: Map<string, T | undefined>): void {
    if (records.length > 0) this.changes++;
    for (const { id } of records) {
      const slot = this.slots.get(id);
      if (!slot) continue;
      const left = (slot.versions ?? [slot]).filter((v) => v.source !== source);
      if (left.length === (slot.versions?.length ?? 1)) continue;
      if (!moved.has(id)) moved.set(id, slot.value);
      slot.versions = left.map(({ value, source, at }) => ({ value, source, at }));
      this.choose(id, slot);
    }
  }

  private choose(id: string, slot: Slot<T>): void {
    this.repeats -= slot.repeated;
    if (slot.rival) this.rivals.delete(id);
    const versions = slot.versions?.sort((a, b) => byCodePoint(a.source.key, b.source.key) || a.at - b.at) ?? [];
    const [first, ...others] = versions;
    if (!first) {
      this.slots.delete(id);
      return;
    }
    if (others.length === 0) {
      Object.assign(slot, { ...first, versions: undefined, repeated: 0, rival: false });
      return;
    }
    const { value, repeated, rival } = settle([first.value, ...others.map((v) => v.value)]);
    Object.assign(slot, { value, repeated, rival });
    this.repeats += repeated;
    if (rival) this.rivals.add(id);
  }

  /** What counts now beside what counted before, without what stayed the very same record. */
  moved(before: ReadonlyMap<string, T | undefined>): Moved<T> {
    const moved = new Map<string, { before: T | undefined; after: T | undefined }>();
    for (const [id, was] of before) {
      const after = this.slots.get(id)?.value;
      if (after !== was) moved.set(id, { before: was, after });
    }
    return moved;
  }
}
