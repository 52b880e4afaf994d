import { canonical, sha256Hex } from "../canonical.ts";

/**
 * The id of an observation whose source gives it a key: the same whatever else in the row changes.
 * @param family stable name of the format family ("ucdp-ged"); readers of one family share it
 * @returns 64 hex digits. Source: design.md section 7.
 */
export const keyedId = (family: string, key: string): string => sha256Hex(canonical([family, "key", key]));

/** The id of an observation without a key: of the raw decoded cells in column order, and their ordinal. */
export const cellsId = (family: string, cells: Readonly<Record<string, string>>, ordinal: number): string =>
  sha256Hex(canonical([family, "cells", ...Object.values(cells).map((v) => v.toWellFormed()), ordinal]));

/** The id of a report that several rows share, from what they have in common. */
export const reportId = (family: string, ...parts: readonly string[]): string =>
  sha256Hex(canonical([family, "report", ...parts.map((v) => v.toWellFormed())]));
