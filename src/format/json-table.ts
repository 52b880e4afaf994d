import { catalogue, problem } from "../problems.ts";
import { isObject, jsonText, readGeometry, shown } from "./geometry.ts";
import { type JsonObject, type JsonPiece, type JsonValue, jsonPieces, Numeral } from "./json-stream.ts";
import { LIMITS } from "./reader.ts";
import type { Table, TableRow } from "./table.ts";

/** Name of the cell that holds a feature's geometry as JSON text: always a Point, Polygon or MultiPolygon that is sound. */
export const GEOMETRY = "geometry";

const AHEAD = 64;

/**
 * A JSON file as a table: the features of a FeatureCollection (or one Feature), or the objects of an array. Properties
 * are flattened to text cells ("a.b" for an object in an object); a geometry becomes the cell `geometry`. The header is
 * the union of the names in the first 64 sound rows; each row brings its own.
 * @throws Problem format/unknown for other JSON; later, from `rows`, what jsonPieces throws
 */
export async function jsonTable(file: string, text: AsyncIterable<string>): Promise<Table> {
  const source = rowsOf(file, text);
  const ahead: TableRow[] = [];
  const header = new Set<string>();
  for (let next = await source.next(); !next.done; next = await source.next()) {
    ahead.push(next.value);
    for (const name of next.value.header ?? []) header.add(name);
    if (ahead.length === AHEAD) break;
  }
  async function* rows(): AsyncGenerator<readonly TableRow[], void> {
    yield ahead;
    for await (const row of source) yield [row];
  }
  return { header: [...header], rows: rows() };
}

async function* rowsOf(file: string, text: AsyncIterable<string>): AsyncGenerator<TableRow, void> {
  const members = new Map<string, Valued>();
  let index = 0;
  let list: "array" | "features" | undefined;
  for await (const piece of jsonPieces(file, text)) {
    if (piece.kind === "list") list = piece.of;
    else if (piece.kind === "member") {
      // What nothing is read of is known by name only: a file may have a million members at its top.
      members.set(piece.key, KEPT.has(piece.key) ? piece : { ...piece, value: null });
      if (members.size > LIMITS.columns) {
        const limit = `${LIMITS.columns}`;
        throw problem(
          catalogue.limit,
          { what: "members of the top object", limit, seen: "more" },
          { file, line: piece.line },
        );
      }
      if (piece.key === "crs") refuseOtherGrid(file, piece.line, piece.value);
    } else {
      const isFeature = piece.of === "features" || (isObject(piece.value) && piece.value.get("type") === "Feature");
      yield row(piece, piece.of === "features" ? `features[${index}]` : `[${index}]`, isFeature);
      index++;
    }
  }
  const type = members.get("type");
  const unknown = (seen: string) =>
    problem(
      catalogue.unknownFormat,
      { seen, known: "a GeoJSON FeatureCollection or Feature, or an array of objects" },
      { file, line: 1 },
    );
  if (type?.value === "Feature") {
    const value = new Map([...members].map(([key, piece]) => [key, piece.value]));
    const duplicate = [...members.values()].find((m) => m.duplicate !== undefined)?.duplicate;
    yield row({ kind: "member", key: "", line: 1, value, duplicate }, "the feature", true);
  } else if (type?.value === "FeatureCollection") {
    if (list !== "features")
      throw unknown(`a FeatureCollection whose features are ${shown(members.get("features")?.value)}`);
  } else if (list === "features") throw unknown(`features in an object of type ${shown(type?.value)}`);
  else if (list === undefined) {
    const keys = [...members.keys()].slice(0, 8).map((k) => JSON.stringify(k.slice(0, 40)));
    throw unknown(`JSON ${type ? `of type ${shown(type.value)}` : `with the members ${keys.join(", ") || "none"}`}`);
  }
}

/**
 * GeoJSON is in longitude and latitude (RFC 7946). A "crs" of the older draft that names another system would put its
 * numbers elsewhere without a word.
 */
function refuseOtherGrid(file: string, line: number, crs: JsonValue): void {
  const properties = isObject(crs) ? crs.get("properties") : undefined;
  const name = isObject(properties) ? properties.get("name") : undefined;
  if (crs === null || (typeof name === "string" && /(?:CRS84|EPSG:{1,2}(?:[\d.]+:)?4326|WGS ?84)$/i.test(name))) return;
  const why = `"crs" names ${shown(name ?? crs)}; expected longitude and latitude (CRS84); export it again in WGS 84 (EPSG:4326)`;
  throw problem(catalogue.badFile, { why }, { file, line });
}

const KEPT: ReadonlySet<string> = new Set(["type", "properties", "geometry", "features"]);

type Valued = Exclude<JsonPiece, { readonly kind: "list" }>;

function row({ line, value, duplicate }: Valued, at: string, isFeature: boolean): TableRow {
  const bad = (field: string, why: string): TableRow => ({ line, field: field ? `${at}.${field}` : at, why });
  if (!isObject(value)) return bad("", `expected an object, saw ${shown(value)}`);
  if (duplicate !== undefined)
    return bad(duplicate, `the key "${duplicate}" stands twice; which is meant cannot be told`);
  const cells = new Map<string, string>();
  if (!isFeature) flatten(value, "", cells);
  else {
    const type = value.get("type");
    if (type !== "Feature") return bad("type", `expected "Feature", saw ${shown(type)}`);
    const properties = value.get("properties");
    if (!isObject(properties) && properties !== null)
      return bad("properties", `expected an object or null, saw ${shown(properties)}`);
    if (properties) flatten(properties, "", cells);
    if (cells.has(GEOMETRY)) return bad(`properties.${GEOMETRY}`, "a property may not be called geometry; rename it");
    const geometry = value.get("geometry");
    if (isObject(geometry)) {
      const shape = readGeometry(geometry);
      if ("error" in shape) return bad("geometry", shape.error);
      cells.set(GEOMETRY, jsonText(geometry));
    } else if (geometry !== null)
      return bad("geometry", `expected an object, or null where there is no place; saw ${shown(geometry)}`);
  }
  for (const [name, cell] of cells)
    if (!name.isWellFormed() || !cell.isWellFormed())
      return bad(name.toWellFormed(), "half a surrogate pair (\\ud800 to \\udfff): no character");
  return { line, at: `${at}.`, header: [...cells.keys()], cells: [...cells.values()] };
}

function flatten(object: JsonObject, prefix: string, cells: Map<string, string>): void {
  for (const [key, value] of object)
    if (isObject(value) && value.size > 0) flatten(value, `${prefix}${key}.`, cells);
    else cells.set(prefix + key, cellText(value));
}

function cellText(value: JsonValue): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  return value instanceof Numeral ? value.text : jsonText(value);
}
