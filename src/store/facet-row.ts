import { createHash } from "node:crypto";
import { searchForm } from "../place/name-form.ts";
import type { IncidentRow } from "./derivations.ts";
import type { BulkType } from "./engine.ts";
import { countsText, type Facet, listOf, maskOf, resultsText } from "./facet.ts";
import { mortonOf } from "./morton.ts";
import { ALWAYS, markingRank } from "./visible.ts";

export const FACET_COLUMNS = {
  mission: "text",
  generation: "int",
  profile: "text",
  time_from: "int",
  id: "text",
  time_until: "int",
  released_from: "int",
  marking_rank: "int",
  result_set: "int",
  morton: "int",
  lon: "real",
  lat: "real",
  kind: "text",
  act: "text",
  counts: "text",
  results: "text",
  zones: "text",
  sources: "text",
  words: "text",
  digest: "text",
} as const satisfies Readonly<Record<string, BulkType>>;

/** Texts of a facet that rows share: those of groups that read an incident alike. */
const known = new WeakMap<Facet, { readonly kind: IncidentRow["kind"]; readonly texts: readonly string[] }>();

/** Counts, results, zones, sources and words of a facet. */
function textsOf(facet: Facet | undefined, kind: IncidentRow["kind"]): readonly string[] {
  const before = facet && known.get(facet);
  if (before?.kind === kind) return before.texts;
  const texts = [
    // A claim enters no total.
    kind === "claimed" || !facet ? "" : countsText(facet),
    resultsText(facet?.results ?? []),
    listOf(facet?.zones ?? []),
    listOf(facet?.sources ?? []),
    // As written, and as a search in another script or spelling finds it.
    listOf([...(facet?.sources ?? []), ...(facet?.names ?? [])].flatMap((w) => [w.toLowerCase(), searchForm(w)])),
  ];
  if (facet) known.set(facet, { kind, texts });
  return texts;
}

/** The facet of an incident's row, as values in the order of `FACET_COLUMNS`. */
export function facetValues(row: IncidentRow, mission: string, generation: number): unknown[] {
  const { profile, id, time, position, marking, kind, act, releasedFrom, facet, content } = row;
  const [lon, lat] = position ?? [null, null];
  const texts = textsOf(facet, kind);
  const digest = createHash("sha256")
    .update(JSON.stringify([time, position, marking, kind, act, texts]))
    .update(content);
  return [
    mission,
    generation,
    profile,
    time.from,
    id,
    time.until,
    releasedFrom ?? ALWAYS,
    markingRank(marking),
    maskOf((facet?.results ?? []).map((r) => r.result)),
    lon === null || lat === null ? null : mortonOf(lon, lat),
    lon,
    lat,
    kind,
    act,
    ...texts,
    digest.digest("hex").slice(0, 32),
  ];
}
