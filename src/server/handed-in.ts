import type { Audience } from "../access/audience.ts";
import { type Marking, markingRank } from "../access/marking.ts";
import { fileKindOf, HEAD_BYTES } from "../record/file-kind.ts";
import { parsePayload } from "../record/registry.ts";
import { FULL, type View } from "../store/derivations.ts";
import type { Store } from "../store/store.ts";
import { hasCopies } from "../store/working-copy.ts";
import { byCodePoint } from "../units.ts";
import { slices } from "./incident-pages.ts";

/** Files of an incident that are told of at most; whoever has more finds them by their reports. */
const MOST_LISTED = 200;

/** A file that came with a report, as its reader may know of it. */
export interface HandedInFile {
  readonly sha256: string;
  /** By its content: "jpeg", "mp4", "pdf". */
  readonly kind: string;
  readonly bytes: number;
  /** Whether it is a picture of which a copy without place, camera and time is made. */
  readonly workingCopy: boolean;
  /** The report that it came with, and the entry of it. */
  readonly observation: string;
  readonly entry: number;
  readonly marking: Marking;
}

const indexes = new WeakMap<Store, HandedIn>();

/** The one index of a store. */
export function handedInOf(store: Store): HandedIn {
  const known = indexes.get(store) ?? new HandedIn(store);
  indexes.set(store, known);
  return known;
}

/** Which of an incident's reports a reader may read, in order. */
export async function readableIn(view: View, members: readonly { readonly observation: string }[]): Promise<string[]> {
  const found: string[] = [];
  for (const ids of slices(members.map((m) => m.observation))) found.push(...(await view.ids("observation", ids)));
  return found.sort(byCodePoint);
}

/** Which entries files of reports came with. Kept by mission, and read on as the log grows. */
export class HandedIn {
  private readonly store: Store;
  private readonly kept = new Map<string, Promise<Known>>();
  constructor(store: Store) {
    this.store = store;
  }

  /**
   * The files that came with some reports, for an audience that may read the entries they stand in and all that those
   * entries say; by hash, the same file once.
   * @param observations ids that the audience was seen to read
   */
  async files(mission: string, audience: Audience, observations: readonly string[]): Promise<HandedInFile[]> {
    if (audience.profile !== FULL) return [];
    const known = await this.known(mission);
    const evidence = this.store.evidence(mission);
    const found = new Map<string, HandedInFile>();
    for (const observation of observations)
      for (const index of known.entries.get(keyOf(observation)) ?? []) {
        const entry = await this.readable(mission, index, audience);
        if (!entry?.observations.some((o) => o.id === observation)) continue;
        for (const sha256 of entry.evidence) {
          if (found.has(sha256)) continue;
          const bytes = await evidence.size(sha256);
          if (bytes === undefined) continue;
          const kind = await this.kindOf(mission, sha256, bytes);
          const { marking } = entry;
          found.set(sha256, { sha256, kind, bytes, workingCopy: hasCopies(kind), observation, entry: index, marking });
          if (found.size >= MOST_LISTED) return inOrder(found);
        }
      }
    return inOrder(found);
  }

  /**
   * One of those files by its hash, looked for in the entries alone that the reports came with.
   * @param observations ids that the audience was seen to read
   */
  async file(
    mission: string,
    audience: Audience,
    observations: readonly string[],
    sha256: string,
  ): Promise<HandedInFile | undefined> {
    if (audience.profile !== FULL) return undefined;
    const bytes = await this.store.evidence(mission).size(sha256);
    if (bytes === undefined) return undefined;
    const known = await this.known(mission);
    for (const observation of observations)
      for (const index of known.entries.get(keyOf(observation)) ?? []) {
        const entry = await this.readable(mission, index, audience);
        if (!entry?.evidence.includes(sha256) || !entry.observations.some((o) => o.id === observation)) continue;
        const kind = await this.kindOf(mission, sha256, bytes);
        const { marking } = entry;
        return { sha256, kind, bytes, workingCopy: hasCopies(kind), observation, entry: index, marking };
      }
    return undefined;
  }

  private async kindOf(mission: string, sha256: string, bytes: number): Promise<string> {
    return fileKindOf(await headOf(this.store, mission, sha256, bytes)).kind;
  }

  /** What an entry says, for who may read it and everything in it; undefined where it was destroyed. */
  private async readable(mission: string, index: number, { upTo }: Audience) {
    const entry = await this.store.entry(mission, index);
    if (!entry?.envelope || !entry.content || entry.envelope.kind !== "submission") return undefined;
    const { payload } = parsePayload("submission", entry.content.payload);
    const { observations, evidence } = payload.body as Submitted;
    const markings = [entry.envelope.marking as Marking, ...observations.map((o) => o.marking)];
    if (markings.some((m) => markingRank(m) > markingRank(upTo))) return undefined;
    const marking = markings.reduce((a, b) => (markingRank(a) >= markingRank(b) ? a : b));
    return { observations, evidence, marking };
  }

  /** Of several who ask at once, one reads. */
  private known(mission: string): Promise<Known> {
    const before = this.kept.get(mission);
    const now = (before ?? Promise.resolve<Known>({ size: 0, entries: new Map() })).then((k) => this.read(mission, k));
    this.kept.set(mission, now);
    now.catch(() => this.kept.get(mission) === now && this.kept.delete(mission));
    return now;
  }

  private async read(mission: string, known: Known): Promise<Known> {
    const size = await this.store.size(mission);
    if (size <= known.size) return known;
    const { entries } = known;
    for await (const { index, content } of this.store.entries(mission, {
      kinds: ["submission"],
      from: known.size,
      until: size,
    })) {
      const body = (content?.payload as { readonly body?: Partial<Submitted> } | undefined)?.body;
      if (!body?.evidence?.length) continue;
      for (const key of new Set((body.observations ?? []).map((o) => keyOf(o.id)))) {
        const own = entries.get(key);
        if (own) own.push(index);
        else entries.set(key, [index]);
      }
    }
    return { size, entries };
  }
}

interface Submitted {
  readonly observations: readonly { readonly id: string; readonly marking: Marking }[];
  readonly evidence: readonly string[];
}

interface Known {
  readonly size: number;
  /** Entries by a part of a report's id: what is found is read, and looked at, before it is believed. */
  readonly entries: Map<number, number[]>;
}

/** 52 bits of an id, so that a million reports fit in little memory. */
const keyOf = (id: string): number => {
  const bits = Number.parseInt(id.slice(0, 13), 16);
  return Number.isNaN(bits) ? -1 : bits;
};

const inOrder = (found: ReadonlyMap<string, HandedInFile>): HandedInFile[] =>
  [...found.values()].sort((a, b) => byCodePoint(a.sha256, b.sha256));

/** The first bytes of a piece of evidence, which tell its kind. */
export async function headOf(store: Store, mission: string, sha256: string, bytes: number): Promise<Buffer> {
  const range = { from: 0, until: Math.min(bytes, HEAD_BYTES) };
  const chunks: Buffer[] = [];
  for await (const chunk of (await store.evidence(mission).get(sha256, range)) ?? [])
    chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
