import { type Audience, mayRead } from "../access/audience.ts";
import type { Marking } from "../access/marking.ts";
import type { Agreement } from "../agreement/agreement.ts";
import { agreementOf } from "../mission/agreement-of.ts";
import { ofKind, standing } from "../mission/recorded.ts";
import type { EntryKind } from "../record/registry.ts";
import { missionSources, recordedEntries } from "../store/mission-state.ts";
import type { Store } from "../store/store.ts";
import { findZone } from "../time/zone.ts";

/** The agreement that a mission works by, with its text as it was kept. */
export interface InForce {
  readonly agreement: Agreement;
  readonly text: string;
  readonly reading: string | null;
  /** Of the entry that it came by: who may not read that entry may not read the text. */
  readonly marking: Marking;
}

/** Kinds of entry that say which text holds. */
const KINDS: readonly EntryKind[] = ["agreement-version", "withdrawal", "erasure"];

/** Reads the agreement that a mission's derivation works by, once for each size of the log. */
export class Agreements {
  private readonly store: Store;
  private readonly kept = new Map<string, { size: number; versions: string; found: Promise<InForce | null> }>();
  constructor(store: Store) {
    this.store = store;
  }

  async of(mission: string): Promise<InForce | null> {
    const size = await this.store.size(mission);
    const known = this.kept.get(mission);
    if (known?.size === size) return known.found;
    const all = await recordedEntries(this.store, mission, size, KINDS);
    const versions = all.map((e) => e.commitment).join(" ");
    // Most entries say nothing of the text: it is not read again for them.
    const found = known?.versions === versions ? known.found : this.read(mission, all);
    this.kept.set(mission, { size, versions, found });
    found.catch(() => this.kept.delete(mission));
    return found;
  }

  /** The same for a reader: null where they may not read the entry that it came by, as where there is none. */
  async for(mission: string, audience: Audience): Promise<InForce | null> {
    const found = await this.of(mission);
    return found && mayRead(audience, found) ? found : null;
  }

  private async read(mission: string, all: Awaited<ReturnType<typeof recordedEntries>>): Promise<InForce | null> {
    const versions = ofKind(standing(all), "agreement-version");
    if (versions.length === 0) return null;
    const known = await this.store.mission(mission);
    const zone = findZone(known?.zone ?? "UTC");
    if (!zone) throw new Error(`mission ${mission}: its zone is not in the tables`);
    const erased = new Set(ofKind(all, "erasure").flatMap((e) => e.body.evidence));
    const { version, compiled } = await agreementOf(versions, missionSources(this.store, mission), zone, erased);
    if (!version) return null;
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await this.store.evidence(mission).get(version.body.text.sha256)) ?? [])
      chunks.push(chunk as Uint8Array);
    const text = Buffer.concat(chunks).toString("utf8");
    const { marking } = version;
    return { agreement: compiled.agreement, text, reading: version.body.reading, marking };
  }
}
