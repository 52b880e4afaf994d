import { fromGrid, type GridPosition, toGrid } from "./grid.ts";

/** Letters of the military grid, without I and O. */
const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"] as const;
const ROWS = "ABCDEFGHJKLMNPQRSTUV";
const POLAR_COLUMNS = { A: "JKLPQRSTUXYZ", B: "ABCFGHJKLPQR", Y: "RSTUXYZ", Z: "ABCFGHJ" } as const;
const POLAR_ROWS = { south: "ABCDEFGHJKLMNPQRSTUVWXYZ", north: "ABCDEFGHJKLMNP" } as const;
/** First column and row of the polar squares, in units of 100 km. */
const POLAR_FIRST = { south: 8, north: 13, east: 20 } as const;
const SQUARE = 100_000;

/** The band letter of a latitude from 80° S to 84° N: 8° each, X from 72° to 84°. M ends and N begins at the equator. */
export function bandLetter(lat: number): string {
  const [first, last] = lat < 0 ? [0, 9] : [10, 19];
  return BANDS[Math.max(first, Math.min(last, Math.floor((lat + 80) / 8)))] as string;
}

/** The latitudes of a band letter C to X, or null. */
export function bandLatitudes(letter: string): readonly [south: number, north: number] | null {
  const at = BANDS.indexOf(letter);
  return at < 0 || letter === "" ? null : [8 * at - 80, at === 19 ? 84 : 8 * at - 72];
}

const digitsOf = (metres: number, digits: number): string =>
  digits === 0 ? "" : String(Math.floor((metres % SQUARE) / 10 ** (5 - digits))).padStart(digits, "0");

/**
 * The military grid reference of a position, truncated (never rounded) to `digits` per axis: 0 is a square of 100 km,
 * 5 of 1 m. UTM from 80° S to 84° N, polar (UPS) beyond (case 55).
 * Source: NGA.STND.0037 (Universal grids and grid reference systems)
 */
export function formatMgrs(lon: number, lat: number, digits = 5): string {
  const grid = toGrid(lon, lat);
  const easting = Math.floor(grid.easting);
  // Just south of the equator the northing may round up to 10,000 km, which is the row of the north.
  const northing =
    grid.north || grid.zone === 0 ? Math.floor(grid.northing) : Math.min(9_999_999, Math.floor(grid.northing));
  const [x, y] = [Math.floor(easting / SQUARE), Math.floor(northing / SQUARE)];
  const tail = digitsOf(easting, digits) + digitsOf(northing, digits);
  if (grid.zone === 0) {
    const pole = grid.north ? "north" : "south";
    const east = x >= POLAR_FIRST.east;
    const band = grid.north ? (east ? "Z" : "Y") : east ? "B" : "A";
    const column = POLAR_COLUMNS[band][x - (east ? POLAR_FIRST.east : POLAR_FIRST[pole])];
    return `${band}${column}${POLAR_ROWS[pole][y - POLAR_FIRST[pole]]}${tail}`;
  }
  const column = COLUMNS[(grid.zone - 1) % 3]?.[x - 1];
  const row = ROWS[(y + (grid.zone % 2 === 0 ? 5 : 0)) % 20];
  return `${String(grid.zone).padStart(2, "0")}${bandLetter(lat)}${column}${row}${tail}`;
}

/** The square that a reference names: its south-west corner on the grid, and the length of its side in metres. */
export interface MgrsSquare {
  readonly corner: GridPosition;
  readonly side: number;
}

/** Whether a text is meant as a military grid reference, right or wrong. */
export const looksLikeMgrs = (text: string): boolean =>
  /^(?:\d{1,2}\s*[A-Z]\s*[A-Z]{2}[\s\d]*|[ABYZ]\s*[A-Z]{2}|(?!lat|lon|lng)[A-Z]{3}[\s\d]*\d)$/i.test(text.trim());

/**
 * Read a military grid reference: "36UUA24189160", "36U UA 2418 9160", lower case, 0 to 5 digits per axis.
 * @returns the square, or an error that names the part that is wrong
 */
export function parseMgrs(text: string): MgrsSquare | { readonly error: string } {
  const compact = text.trim().toUpperCase();
  const parts = /^(\d{1,2})?\s*([A-Z])\s*([A-Z])([A-Z])\s*([\d\s]*)$/.exec(compact);
  if (!parts) return { error: `"${text}" is not a military grid reference: expected such as 36UUA24189160` };
  const [, zoneText, band = "", columnLetter = "", rowLetter = "", tail = ""] = parts;
  const groups = tail.split(/\s+/).filter((g) => g !== "");
  const digits = groups.join("");
  if (
    digits.length % 2 === 1 ||
    digits.length > 10 ||
    groups.length > 2 ||
    (groups.length === 2 && groups[0]?.length !== groups[1]?.length)
  )
    return {
      error: `"${text}": easting and northing need the same number of digits, at most 5 each; saw "${tail.trim()}"`,
    };
  const places = digits.length / 2;
  const side = 10 ** (5 - places);
  const [dx, dy] = [Number(digits.slice(0, places)) * side, Number(digits.slice(places)) * side];
  if (zoneText === undefined) return polarSquare(text, band, columnLetter, rowLetter, dx, dy, side);

  const zone = Number(zoneText);
  if (zone < 1 || zone > 60) return { error: `"${text}": zones go from 1 to 60, saw ${zoneText}` };
  const latitudes = bandLatitudes(band);
  if (!latitudes) return { error: `"${text}": latitude bands go from C to X without I and O, saw ${band}` };
  if (band === "X" && [32, 34, 36].includes(zone))
    return { error: `"${text}": there is no zone ${zone}X; Svalbard uses 31X, 33X, 35X and 37X` };
  const columns = COLUMNS[(zone - 1) % 3] as string;
  const column = columns.indexOf(columnLetter);
  if (column < 0) return { error: `"${text}": columns of zone ${zone} are ${columns}, saw ${columnLetter}` };
  const rowAt = ROWS.indexOf(rowLetter);
  if (rowAt < 0) return { error: `"${text}": rows go from A to V without I and O, saw ${rowLetter}` };
  const row = (rowAt - (zone % 2 === 0 ? 5 : 0) + 20) % 20;
  const north = latitudes[0] >= 0;
  const easting = (column + 1) * SQUARE;
  // Rows repeat every 2,000 km; a band is under 1,340 km high, so at most one of them touches it.
  for (let y = row * SQUARE; y < 10_000_000; y += 20 * SQUARE) {
    const square: GridPosition = { zone, north, easting, northing: y };
    if (touchesBand(square, latitudes)) return { corner: { ...square, easting: easting + dx, northing: y + dy }, side };
  }
  return {
    error: `"${text}": square ${columnLetter}${rowLetter} does not lie in zone ${zone}, band ${band}; check the letters`,
  };
}

/** Whether a square of 100 km reaches into a band: latitudes rise away from the equator's side and are extreme at corners. */
function touchesBand(square: GridPosition, [south, north]: readonly [number, number]): boolean {
  const lats = [
    [0, 0],
    [SQUARE, 0],
    [0, SQUARE],
    [SQUARE, SQUARE],
  ].map(
    ([dx = 0, dy = 0]) => fromGrid({ ...square, easting: square.easting + dx, northing: square.northing + dy }).lat,
  );
  // A hair of a metre at the edge is rounding, not a square of the neighbouring band.
  return Math.max(...lats) > south + 1e-9 && Math.min(...lats) < north - 1e-9;
}

function polarSquare(
  text: string,
  band: string,
  columnLetter: string,
  rowLetter: string,
  dx: number,
  dy: number,
  side: number,
): MgrsSquare | { readonly error: string } {
  if (band !== "A" && band !== "B" && band !== "Y" && band !== "Z")
    return {
      error: `"${text}" has no zone number: expected such as 36UUA24189160, or A, B, Y, Z in front for the polar squares`,
    };
  const north = band === "Y" || band === "Z";
  const pole = north ? "north" : "south";
  const east = band === "B" || band === "Z";
  const column = POLAR_COLUMNS[band].indexOf(columnLetter);
  const row = POLAR_ROWS[pole].indexOf(rowLetter);
  if (column < 0 || row < 0) return { error: `"${text}": there is no polar square ${band}${columnLetter}${rowLetter}` };
  const x = (column + (east ? POLAR_FIRST.east : POLAR_FIRST[pole])) * SQUARE;
  const y = (row + POLAR_FIRST[pole]) * SQUARE;
  return { corner: { zone: 0, north, easting: x + dx, northing: y + dy }, side };
}
