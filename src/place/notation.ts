import { rounded } from "../units.ts";
import { type Order, plainSigns, readAngles } from "./angles.ts";
import { fromGrid, type GridPosition, toGrid } from "./grid.ts";
import { bandLatitudes, formatMgrs, looksLikeMgrs, parseMgrs } from "./mgrs.ts";

/** Decimal degrees; degrees and decimal minutes; degrees, minutes, seconds; military grid; UTM (UPS beyond 80° S and 84° N). */
export const NOTATIONS = ["decimal", "ddm", "dms", "mgrs", "utm"] as const;
export type Notation = (typeof NOTATIONS)[number];

/** A position as read: longitude and latitude in degrees, and the radius in metres that its digits leave open. */
export interface ParsedPosition {
  readonly lon: number;
  readonly lat: number;
  /** Half the diagonal of the square of the last digit; at least 1 m but for the military grid, whose square is exact. */
  readonly radiusM: number;
  readonly notation: Notation;
}

interface Failure {
  readonly error: string;
}

const METRES_A_DEGREE = 111_320;
/** No notation makes a point exact (place.ts); finer digits are a machine's. */
const LEAST_RADIUS = 1;

/**
 * Read a position in any notation: the one parser for typing, pasting, files and the API (case 57).
 * A military reference names a square: the position is its centre. A bare pair without letters or labels is refused
 * unless `order` is stated or only one order is possible.
 * @returns the position, or an error that says what was seen, what was expected, and what to do
 */
export function parsePosition(text: string, options: { readonly order?: Order } = {}): ParsedPosition | Failure {
  const plain = plainSigns(text);
  if (plain === "") return { error: "the position is empty" };
  if (plain.length > 200) return { error: `the position has ${plain.length} characters; expected at most 200` };
  const bare = plain.replace(/^(?:MGRS|UTM|UPS)\s*:?\s+/i, "");
  if (looksLikeMgrs(bare)) {
    const square = parseMgrs(bare);
    if ("error" in square) return square;
    const { corner, side } = square;
    const centre = fromGrid({ ...corner, easting: corner.easting + side / 2, northing: corner.northing + side / 2 });
    return { ...centre, radiusM: rounded(side * Math.SQRT1_2), notation: "mgrs" };
  }
  const grid = readGrid(bare);
  if (grid) return grid;
  const read = readAngles(plain, options.order);
  if ("error" in read) return read;
  const across = read.lonUnit * METRES_A_DEGREE * Math.cos((read.lat * Math.PI) / 180);
  const radius = Math.hypot(read.latUnit * METRES_A_DEGREE, across) / 2;
  return { lon: read.lon, lat: read.lat, radiusM: rounded(Math.max(LEAST_RADIUS, radius)), notation: read.form };
}

const GRID =
  /^(?:(\d{1,2})\s*)?([A-Za-z]|north|south)\s+(\d{4,7}(?:\.\d+)?)(?:\s*m?\s*E)?(?:\s*,\s*|\s+)(\d{1,8}(?:\.\d+)?)(?:\s*m?\s*N)?$/i;

/** UTM and UPS: null where the text is neither. "36n" and "36s" name the hemisphere, other letters the latitude band. */
function readGrid(text: string): ParsedPosition | Failure | null {
  const parts = GRID.exec(text);
  if (!parts) return null;
  const [, zoneText, letter = "", eastingText = "", northingText = ""] = parts;
  const fail = (why: string): Failure => ({ error: `"${text}": ${why}` });
  const [zone, easting, northing] = [Number(zoneText ?? 0), Number(eastingText), Number(northingText)];
  if (zoneText !== undefined && (zone < 1 || zone > 60)) return fail(`UTM zones go from 1 to 60, saw ${zoneText}`);
  const unit = 10 ** -Math.min(...[eastingText, northingText].map((t) => (t.split(".")[1] ?? "").length));
  const done = (grid: GridPosition): ParsedPosition => ({
    ...fromGrid(grid),
    radiusM: rounded(Math.max(LEAST_RADIUS, unit * Math.SQRT1_2)),
    notation: "utm",
  });
  if (zoneText === undefined) {
    if (!/^(n|s|north|south)$/i.test(letter))
      return fail("a zone number is missing: expected such as 36n 324182 5591607");
    const pole = { zone: 0, north: /^n/i.test(letter), easting, northing };
    const { lat } = fromGrid(pole);
    // UPS overlaps UTM by half a degree; further out the grid is not used.
    return Math.abs(lat) >= (pole.north ? 83.5 : 79.5)
      ? done(pole)
      : fail("this easting and northing lie outside the polar grid (UPS); for UTM give the zone number");
  }
  if (easting > 1_000_000 && northing < 1_000_000)
    return fail("the easting is larger than any; easting and northing are likely swapped: the easting comes first");
  if (easting < 100_000 || easting > 900_000) return fail(`eastings go from 100000 to 900000 m, saw ${eastingText}`);
  if (northing > 10_000_000) return fail(`northings go to 10000000 m, saw ${northingText}`);
  const north = { zone, north: true, easting, northing };
  const south = { zone, north: false, easting, northing };
  const inRange = (grid: GridPosition): ParsedPosition | Failure => {
    const { lat } = fromGrid(grid);
    return lat >= -80.5 && lat <= 84.5 && (grid.north || lat <= 1e-9)
      ? done(grid)
      : fail(`latitude ${lat.toFixed(1)} is outside UTM (80° S to 84° N)`);
  };
  if (letter === "n" || letter === "N" || /^north$/i.test(letter)) return inRange(north);
  if (letter === "s" || /^south$/i.test(letter)) return inRange(south);
  const latitudes = bandLatitudes(letter.toUpperCase());
  if (!latitudes) return fail(`latitude bands go from C to X without I and O, saw ${letter}`);
  const grid = latitudes[0] >= 0 ? north : south;
  const { lat } = fromGrid(grid);
  // Truncated to 100 km at worst a reference may stand a little below its band.
  const fits = lat >= latitudes[0] - 1e-4 && lat <= latitudes[1] + 1e-4;
  if (letter === "S") {
    const southern = fromGrid(south).lat;
    if (fits && southern >= -80)
      return fail(
        "S may be the band from 32° to 40° N or the southern hemisphere; write 36n or 36s (small letter: hemisphere)",
      );
    return fits ? done(grid) : inRange(south);
  }
  return fits
    ? inRange(grid)
    : fail(
        `this northing is at latitude ${lat.toFixed(2)}, outside band ${letter.toUpperCase()} (${latitudes[0]} to ${latitudes[1]}); check band and northing`,
      );
}

/** Degrees of an angle as whole units of its last digit, so that 59.9999″ carries over instead of printing 60″. */
function angle(value: number, letters: "NS" | "EW", notation: "decimal" | "ddm" | "dms", decimals: number): string {
  const scale = 10 ** decimals;
  const parts = notation === "decimal" ? 1 : notation === "ddm" ? 60 : 3600;
  const units = Math.round(Math.abs(value) * parts * scale);
  const letter = value < 0 && units > 0 ? letters.charAt(1) : letters.charAt(0);
  const last = (n: number, width: number) => {
    const text = String(n).padStart(decimals + width, "0");
    return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  };
  if (notation === "decimal") return `${last(units, 1)}° ${letter}`;
  const degrees = Math.floor(units / (parts * scale));
  const rest = units - degrees * parts * scale;
  if (notation === "ddm") return `${degrees}° ${last(rest, 2)}′ ${letter}`;
  const minutes = Math.floor(rest / (60 * scale));
  return `${degrees}° ${String(minutes).padStart(2, "0")}′ ${last(rest - minutes * 60 * scale, 2)}″ ${letter}`;
}

const DIGITS: Readonly<Record<Notation, number>> = { decimal: 6, ddm: 4, dms: 2, mgrs: 5, utm: 3 };

/**
 * Write a position: "50.450100° N, 30.523400° E", "50° 27.0060′ N, …", "50° 27′ 00.36″ N, …", "36UUA2418291607",
 * "36n 324182.209 5591607.607". Rounded to the last digit, but truncated on the military grid, as its rule is.
 * `parsePosition` reads it back to within its radius. Never scientific notation.
 * @param digits decimals, or digits per axis for the military grid (0 to 5); default 6, 4, 2, 5 and 3
 * @throws RangeError outside ±180 and ±90, and for digits beyond 0 to 9
 */
export function formatPosition(
  lon: number,
  lat: number,
  notation: Notation,
  digits: number = DIGITS[notation],
): string {
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
    throw new RangeError(`formatPosition: expected ±180 and ±90, got ${lon}, ${lat}`);
  if (!Number.isInteger(digits) || digits < 0 || digits > (notation === "mgrs" ? 5 : 9))
    throw new RangeError(`formatPosition: ${digits} digits`);
  if (notation === "mgrs") return formatMgrs(lon, lat, digits);
  if (notation !== "utm") return `${angle(lat, "NS", notation, digits)}, ${angle(lon, "EW", notation, digits)}`;
  const grid = toGrid(lon, lat);
  const zone = grid.zone === 0 ? "" : String(grid.zone).padStart(2, "0");
  return `${zone}${grid.north ? "n" : "s"} ${grid.easting.toFixed(digits)} ${grid.northing.toFixed(digits)}`;
}
