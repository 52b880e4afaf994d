import { z } from "zod";
import type { CountInterval } from "../observation/count.ts";
import { FUSION_TYPES, imageOf } from "../observation/crosswalk.ts";
import type { Mode, Observation, SourceKind } from "../observation/observation.ts";
import type { PolygonRings, UncertainPlace } from "../place/place.ts";
import { parseInstant } from "../time/day.ts";
import type { UncertainTime } from "../time/interval.ts";
import { bearing, millis } from "../units.ts";
import { Cells, hasAll, quoted } from "./cells.ts";
import type { TableReader } from "./reader.ts";
import { keyedId } from "./row-identity.ts";

const FAMILY = "fusion-reports";
const COLUMNS = [
  "obs_id",
  "source",
  "source_kind",
  "t_start",
  "t_end",
  "t_sd_s",
  "loc_kind",
  "lon",
  "lat",
  "radius_m",
  "bearing_deg",
  "bearing_halfwidth_deg",
  "dist_min_m",
  "dist_max_m",
  "area",
  "event_type",
  "count_min",
  "count_max",
  "actor",
];

const KINDS: Readonly<Record<string, { readonly kind: SourceKind; readonly mode: Mode; readonly seen: boolean }>> = {
  patrol: { kind: "patrol", mode: "heard", seen: true },
  camera: { kind: "camera", mode: "recorded", seen: true },
  sensor: { kind: "acoustic", mode: "detected", seen: true },
  party: { kind: "party", mode: "told", seen: false },
  media: { kind: "media", mode: "told", seen: false },
  hotline: { kind: "hotline", mode: "told", seen: false },
  satellite: { kind: "satellite", mode: "detected", seen: false },
};

/**
 * Reports with known incidents, in the layout of the fusion bench. The true incident in the file is not read.
 * @param areas polygons of the areas that rows name, by id; a row of an area that is not among them is refused
 */
export function fusionReportsWith(areas: ReadonlyMap<string, readonly PolygonRings[]>): TableReader {
  return {
    name: "fusion-reports",
    recognises: (header) => hasAll(header, COLUMNS),
    columns: COLUMNS,
    assumptions: [
      {
        what: "time",
        value: "seen by patrols, cameras and sensors; for the others a window",
        why: "so in the layout: the interval is the episode as observed, or the window in which it happened",
      },
      {
        what: "count 1 to 999 of a satellite",
        value: "not stated",
        why: "so in the layout: a picture shows that something happened and not how often",
      },
      { what: "unit of counts", value: "event", why: "the layout counts rounds and vehicles alike and names no unit" },
    ],
    row(cells, { sha256, line }) {
      const row = new Cells(cells);
      const key = row.text("obs_id");
      if (key === "") row.fault("obs_id", "expected the id of the report, got an empty cell");
      const source = row.text("source");
      if (source === "") row.fault("source", "expected the source, got an empty cell");
      const kindText = row.text("source_kind");
      const kind = Object.hasOwn(KINDS, kindText) ? KINDS[kindText] : undefined;
      if (!kind) row.fault("source_kind", `expected one of ${Object.keys(KINDS).join(", ")}, got ${quoted(kindText)}`);
      const type = row.text("event_type");
      const image = imageOf(FUSION_TYPES, type);
      if (!image || !("acts" in image))
        row.fault("event_type", `expected one of ${Object.keys(FUSION_TYPES).join(", ")}, got ${quoted(type)}`);
      const time = timeOf(row, kind?.seen ?? false);
      const place = placeOf(row, areas);
      const count = countOf(row);
      if (!kind || !image || !("acts" in image) || !time || !place || !count || row.faults.length > 0)
        return { refuse: row.faults };
      const actor = row.text("actor");
      const party = kind.kind === "party";
      const id = keyedId(FAMILY, key.toWellFormed());
      const value: Observation = {
        id,
        kind: party ? "claim" : "observation",
        report: key,
        source,
        sourceKind: kind.kind,
        ...(party ? { claimant: source } : {}),
        mode: kind.mode,
        acts: image.acts,
        labelBasis: kind.kind === "acoustic" ? "machine" : "person",
        role: "undetermined",
        count,
        activity: "unknown",
        time,
        place,
        ...(actor === "" ? {} : { alleged: { actor, by: source } }),
        marking: "TLP:CLEAR",
        origin: { file: sha256, line },
      };
      return { use: [{ type: "observation", value }] };
    },
  };
}

/** The same without any area: rows that are known to an area alone are refused. */
export const fusionReports: TableReader = fusionReportsWith(new Map());

/**
 * The areas of PREFIX.areas.geojson: polygons by properties.id.
 * @param geojson the parsed file
 * @returns the areas, or what is wrong with the first feature that is none
 */
export function fusionAreas(
  geojson: unknown,
): ReadonlyMap<string, readonly PolygonRings[]> | { readonly error: string } {
  const parsed = Areas.safeParse(geojson);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { error: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a FeatureCollection of polygons"}` };
  }
  return new Map(
    parsed.data.features.map(({ properties, geometry }) => [
      properties.id,
      geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
    ]),
  );
}

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const polygon = z.array(z.array(position).min(4)).min(1);
const Areas = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(
    z.object({
      properties: z.object({ id: z.string().min(1) }),
      geometry: z.discriminatedUnion("type", [
        z.object({ type: z.literal("Polygon"), coordinates: polygon }),
        z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(polygon).min(1) }),
      ]),
    }),
  ),
});

function instant(row: Cells, field: string) {
  const text = row.text(field);
  return parseInstant(text) ?? row.fault(field, `expected a time such as 2025-03-01T01:34:25Z, got ${quoted(text)}`);
}

function timeOf(row: Cells, seen: boolean): UncertainTime | undefined {
  const from = instant(row, "t_start");
  const until = instant(row, "t_end");
  const sd = row.decimal("t_sd_s", 0, 86_400);
  if (from === undefined || until === undefined || sd === undefined) return undefined;
  if (until < from) return row.fault("t_end", `expected a time not before t_start, got ${quoted(row.text("t_end"))}`);
  return {
    kind: seen ? "seen" : "window",
    from,
    // A window needs a length to hold anything; an episode may be an instant.
    until: seen || until > from ? until : millis(from + 1000),
    sdMs: Math.round(sd * 1000),
    precision: "second",
    stated: `${row.text("t_start")} – ${row.text("t_end")}`,
    zone: "UTC",
    zoneBasis: "stated",
  };
}

function placeOf(row: Cells, areas: ReadonlyMap<string, readonly PolygonRings[]>): UncertainPlace | undefined {
  const kind = row.word("loc_kind", ["point", "sector", "area"]);
  if (kind === undefined) return undefined;
  if (kind === "area") {
    const name = row.text("area");
    const polygons = areas.get(name);
    if (polygons) return { kind: "area", polygons, name };
    return row.fault("area", `no area ${quoted(name)} is known; PREFIX.areas.geojson must stand beside the reports`);
  }
  const position = row.position("lon", "lat");
  if (kind === "point") {
    const radiusM = row.decimal("radius_m", 1, 1_000_000);
    return position && radiusM !== undefined ? { kind: "point", ...position, radiusM } : undefined;
  }
  const middle = row.decimal("bearing_deg", 0, 360);
  const half = row.decimal("bearing_halfwidth_deg", 0.1, 180);
  const minM = row.decimal("dist_min_m", 0, 200_000);
  const maxM = row.decimal("dist_max_m", 0, 200_000);
  if (!position || middle === undefined || half === undefined || minM === undefined || maxM === undefined)
    return undefined;
  if (maxM <= minM)
    return row.fault("dist_max_m", `expected more than dist_min_m, got ${quoted(row.text("dist_max_m"))}`);
  const [fromDeg, untilDeg] = half === 180 ? [0, 0] : [bearing(middle - half), bearing(middle + half)];
  return { kind: "sector", ...position, fromDeg, untilDeg, minM, maxM, distance: "stated" };
}

function countOf(row: Cells): CountInterval | undefined {
  const min = row.whole("count_min");
  const max = row.whole("count_max");
  if (min === undefined || max === undefined) return undefined;
  if (max < min) return row.fault("count_max", `expected ${min} or more, got ${max}`);
  if (row.text("source_kind") === "satellite" && min === 1 && max === 999)
    return { min: 1, max: null, unit: "event", form: "not-stated" };
  return { min, max, unit: "event", form: min === max ? "number" : "range" };
}
