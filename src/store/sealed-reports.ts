import { createHash } from "node:crypto";
import { partsOf } from "../observation/sealed-report.ts";
import { catalogue, problem } from "../problems.ts";
import { checkedOnce, findAnswer } from "./answers.ts";
import { requireMission } from "./missions.ts";
import type { Under } from "./sealing.ts";
import type { Appended, Draft, Once, TakenReport } from "./store.ts";

/** A sealed report into the record: what is in it goes to the entry that it makes, and to nobody. */
export async function takeReport(
  { engine, keys, evidence, append }: Under,
  mission: string,
  sealed: Uint8Array,
  entryOf: (report: Uint8Array) => Promise<TakenReport>,
): Promise<Pick<Appended, "index" | "present"> | { readonly error: string }> {
  const { origin } = await requireMission(engine.reads, mission);
  const report = keys.receiving(origin).open(sealed, mission);
  if ("error" in report) return report;
  const { once, make } = await entryOf(report);
  const known = await findAnswer(engine.reads, mission, checkedOnce(once));
  const [before] = known?.entries ?? [];
  // Nothing of it is kept again: what was destroyed since stays so.
  if (before !== undefined) return { index: before, present: true };
  const { draft, evidence: kept } = await make();
  // Evidence is durable before the entry that names it.
  for (const bytes of kept) await evidence(mission).put(bytes);
  return append(mission, draft, { once });
}

/** A sealed report for somebody to read, once the entry that says so is durable. @throws Problem record/entry */
export async function openReport(
  { engine, keys, append }: Under,
  mission: string,
  sealed: Uint8Array,
  draft: Draft<"opening">,
  once?: Once,
): Promise<Uint8Array | { readonly error: string }> {
  const { origin } = await requireMission(engine.reads, mission);
  // What is no sealed report is no act either.
  const parts = partsOf(sealed);
  if ("error" in parts) return parts;
  const sha256 = createHash("sha256").update(sealed).digest("hex");
  const { blobs, names, reports = [] } = draft.payload.body;
  if (reports.length !== 1 || reports[0] !== sha256 || blobs.length + names.length > 0)
    throw problem(catalogue.entry, {
      kind: "opening",
      why: `expected it to name this report, ${sha256}, and no other`,
    });
  await append(mission, draft, once && { once: checkedOnce(once) });
  return keys.receiving(origin).open(sealed, mission);
}
