import { compile } from "../agreement/compile.ts";
import { canonical, sha256Hex } from "../canonical.ts";
import type { Derived } from "../mission/derive.ts";
import { importBody } from "../mission/import-body.ts";
import { deriveRecord } from "../mission/record.ts";
import type { Recorded } from "../mission/recorded.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import { type EntryKind, type KindAndPayload, type Payload, payloadOf } from "../record/registry.ts";
import { dayInterval, parseInstant } from "../time/day.ts";
import type { Interval } from "../time/interval.ts";
import type { Zone } from "../time/zone.ts";
import { millis } from "../units.ts";
import { namedFile } from "./agreement-file.ts";
import { readVersion } from "./agreement-version.ts";
import { inputSet } from "./input-files.ts";
import { type ReadOptions, readAll, refusalLines } from "./read-files.ts";
import { say } from "./talk.ts";

/** Without a zone, local times of the files are in the mission's. */
export interface DeriveFilesOptions extends ReadOptions {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly reading?: string | undefined;
}

/** An instant with an offset, or a date in the mission's zone (its start). @throws Problem (exit 2) */
function instantOf(text: string, flag: string, clock: Zone): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const day = dayInterval(text, clock);
    if (day) return day.from;
  }
  const at = parseInstant(text);
  if (at === null)
    throw problem(catalogue.usage, {
      why: `${flag} ${text}: expected a date (2025-04-19) or an instant with its offset (2025-04-19T18:00+03:00)`,
    });
  return at;
}

/** The first and last instants that a Date can hold. */
const ENDS = { from: -8.64e15, until: 8.64e15 };

/** The period that --from and --until name, dates on the mission's clock. @throws Problem (exit 2) */
export function periodOf(options: Pick<DeriveFilesOptions, "from" | "until">, clock: Zone): Interval | null {
  if (options.from === undefined && options.until === undefined) return null;
  const from = options.from === undefined ? ENDS.from : instantOf(options.from, "--from", clock);
  const until = options.until === undefined ? ENDS.until : instantOf(options.until, "--until", clock);
  if (from >= until) throw problem(catalogue.usage, { why: "--from must be before --until" });
  return { from: millis(from), until: millis(until) };
}

/** What deriving came to: the findings, or the problems of every file that was refused as a whole. */
export type DeriveOutcome = { readonly derived: Derived } | { readonly problems: readonly Problem[] };

/**
 * Agreement and files in, findings out: what `assess` and `report` share. Warnings and refused rows go to stderr.
 * @throws Problem where the agreement or the call is at fault
 */
export async function deriveFiles(
  agreement: string,
  paths: readonly string[],
  options: DeriveFilesOptions,
): Promise<DeriveOutcome> {
  const { path, reading: named } = namedFile(agreement);
  if (named !== undefined && options.reading !== undefined && named !== options.reading)
    throw problem(catalogue.usage, { why: `two readings named: ${named} and ${options.reading}` });
  const reading = named ?? options.reading;
  const version = readVersion(`${path}#${reading ?? ""}`);
  const compiled = compile(version.agreement);
  const period = periodOf(options, compiled.missionZone);
  const files = await inputSet(paths, say);
  const how = { as: options.as, zone: options.zone ?? compiled.missionZone.name };
  const outcome = await readAll(files, how);
  if ("problems" in outcome) return outcome;
  for (const { reconciliation } of outcome.contents) for (const line of refusalLines(reconciliation)) say(line);
  // The entries that `import` would append, in memory, and the derivation that a stored mission goes through.
  const read = new Map(outcome.contents.map((c) => [c.reconciliation.sha256, c]));
  const entries = [
    inMemory(payloadOf("agreement-version", version.body, { exercise: false }), "agreement-version"),
    ...outcome.contents.map(({ reconciliation }) =>
      inMemory(payloadOf("import", importBody(reconciliation, 0, how), { exercise: false }), "import"),
    ),
  ];
  const { derived } = await deriveRecord({
    entries,
    sources: {
      contents: async (body) => read.get(body.file.sha256),
      text: async () => undefined,
      agreement: () => compiled,
    },
    zone: compiled.missionZone,
    period,
  });
  return { derived };
}

/** An entry that no log holds: its id is the hash of what it says. */
const inMemory = (payload: Payload, kind: EntryKind): Recorded => ({
  commitment: sha256Hex(canonical(payload)),
  stated: millis(0),
  marking: "TLP:AMBER",
  entry: { kind, payload } as KindAndPayload,
});
