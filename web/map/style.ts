import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";
import { type Palette, RESULTS } from "./palette.ts";

export const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

const byResult = (palette: Palette): ExpressionSpecification =>
  [
    "match",
    ["get", "result"],
    ...RESULTS.slice(0, -1).flatMap((r) => [r, palette.results[r]]),
    palette.results["not-applicable"],
  ] as unknown as ExpressionSpecification;

/** Names on the map are drawn by the browser with the application's own typeface: no glyph files are fetched. */
const FONT = ["Noto Sans"];

/**
 * The whole style: land and water from Natural Earth, the agreement's zones and lines, and incidents by the gravest
 * result that they have: areas where the place is uncertain, counts where they lie too close to tell apart.
 */
export function styleOf(palette: Palette, land: GeoJSON.GeoJSON): StyleSpecification {
  const result = byResult(palette);
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: land, attribution: "Made with Natural Earth" },
      zones: { type: "geojson", data: EMPTY },
      lines: { type: "geojson", data: EMPTY },
      areas: { type: "geojson", data: EMPTY },
      incidents: { type: "geojson", data: EMPTY },
      chosen: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": palette.water } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": palette.land } },
      { id: "shore", type: "line", source: "land", paint: { "line-color": palette.shore, "line-width": 0.8 } },
      { id: "zone", type: "fill", source: "zones", paint: { "fill-color": palette.zone, "fill-opacity": 0.07 } },
      {
        id: "zone-edge",
        type: "line",
        source: "zones",
        paint: { "line-color": palette.zone, "line-width": 1.2, "line-dasharray": [4, 2] },
      },
      { id: "line", type: "line", source: "lines", paint: { "line-color": palette.line, "line-width": 2 } },
      { id: "area", type: "fill", source: "areas", paint: { "fill-color": result, "fill-opacity": 0.12 } },
      { id: "area-edge", type: "line", source: "areas", paint: { "line-color": result, "line-width": 1 } },
      {
        id: "group",
        type: "circle",
        source: "incidents",
        filter: [">", ["get", "count"], 1],
        paint: {
          "circle-color": palette.halo,
          "circle-stroke-color": result,
          "circle-stroke-width": 3,
          "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 11, 2, 17, 5, 28],
        },
      },
      {
        id: "group-count",
        type: "symbol",
        source: "incidents",
        filter: [">", ["get", "count"], 1],
        layout: {
          "text-field": ["get", "label"],
          "text-font": FONT,
          "text-size": 11,
          "text-allow-overlap": true,
        },
        paint: { "text-color": palette.ink },
      },
      {
        id: "incident",
        type: "symbol",
        source: "incidents",
        filter: ["==", ["get", "count"], 1],
        layout: {
          "icon-image": ["concat", "sign-", ["get", "result"]],
          "icon-allow-overlap": true,
          // The graver lies above the less grave, whatever the order of the rows.
          "symbol-sort-key": ["get", "gravity"],
        },
      },
      {
        id: "chosen",
        type: "circle",
        source: "chosen",
        paint: {
          "circle-radius": 14,
          "circle-color": "rgba(0,0,0,0)",
          "circle-stroke-color": palette.ink,
          "circle-stroke-width": 2.5,
        },
      },
      {
        id: "zone-name",
        type: "symbol",
        source: "zones",
        layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12 },
        paint: { "text-color": palette.zone, "text-halo-color": palette.halo, "text-halo-width": 1.4 },
      },
      {
        id: "line-name",
        type: "symbol",
        source: "lines",
        layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 11 },
        paint: { "text-color": palette.line, "text-halo-color": palette.halo, "text-halo-width": 1.4 },
      },
    ],
  };
}
