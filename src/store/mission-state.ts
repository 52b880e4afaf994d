import { toHex } from "../log/bytes.ts";
import { rootOf } from "../log/merkle.ts";
import type { Account } from "../mission/account.ts";
import { agreementOf } from "../mission/agreement-of.ts";
import { contentsOf } from "../mission/contents.ts";
import { evidenceSources } from "../mission/evidence-sources.ts";
import { type DerivedRecord, deriveRecord, type Sources } from "../mission/record.ts";
import { crosses, ofKind, type Recorded, recordedOf, standing } from "../mission/recorded.ts";
import { byHash, type RefusedFile } from "../mission/refused-files.ts";
import { DERIVATION_VERSION } from "../mission/version.ts";
import type { EntryKind } from "../record/registry.ts";
import type { Interval } from "../time/interval.ts";
import { findZone, type Zone } from "../time/zone.ts";
import type { DerivedState } from "./derivations.ts";
import type { Mission, Store } from "./store.ts";

/**
 * The entries of a log up to a size, as derivation sees them; what is closed or destroyed is left out, and what is of an
 * exercise in a real mission, or the other way.
 */
export async function recordedEntries(
  store: Store,
  mission: string,
  until: number,
  kinds?: readonly EntryKind[],
): Promise<Recorded[]> {
  const entries: Recorded[] = [];
  const exercise = (await store.mission(mission))?.exercise ?? false;
  for await (const { envelope, content } of store.entries(mission, { until, ...(kinds && { kinds }) })) {
    const recorded = content && crosses(content.payload, exercise) ? undefined : recordedOf(envelope, content);
    if (recorded) entries.push(recorded);
  }
  return entries;
}

/** What a mission's entries cite, read from its evidence. */
export const missionSources = (store: Store, mission: string): Sources =>
  evidenceSources((sha256) => store.evidence(mission).get(sha256));

export interface AsOf {
  /** How many entries of the log count. */
  readonly size: number;
  readonly period?: Interval | null;
  readonly readings?: readonly string[];
  readonly sources?: Sources;
}

/** A mission's state as known at a size of its log, derived from its record alone. */
export async function deriveMission(store: Store, mission: Mission, asOf: AsOf): Promise<DerivedRecord> {
  const { size, sources = missionSources(store, mission.id), ...rest } = asOf;
  const entries = await recordedEntries(store, mission.id, size);
  return deriveRecord({ entries, sources, zone: zoneOf(mission), ...rest });
}

/** Root of the log at a size, 64 hex digits. */
export const rootAt = (store: Store, mission: string, size: number): Promise<string> =>
  store.overTree(mission, size, (nodes) => toHex(rootOf(nodes, size)));

/** What a file's refusal hangs on. Any other entry leaves the refused files as they were. */
const BEARS_ON_FILES: readonly EntryKind[] = ["import", "agreement-version", "withdrawal", "erasure"];

/**
 * Stored files that are refused today: imports that count for nothing, and versions of the agreement passed over. From
 * the derived state's account where it is of this version and of this log, and no entry since bears on it; else by reading every imported file again.
 */
export async function refusedFilesOf(store: Store, mission: Mission, size: number): Promise<readonly RefusedFile[]> {
  const state = await store.derivations.state(mission.id);
  if (state?.account !== undefined && (await tellsOfFiles(store, mission, state, size)))
    return (JSON.parse(state.account) as Account).refusedFiles;
  const all = await recordedEntries(store, mission.id, size, BEARS_ON_FILES);
  const entries = standing(all);
  const erased = new Set(ofKind(all, "erasure").flatMap((e) => e.body.evidence));
  const sources = evidenceSources((sha256) => store.evidence(mission.id).get(sha256), "passed over");
  const imports = entries.filter(({ entry }) => entry.kind === "import");
  const { refusedFiles } = await contentsOf(imports, sources, erased);
  const { refused } = await agreementOf(ofKind(entries, "agreement-version"), sources, zoneOf(mission), erased);
  return [...refusedFiles, ...refused].sort(byHash);
}

async function tellsOfFiles(store: Store, { id }: Mission, state: DerivedState, size: number): Promise<boolean> {
  if (state.derivation !== DERIVATION_VERSION || state.size > (await store.size(id))) return false;
  // To the log's end: what an erasure destroyed is gone from what was before it as well.
  for await (const _ of store.entries(id, { from: Math.min(state.size, size), kinds: BEARS_ON_FILES })) return false;
  return state.root === (await rootAt(store, id, state.size));
}

function zoneOf({ id, zone: name }: Mission): Zone {
  const zone = findZone(name);
  if (zone === null) throw new Error(`mission ${id}: zone ${name} is not in the tables`);
  return zone;
}
