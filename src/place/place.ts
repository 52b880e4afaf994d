/** A position as [longitude, latitude] in degrees on WGS 84, the order of GeoJSON (RFC 7946). */
export type Position = readonly [lon: number, lat: number];
/** A closed ring: first position repeated at the end, at least four positions. */
export type Ring = readonly Position[];
/** Outer ring first, then holes. */
export type PolygonRings = readonly Ring[];

/** How well a place is known. The true place lies in the shape at about the 95 % level, spread evenly over it. */
export type UncertainPlace = PointPlace | SectorPlace | AreaPlace | UnknownPlace;

/** A point with the radius in metres that it was stated to. Never 0: an exact point does not exist. */
export interface PointPlace {
  readonly kind: "point";
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  readonly name?: string;
}

/** Heard or seen from an observer in a sector of bearings and a range of distances: an annular sector. */
export interface SectorPlace {
  readonly kind: "sector";
  /** The observer's position. */
  readonly lon: number;
  readonly lat: number;
  /** Clockwise from `fromDeg` to `untilDeg`, true north, each in [0, 360); equal means all round. */
  readonly fromDeg: number;
  readonly untilDeg: number;
  readonly minM: number;
  /** Where the distance is unknown, the reach that was assumed for this mode of observation; `distance` says so. */
  readonly maxM: number;
  readonly distance: "stated" | "assumed";
  readonly name?: string;
}

/** Somewhere in an area: a district, an oblast, a drawn polygon. */
export interface AreaPlace {
  readonly kind: "area";
  /** Polygons of the area, each outer ring first. */
  readonly polygons: readonly PolygonRings[];
  readonly name: string;
}

/** No place was given, or a name that no gazetteer in use resolves. */
export interface UnknownPlace {
  readonly kind: "unknown";
  readonly name?: string;
}

/** A position with its share of the evidence; the weights of a cloud sum to 1. */
export interface WeightedPosition {
  readonly lon: number;
  readonly lat: number;
  readonly weight: number;
}
