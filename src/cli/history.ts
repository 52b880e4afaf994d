import { type CompiledAgreement, compile } from "../agreement/compile.ts";
import type { ObligationResult } from "../assessment/obligation.ts";
import { overRecord } from "../assessment/whole-record.ts";
import type { SideOptions } from "../comparison/side.ts";
import type { Derived } from "../mission/derive.ts";
import type { Problem } from "../problems.ts";
import { agreementOrProblem, namedFile } from "./agreement-file.ts";
import { wrongUsage } from "./arguments.ts";
import { deriveFiles } from "./derive-files.ts";
import { missionState, STORE_FLAGS } from "./stored-mission.ts";
import { say } from "./talk.ts";

/** Flags of every command that runs an agreement over history: files, or a stored mission as known at a checkpoint. */
export const HISTORY_FLAGS = {
  ...STORE_FLAGS,
  "as-of": "text",
  from: "text",
  until: "text",
  zone: "text",
  as: "text",
  strict: "switch",
} as const;

/** An agreement to run, and the reading chosen with "#". */
export interface ToRun {
  readonly compiled: CompiledAgreement;
  readonly reading: string | undefined;
}

/** Reads "file#READING". @throws Problem where the file is at fault */
export function toRun(argument: string): ToRun {
  const { path, reading } = namedFile(argument);
  return { compiled: compile(agreementOrProblem(path).agreement), reading };
}

/** History to run over, or the problems of every file that was refused as a whole. */
export type History = { readonly derived: Derived } | { readonly problems: readonly Problem[] };

/**
 * Reads and fuses files, or derives a stored mission; the agreement only gives its clocks here.
 * @throws Problem where the call or the agreement is at fault
 */
export async function historyOf(
  agreement: string,
  paths: readonly string[],
  text: Readonly<Record<string, string | undefined>>,
  usage: string,
): Promise<History> {
  const { mission } = text;
  if (mission === undefined) {
    if (paths.length === 0) wrongUsage("no observation file named", usage);
    if (text["as-of"] !== undefined) wrongUsage("--as-of is of a stored mission: name it with --mission", usage);
    return deriveFiles(namedFile(agreement).path, paths, { ...text, reading: undefined });
  }
  if (paths.length > 0) wrongUsage("name files or a mission", usage);
  if (text.zone !== undefined || text.as !== undefined)
    wrongUsage("--zone and --as belong to the import of a file, and its entry holds them", usage);
  return { derived: await missionState(mission, text) };
}

/** Problems on stderr, and the exit code that they ask for. */
export function refused(problems: readonly Problem[]): number {
  for (const p of problems) say(p.toString());
  return Math.max(...problems.map((p) => p.exit));
}

/** With --strict: whether a refused row keeps the command from writing anything. */
export function strictlyRefused({ findings }: Derived, on: ReadonlySet<string>): boolean {
  if (!on.has("strict") || !findings.files.some((f) => f.refused > 0)) return false;
  say("--strict: rows were refused; nothing written");
  return true;
}

/** The decisions that stand in a history, and what a text needs to know of it; how far it reaches is its own newest moment. */
export const decidedFor = (derived: Derived, compiled: CompiledAgreement): SideOptions =>
  judgedFor(derived, compiled).options;

/** The same, and the duties of a text as judged over the history, under each of its readings. */
export function judgedFor(
  { assessedWith, whole }: Derived,
  compiled: CompiledAgreement,
): { readonly options: SideOptions; readonly obligations: () => readonly ObligationResult[] } {
  const { readings: _, record: __, ...decisions } = assessedWith;
  return overRecord(decisions, whole, compiled);
}
