import { localPlane } from "../place/geodesy.ts";
import type { Position, UncertainPlace } from "../place/place.ts";

type Plane = ReturnType<typeof localPlane>;

/** What is known of a place as closed lines, metres in a plane; empty where nothing is. */
function outlines(place: UncertainPlace, plane: Plane): (readonly [number, number])[][] {
  const at = (lon: number, lat: number): readonly [number, number] => plane.toPlane(lon, lat);
  const around = (x: number, y: number, r: number, from: number, until: number): [number, number][] =>
    Array.from({ length: 33 }, (_, k) => {
      const bearing = ((from + ((until - from) * k) / 32) * Math.PI) / 180;
      return [x + r * Math.sin(bearing), y + r * Math.cos(bearing)];
    });
  switch (place.kind) {
    case "unknown":
      return [];
    case "point": {
      const [x, y] = at(place.lon, place.lat);
      return [around(x, y, place.radiusM, 0, 360)];
    }
    case "sector": {
      const [x, y] = at(place.lon, place.lat);
      const width = (((place.untilDeg - place.fromDeg) % 360) + 360) % 360 || 360;
      const until = place.fromDeg + width;
      return [[...around(x, y, place.maxM, place.fromDeg, until), ...around(x, y, place.minM, until, place.fromDeg)]];
    }
    case "area":
      return place.polygons.flatMap((rings) => rings.map((ring) => ring.map(([lon, lat]) => at(lon, lat))));
  }
}

const anchor = (place: UncertainPlace): Position | undefined =>
  place.kind === "unknown" ? undefined : place.kind === "area" ? place.polygons[0]?.[0]?.[0] : [place.lon, place.lat];

const SIDE = 320;
const ROUND = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Both places of a pair to one scale, north up, with a bar of round length; "" where either is not known. */
export function pairDrawing(a: UncertainPlace, b: UncertainPlace): string {
  const [first, second] = [anchor(a), anchor(b)];
  if (!first || !second) return "";
  const plane = localPlane(first[0], first[1]);
  const shapes = [outlines(a, plane), outlines(b, plane)];
  const points = shapes.flat(2);
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (SIDE - 40) / Math.max(east - west, north - south, 100);
  const screen = ([x, y]: readonly [number, number]): string =>
    `${(SIDE / 2 + (x - (west + east) / 2) * scale).toFixed(1)} ${(SIDE / 2 - (y - (south + north) / 2) * scale).toFixed(1)}`;
  const path = (lines: (readonly [number, number])[][]): string =>
    lines.map((l) => `M${l.map(screen).join("L")}Z`).join("");
  const dot = (place: UncertainPlace, letter: string): string => {
    if (place.kind !== "sector") return "";
    const [x, y] = screen(plane.toPlane(place.lon, place.lat)).split(" ");
    return `<circle cx="${x}" cy="${y}" r="3.5" class="${letter}"/>`;
  };
  const km = ROUND.findLast((k) => k * 1000 * scale <= SIDE / 3) ?? 0.05;
  const bar = (km * 1000 * scale).toFixed(1);
  return (
    `<svg viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label="Both places to one scale, north up">` +
    `<path class="a" d="${path(shapes[0] ?? [])}"/><path class="b" d="${path(shapes[1] ?? [])}"/>${dot(a, "a")}${dot(b, "b")}` +
    `<path class="bar" d="M10 ${SIDE - 8}h${bar}"/><text x="10" y="${SIDE - 14}">${km < 1 ? `${km * 1000} m` : `${km} km`}</text></svg>`
  );
}
