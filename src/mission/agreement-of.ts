import { type CompiledAgreement, compile } from "../agreement/compile.ts";
import { sayFinding } from "../agreement/finding.ts";
import { parseAgreement } from "../agreement/parse.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import type { Body } from "../record/registry.ts";
import type { Zone } from "../time/zone.ts";
import { byCodePoint } from "../units.ts";
import { missing } from "./contents.ts";
import { noAgreement } from "./no-agreement.ts";
import type { Sources } from "./record.ts";
import type { Of } from "./recorded.ts";
import type { RefusedFile } from "./refused-files.ts";

type Version = Of<"agreement-version">;

/** The version stated last; of two stated at one moment the greater id. */
export const inForce = (versions: readonly Version[]): Version | null => newestFirst(versions)[0] ?? null;

const newestFirst = (versions: readonly Version[]): Version[] =>
  versions.toSorted((a, b) => b.stated - a.stated || byCodePoint(b.commitment, a.commitment));

/** What a mission works by. */
export interface AgreementNow {
  /** The last version that can be read; null: none. */
  readonly version: Version | null;
  readonly compiled: CompiledAgreement;
  /** Later versions than that: their text is refused now, or was destroyed. */
  readonly refused: readonly RefusedFile[];
}

/**
 * The version that a mission works by: the one stated last whose text the program of today accepts. A refused text stops
 * nothing; the version before it goes on, and what was passed over is listed.
 * @param erased hashes of evidence that some erasure ordered to be destroyed
 * @throws Problem where a text is missing that no erasure accounts for
 */
export async function agreementOf(
  versions: readonly Version[],
  sources: Sources,
  zone: Zone,
  erased: ReadonlySet<string>,
): Promise<AgreementNow> {
  const passed: { readonly version: Version; readonly why: string }[] = [];
  let accepted: { readonly version: Version; readonly compiled: CompiledAgreement } | undefined;
  for (const version of newestFirst(versions)) {
    const { body } = version;
    const gone = [body.text, ...body.parts].some(({ sha256 }) => erased.has(sha256));
    try {
      const compiled = await compiledOf(body, sources);
      const { reading } = body;
      const readings = compiled.readings.map((r) => r.reading.id);
      if (reading !== null && !readings.includes(reading))
        throw problem(catalogue.noSuchReading, { reading, known: readings.join(", ") || "none" });
      accepted = { version, compiled };
      break;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const refused = error.code.startsWith("agreement/");
      if (!refused && !gone) throw error;
      passed.push({ version, why: refused ? String(error) : "its text was destroyed by an erasure" });
    }
  }
  const goesOn = accepted
    ? `the mission goes on by the version of entry ${accepted.version.commitment}`
    : "the mission works by no agreement";
  return {
    version: accepted?.version ?? null,
    compiled: accepted?.compiled ?? noAgreement(zone),
    refused: passed.map(({ version: { body, commitment }, why }) => ({
      file: body.text.name,
      sha256: body.text.sha256,
      why: `as a version of the agreement (entry ${commitment}): ${why}; ${goesOn}`,
    })),
  };
}

/** The agreement of a version, read again. @throws Problem where its text is missing, or is refused now */
export async function compiledOf(body: Body<"agreement-version">, sources: Sources): Promise<CompiledAgreement> {
  const known = sources.agreement?.(body);
  if (known) return known;
  const { name, sha256 } = body.text;
  const text = await sources.text(sha256);
  if (text === undefined) throw missing(name, sha256);
  const parts = new Map<string, string>();
  for (const part of body.parts) {
    const found = await sources.text(part.sha256);
    if (found === undefined) throw missing(part.path, part.sha256);
    parts.set(part.path, found);
  }
  const parsed = parseAgreement(text, name, (path) => parts.get(path));
  if ("errors" in parsed) throw problem(catalogue.agreement, { why: parsed.errors.map(sayFinding).join("\n") });
  return compile(parsed.agreement);
}
