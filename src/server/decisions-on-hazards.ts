import { hazardFault } from "../publication/hazard.ts";
import type { Body } from "../record/registry.ts";
import { warningsOf } from "./cap.ts";
import { conflict, type Drafts, NOTHING_JUDGED, wrong } from "./decision-draft.ts";
import { judgedOn } from "./decisions-on-incidents.ts";
import { entryCited } from "./entry-cited.ts";
import { absent } from "./problem-response.ts";

/** Warnings of hazards to civilians. */
export const hazardDrafts: Drafts<"warn"> = {
  async warn(of, { decision: _decision, follows, ...fields }) {
    const { parts, mission } = of;
    const fault = hazardFault({ ...fields, follows });
    if (fault) throw wrong(`body decision.${fault[0]}: ${fault[1]}.`);
    const judged = fields.observations.length > 0 ? await judgedOn(of, fields.observations) : undefined;
    await refuseParties(of, fields.words);
    const from = await parts.store.size(mission.id);
    if (follows) {
      const before = await entryCited(of, follows);
      if (before.kind !== "hazard") throw absent();
      if (before.payload.body.message === "cancel") throw conflict("That warning was cancelled: give a new alert.");
      const last = of.again
        ? undefined
        : (await warningsOf(parts.store, mission.id)).find((w) => w.body.follows?.commitment === follows.commitment);
      if (last) throw conflict(`Entry ${last.index} follows that message already: follow the last one.`);
    }
    const body: Body<"hazard"> = { ...fields, follows, people: [...of.people] };
    return {
      kind: "hazard",
      body,
      // It is for everybody who may be in danger.
      marking: "TLP:CLEAR",
      restsOn: judged?.marking ?? "TLP:CLEAR",
      judged: NOTHING_JUDGED,
      unless: {
        from,
        kinds: ["hazard"],
        clash: ({ index, payload }) => {
          const other = (payload.body as Body<"hazard">).follows;
          return follows && other?.commitment === follows.commitment
            ? `Meanwhile somebody else followed that message (entry ${index}). Nothing was appended.`
            : undefined;
        },
      },
    };
  },
};

/** A warning attributes nothing: whoever writes a party's name into it says more than where the danger is. */
async function refuseParties(
  { parts, mission }: Parameters<(typeof hazardDrafts)["warn"]>[0],
  words: readonly { readonly headline: string; readonly description: string; readonly instruction: string }[],
): Promise<void> {
  const { agreement } = (await parts.agreements.of(mission.id)) ?? {};
  const names = (agreement?.parties ?? []).flatMap((p) => [p.id, p.name]).filter((n) => n.length > 1);
  for (const [i, { headline, description, instruction }] of words.entries())
    for (const text of [headline, description, instruction])
      for (const name of names)
        if (
          new RegExp(
            `(?<![\\p{L}\\p{N}])${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\p{L}\\p{N}])`,
            "iu",
          ).test(text)
        )
          throw wrong(
            `body decision.words.${i}: names the party ${JSON.stringify(name)}; a warning says what the danger is and where, and never whose.`,
          );
}
