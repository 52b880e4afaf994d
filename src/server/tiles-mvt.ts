import { PbfWriter } from "pbf";

/** A point in a tile: whole units from its upper left corner, and what is known of it. */
export interface TilePoint {
  readonly x: number;
  readonly y: number;
  readonly properties: Readonly<Record<string, string | number>>;
}

/** Side of a tile in its own units. */
export const EXTENT = 4_096;

const zigzag = (n: number): number => (n << 1) ^ (n >> 31);

/**
 * One layer of points as a vector tile. Numbers are whole and not negative.
 * Source: Mapbox Vector Tile specification 2.1 (fields: Tile.layers 3; Layer name 1, features 2, keys 3, values 4,
 * extent 5, version 15; Feature tags 2, type 3, geometry 4; Value string 1, uint 5)
 */
export function pointTile(name: string, points: readonly TilePoint[]): Uint8Array<ArrayBuffer> {
  const keys = new Map<string, number>();
  const values = new Map<string | number, number>();
  const numberIn = <K>(table: Map<K, number>, key: K): number => {
    const known = table.get(key);
    if (known !== undefined) return known;
    table.set(key, table.size);
    return table.size - 1;
  };
  const tile = new PbfWriter();
  tile.writeMessage(
    3,
    (_, layer) => {
      layer.writeVarintField(15, 2);
      layer.writeStringField(1, name);
      for (const { x, y, properties } of points) {
        const tags = Object.entries(properties).flatMap(([k, v]) => [numberIn(keys, k), numberIn(values, v)]);
        layer.writeMessage(
          2,
          (_none, feature) => {
            feature.writePackedVarint(2, tags);
            feature.writeVarintField(3, 1);
            // MoveTo, once.
            feature.writePackedVarint(4, [9, zigzag(x), zigzag(y)]);
          },
          undefined,
        );
      }
      for (const key of keys.keys()) layer.writeStringField(3, key);
      for (const value of values.keys())
        layer.writeMessage(
          4,
          (_none, message) => {
            if (typeof value === "string") message.writeStringField(1, value);
            else message.writeVarintField(5, value);
          },
          undefined,
        );
      layer.writeVarintField(5, EXTENT);
    },
    undefined,
  );
  return new Uint8Array(tile.finish());
}
