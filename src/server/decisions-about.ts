import type { Marking } from "../access/marking.ts";
import { judgementOf } from "../incident/entries.ts";
import { contradictions } from "../incident/judgement.ts";
import { ofKind, type Recorded, recordedOf, standing } from "../mission/recorded.ts";
import type { EntryKind, KindAndPayload } from "../record/registry.ts";
import { WITHDRAWING } from "../record/standing.ts";
import type { Store } from "../store/store.ts";
import type { Millis } from "../units.ts";

/** Kinds of entry by which people speak about an incident. */
export const ABOUT: readonly EntryKind[] = ["decision", "judgement", "notice", "withdrawal", "release-early"];

/** What a person entered about an incident. */
export interface DecisionAbout {
  readonly entry: string;
  readonly index: number;
  readonly kind: string;
  readonly author: string;
  readonly stated: Millis;
  readonly received: Millis;
  readonly reason: string | null;
  readonly body: Record<string, unknown>;
  readonly marking: Marking;
  /** Of a judgement that stands: the entries that it contradicts. While there is one, none of them is in force. */
  readonly contradicts: number[];
}

/** Tells which entries speak of an incident or its observations, asked one after the other in the order of the log. */
export class Speaks {
  private readonly ids: ReadonlySet<string>;
  private readonly named = new Set<string>();
  constructor(incident: string, members: readonly string[]) {
    this.ids = new Set([incident, ...members]);
  }

  of({ payload }: KindAndPayload, commitment: string): boolean {
    const body = payload.body as unknown as Record<string, unknown>;
    const cited = body["entry"] as { commitment?: string } | undefined;
    const about =
      ["incident", "a", "b", "id"].some((field) => this.ids.has(String(body[field]))) ||
      ["incidents", "observations"].some((field) => {
        const list = body[field];
        return Array.isArray(list) && list.some((i) => this.ids.has(String(i)));
      }) ||
      (cited?.commitment !== undefined && this.named.has(cited.commitment));
    if (about) this.named.add(commitment);
    return about;
  }
}

/** What of the log is looked at. */
interface Look {
  /** Asked about each entry; it may be asked on about what comes later. */
  readonly speaks?: Speaks;
  /** Entries from here on are not known yet. */
  readonly before?: number;
  /** Judgements of other markings contradict none, for who may not read them. */
  readonly reads?: (marking: Marking) => boolean;
}

/**
 * What people entered about an incident or its observations, oldest first, withdrawn or not; a withdrawal follows as an
 * entry of its own.
 */
export async function decisionsAbout(
  store: Store,
  mission: string,
  incident: string,
  members: readonly string[],
  { speaks = new Speaks(incident, members), before, reads = () => true }: Look = {},
): Promise<DecisionAbout[]> {
  const found: Omit<DecisionAbout, "contradicts">[] = [];
  const judging = new Judging();
  for await (const { index, envelope, content } of store.entries(mission, {
    kinds: [...ABOUT, "erasure"],
    ...(before === undefined ? {} : { until: before }),
  })) {
    const recorded = recordedOf(envelope, content);
    if (!envelope || !recorded) continue;
    const { entry } = recorded;
    if (reads(envelope.marking as Marking)) judging.hear(index, recorded);
    if (entry.kind === "erasure" || !speaks.of(entry, envelope.commitment)) continue;
    const body = entry.payload.body as unknown as Record<string, unknown>;
    found.push({
      entry: envelope.commitment,
      index,
      kind: envelope.kind === "decision" ? String(body["decision"]) : envelope.kind,
      author: envelope.author,
      stated: envelope.stated,
      received: envelope.received,
      reason: entry.payload.reason || null,
      body,
      marking: envelope.marking as Marking,
    });
  }
  const contradicted = judging.contradicted();
  return found.map((d) => ({ ...d, contradicts: contradicted.get(d.entry) ?? [] }));
}

const JUDGING: ReadonlySet<EntryKind> = new Set(["judgement", ...WITHDRAWING]);

/** Judgements and what takes them back, heard in the order of the log. */
class Judging {
  private readonly heard: Recorded[] = [];
  private readonly indices = new Map<string, number>();

  hear(index: number, recorded: Recorded): void {
    if (!JUDGING.has(recorded.entry.kind)) return;
    this.heard.push(recorded);
    this.indices.set(recorded.commitment, index);
  }

  /** By entry of each judgement that is blocked, the entries that it contradicts, rising. */
  contradicted(): Map<string, number[]> {
    const judgements = ofKind(standing(this.heard), "judgement").map((j) => judgementOf(j.body, j.commitment));
    const indexOf = (id: string): number => this.indices.get(id) as number;
    return new Map(
      [...contradictions(judgements)].map(([id, others]) => [id, others.map(indexOf).sort((a, b) => a - b)]),
    );
  }
}
