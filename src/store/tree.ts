import type { Kysely } from "kysely";
import { appended, type Frontier } from "../log/frontier.ts";
import { type Hash, type Nodes, nodeHash, nodesOf } from "../log/merkle.ts";
import { TILE_WIDTH } from "../log/tiles.ts";
import type { RecordTables } from "./tables.ts";

/** The frontier as one row of bytes: its hashes, widest subtree first. */
export const frontierBytes = ({ complete }: Frontier): Buffer => Buffer.concat(complete);

export function frontierFrom(size: number, bytes: Uint8Array): Frontier {
  const complete: Hash[] = [];
  for (let at = 0; at < bytes.length; at += 32) complete.push(new Uint8Array(bytes.subarray(at, at + 32)));
  return { size, complete };
}

export interface LogNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

/** The frontier with one more leaf, and the roots of subtrees of 256, 65536, … leaves that it completes. */
export function grown(frontier: Frontier, leaf: Hash): { frontier: Frontier; made: LogNode[] } {
  const made: LogNode[] = [];
  const size = frontier.size + 1;
  let node = leaf;
  for (let level = 1, width = 2; size % width === 0; level++, width *= 2) {
    node = nodeHash(frontier.complete[frontier.complete.length - level] as Hash, node);
    if (level % 8 === 0) made.push({ level, index: size / width - 1, hash: node });
  }
  return { frontier: appended(frontier, leaf), made };
}

/** Asked of the tree before its part was loaded. */
class NotLoaded extends Error {
  readonly level: number;
  readonly tile: number;
  constructor(level: number, tile: number) {
    super("not loaded");
    this.level = level;
    this.tile = tile;
  }
}

/**
 * Runs a pure computation over a mission's tree, loading the tiles (256 hashes) that it asks for. A proof in a log of
 * a million entries takes about six.
 */
export async function overTree<T>(
  db: Kysely<RecordTables>,
  mission: string,
  size: number,
  compute: (nodes: Nodes) => T,
): Promise<T> {
  const loaded = new Map<string, Nodes>();
  const nodes: Nodes = (level, index) => {
    const width = 2 ** level;
    if (index < 0 || (index + 1) * width > size)
      throw new RangeError(`node ${index} of level ${level} lies outside a tree of ${size} leaves`);
    const base = Math.floor(level / 8);
    const perTile = TILE_WIDTH / 2 ** (level - base * 8);
    const tile = Math.floor(index / perTile);
    const known = loaded.get(`${base} ${tile}`);
    if (!known) throw new NotLoaded(base * 8, tile);
    return known(level - base * 8, index % perTile);
  };
  for (;;) {
    try {
      return compute(nodes);
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      const hashes = await tileHashes(db, mission, error.level, error.tile, size);
      loaded.set(`${error.level / 8} ${error.tile}`, nodesOf(hashes));
    }
  }
}

async function tileHashes(
  db: Kysely<RecordTables>,
  mission: string,
  level: number,
  tile: number,
  size: number,
): Promise<Hash[]> {
  const from = tile * TILE_WIDTH;
  const until = Math.min(from + TILE_WIDTH, Math.floor(size / 2 ** level));
  const rows =
    level === 0
      ? await leaves(db, mission, from, until)
      : (
          await db
            .selectFrom("log_node")
            .select("hash")
            .where("mission", "=", mission)
            .where("level", "=", level)
            .where("node_index", ">=", from)
            .where("node_index", "<", until)
            .orderBy("node_index")
            .execute()
        ).map((r) => new Uint8Array(r.hash));
  if (rows.length !== until - from)
    throw new Error(`${mission}: the log lacks hashes of level ${level} between ${from} and ${until}`);
  return rows;
}

/** Leaf hashes `[from, until)`, as many as there are. */
export async function leaves(db: Kysely<RecordTables>, mission: string, from: number, until: number): Promise<Hash[]> {
  const rows = await db
    .selectFrom("entry")
    .select("leaf")
    .where("mission", "=", mission)
    .where("entry_index", ">=", from)
    .where("entry_index", "<", until)
    .orderBy("entry_index")
    .execute();
  return rows.map((r) => new Uint8Array(r.leaf));
}
