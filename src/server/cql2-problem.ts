import type { Cql2Json } from "../format/cql2-text.ts";
import { catalogue, type Problem, problem } from "../problems.ts";

export const wrongFilter = (why: string): Problem =>
  problem(catalogue.badRequest, { why: `query parameter filter: ${why}.` });

/** A part of a filter as a sentence shows it, cut short. */
export const shown = (value: Cql2Json | undefined): string => (JSON.stringify(value) ?? "nothing").slice(0, 80);
