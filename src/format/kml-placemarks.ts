import { SaxesParser } from "saxes";

/** A placemark as a GeoJSON feature; null where its coordinates are not numbers. */
export interface Placemark {
  readonly id: string | undefined;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
}

interface Open {
  id: string | undefined;
  polygons: (readonly (readonly number[])[] | null)[][];
  lines: (readonly (readonly number[])[] | null)[];
  points: number;
}

/**
 * The placemarks of a KML document (OGC 12-007r2, sections 9.14, 10.8, 10.5): each by its id attribute, else by its
 * name, which is what a desktop GIS writes. Coordinates are longitude,latitude[,altitude] in WGS 84 by the standard;
 * altitude is left away. A document type is refused, so that nothing can be expanded or fetched.
 * @throws Error that says line and column of what is wrong
 */
export function placemarksOf(text: string): Placemark[] {
  const found: Placemark[] = [];
  const path: string[] = [];
  let open: Open | undefined;
  let words = "";
  const parser = new SaxesParser();
  parser.on("doctype", () => parser.fail("a document type (DTD) is refused: save the file again"));
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const own = local(name);
    path.push(own);
    words = "";
    if (own === "Placemark")
      open = { id: String(attributes.id ?? "") || undefined, polygons: [], lines: [], points: 0 };
    else if (own === "Polygon") open?.polygons.push([]);
    else if (own === "Point" && open) open.points++;
  });
  parser.on("text", (more) => {
    words += more;
  });
  parser.on("cdata", (more) => {
    words += more;
  });
  parser.on("closetag", ({ name }) => {
    const own = local(name);
    path.pop();
    if (!open) return;
    if (own === "name" && path.at(-1) === "Placemark" && open.id === undefined) {
      open.id = words.trim();
    } else if (own === "coordinates") {
      const positions = positionsOf(words);
      if (path.includes("Polygon")) {
        const rings = open.polygons.at(-1);
        // The outer ring stands first in GeoJSON, wherever the file has it.
        if (path.includes("outerBoundaryIs")) rings?.unshift(positions);
        else rings?.push(positions);
      } else if (path.at(-1) === "LineString") open.lines.push(positions);
    } else if (own === "Placemark") {
      found.push({ id: open.id, geometry: geometryOf(open) });
      open = undefined;
    }
    words = "";
  });
  parser.write(text.replace(/^\uFEFF/, "")).close();
  return found;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Tuples of two or three numbers; null where one is anything else, such as a number with a decimal comma. */
function positionsOf(words: string): number[][] | null {
  const tuples = words.trim().split(/\s+/);
  const positions = tuples.map((tuple) => tuple.split(",").map((n) => (n === "" ? Number.NaN : Number(n))));
  return positions.every((p) => (p.length === 2 || p.length === 3) && p.every(Number.isFinite))
    ? positions.map((p) => p.slice(0, 2))
    : null;
}

function geometryOf({ polygons, lines, points }: Open): Placemark["geometry"] {
  const kinds = [polygons.length, lines.length, points].filter((n) => n > 0).length;
  if (kinds > 1) return { type: "GeometryCollection", coordinates: null };
  if (polygons.some((rings) => rings.includes(null)) || lines.includes(null)) return null;
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0] };
  if (polygons.length > 1) return { type: "MultiPolygon", coordinates: polygons };
  if (lines.length === 1) return { type: "LineString", coordinates: lines[0] };
  if (lines.length > 1) return { type: "MultiLineString", coordinates: lines };
  return points > 0 ? { type: "Point", coordinates: null } : null;
}
