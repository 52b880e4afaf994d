import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, toUtf8 } from "./bytes.ts";
import { consistencyProof, type Hash, inclusionProof, leafHash, nodesOf, rootOf, verifyInclusion } from "./merkle.ts";
import {
  entriesPath,
  entryBundle,
  indexPath,
  nodesOfTiles,
  parseEntryBundle,
  parseIndexPath,
  parseTilePath,
  type Tile,
  tileBytes,
  tilePath,
  tilesOf,
} from "./tiles.ts";

const leaves: Hash[] = Array.from({ length: 70_000 }, (_, i) => leafHash(toUtf8(`entry ${i}`)));
const nodes = nodesOf(leaves);

/** All tiles of the first `size` leaves, as a folder. */
const folderOf = (size: number, keep: Map<string, Uint8Array> = new Map(), from = 0): Map<string, Uint8Array> => {
  for (const tile of tilesOf(size, from)) keep.set(tilePath(tile), tileBytes(tile, nodes));
  return keep;
};

describe("paths", () => {
  test("the specification's examples", () => {
    expect(indexPath(1234067)).toBe("x001/x234/067");
    expect(indexPath(0)).toBe("000");
    expect(indexPath(999)).toBe("999");
    expect(indexPath(1000)).toBe("x001/000");
    expect(tilePath({ level: 0, index: 273, width: 112 })).toBe("tile/0/273.p/112");
    expect(entriesPath(1234067, 8)).toBe("tile/entries/x001/x234/067.p/8");
    expect(parseTilePath("tile/entries/x001/x234/067.p/8")).toEqual({ level: "entries", index: 1234067, width: 8 });
  });

  test("every path is read back", () => {
    const tile = fc.record({
      level: fc.nat(63),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tile, (t) => {
        expect(parseTilePath(tilePath(t))).toEqual(t);
      }),
    );
    fc.assert(
      fc.property(fc.maxSafeNat(), (n) => {
        expect(parseIndexPath(indexPath(n))).toBe(n);
      }),
    );
  });

  test.each([
    "tile/64/000",
    "tile/00/000",
    "tile/0/0",
    "tile/0/x000/001",
    "tile/0/001/002",
    "tile/0/x001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/../000",
    "/tile/0/000",
    "tile/0/000\n",
    "tile/entry/000",
    "tile/0/x999/x999/x999/x999/x999/999",
  ])("%j is refused", (path) => expect(() => parseTilePath(path)).toThrow());
});

describe("tiles of a tree", () => {
  test("70,000 leaves have the tiles that the specification lists, and 256 leaves have two", () => {
    const count = new Map<string, number>();
    const partial: Tile[] = [];
    for (const t of tilesOf(70_000)) {
      if (t.width < 256) partial.push(t);
      else count.set(`level ${t.level}`, (count.get(`level ${t.level}`) ?? 0) + 1);
    }
    expect([...count]).toEqual([
      ["level 0", 273],
      ["level 1", 1],
    ]);
    expect(partial).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect([...tilesOf(256)].map(tilePath)).toEqual(["tile/0/000", "tile/1/000.p/1"]);
    expect([...tilesOf(0)]).toEqual([]);
  });

  test("growing step by step writes what writing at once does, and names each grown tile once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 1500 }), (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const before = new Set([...tilesOf(from)].map(tilePath));
        const added = [...tilesOf(to, from)].map(tilePath);
        const all = [...tilesOf(to)].map(tilePath);
        expect(added).toEqual(all.filter((path) => !before.has(path)));
      }),
    );
  });

  test.each([1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])(
    "roots and proofs of %i leaves are read from tiles alone",
    (size) => {
      const folder = folderOf(size);
      const read = nodesOfTiles(size, (path) => folder.get(path));
      const root = rootOf(nodes, size);
      expect(toHex(rootOf(read, size))).toBe(toHex(root));
      for (const index of new Set([0, 1, Math.floor(size / 2), Math.floor(size / 3), size - 2, size - 1])) {
        if (index < 0 || index >= size) continue;
        const proof = inclusionProof(read, index, size);
        expect(proof).toEqual(inclusionProof(nodes, index, size));
        expect(verifyInclusion(leaves[index] as Hash, index, size, proof, root)).toBe(true);
        if (index > 0) expect(consistencyProof(read, index, size)).toEqual(consistencyProof(nodes, index, size));
      }
    },
  );

  test("the root of an older checkpoint is found in today's tiles, and in its own once they are full", () => {
    const today = folderOf(600);
    const root = toHex(rootOf(nodes, 300));
    expect(
      toHex(
        rootOf(
          nodesOfTiles(600, (path) => today.get(path)),
          300,
        ),
      ),
    ).toBe(root);
    const both = folderOf(600, folderOf(300));
    both.delete("tile/0/001.p/44"); // a log may delete it: tile/0/001 has these hashes
    expect(
      toHex(
        rootOf(
          nodesOfTiles(300, (path) => both.get(path)),
          300,
        ),
      ),
    ).toBe(root);
  });

  test("a missing tile and one of another length are named", () => {
    const folder = folderOf(300);
    folder.delete("tile/0/001.p/44");
    expect(() =>
      rootOf(
        nodesOfTiles(300, (path) => folder.get(path)),
        300,
      ),
    ).toThrow("tile/0/001.p/44 is missing");
    folder.set("tile/0/001.p/44", new Uint8Array(43 * 32));
    expect(() =>
      rootOf(
        nodesOfTiles(300, (path) => folder.get(path)),
        300,
      ),
    ).toThrow("1376 bytes, expected 1408");
    expect(() => nodesOfTiles(300, () => undefined)(0, 300)).toThrow("outside a tree of 300 leaves");
  });
});

describe("entry bundles", () => {
  test("entries are read back", () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 });
    fc.assert(
      fc.property(entries, (list) => {
        expect(parseEntryBundle(entryBundle(list), list.length)).toEqual(list);
      }),
    );
    expect(toHex(entryBundle([toUtf8("ab"), new Uint8Array(0)]))).toBe("000261620000");
  });

  test("a cut bundle, another count and an entry too long are refused", () => {
    const bundle = entryBundle([toUtf8("abc"), toUtf8("de")]);
    for (let n = 0; n < bundle.length; n++) expect(() => parseEntryBundle(bundle.slice(0, n), 2)).toThrow();
    expect(() => parseEntryBundle(bundle, 3)).toThrow("2 entries, expected 3");
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow("65536 bytes");
  });
});
