/** Zoom of the Web Mercator cells that places are filed under: about 0.6 m at the equator. */
export const MORTON_ZOOM = 26;
const CELLS = 2 ** MORTON_ZOOM;
/** Latitude at which Web Mercator's square ends; what lies beyond is filed in the outermost row. */
const MERCATOR_MAX = 85.05112877980659;

/** Column of a longitude, from the west. */
const columnOf = (lon: number): number => clamp(Math.floor(((lon + 180) / 360) * CELLS));

/** Row of a latitude, from the north. */
function rowOf(lat: number): number {
  const sin = Math.sin((Math.max(-MERCATOR_MAX, Math.min(MERCATOR_MAX, lat)) * Math.PI) / 180);
  return clamp(Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * CELLS));
}

const clamp = (n: number): number => Math.max(0, Math.min(CELLS - 1, n));

/** Spreads 26 bits so that there is a zero between each two; in two halves, for 32-bit arithmetic. */
function spread13(n: number): number {
  let x = n & 0x1fff;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

const interleave = (x: number, y: number): number =>
  (spread13(Math.floor(x / 8192)) + 2 * spread13(Math.floor(y / 8192))) * 67_108_864 + spread13(x) + 2 * spread13(y);

/**
 * The cell of a position as one integer of 52 bits, exact in a double: column bits in the even places, row bits in the
 * odd ones. A cell of zoom z is a run of 4^(26 − z) of them.
 */
export const mortonOf = (lon: number, lat: number): number => interleave(columnOf(lon), rowOf(lat));

/** The inclusive run of Morton integers in a tile of zoom z. */
export function tileRange(z: number, x: number, y: number): readonly [number, number] {
  const shift = 2 ** (MORTON_ZOOM - z);
  const first = interleave(x * shift, y * shift);
  return [first, first + shift * shift - 1];
}

/**
 * Inclusive runs that together cover a box (west ≤ east) and little more, in order. The box itself is to be checked on
 * the rows found.
 * @param most runs at most
 */
export function boxRanges(
  west: number,
  south: number,
  east: number,
  north: number,
  most = 12,
): (readonly [number, number])[] {
  const [x0, x1] = [columnOf(west), columnOf(east)];
  const [y0, y1] = [rowOf(north), rowOf(south)];
  // The finest zoom at which the box takes at most `most` cells.
  let z = MORTON_ZOOM;
  const cells = (zoom: number): number => {
    const size = 2 ** (MORTON_ZOOM - zoom);
    return (Math.floor(x1 / size) - Math.floor(x0 / size) + 1) * (Math.floor(y1 / size) - Math.floor(y0 / size) + 1);
  };
  while (z > 0 && cells(z) > most) z--;
  const size = 2 ** (MORTON_ZOOM - z);
  const runs: [number, number][] = [];
  for (let x = Math.floor(x0 / size); x <= Math.floor(x1 / size); x++)
    for (let y = Math.floor(y0 / size); y <= Math.floor(y1 / size); y++)
      runs.push([...tileRange(z, x, y)] as [number, number]);
  runs.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && last[1] + 1 === run[0]) last[1] = run[1];
    else joined.push(run);
  }
  return joined;
}
