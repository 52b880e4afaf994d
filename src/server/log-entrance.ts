import { z } from "zod";
import { parseTilePath, type Tile, tileBytes } from "../log/tiles.ts";
import { newestCheckpoint, proofFile } from "./log-proof.ts";
import { absent } from "./problem-response.ts";
import { type Route, route } from "./route.ts";

/**
 * The log of a mission in the layout of C2SP tlog-tiles, closed by default: whoever may see the mission gets the signed
 * checkpoint and the proofs of released entries; tiles of hashes are for the staff, and bundles of entries for nobody,
 * as entries leave one by one.
 */

/** Kinds that leave a mission as they are, where they are marked for all: no place or time of an event is in them. */
const RELEASED_KINDS: readonly string[] = ["publication", "agreement-version"];
/** Segments behind the level: an index has three digits to each, and ".p" with a width may follow. */
const SEGMENTS = ["a", "b", "c", "d", "e", "f"] as const;

const checkpoint = route({
  method: "get",
  path: "/log/{mission}/checkpoint",
  permission: "log.read",
  summary: "The signed checkpoint of the mission's log (C2SP tlog-checkpoint)",
  answer: "bytes",
  async handle({ parts, mission }) {
    const { note } = await newestCheckpoint(parts, mission.id);
    return new Response(note as Uint8Array<ArrayBuffer>, {
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-cache" },
    });
  },
});

const proof = route({
  method: "get",
  path: "/log/{mission}/proof/{index}",
  permission: "log.read",
  summary: "The proof of a released entry: a publication or a version of the agreement that is marked TLP:CLEAR",
  params: z.object({ mission: z.string(), index: z.coerce.number().int().min(0) }),
  answer: "bytes",
  async handle({ parts, mission, params }) {
    const entry = await parts.store.entry(mission.id, params.index);
    if (!entry?.envelope || !entry.content) throw absent();
    if (entry.envelope.marking !== "TLP:CLEAR" || !RELEASED_KINDS.includes(entry.envelope.kind)) throw absent();
    return proofFile(parts, mission, params.index, { envelope: entry.envelope, opened: entry.content });
  },
});

const tiles = SEGMENTS.map((_, n) =>
  route({
    method: "get",
    path: `/log/{mission}/tile/{level}/${SEGMENTS.slice(0, n + 1)
      .map((s) => `{${s}}`)
      .join("/")}`,
    permission: "entry.read",
    summary: "A tile of the log's tree: up to 256 hashes of 32 bytes (C2SP tlog-tiles)",
    params: z.object(
      Object.fromEntries(["mission", "level", ...SEGMENTS.slice(0, n + 1)].map((name) => [name, z.string()])),
    ),
    answer: "bytes",
    async handle({ parts, mission, params }) {
      const { mission: _, ...rest } = params as Record<string, string>;
      const tile = tileAt(`tile/${Object.values(rest).join("/")}`);
      const { checkpoint: c } = await newestCheckpoint(parts, mission.id);
      // A tile that the signed log does not fill yet is not there.
      if ((tile.index * 256 + tile.width) * 256 ** tile.level > c.size) throw absent();
      const bytes = await parts.store.overTree(mission.id, c.size, (nodes) => tileBytes(tile, nodes));
      return new Response(bytes as Uint8Array<ArrayBuffer>, {
        headers: {
          "Content-Type": "application/octet-stream",
          "Cache-Control": "private, max-age=31536000, immutable",
        },
      });
    },
  }),
);

function tileAt(path: string): Tile {
  try {
    const { level, index, width } = parseTilePath(path.replace(/\/\.p\//, ".p/"));
    if (level === "entries") throw absent();
    return { level, index, width };
  } catch {
    throw absent();
  }
}

export const logRoutes: readonly Route[] = [checkpoint, proof, ...tiles];
