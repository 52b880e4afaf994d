import { z } from "zod";
import { BY_GRAVITY } from "../store/facet.ts";
import type { FoundGroup } from "../store/found.ts";
import { byCodePoint } from "../units.ts";
import { asKnownAt } from "./as-of.ts";
import { filterOf } from "./asked-incidents.ts";
import { SituationQuery } from "./client/queries.ts";
import { etagOf, headersOf, isKnown } from "./etag.ts";
import { type Route, route } from "./route.ts";
import { EXTENT, pointTile, type TilePoint } from "./tiles-mvt.ts";

/** From this zoom on each incident is a point of its own. */
const SINGLE_FROM = 10;
/** Zooms between a tile and its groups: 8 along a side, 64 pixels each where a tile is drawn 512 wide. None is in two tiles. */
const FINER = 3;
/** Points of one tile at most: above that the nearest to its upper left corner are drawn, and a finer zoom shows all. */
const MOST = 50_000;

const mercatorX = (lon: number): number => (lon + 180) / 360;
const mercatorY = (lat: number): number => {
  const sin = Math.sin((Math.max(-85.0511287798, Math.min(85.0511287798, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
};

/** Incidents of one tile: as points, or below zoom 10 as groups with their number and their gravest result. */
export function pointsOf(groups: readonly FoundGroup[], zoom: number, x: number, y: number): TilePoint[] {
  const scale = 2 ** zoom;
  const within = (share: number, from: number): number =>
    Math.max(0, Math.min(EXTENT - 1, Math.round((share * scale - from) * EXTENT)));
  const points = groups.map(({ count, result, position: [lon, lat], only }): TilePoint => {
    const shared = { count, result, gravity: BY_GRAVITY.indexOf(result) };
    const properties = only
      ? { id: only.id, act: only.act, status: only.status, from: Math.max(0, only.from), ...shared }
      : shared;
    return { x: within(mercatorX(lon), x), y: within(mercatorY(lat), y), properties };
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
  query: SituationQuery,
  answer: "bytes",
  async handle(asked) {
    const { mission, audience, params, query, header } = asked;
    const { parts } = await asKnownAt(asked, query.asOf);
    const { z: zoom, x, tile: y } = params;
    const filter = await filterOf(parts, { mission, audience }, query);
    const cells = zoom >= SINGLE_FROM ? null : zoom + FINER;
    const { value: groups } = await parts.reads.ask(mission.id, audience, ["tile", zoom, x, y, filter], (view) =>
      view.incidents(filter).tile(zoom, x, y, cells, MOST),
    );
    const points = pointsOf(groups, zoom, x, y);
    const bytes = points.length === 0 ? new Uint8Array() : pointTile("incidents", points);
    const etag = etagOf(bytes);
    const headers = headersOf(etag);
    if (isKnown(etag, header("If-None-Match"))) return new Response(null, { status: 304, headers });
    if (points.length === 0) return new Response(null, { status: 204, headers });
    return new Response(bytes, { headers: { ...headers, "Content-Type": "application/vnd.mapbox-vector-tile" } });
  },
});

export const tileRoutes: readonly Route[] = [tile];
