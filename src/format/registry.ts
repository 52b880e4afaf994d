import type { TableReader } from "./reader.ts";

/** The readers in order of trial: the first that recognises a header reads the table. */
export const readers: readonly TableReader[] = [];
