import { existsSync, readFileSync } from "node:fs";
import { fusionAreas, fusionReportsWith } from "../format/fusion-reports.ts";
import type { TableReader } from "../format/reader.ts";
import type { PolygonRings } from "../place/place.ts";
import { catalogue, problem } from "../problems.ts";

/** Polygons of PREFIX.areas.geojson beside PREFIX.reports.csv, by id. @throws Problem (exit 1) where they cannot be read */
function areasBeside(path: string): ReadonlyMap<string, readonly PolygonRings[]> {
  const beside = path.replace(/(\.reports)?\.csv(\.gz)?$/i, ".areas.geojson");
  if (beside === path || !existsSync(beside)) return new Map();
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(beside, "utf8"));
  } catch (error) {
    throw problem(catalogue.badFile, { why: `not JSON: ${(error as Error).message}` }, { file: beside });
  }
  const areas = fusionAreas(parsed);
  if ("error" in areas) throw problem(catalogue.badFile, { why: areas.error as string }, { file: beside });
  return areas;
}

/** The reader of a file in the layout of the fusion sets, with the areas that stand beside it. */
export const reportsReader = (path: string): TableReader => fusionReportsWith(areasBeside(path));
