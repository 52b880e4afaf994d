import { destination } from "../place/geodesy.ts";
import type { PolygonRings, Position, Ring } from "../place/place.ts";
import { polygonProblems } from "../place/polygon-problems.ts";
import { lineOfPart, type Parts, polygonsOfPart } from "./parts.ts";
import type { AgreementFile } from "./schema.ts";

type WrittenZone = NonNullable<AgreementFile["zones"]>[number];
type WrittenLine = NonNullable<AgreementFile["lines"]>[number];

/** A circle is drawn with so many corners; the polygon is smaller than the circle by 0.02 %. */
const CORNERS = 180;

const closed = (ring: Ring): Ring => {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
};

const isRing = (r: readonly unknown[]): r is Ring => typeof (r[0] as readonly unknown[] | undefined)?.[0] === "number";

/** Which key of a zone draws it. */
export const zoneShapes = (z: WrittenZone): ("polygon" | "polygons" | "circle" | "file")[] =>
  (["polygon", "polygons", "circle", "file"] as const).filter((k) => z[k] !== undefined);

/** The polygons of a zone as written, or what is wrong with them. Rings of the file itself are closed for the writer. */
export function polygonsOf(
  zone: WrittenZone,
  parts: Parts | undefined,
): { readonly polygons: readonly PolygonRings[] } | { readonly problems: string[] } {
  let polygons: readonly PolygonRings[] = [];
  if (zone.polygon) polygons = [[closed(zone.polygon)]];
  else if (zone.polygons)
    polygons = zone.polygons.map((p): PolygonRings => {
      const item: readonly unknown[] = p;
      return isRing(item) ? [closed(item)] : (item as PolygonRings).map(closed);
    });
  else if (zone.circle && Math.abs(zone.circle.centre[1]) > 85)
    return { problems: ["a circle nearer to a pole than 5 degrees cannot be drawn: give a polygon"] };
  else if (zone.circle) polygons = [[circle(zone.circle.centre, zone.circle["radius-km"] * 1000)]];
  else if (zone.file !== undefined) {
    const found = polygonsOfPart(zone.file, parts);
    if ("problem" in found) return { problems: [found.problem] };
    polygons = found.polygons;
  }
  if (polygons.length === 0) return { problems: ["has no polygon"] };
  const problems = polygonProblems(polygons);
  return problems.length > 0 ? { problems } : { polygons };
}

function circle(centre: Position, radiusM: number): Ring {
  // Rounded to 1e-7 degrees (1 cm), so that every machine draws the same corners.
  const round = (n: number) => Math.round(n * 1e7) / 1e7;
  const ring = Array.from({ length: CORNERS }, (_, i): Position => {
    const [lon, lat] = destination(centre, 360 - (i * 360) / CORNERS, radiusM);
    return [round(lon), round(lat)];
  });
  return closed(ring);
}

/** The positions of a line as written, or what is wrong with them. */
export function positionsOf(
  line: WrittenLine,
  parts: Parts | undefined,
): { readonly positions: readonly Position[] } | { readonly problems: string[] } {
  const found = line.file === undefined ? { positions: line.positions ?? [] } : lineOfPart(line.file, parts);
  if ("problem" in found) return { problems: [found.problem] };
  const problems = found.positions.flatMap((p) => positionProblem(p) ?? []);
  if (problems.length > 0) return { problems };
  const [first] = found.positions;
  if (!first || found.positions.every((p) => p[0] === first[0] && p[1] === first[1]))
    return { problems: ["a line needs two different positions"] };
  return { positions: found.positions };
}

/** What is wrong with a position, a likely swap named (case 47). */
export function positionProblem([lon, lat]: Position): string | undefined {
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return undefined;
  const swapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
  return `[${lon}, ${lat}] is out of range (longitude ±180, latitude ±90)${swapped ? "; longitude and latitude are likely swapped: longitude comes first" : ""}`;
}
