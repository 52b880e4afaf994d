import { z } from "zod";
import { mayRead } from "../../access/audience.ts";
import { fileKindOf, HEAD_BYTES } from "../../record/file-kind.ts";
import { payloadOf } from "../../record/registry.ts";
import type { Draft } from "../../store/store.ts";
import { checkHandedIn, hasCopies } from "../../store/working-copy.ts";
import { ProofQuery, Proofs, ProofTaken } from "../client/proofs.ts";
import { ownCommitment } from "../decisions-on-guarantees.ts";
import { type HandedInFile, headOf } from "../handed-in.ts";
import { bodyOf } from "../limits.ts";
import { absent } from "../problem-response.ts";
import { type Proof, proofsOf } from "../proofs.ts";
import { type Asked, type InMission, Reply, type Route, route } from "../route.ts";
import { EvidenceQuery, hash, send } from "./evidence.ts";

/** Most bytes of one proof. */
const MOST_PROOF_BYTES = 20_971_520;

const OfCommitment = z.object({ mission: z.string(), commitment: z.string().min(1).max(200) });

type In = InMission & Pick<Asked<{ readonly commitment: string }, unknown, unknown>, "parts" | "params">;

/** The agreement that a reader may read, if it has the commitment. @throws Problem http/absent */
async function agreementWith({ parts, mission, audience, params }: In) {
  const found = await parts.agreements.for(mission.id, audience);
  if (!found?.agreement.guarantees?.commitments.some((c) => c.id === params.commitment)) throw absent();
  return found.agreement;
}

/** Proofs that a reader may know of: the staff by marking, who handed one in their own; a file once. */
async function proofsFor({ parts, mission, audience, standing, params }: In): Promise<Proof[]> {
  const all = await proofsOf(parts.store, mission.id, params.commitment);
  const may = (p: Proof): boolean =>
    p.author === standing.author || (audience.profile === "full" && mayRead(audience, p));
  return [...new Map(all.filter(may).map((p) => [p.sha256, p])).values()];
}

async function fileOf({ parts, mission }: In, { sha256, entry, marking }: Proof): Promise<HandedInFile | undefined> {
  const bytes = await parts.store.evidence(mission.id).size(sha256);
  if (bytes === undefined) return undefined;
  const { kind } = fileKindOf(await headOf(parts.store, mission.id, sha256, bytes));
  return { sha256, kind, bytes, workingCopy: hasCopies(kind), observation: "", entry, marking };
}

const handIn = route({
  method: "post",
  path: "/missions/{mission}/commitments/{commitment}/proofs",
  permission: "commitment.deliver",
  peopleOnly: true,
  summary:
    "A guarantor hands in a file as proof of a commitment of its own: the bytes as they are. It moves nothing until a delivery names it and the mission confirms that",
  params: OfCommitment,
  query: ProofQuery,
  answer: ProofTaken,
  status: 201,
  async handle(asked) {
    const { parts, mission, standing, params, query, request, now, once } = asked;
    const agreement = await agreementWith(asked);
    const { commitment } = params;
    ownCommitment(asked, agreement, commitment);
    const author = standing.author as string;
    const bytes = await bodyOf(request, MOST_PROOF_BYTES);
    const head = bytes.subarray(0, HEAD_BYTES);
    checkHandedIn("the file", head, bytes.length);
    const { kind } = fileKindOf(head);
    const { sha256 } = await parts.store.evidence(mission.id).put(bytes);
    const told = { sha256, kind, bytes: bytes.length };
    const before = (await proofsOf(parts.store, mission.id, commitment)).find(
      (p) => p.author === author && p.sha256 === sha256,
    );
    if (before) return new Reply({ ...told, entry: before.entry, present: true }, {}, 200);
    const body = { guarantee: "proof" as const, agreement: agreement.id, commitment, at: now, evidence: [sha256] };
    const draft: Draft<"guarantee"> = {
      kind: "guarantee",
      author,
      role: standing.part.role,
      stated: now,
      marking: query.marking,
      payload: payloadOf("guarantee", body, { exercise: mission.exercise, reason: query.reason }),
    };
    const [entry] = await parts.store.append(mission.id, [draft], once);
    if (!entry) throw new Error("nothing was appended");
    if (!entry.present) parts.appended(mission.id);
    return { ...told, entry: entry.index, present: entry.present };
  },
});

const list = route({
  method: "get",
  path: "/missions/{mission}/commitments/{commitment}/proofs",
  permission: "agreement.read",
  summary: "Files that were handed in as proof of a commitment: to the staff by marking, to a guarantor its own",
  params: OfCommitment,
  answer: Proofs,
  async handle(asked) {
    await agreementWith(asked);
    const items = [];
    for (const proof of await proofsFor(asked)) {
      const file = await fileOf(asked, proof);
      if (!file) continue;
      const { sha256, kind, bytes, workingCopy, entry, marking } = file;
      const own = proof.author === asked.standing.author;
      items.push({ sha256, kind, bytes, workingCopy, entry, author: proof.author, marking, own });
    }
    return { items };
  },
});

const one = route({
  method: "get",
  path: "/missions/{mission}/commitments/{commitment}/proofs/{sha256}",
  permission: "evidence.read",
  summary: "A file that was handed in as proof: its working copy, or the original, which is entered as seen",
  params: z.object({ mission: z.string(), commitment: z.string().min(1).max(200), sha256: hash }),
  query: EvidenceQuery,
  answer: "bytes",
  async handle(asked) {
    await agreementWith(asked);
    const proof = (await proofsFor(asked)).find((p) => p.sha256 === asked.params.sha256);
    const file = proof && (await fileOf(asked, proof));
    return send(asked, file, `commitment ${asked.params.commitment}`);
  },
});

export const proofRoutes: readonly Route[] = [handIn, list, one];
