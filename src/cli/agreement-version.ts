import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Agreement } from "../agreement/agreement.ts";
import { sayFinding } from "../agreement/finding.ts";
import { sha256Hex } from "../canonical.ts";
import { catalogue, problem } from "../problems.ts";
import type { Body } from "../record/registry.ts";
import { agreementOrProblem, namedFile } from "./agreement-file.ts";
import { say } from "./talk.ts";

/** An agreement as an entry would hold it, and the files that are its evidence. */
export interface Version {
  readonly agreement: Agreement;
  readonly body: Body<"agreement-version">;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** An agreement file and its parts as a version. @throws Problem where it is not valid */
export function readVersion(argument: string): Version {
  const { path, reading } = namedFile(argument);
  const { agreement, warnings, parts } = agreementOrProblem(path);
  for (const w of warnings) say(`warning: ${sayFinding(w)}`);
  if (reading !== undefined && !agreement.readings.some((r) => r.id === reading))
    throw problem(catalogue.noSuchReading, { reading, known: agreement.readings.map((r) => r.id).join(", ") });
  const hashed = (at: string) => ({ path: at, sha256: sha256Hex(readFileSync(at)) });
  const text = hashed(path);
  const beside = parts.map((part) => ({ part, ...hashed(join(dirname(path), part)) }));
  return {
    agreement,
    body: {
      id: agreement.id,
      text: { sha256: text.sha256, name: basename(path) },
      parts: beside.map(({ part, sha256 }) => ({ path: part, sha256 })),
      reading: reading ?? null,
    },
    files: [text, ...beside],
  };
}
