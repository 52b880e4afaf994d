import type { PolygonRings, SectorPlace, UncertainPlace } from "../place/place.ts";
import { KM_PER_DEGREE, type Mixture, piece, turn } from "./mixture.ts";
import type { FusionModel } from "./model.ts";

const RADIANS = Math.PI / 180;
/** Smallest standard deviation of any place, km: keeps a product of exact points finite. */
const LEAST_SD = 0.02;

/**
 * What a stated place says about the true one, as a density (fusion.md 5.1, Place); undefined where none is known.
 * @param bearingSdDeg error of the observer's bearings beside the stated half-width, degrees
 */
export function mixtureOf(place: UncertainPlace, bearingSdDeg: number, model: FusionModel): Mixture | undefined {
  switch (place.kind) {
    case "unknown":
      return undefined;
    case "point": {
      const sd = Math.max(LEAST_SD, (model.pointSd * place.radiusM) / 1000);
      return withOutlier([[1, place.lon, place.lat, sd * sd, 0, sd * sd]], model);
    }
    case "sector":
      return withOutlier(sectorPieces(place, bearingSdDeg, model), model);
    case "area": {
      const m = areaMoments(place.polygons);
      return m && Float64Array.from(piece(1, ...m));
    }
  }
}

type Piece = readonly [weight: number, lon: number, lat: number, ee: number, en: number, nn: number];

/** Each piece, and one wide piece for places that are plainly wrong. */
function withOutlier(pieces: readonly Piece[], model: FusionModel): Mixture {
  const all: number[] = [];
  for (const [w, lon, lat, ee, en, nn] of pieces)
    all.push(...piece(w * (1 - model.outlierShare), lon, lat, ee, en, nn));
  const [lon, lat, ee, en, nn] = momentsOf(pieces);
  const wide = model.outlierWidth ** 2;
  // The wide piece of a sector is as wide as the sector is long: a bearing that is wrong is wrong all round.
  const spread = pieces.length === 1 ? undefined : (ee + nn) / 2;
  if (spread === undefined) all.push(...piece(model.outlierShare, lon, lat, ee * wide, en * wide, nn * wide, 1));
  else all.push(...piece(model.outlierShare, lon, lat, Math.max(ee, spread) * 4, en, Math.max(nn, spread) * 4, 1));
  return Float64Array.from(all);
}

function momentsOf(pieces: readonly Piece[]): readonly [number, number, number, number, number] {
  const first = pieces[0] as Piece;
  const scale = Math.cos(first[2] * RADIANS) * KM_PER_DEGREE;
  let [e, n, ee, en, nn] = [0, 0, 0, 0, 0];
  for (const [w, lon, lat, a, b, c] of pieces) {
    const x = turn(lon - first[1]) * scale;
    const y = (lat - first[2]) * KM_PER_DEGREE;
    e += w * x;
    n += w * y;
    ee += w * (a + x * x);
    en += w * (b + x * y);
    nn += w * (c + y * y);
  }
  return [turn(first[1] + e / scale), first[2] + n / KM_PER_DEGREE, ee - e * e, en - e * n, nn - n * n];
}

/** One to four pieces along the range, and as many across as a wide sector needs. */
function sectorPieces(place: SectorPlace, bearingSdDeg: number, model: FusionModel): Piece[] {
  const width = (((place.untilDeg - place.fromDeg) % 360) + 360) % 360 || 360;
  const across = Math.max(1, Math.ceil(width / 60));
  const near = (place.minM / 1000) * (1 - model.rangeSlack);
  const far = Math.max(near + 0.1, (place.maxM / 1000) * (1 + model.rangeSlack));
  const halfAngle = width / across / 2;
  const angleSd = Math.hypot(halfAngle / Math.sqrt(3), bearingSdDeg) * RADIANS;
  const middle = (near + far) / 2;
  const along = across > 2 ? 2 : Math.min(4, Math.max(1, Math.round((far - near) / (2.5 * middle * angleSd + 0.3))));
  const step = (far - near) / along;
  const cos = Math.cos(place.lat * RADIANS);
  const pieces: Piece[] = [];
  for (let a = 0; a < across; a++)
    for (let r = 0; r < along; r++) {
      const bearing = (place.fromDeg + (2 * a + 1) * halfAngle) * RADIANS;
      const distance = near + (r + 0.5) * step;
      const radial = Math.max(LEAST_SD, step / Math.sqrt(12));
      const tangential = Math.max(LEAST_SD, distance * angleSd);
      const [e, n] = [Math.sin(bearing), Math.cos(bearing)];
      const [rr, tt] = [radial * radial, tangential * tangential];
      pieces.push([
        1 / (across * along),
        turn(place.lon + (e * distance) / (KM_PER_DEGREE * cos)),
        place.lat + (n * distance) / KM_PER_DEGREE,
        rr * e * e + tt * n * n,
        (rr - tt) * e * n,
        rr * n * n + tt * e * e,
      ]);
    }
  return pieces;
}

/** Centroid and second moments of polygons with holes, by Green's theorem in a local plane. */
function areaMoments(polygons: readonly PolygonRings[]): readonly [number, number, number, number, number] | undefined {
  const origin = polygons[0]?.[0]?.[0];
  if (!origin) return undefined;
  const scale = Math.cos(origin[1] * RADIANS) * KM_PER_DEGREE;
  let [area, e, n, ee, en, nn] = [0, 0, 0, 0, 0, 0];
  for (const rings of polygons)
    for (const [index, ring] of rings.entries()) {
      const sums = ringSums(ring, origin, scale);
      // Outer rings add and holes take away, whichever way they were drawn.
      const sign = (index === 0 ? 1 : -1) * (sums[0] < 0 ? -1 : 1);
      area += sign * sums[0];
      e += sign * sums[1];
      n += sign * sums[2];
      ee += sign * sums[3];
      en += sign * sums[4];
      nn += sign * sums[5];
    }
  const least = LEAST_SD * LEAST_SD;
  if (!(area > 1e-6)) return [origin[0], origin[1], least, 0, least];
  e /= area;
  n /= area;
  return [
    turn(origin[0] + e / scale),
    origin[1] + n / KM_PER_DEGREE,
    Math.max(least, ee / area - e * e),
    en / area - e * n,
    Math.max(least, nn / area - n * n),
  ];
}

function ringSums(
  ring: readonly (readonly [number, number])[],
  origin: readonly [number, number],
  scale: number,
): readonly [number, number, number, number, number, number] {
  let [area, e, n, ee, en, nn] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [lon0, lat0] = ring[i] as readonly [number, number];
    const [lon1, lat1] = ring[i + 1] as readonly [number, number];
    const [x0, y0] = [turn(lon0 - origin[0]) * scale, (lat0 - origin[1]) * KM_PER_DEGREE];
    const [x1, y1] = [turn(lon1 - origin[0]) * scale, (lat1 - origin[1]) * KM_PER_DEGREE];
    const cross = x0 * y1 - x1 * y0;
    area += cross / 2;
    e += ((x0 + x1) * cross) / 6;
    n += ((y0 + y1) * cross) / 6;
    ee += ((x0 * x0 + x0 * x1 + x1 * x1) * cross) / 12;
    nn += ((y0 * y0 + y0 * y1 + y1 * y1) * cross) / 12;
    en += ((x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * cross) / 24;
  }
  return [area, e, n, ee, en, nn];
}
