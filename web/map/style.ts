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

const CHOSEN: ExpressionSpecification = ["==", ["get", "chosen"], true];

/** The nearer one looks, the smaller the places that are named. */
const NEAR_ENOUGH: ExpressionSpecification = [
  ">=",
  ["get", "thousands"],
  ["step", ["zoom"], 3_000, 4, 1_000, 5, 300, 6, 100, 7, 50, 8, 15],
];

/**
 * The whole style: land and water from Natural Earth, names of places from GeoNames, the agreement's zones and lines, and incidents by the gravest
 * result that they have: areas where the place is uncertain, counts where they lie too close to tell apart.
 */
export function styleOf(palette: Palette): StyleSpecification {
  const result = byResult(palette);
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: EMPTY, attribution: "Made with Natural Earth" },
      places: { type: "geojson", data: EMPTY, attribution: "GeoNames" },
      borders: { type: "geojson", data: EMPTY, tolerance: 0.5 },
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
      {
        id: "border",
        type: "line",
        source: "borders",
        paint: { "line-color": palette.place, "line-width": 1, "line-dasharray": [5, 2, 1, 2], "line-opacity": 0.8 },
      },
      { id: "zone", type: "fill", source: "zones", paint: { "fill-color": palette.zone, "fill-opacity": 0.07 } },
      {
        id: "zone-edge",
        type: "line",
        source: "zones",
        paint: { "line-color": palette.zone, "line-width": 1.2, "line-dasharray": [4, 2] },
      },
      { id: "line", type: "line", source: "lines", paint: { "line-color": palette.line, "line-width": 2 } },
      {
        id: "area",
        type: "fill",
        source: "areas",
        paint: { "fill-color": result, "fill-opacity": ["case", CHOSEN, 0.16, 0.045] },
      },
      {
        id: "area-edge",
        type: "line",
        source: "areas",
        paint: {
          "line-color": result,
          "line-width": ["case", CHOSEN, 2, 0.8],
          "line-opacity": ["case", CHOSEN, 1, 0.55],
        },
      },
      {
        id: "place-dot",
        type: "circle",
        source: "places",
        filter: NEAR_ENOUGH,
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["get", "thousands"], 15, 1.2, 1000, 2.4],
          "circle-color": palette.place,
        },
      },
      {
        id: "place",
        type: "symbol",
        source: "places",
        filter: NEAR_ENOUGH,
        layout: {
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": ["interpolate", ["linear"], ["get", "thousands"], 15, 10, 200, 11.5, 2000, 13.5],
          "text-variable-anchor": ["top", "bottom", "left", "right"],
          "text-radial-offset": 0.45,
          "text-padding": 6,
          // Where there is room for one name, it is that of the larger place.
          "symbol-sort-key": ["-", 0, ["get", "thousands"]],
        },
        paint: { "text-color": palette.place, "text-halo-color": palette.land, "text-halo-width": 1.3 },
      },
      {
        id: "zone-name",
        type: "symbol",
        source: "zones",
        layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11.5, "text-max-width": 12 },
        paint: { "text-color": palette.zone, "text-halo-color": palette.halo, "text-halo-width": 1.4 },
      },
      {
        id: "line-name",
        type: "symbol",
        source: "lines",
        layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 11 },
        paint: { "text-color": palette.line, "text-halo-color": palette.halo, "text-halo-width": 1.4 },
      },
      {
        id: "incident",
        type: "symbol",
        source: "incidents",
        layout: {
          "icon-image": [
            "case",
            [">", ["get", "count"], 1],
            ["concat", "ring-", ["get", "result"], "-", ["step", ["get", "count"], "s", 10, "m", 100, "l", 1000, "xl"]],
            ["concat", "sign-", ["get", "result"]],
          ],
          "icon-allow-overlap": true,
          // A name of a place stays where an incident lies on it: it says where that was.
          "icon-ignore-placement": true,
          "text-ignore-placement": true,
          "text-offset": [0, 0.1],
          "text-field": ["get", "label"],
          "text-font": FONT,
          "text-size": ["step", ["get", "count"], 11, 1000, 12],
          "text-allow-overlap": true,
          // The graver lies above the less grave, whatever the order of the rows: none is hidden.
          "symbol-sort-key": ["get", "gravity"],
        },
        paint: { "text-color": palette.ink },
      },
      {
        id: "chosen",
        type: "circle",
        source: "chosen",
        paint: {
          "circle-radius": 16,
          "circle-color": "rgba(0,0,0,0)",
          "circle-stroke-color": palette.ink,
          "circle-stroke-width": 2.5,
        },
      },
    ],
  };
}
