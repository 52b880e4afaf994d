import type { Agreement } from "../agreement/agreement.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { inForce } from "../mission/record.ts";
import { ofKind, standing } from "../mission/recorded.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Store } from "../store/store.ts";

/** The agreement that a mission works by, with its text as it was kept. */
export interface InForce {
  readonly agreement: Agreement;
  readonly text: string;
  readonly reading: string | null;
}

/** Reads the agreement of a mission as it stands in the record, once for each size of the log. */
export class Agreements {
  private readonly store: Store;
  private readonly kept = new Map<string, { size: number; found: Promise<InForce | null> }>();
  constructor(store: Store) {
    this.store = store;
  }

  async of(mission: string): Promise<InForce | null> {
    const size = await this.store.size(mission);
    const known = this.kept.get(mission);
    if (known?.size === size) return known.found;
    const found = this.read(mission, size);
    this.kept.set(mission, { size, found });
    found.catch(() => this.kept.delete(mission));
    return found;
  }

  private async read(mission: string, size: number): Promise<InForce | null> {
    const entries = standing(await recordedEntries(this.store, mission, size));
    const version = inForce(ofKind(entries, "agreement-version"));
    if (!version) return null;
    const evidence = this.store.evidence(mission);
    const textOf = async (sha256: string): Promise<string> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await evidence.get(sha256)) ?? []) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks).toString("utf8");
    };
    const { text, parts, reading } = version.body;
    const whole = await textOf(text.sha256);
    const files = new Map<string, string>();
    for (const part of parts) files.set(part.path, await textOf(part.sha256));
    const parsed = parseAgreement(whole, text.name, (path) => files.get(path));
    return "errors" in parsed ? null : { agreement: parsed.agreement, text: whole, reading };
  }
}
