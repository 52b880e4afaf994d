import { z } from "zod";
import type { Audience } from "../access/audience.ts";
import { sha256Hex } from "../canonical.ts";
import { byCodePoint } from "../units.ts";
import { askedIncidents } from "./asked-incidents.ts";
import { Filter } from "./client/answers.ts";
import { gravest, gravityOf } from "./gravity.ts";
import type { FilterValues, Left } from "./incident-filter.ts";
import type { MissionIndex } from "./mission-index.ts";
import { type InMission, type Parts, type Route, route } from "./route.ts";
import { EXTENT, pointTile, type TilePoint } from "./tiles-mvt.ts";

/** From this zoom on each incident is a point of its own. */
const SINGLE_FROM = 10;
/** Groups along a tile's side: 64 pixels each where a tile is drawn 512 wide. They nest in tiles, so none is in two. */
const GROUPS = 8;
/** How long what a filter leaves is kept for the tiles of one view. Within it a row can only appear late, never early. */
const KEPT_MS = 5_000;

/** Incidents with where they lie on the square of Web Mercator, both from 0 to 1, y southward. */
interface Placed {
  readonly until: number;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly found: readonly Left[];
}

const kept = new WeakMap<MissionIndex, Map<string, Placed>>();

const mercatorX = (lon: number): number => (lon + 180) / 360;
const mercatorY = (lat: number): number => {
  const sin = Math.sin((Math.max(-85.0511287798, Math.min(85.0511287798, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
};

async function placedOf(parts: Parts, within: InMission, audience: Audience, filter: FilterValues): Promise<Placed> {
  const now = parts.clock();
  const key = `${audience.upTo} ${JSON.stringify(filter)}`;
  const before = await parts.indexes.of(within.mission.id, audience);
  const known = before && kept.get(before)?.get(key);
  if (known && known.until > now) return known;
  const { index, found: all } = await askedIncidents(parts, within.mission, audience, filter);
  const found = all.filter(({ entry }) => entry.released.position !== null);
  const at = (l: Left) => l.entry.released.position as readonly [number, number];
  const placed = {
    until: now + KEPT_MS,
    xs: Float64Array.from(found, (l) => mercatorX(at(l)[0])),
    ys: Float64Array.from(found, (l) => mercatorY(at(l)[1])),
    found,
  };
  const own = kept.get(index) ?? new Map<string, Placed>();
  kept.set(index, own);
  own.delete(key);
  own.set(key, placed);
  const [oldest] = own.keys();
  if (own.size > 8 && oldest !== undefined) own.delete(oldest);
  return placed;
}

/** Incidents of one tile: as points, or below zoom 10 as groups with their number and their gravest result. */
export function pointsOf({ xs, ys, found }: Placed, zoom: number, x: number, y: number): TilePoint[] {
  const scale = 2 ** zoom;
  const cells = new Map<number, number[]>();
  for (let i = 0; i < found.length; i++) {
    const across = Math.min(scale - 1e-9, (xs[i] as number) * scale) - x;
    const down = Math.min(scale - 1e-9, (ys[i] as number) * scale) - y;
    if (across < 0 || across >= 1 || down < 0 || down >= 1) continue;
    const cell = zoom >= SINGLE_FROM ? i : Math.floor(down * GROUPS) * GROUPS + Math.floor(across * GROUPS);
    const own = cells.get(cell);
    if (own) own.push(i);
    else cells.set(cell, [i]);
  }
  const points = [...cells.values()].map((own): TilePoint => {
    const mean = (all: Float64Array, from: number) =>
      Math.min(
        EXTENT - 1,
        Math.round((own.reduce((s, i) => s + (all[i] as number) * scale - from, 0) / own.length) * EXTENT),
      );
    const group = own.map((i) => found[i] as Left);
    const { entry } = group[0] as Left;
    const result = gravest(group.map((l) => l.result));
    const shared = { count: group.length, result, gravity: gravityOf(result) };
    const properties =
      group.length > 1
        ? shared
        : {
            id: entry.id,
            act: entry.act,
            status: entry.status,
            from: Math.max(0, entry.released.time.from),
            ...shared,
          };
    return { x: mean(xs, x), y: mean(ys, y), properties };
  });
  // Order is by place, then id, whatever order the rows came in.
  return points.sort(
    (a, b) => a.y - b.y || a.x - b.x || byCodePoint(String(a.properties["id"]), String(b.properties["id"])),
  );
}

const whole = z
  .string()
  .regex(/^\d{1,8}$/, "expected a whole number")
  .transform(Number);

const tile = route({
  method: "get",
  path: "/tiles/{mission}/incidents/{z}/{x}/{tile}",
  permission: "incident.read",
  summary: "The same incidents as a vector tile, grouped below zoom 10",
  params: z
    .object({
      mission: z.string(),
      z: whole.pipe(z.number().max(22)),
      x: whole,
      tile: z
        .string()
        .regex(/^\d{1,8}\.mvt$/, "expected {y}.mvt")
        .transform((t) => Number.parseInt(t, 10)),
    })
    .refine((p) => p.x < 2 ** p.z && p.tile < 2 ** p.z, "expected x and y below 2 to the power of z"),
  query: Filter,
  answer: "bytes",
  async handle(asked) {
    const { parts, audience, params, query, header } = asked;
    const points = pointsOf(await placedOf(parts, asked, audience, query), params.z, params.x, params.tile);
    const bytes = points.length === 0 ? new Uint8Array() : pointTile("incidents", points);
    const etag = `"${sha256Hex(bytes).slice(0, 32)}"`;
    const headers = { ETag: etag, "Cache-Control": "private, no-cache", Vary: "Authorization, Cookie" };
    const known = header("If-None-Match")
      ?.split(",")
      .map((t) => t.trim().replace(/^W\//, ""));
    if (known?.includes(etag)) return new Response(null, { status: 304, headers });
    if (points.length === 0) return new Response(null, { status: 204, headers });
    return new Response(bytes, { headers: { ...headers, "Content-Type": "application/vnd.mapbox-vector-tile" } });
  },
});

export const tileRoutes: readonly Route[] = [tile];
