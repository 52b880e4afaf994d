import { type Marking, markingRank } from "../access/marking.ts";
import type { Permission } from "../access/roles.ts";
import { catalogue, problem } from "../problems.ts";
import { type Body, type EntryKind, parsePayload } from "../record/registry.ts";
import { type Placed, placedOf, WITHDRAWING, withdrawals } from "../record/standing.ts";
import { keptBy } from "../store/kept-by-erasure.ts";
import type { StoredEntry } from "../store/store.ts";
import type { DecisionKind } from "./client/decisions.ts";
import { conflict, type Drafting, type Drafts, NEEDS, NOTHING_JUDGED, refuseWithout, wrong } from "./decision-draft.ts";
import { judgedOn } from "./decisions-on-incidents.ts";
import { entryCited } from "./entry-cited.ts";

/** Kinds of entry on which the state of the guarantees rests. */
export const GUARANTEE_KINDS: readonly EntryKind[] = ["guarantee", "decision", ...WITHDRAWING];

/** What taking back takes, by the kind of what is taken back; what is not here cannot be taken back. */
const TAKES: Readonly<Partial<Record<EntryKind, Permission>>> = {
  import: "import.write",
  submission: "submission.write",
  "agreement-version": "agreement.write",
  judgement: "judgement.write",
  case: "decision.adopt",
  statement: "decision.adopt",
  quiet: "decision.adopt",
  "release-rules": "release.approve",
  "release-early": "release.approve",
};

/** Of acts on the guarantees, those that are not of the ladder. */
const OF_GUARANTEE: Readonly<Partial<Record<Body<"guarantee">["guarantee"], Permission>>> = {
  proof: "commitment.deliver",
  deliver: "commitment.deliver",
  confirm: "decision.verify",
};

/** The permission for taking an entry back: that of making it. */
async function permissionFor(of: Drafting, entry: Awaited<ReturnType<typeof entryCited>>): Promise<Permission> {
  if (entry.kind === "withdrawal") return permissionFor(of, await entryCited(of, entry.payload.body.entry));
  if (entry.kind === "guarantee") return OF_GUARANTEE[entry.payload.body.guarantee] ?? "response.step";
  if (entry.kind === "decision") {
    const { decision } = entry.payload.body;
    return Object.hasOwn(NEEDS, decision) ? NEEDS[decision as DecisionKind] : "decision.attribute";
  }
  const found = TAKES[entry.kind];
  if (!found) throw wrong(`body decision.entry: an entry of kind "${entry.kind}" is not taken back.`);
  return found;
}

/** Withdrawals of a mission, and which of its entries they take back. */
async function withdrawn({ parts, mission }: Drafting): Promise<ReadonlyMap<string, readonly string[]>> {
  const placed: Placed[] = [];
  for await (const { envelope, content } of parts.store.entries(mission.id, { kinds: WITHDRAWING })) {
    if (!envelope || !content) continue;
    placed.push(...placedOf(envelope.commitment, parsePayload(envelope.kind, content.payload)));
  }
  return withdrawals(placed);
}

/** The strictest marking of entries that are cited. */
async function strictestOf(of: Drafting, entries: readonly { index: number; commitment: string }[]): Promise<Marking> {
  let found: Marking = "TLP:AMBER";
  for (const cited of entries) {
    const stored: StoredEntry | undefined = await of.parts.store.entry(of.mission.id, cited.index);
    if (stored?.envelope?.commitment !== cited.commitment || !stored.content)
      throw conflict(`Entry ${cited.index} is not there any more as it was shown: look at it again.`);
    const marking = stored.envelope.marking as Marking;
    if (markingRank(marking) > markingRank(found)) found = marking;
  }
  return found;
}

/** What is taken back, let out early, destroyed or opened. */
export const recordDrafts: Drafts<"withdraw" | "release-early" | "erase" | "destroy-keys" | "open-sealed"> = {
  async withdraw(of, { entry: cited }) {
    const entry = await entryCited(of, cited);
    refuseWithout(of, await permissionFor(of, entry));
    // What a guarantor entered is taken back by who entered it: guarantors act for themselves alone.
    if (entry.kind === "guarantee" && entry.envelope.author !== of.author)
      if (OF_GUARANTEE[entry.payload.body.guarantee] === "commitment.deliver")
        throw problem(catalogue.notPermitted, { why: "Who entered it takes it back, and nobody else." });
    // Who only hands in reports takes back their own; an analyst any.
    if (entry.kind === "submission" && entry.envelope.author !== of.author) refuseWithout(of, "judgement.write");
    const from = await of.parts.store.size(of.mission.id);
    const by = of.again ? undefined : (await withdrawn(of)).get(cited.commitment);
    if (by) throw conflict(`Entry ${cited.index} was taken back already. Nothing was appended.`);
    return {
      kind: "withdrawal",
      body: { entry: cited },
      marking: entry.marking,
      judged: NOTHING_JUDGED,
      unless: {
        from,
        kinds: ["withdrawal"],
        clash: ({ index, payload }) =>
          (payload.body as Body<"withdrawal">).entry.commitment === cited.commitment
            ? `Meanwhile somebody else took it back (entry ${index}). Nothing was appended.`
            : undefined,
      },
    };
  },
  async "release-early"(of, { of: what, id, to, precise }) {
    const judged = await judgedOn(of, what === "incident" ? { incident: id } : [id]);
    const members = what === "incident" ? [...judged.observations] : [];
    const body = { of: what, id, members, to: [...new Set(to)], precise, people: [...of.people] };
    return { kind: "release-early", body, marking: judged.marking, judged: NOTHING_JUDGED };
  },
  async erase(of, { entries, evidence, envelopes }) {
    if (entries.length + evidence.length === 0) throw wrong("body decision: names nothing to erase.");
    const marking = await strictestOf(of, entries);
    const keeps = await keptBy(of.parts.store, of.mission.id, entries);
    const body = { entries, evidence, envelopes, people: [...of.people], ...keeps };
    return { kind: "erasure", body, marking, judged: NOTHING_JUDGED };
  },
  async "destroy-keys"(of, { blobs, names }) {
    if (blobs.length + names.length === 0) throw wrong("body decision: names nothing to destroy.");
    const body = { blobs, names, people: [...of.people] };
    return { kind: "key-destruction", body, marking: "TLP:AMBER", judged: NOTHING_JUDGED };
  },
  async "open-sealed"(of, { blobs, names }) {
    if (blobs.length + names.length === 0) throw wrong("body decision: names nothing to open.");
    const body = { blobs, names, people: [...of.people] };
    return { kind: "opening", body, marking: "TLP:RED", judged: NOTHING_JUDGED };
  },
};
