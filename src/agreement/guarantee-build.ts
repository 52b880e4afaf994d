import type { Guarantees, Meant } from "./guarantee.ts";
import type { WrittenGuarantees } from "./guarantee-schema.ts";

const camel = (key: string): string => key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Things that a source can back always say which do, if only that none does. */
const SOURCED = [
  "words",
  "voice",
  "modality",
  "says",
  "title",
  "id",
  "who",
  "as-worded",
  "state",
  "task",
  "by",
  "bodies",
  "levels",
];

/** A written value as it is meant: keys in camel case, `source` as the list `sources`; what is not written is absent. */
function meant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meant);
  if (value === null || typeof value !== "object") return value;
  const out: Record<string, unknown> = {};
  if ("source" in value || SOURCED.some((k) => k in value)) out.sources = [];
  for (const [key, v] of Object.entries(value)) {
    if (v === undefined) continue;
    if (key === "source") out.sources = typeof v === "string" ? [v] : v;
    else out[camel(key)] = meant(v);
  }
  return out;
}

const listOf = <T>(list: readonly T[] | undefined): readonly Meant<T>[] =>
  (list ?? []).map((v) => meant(v) as Meant<T>);

/** The guarantees that a checked file holds, or undefined where it has none of these sections. */
export function guaranteesFrom(file: WrittenGuarantees): Guarantees | undefined {
  const { texts, meetings, relations, commitments, contingents, positions, questions, expectations } = file;
  const { verification, response } = file;
  const sections = [texts, meetings, relations, commitments, contingents, positions, questions, expectations];
  if ([...sections, verification, response].every((s) => s === undefined)) return undefined;
  return {
    texts: listOf(texts),
    meetings: listOf(meetings),
    relations: listOf(relations),
    commitments: listOf(commitments),
    contingents: listOf(contingents),
    positions: listOf(positions),
    questions: listOf(questions),
    expectations: listOf(expectations),
    verification: verification === undefined ? null : (meant(verification) as Guarantees["verification"]),
    determinations: listOf(response?.determinations),
    ladders: listOf(response?.ladders),
  };
}
