import { mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Position } from "../place/place.ts";
import type { Extent } from "./basemap.ts";
import type { Findings } from "./findings.ts";

/** The sets of borders that a map can draw, each with the name and the disclaimer that stand on the page. */
const SETS = {
  "natural-earth": {
    name: "Natural Earth, admin 0, de-facto borders",
    disclaimer:
      "This set draws who is held to control an area, Crimea with Russia among others. It states no view of this record, of the mission or of the parties on the status of any territory.",
  },
} as const;

/** A set as a publication carries it, its lines still to be given (`withBorders`). */
export const boundarySet = (id: keyof typeof SETS | null): Findings["agreement"]["boundarySet"] =>
  id === null ? null : { ...SETS[id], lines: [] };

const near = ([lon, lat]: Position, [west, south, east, north]: Extent): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

/**
 * Borders between countries that run inside an extent; coasts are none.
 * @param topology the parsed countries-50m.json of the package world-atlas, read by the shell
 * @throws TypeError where `topology` is not that file
 */
export function bordersWithin(topology: unknown, extent: Extent): readonly (readonly Position[])[] {
  const file = topology as Topology<{ countries: GeometryCollection }> | null;
  if (file?.type !== "Topology" || !file.objects?.countries)
    throw new TypeError('bordersWithin: expected the TopoJSON of world-atlas with an object "countries"');
  const lines: Position[][] = [];
  for (const line of mesh(file, file.objects.countries, (a, b) => a !== b).coordinates as unknown as Position[][]) {
    let run: Position[] = [];
    for (const [i, p] of line.entries()) {
      // A neighbour inside keeps the position, so that a line reaches the edge of the map.
      const kept = [line[i - 1], p, line[i + 1]].some((q) => q !== undefined && near(q, extent));
      if (kept) run.push(p);
      if (kept && i < line.length - 1) continue;
      if (run.length > 1) lines.push(run);
      run = [];
    }
  }
  return lines;
}

/** The findings with the borders of their set, or as they are where the agreement names none. */
export function withBorders(findings: Findings, topology: () => unknown, extent: Extent | undefined): Findings {
  const set = findings.agreement.boundarySet;
  if (!set || !extent) return findings;
  const lines = bordersWithin(topology(), extent);
  return { ...findings, agreement: { ...findings.agreement, boundarySet: { ...set, lines } } };
}
