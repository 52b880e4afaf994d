import { decimal, malformed } from "./bytes.ts";
import { type Hash, type Nodes, nodesOf } from "./merkle.ts";

/** Hashes in a full tile; a tile spans 8 levels of the tree. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** One tile: `width` hashes from hash `index * 256` on, of level `level * 8` of the tree. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 256 for a full tile, 1 to 255 for the partial one at the right edge. */
  readonly width: number;
}

/**
 * The index as path elements of three digits, all but the last marked with x: 1234067 is "x001/x234/067".
 * Source: C2SP tlog-tiles, Merkle Tree
 */
export function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  return (padded.match(/.../g) as string[]).map((part, i, all) => (i < all.length - 1 ? `x${part}` : part)).join("/");
}

/** Undoes `indexPath`; only the one spelling is accepted. @throws Problem log/malformed */
export function parseIndexPath(path: string): number {
  const index = Number(path.replaceAll(/[x/]/g, ""));
  if (!/^(x\d{3}\/)*\d{3}$/.test(path) || !Number.isSafeInteger(index) || indexPath(index) !== path)
    throw malformed(`index path: expected 000 or x001/234, saw ${JSON.stringify(path)}`);
  return index;
}

const suffix = (width: number): string => (width === TILE_WIDTH ? "" : `.p/${width}`);

/** "tile/0/x001/234" or "tile/0/x001/234.p/17", relative to the log's prefix. Source: C2SP tlog-tiles */
export const tilePath = (t: Tile): string => `tile/${t.level}/${indexPath(t.index)}${suffix(t.width)}`;

/** "tile/entries/x001/234", or with ".p/17": the leaf data under the tile of level 0 with this index and width. */
export const entriesPath = (index: number, width: number): string => `tile/entries/${indexPath(index)}${suffix(width)}`;

/** Undoes `tilePath` and `entriesPath` (level "entries"). @throws Problem log/malformed */
export function parseTilePath(path: string): Omit<Tile, "level"> & { readonly level: number | "entries" } {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match)
    throw malformed(`tile path: expected tile/0/x001/234 or tile/0/x001/234.p/17, saw ${JSON.stringify(path)}`);
  const level = match[1] === "entries" ? "entries" : decimal(match[1] as string, "tile level");
  const width = match[3] === undefined ? TILE_WIDTH : decimal(match[3], "tile width");
  if (level !== "entries" && level > 63) throw malformed(`tile path: level ${level} is above 63`);
  if (match[3] !== undefined && (width < 1 || width >= TILE_WIDTH))
    throw malformed(`tile path: width ${width}, expected 1 to 255`);
  return { level, index: parseIndexPath(match[2] as string), width };
}

/**
 * Tiles that a tree of `size` leaves has and one of `from` leaves had not, level by level, left to right; with
 * `from` 0 all of them. A tile that was partial and has grown is named again with its new width.
 */
export function* tilesOf(size: number, from = 0): Generator<Tile> {
  let hashes = size;
  let before = from;
  for (let level = 0; hashes > 0; level++) {
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < hashes; index++) {
      const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
      if (index * TILE_WIDTH + width > before) yield { level, index, width };
    }
    hashes = Math.floor(hashes / TILE_WIDTH);
    before = Math.floor(before / TILE_WIDTH);
  }
}

/** The tile's bytes: its hashes, 32 bytes each. */
export function tileBytes(tile: Tile, nodes: Nodes): Uint8Array {
  const bytes = new Uint8Array(tile.width * 32);
  for (let i = 0; i < tile.width; i++) bytes.set(nodes(tile.level * TILE_HEIGHT, tile.index * TILE_WIDTH + i), i * 32);
  return bytes;
}

/** The hashes of a tile's bytes. */
export const tileHashes = (bytes: Uint8Array, width: number): Hash[] =>
  Array.from({ length: width }, (_, i) => bytes.slice(i * 32, i * 32 + 32));

/**
 * The tree's nodes read from its tiles alone. A partial tile that is gone is looked for in the full tile that
 * replaced it. Tiles are not trusted: check a root made from these nodes against a signed checkpoint.
 * @param size leaves of the tree whose tiles these are
 * @param read bytes at a path of `tilePath`, or undefined; each tile is read once
 * @throws Problem log/malformed, from the nodes, on a tile that is missing or has another length
 */
export function nodesOfTiles(size: number, read: (path: string) => Uint8Array | undefined): Nodes {
  const tiles = new Map<string, Nodes>();
  const tile = (level: number, index: number): Nodes => {
    const key = `${level}/${index}`;
    const known = tiles.get(key);
    if (known) return known;
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
    const path = tilePath({ level, index, width });
    let bytes = read(path);
    let expected = width;
    if (!bytes && width < TILE_WIDTH) {
      bytes = read(tilePath({ level, index, width: TILE_WIDTH }));
      expected = TILE_WIDTH;
    }
    if (!bytes) throw malformed(`${path} is missing`);
    if (bytes.length !== expected * 32) throw malformed(`${path}: ${bytes.length} bytes, expected ${expected * 32}`);
    const nodes = nodesOf(tileHashes(bytes, width));
    tiles.set(key, nodes);
    return nodes;
  };
  return (level, index) => {
    const width = 2 ** level;
    if ((index + 1) * width > size || index < 0)
      throw new RangeError(`node ${index} of level ${level} lies outside a tree of ${size} leaves`);
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const inside = level - tileLevel * TILE_HEIGHT;
    const perTile = TILE_WIDTH / 2 ** inside;
    return tile(tileLevel, Math.floor(index / perTile))(inside, index % perTile);
  };
}

/**
 * Leaf data of consecutive entries, each behind its length as a big-endian uint16.
 * @throws RangeError on an entry of 65,536 bytes or more
 * Source: C2SP tlog-tiles, Log entries
 */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, e) => sum + 2 + e.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff)
      throw new RangeError(`entry bundle: an entry of ${entry.length} bytes, the limit is 65535`);
    bytes.set([entry.length >> 8, entry.length & 255], at);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** Undoes `entryBundle`. @param width how many entries the bundle's path promises @throws Problem log/malformed */
export function parseEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) throw malformed(`entry bundle: entry ${entries.length} is cut off`);
    entries.push(bytes.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (entries.length !== width) throw malformed(`entry bundle: ${entries.length} entries, expected ${width}`);
  return entries;
}
