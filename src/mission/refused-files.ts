import { Problem } from "../problems.ts";
import type { Body } from "../record/registry.ts";
import { byCodePoint } from "../units.ts";
import type { FileContents } from "./gather.ts";

/** A stored file that the reader of today refuses, though it was accepted once: its import gives nothing. */
export interface RefusedFile {
  readonly file: string;
  readonly sha256: string;
  /** In the reader's words. */
  readonly why: string;
}

/** What a refused file gives: nothing, and an account that says so. @throws whatever is no problem of the file */
export function refusedContents(
  body: Body<"import">,
  error: unknown,
): { contents: FileContents; refused: RefusedFile } {
  if (!(error instanceof Problem) || error.code.startsWith("store/")) throw error;
  const why = String(error);
  const { name: file, sha256 } = body.file;
  return {
    refused: { file, sha256, why },
    contents: {
      reconciliation: {
        file,
        sha256,
        format: body.format,
        rowsIn: 0,
        rowsUsed: 0,
        refused: 0,
        skipped: {},
        observations: 0,
        refusals: [],
        assumptions: [],
        warnings: [`nothing of this file is counted, the reader refuses it: ${why}`],
      },
      items: [],
    },
  };
}

export const byHash = (a: RefusedFile, b: RefusedFile): number =>
  byCodePoint(a.sha256, b.sha256) || byCodePoint(a.file, b.file) || byCodePoint(a.why, b.why);
