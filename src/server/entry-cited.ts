import { mayRead } from "../access/audience.ts";
import type { Marking } from "../access/marking.ts";
import { parsePayload } from "../record/registry.ts";
import type { Drafting } from "./decision-draft.ts";
import { absent } from "./problem-response.ts";

/** An entry that is cited, as its reader sees it. @throws Problem http/absent where they may not read it, or it is gone */
export async function entryCited(
  { parts, mission, audience }: Pick<Drafting, "parts" | "mission" | "audience">,
  cited: { readonly index: number; readonly commitment: string },
) {
  const stored = await parts.store.entry(mission.id, cited.index);
  if (!stored?.envelope || !stored.content || stored.envelope.commitment !== cited.commitment) throw absent();
  const marking = stored.envelope.marking as Marking;
  if (!mayRead(audience, { marking })) throw absent();
  return { envelope: stored.envelope, marking, ...parsePayload(stored.envelope.kind, stored.content.payload) };
}
