import type { Audience } from "../access/audience.ts";
import { markingRank } from "../access/marking.ts";
import type { Agreement } from "../agreement/agreement.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { inForce } from "../mission/record.ts";
import { type Of, ofKind, standing } from "../mission/recorded.ts";
import { recordedEntries } from "../store/mission-state.ts";
import type { Store } from "../store/store.ts";
import { byCodePoint } from "../units.ts";

/** A text of the agreement that stands in the record. */
export interface AgreementVersion extends Of<"agreement-version"> {
  /** Whether the mission works by it. */
  readonly inForce: boolean;
}

/** Versions that stand and that an audience may know of, the one stated last first. The agreement itself is for all who read the mission. */
export async function versionsOf(store: Store, mission: string, audience: Audience): Promise<AgreementVersion[]> {
  const entries = standing(await recordedEntries(store, mission, await store.size(mission)));
  const versions = ofKind(entries, "agreement-version");
  const current = inForce(versions);
  return versions
    .filter((v) => v === current || markingRank(v.marking) <= markingRank(audience.upTo))
    .sort((a, b) => b.stated - a.stated || byCodePoint(b.commitment, a.commitment))
    .map((v) => ({ ...v, inForce: v === current }));
}

/** The text of a version and of the files that it draws on, by the path written there. */
export interface VersionText {
  readonly text: string;
  readonly name: string;
  readonly parts: ReadonlyMap<string, string>;
}

export async function textOf(store: Store, mission: string, { body }: Of<"agreement-version">): Promise<VersionText> {
  const evidence = store.evidence(mission);
  const read = async (sha256: string): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await evidence.get(sha256)) ?? []) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString("utf8");
  };
  const parts = new Map<string, string>();
  for (const part of body.parts) parts.set(part.path, await read(part.sha256));
  return { text: await read(body.text.sha256), name: body.text.name, parts };
}

/** The agreement of a version; null where the reader of today refuses it. */
export function agreementOf({ text, name, parts }: VersionText): Agreement | null {
  const parsed = parseAgreement(text, name, (path) => parts.get(path));
  return "errors" in parsed ? null : parsed.agreement;
}
