import { distanceM, WGS84_A, WGS84_E2, wrapLongitude } from "../place/geodesy.ts";
import type { UncertainPlace } from "../place/place.ts";
import type { Extent } from "../place/rings.ts";
import { extentOf, samplePoints } from "../place/shape.ts";

/**
 * The fixed grid to which released places are snapped. It is the same for all missions, audiences and times, and its
 * sizes are nested: a cell of 10 km is four cells of 5 km. So neither many reports, nor two audiences' views of one
 * thing, nor a rule that changes, gives anyone more than the finest cell.
 */
const FINEST_M = 5_000;
/** Sizes are 5 km · 2^level, up to 320 km. */
export const COARSEST = 6;
/**
 * Bands of latitude as high as the coarsest cell (180° / 62 is 321 km where degrees are shortest). Inside a band all
 * levels share their meridians, hence they nest.
 */
const BANDS = 62;
const PER_BAND = 2 ** COARSEST;

/** A cell: level 0 to 6, row from the south, column from the antimeridian eastward. */
export interface Cell {
  readonly level: number;
  readonly row: number;
  readonly column: number;
}

/** The smallest level whose cells are at least this wide and high everywhere, or null beyond 320 km. */
export function levelFor(metres: number): number | null {
  for (let level = 0; level <= COARSEST; level++) if (FINEST_M * 2 ** level >= metres) return level;
  return null;
}

/** Least side of a level's cells in metres. */
export const sideM = (level: number): number => FINEST_M * 2 ** level;

/** Columns of the coarsest cells in a band: as many as are wide enough at its narrower edge. One cell holds a pole. */
function coarseColumns(band: number): number {
  const edge = (Math.max(Math.abs(band - BANDS / 2), Math.abs(band + 1 - BANDS / 2)) * 180) / BANDS;
  if (edge >= 90) return 1;
  const sin = Math.sin((edge * Math.PI) / 180);
  const round = (2 * Math.PI * WGS84_A * Math.cos((edge * Math.PI) / 180)) / Math.sqrt(1 - WGS84_E2 * sin * sin);
  return Math.max(1, Math.floor(round / sideM(COARSEST)));
}

const isPolar = (band: number): boolean => band === 0 || band === BANDS - 1;

/** The cell of a level that holds a position. Around a pole the coarsest cell stands for all sizes. */
export function cellOf(lon: number, lat: number, level: number): Cell {
  const rows = BANDS * PER_BAND;
  const row = Math.min(rows - 1, Math.max(0, Math.floor(((lat + 90) / 180) * rows)));
  const band = Math.floor(row / PER_BAND);
  if (isPolar(band)) return { level: COARSEST, row: band, column: 0 };
  const columns = coarseColumns(band) * PER_BAND;
  const column = Math.min(columns - 1, Math.floor(((wrapLongitude(lon) + 180) / 360) * columns));
  return { level, row: Math.floor(row / 2 ** level), column: Math.floor(column / 2 ** level) };
}

/** A cell's box in degrees. */
export function boxOf({ level, row, column }: Cell): Extent {
  const high = (180 / (BANDS * PER_BAND)) * 2 ** level;
  const band = Math.floor((row * 2 ** level) / PER_BAND);
  const wide = isPolar(band) ? 360 : 360 / (coarseColumns(band) * 2 ** (COARSEST - level));
  return [-180 + column * wide, -90 + row * high, -180 + (column + 1) * wide, -90 + (row + 1) * high];
}

const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** The position that stands for a cell: its middle, on a millionth of a degree. */
export function middleOf(cell: Cell): readonly [lon: number, lat: number] {
  const [west, south, east, north] = boxOf(cell);
  if (east - west >= 360) return [0, north >= 90 ? 90 : -90];
  return [micro((west + east) / 2), micro((south + north) / 2)];
}

/** "level/row/column": the cell's name, by which rows of one cell are found. */
export const cellName = ({ level, row, column }: Cell): string => `${level}/${row}/${column}`;

/** A position inside a place, never the observer's: the one by which it is filed. Null where the place is unknown. */
export function representative(place: UncertainPlace): readonly [lon: number, lat: number] | null {
  if (place.kind === "point") return [place.lon, place.lat];
  const [one] = samplePoints(place, 1);
  return one ? [one.lon, one.lat] : null;
}

/**
 * The cell that a place is released as: at least `metres` wide, and no smaller than the place itself is uncertain.
 * @returns null where the place is unknown or wider than 320 km
 */
export function cellFor(place: UncertainPlace, metres: number): Cell | null {
  const at = representative(place);
  const extent = extentOf(place);
  if (!at || !extent) return null;
  const [west, south, east, north] = extent;
  if (east - west >= 180) return null;
  const level = levelFor(Math.max(metres, distanceM([west, south], [east, north]) / Math.SQRT2));
  return level === null ? null : cellOf(at[0], at[1], level);
}
