import { z } from "zod";
import { MARKINGS } from "../../access/marking.ts";

/** Files that a guarantor hands in as proof of what it delivered. */

export const ProofQuery = z.object({
  marking: z.enum(MARKINGS).default("TLP:AMBER").describe("Who in the mission may look at it"),
  reason: z.string().trim().min(1).max(500).default("proof of a delivery"),
});

export const ProofTaken = z.object({
  sha256: z.string().describe("What a delivery names it by"),
  kind: z.string().describe("By its content: jpeg, pdf, …"),
  bytes: z.number().int(),
  entry: z.number().int(),
  present: z.boolean().describe("Whether the caller had handed in this file for this commitment before"),
});
export type ProofTaken = z.infer<typeof ProofTaken>;

export const Proofs = z.object({
  items: z.array(
    z.object({
      sha256: z.string(),
      kind: z.string(),
      bytes: z.number().int(),
      workingCopy: z.boolean().describe("Whether a copy without place, camera and time is made of it"),
      entry: z.number().int(),
      author: z.string().describe("Pseudonymous id of who handed it in"),
      marking: z.string(),
      own: z.boolean().describe("Whether the caller handed it in"),
    }),
  ),
});
export type Proofs = z.infer<typeof Proofs>;
