import { type Audience, mayRead } from "../access/audience.ts";
import type { Agreement } from "../agreement/agreement.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { type Of, ofKind, standing } from "../mission/recorded.ts";
import { WITHDRAWING } from "../record/standing.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Store } from "../store/store.ts";
import { byCodePoint } from "../units.ts";

/** The text of a version and of the files that it draws on, by the path written there. */
export interface VersionText {
  readonly text: string;
  readonly name: string;
  readonly parts: ReadonlyMap<string, string>;
}

/** A text of the agreement that stands in the record and that the program of today accepts. */
export interface AgreementVersion extends Of<"agreement-version"> {
  readonly kept: VersionText;
  readonly agreement: Agreement;
  /** Whether the mission works by it: the one stated last. */
  readonly inForce: boolean;
}

async function textOf(store: Store, mission: string, { body }: Of<"agreement-version">): Promise<VersionText | null> {
  const evidence = store.evidence(mission);
  const read = async (sha256: string): Promise<string | null> => {
    const stream = await evidence.get(sha256);
    if (!stream) return null;
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString("utf8");
  };
  const text = await read(body.text.sha256);
  const parts = new Map<string, string>();
  for (const part of body.parts) {
    const found = await read(part.sha256);
    if (found !== null) parts.set(part.path, found);
  }
  return text === null ? null : { text, name: body.text.name, parts };
}

async function readAll(store: Store, mission: string, size: number): Promise<AgreementVersion[]> {
  const stated = ofKind(
    standing(await recordedEntries(store, mission, size, ["agreement-version", ...WITHDRAWING])),
    "agreement-version",
  );
  const found: AgreementVersion[] = [];
  for (const v of stated.sort((a, b) => b.stated - a.stated || byCodePoint(b.commitment, a.commitment))) {
    const kept = await textOf(store, mission, v);
    const parsed = kept && parseAgreement(kept.text, kept.name, (path) => kept.parts.get(path));
    // A text that is refused now or was destroyed stops nothing: the version before it goes on (mission/agreement-of.ts).
    if (!parsed || "errors" in parsed) continue;
    found.push({ ...v, kept, agreement: parsed.agreement, inForce: found.length === 0 });
  }
  return found;
}

/** Of each mission the versions at the size of its log that was asked for last. */
const known = new WeakMap<Store, Map<string, { readonly size: number; readonly found: Promise<AgreementVersion[]> }>>();

/** Versions that stand and whose entries an audience may read, the one stated last first. */
export async function versionsOf(store: Store, mission: string, audience: Audience): Promise<AgreementVersion[]> {
  const size = await store.size(mission);
  const missions = known.get(store) ?? new Map();
  known.set(store, missions);
  if (missions.get(mission)?.size !== size) missions.set(mission, { size, found: readAll(store, mission, size) });
  const found = (await missions.get(mission)?.found.catch((error: unknown) => {
    missions.delete(mission);
    throw error;
  })) as AgreementVersion[];
  return found.filter((v) => mayRead(audience, v));
}
