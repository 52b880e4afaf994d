import type { BundleAccount, BundleEntry } from "../log/bundle.ts";
import { ERASURE } from "../log/envelope.ts";
import { remembered } from "../mission/evidence-sources.ts";
import type { Sources } from "../mission/record.ts";
import { crosses, standing } from "../mission/recorded.ts";
import { releaseTermsOf } from "../mission/released.ts";
import { type FloorKnown, heldByFloor, outFrom, saidAt } from "../mission/released-entries.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import { isEntryKind, type KindAndPayload, parsePayload } from "../record/registry.ts";
import { deriveMission, missionSources, recordedEntries } from "../store/mission-state.ts";
import type { Mission, Store, StoredEntry } from "../store/store.ts";
import { byCodePoint, type Millis } from "../units.ts";

/** Why an entry is closed in an export. */
export type HeldBy = "marking" | "floor";

/** What an export shows of a record: decided before anything is written, so that its account adds up. */
export interface ExportPlan {
  readonly account: BundleAccount;
  /** Indexes of entries that are closed, and why. */
  readonly held: ReadonlyMap<number, HeldBy>;
  /** Why the floor holds an entry back, in words, by index. */
  readonly floor: ReadonlyMap<number, string>;
  /** Evidence that goes out, in order. */
  readonly evidence: readonly string[];
}

/** An entry as the plan shows it; undefined: closed, its leaf hash alone. */
export function shownEntry(
  { index, envelope, content, leaf, erasedBy }: StoredEntry,
  { account, held }: Pick<ExportPlan, "account" | "held">,
): BundleEntry | undefined {
  if (held.has(index)) return undefined;
  if (erasedBy !== null) {
    // Who wrote it, and when, is for those who might have read it.
    const told = account.releasedAt === null || envelope?.marking === "TLP:CLEAR" ? envelope : null;
    return { state: "destroyed", index, envelope: told, leaf, by: erasedBy };
  }
  if (envelope === null) return undefined;
  return content ? { state: "released", index, envelope, ...content } : { state: "withheld", index, envelope };
}

/**
 * Plans an export of the first `size` entries.
 * @param releasedAt the moment for which it is judged what is out for the public; null: all there is
 * @throws Problem store/refused that names evidence which is missing though nobody ordered it destroyed
 */
export async function planExport(
  store: Store,
  mission: Mission,
  size: number,
  releasedAt: Millis | null,
): Promise<ExportPlan> {
  const held = new Map<number, HeldBy>();
  const floor = new Map<number, string>();
  const sources = remembered(missionSources(store, mission.id));
  const known = releasedAt === null ? null : await floorKnown(store, mission, { size, sources }, releasedAt);
  /** By evidence, the erasures that ordered it destroyed. */
  const orders = new Map<string, number[]>();
  const tombs: { readonly index: number; readonly by: number }[] = [];
  const asks: { readonly index: number; readonly evidence: readonly string[] }[] = [];
  let withheld = 0;
  for await (const stored of store.entries(mission.id, { until: size })) {
    const { index, envelope, content, erasedBy } = stored;
    if (erasedBy !== null) {
      tombs.push({ index, by: erasedBy });
      continue;
    }
    const entry = openEntry(stored);
    if (entry?.kind === ERASURE)
      for (const sha256 of entry.payload.body.evidence) orders.set(sha256, [...(orders.get(sha256) ?? []), index]);
    if (known) {
      if (envelope === null || content === null || envelope.marking !== "TLP:CLEAR") {
        held.set(index, "marking");
        continue;
      }
      const why = entry
        ? crosses(content.payload, mission.exercise)
          ? ({ by: "floor", why: "it is of an exercise in a real mission, or the other way" } as const)
          : heldByFloor(entry, saidAt(envelope), await contentsOf(sources, entry), known)
        : ({ by: "floor", why: "this program does not know its kind, and cannot judge it" } as const);
      if (why) {
        held.set(index, why.by);
        if (why.by === "floor") floor.set(index, why.why);
        continue;
      }
    }
    if (content === null) withheld++;
    else if (entry) asks.push({ index, evidence: evidenceOf(entry) });
  }
  // Entered since, they are not in this log yet, and cannot be shown with it.
  for await (const later of store.entries(mission.id, { from: size, kinds: [ERASURE] })) {
    const entry = openEntry(later);
    for (const sha256 of entry?.kind === ERASURE ? entry.payload.body.evidence : [])
      orders.set(sha256, [...(orders.get(sha256) ?? []), later.index]);
  }
  const evidence = await evidenceFor(store, mission, size, asks, orders, held);
  for (const { index, by } of tombs) if (by >= size || held.has(by)) held.set(index, held.get(by) ?? "marking");
  const count = (by: HeldBy): number => [...held.values()].filter((h) => h === by).length;
  const erased = tombs.filter(({ index }) => !held.has(index)).length;
  const [heldByMarking, heldByFloor_] = [count("marking"), count("floor")];
  const account: BundleAccount = {
    entries: size,
    released: size - withheld - erased - heldByMarking - heldByFloor_,
    withheld,
    heldByMarking,
    heldByFloor: heldByFloor_,
    erased,
    releasedAt,
  };
  return { account, held, floor, evidence };
}

/** What an entry says, where this program knows its kind. */
function openEntry({ envelope, content }: StoredEntry): KindAndPayload | undefined {
  if (!envelope || !content || !isEntryKind(envelope.kind)) return undefined;
  return parsePayload(envelope.kind, content.payload);
}

/** What the file of an import gave, read by the reader of today; undefined where it cannot be read. */
async function contentsOf(sources: Sources, entry: KindAndPayload) {
  if (entry.kind !== "import") return undefined;
  try {
    return await sources.contents(entry.payload.body);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function floorKnown(
  store: Store,
  mission: Mission,
  { size, sources }: { readonly size: number; readonly sources: Sources },
  at: Millis,
): Promise<FloorKnown> {
  const recorded = await recordedEntries(store, mission.id, size);
  const terms = releaseTermsOf(standing(recorded));
  const clear = recorded.filter((r) => r.marking === "TLP:CLEAR").map((r) => r.entry);
  const told = clear.some(({ kind }) => !["publication", "agreement-version", "import", "submission"].includes(kind));
  const state = told ? (await deriveMission(store, mission, { size, sources })).derived : null;
  const out = outFrom(terms, {
    incidents: state?.findings.incidents ?? [],
    observations: state?.gathered.observations ?? [],
  });
  const published = new Set<string>();
  for (const entry of clear) {
    const goesOut = entry.kind === "publication" || entry.kind === "agreement-version" || entry.kind === "notice";
    const files = entry.kind === "import" ? await contentsOf(sources, entry) : undefined;
    const read = files && heldByFloor(entry, at, files, { terms, out, published, at }) === undefined;
    if (goesOut || read) for (const sha256 of evidenceOf(entry)) published.add(sha256);
  }
  return { terms, out, published, at };
}

/**
 * The evidence that goes out with the entries shown. Of what was destroyed the erasure has to be shown, or the entry
 * that names it is closed as well.
 */
async function evidenceFor(
  store: Store,
  mission: Mission,
  size: number,
  asks: readonly { readonly index: number; readonly evidence: readonly string[] }[],
  orders: ReadonlyMap<string, readonly number[]>,
  held: Map<number, HeldBy>,
): Promise<readonly string[]> {
  const here = new Map<string, boolean>();
  const isHere = async (sha256: string): Promise<boolean> => {
    const before = here.get(sha256);
    if (before !== undefined) return before;
    const found = (await store.evidence(mission.id).size(sha256)) !== undefined;
    here.set(sha256, found);
    return found;
  };
  const going = new Set<string>();
  for (const { index, evidence } of asks) {
    const mine: string[] = [];
    for (const sha256 of evidence) {
      if (await isHere(sha256)) {
        mine.push(sha256);
        continue;
      }
      const by = orders.get(sha256);
      if (by === undefined) throw missing(sha256, index);
      if (by.every((order) => order >= size || held.has(order)))
        held.set(index, held.get(by[0] as number) ?? "marking");
    }
    if (!held.has(index)) for (const sha256 of mine) going.add(sha256);
  }
  return [...going].sort(byCodePoint);
}

const missing = (sha256: string, index: number): Problem =>
  problem(catalogue.store, {
    why: `evidence ${sha256} is missing: entry ${index} names it, and no erasure ordered it destroyed`,
    todo: "Nothing was exported. Hand the file in again (custody FILE), restore a backup, or let two people enter that it is gone (erase --evidence)",
  });
