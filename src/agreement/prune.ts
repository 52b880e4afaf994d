import type { z } from "zod";
import { AgreementFile } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

/**
 * The file without the keys and entries that failed the schema, and the way back from its paths to those of the file
 * as written. Undefined where what failed cannot be left out (the agreement itself, or all of the terms).
 */
export function prune(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): { readonly file: AgreementFile; readonly original: (path: Path) => Path } | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const top = structuredClone(value) as Record<string, unknown>;
  const dropped = new Map<string, Set<number>>();
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") {
      let parent: unknown = top;
      for (const step of issue.path) parent = (parent as Record<PropertyKey, unknown> | undefined)?.[step];
      for (const key of issue.keys) delete (parent as Record<string, unknown> | undefined)?.[key];
      continue;
    }
    const [section, entry] = issue.path;
    if (typeof section !== "string" || section === "agreement") return undefined;
    if (entry === undefined) delete top[section];
    else if (typeof entry === "number") dropped.set(section, (dropped.get(section) ?? new Set()).add(entry));
    else delete (top[section] as Record<PropertyKey, unknown> | undefined)?.[entry];
  }
  const kept = new Map<string, number[]>();
  for (const [section, gone] of dropped) {
    const list = top[section];
    if (!Array.isArray(list)) continue;
    const indices = list.map((_, i) => i).filter((i) => !gone.has(i));
    kept.set(section, indices);
    top[section] = indices.map((i) => list[i] as unknown);
  }
  const result = AgreementFile.safeParse(top);
  if (!result.success) return undefined;
  return {
    file: result.data,
    original: (path) => {
      const [section, entry, ...rest] = path;
      const index = typeof entry === "number" ? kept.get(String(section))?.[entry] : undefined;
      return index === undefined ? path : [section as PropertyKey, index, ...rest];
    },
  };
}
