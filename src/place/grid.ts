import { WGS84_A, WGS84_E2, WGS84_F, wrapLongitude } from "./geodesy.ts";

/** A position on the UTM grid (zone 1 to 60) or, beyond 80° S and 84° N, on the polar UPS grid (zone 0). Metres. */
export interface GridPosition {
  readonly zone: number;
  readonly north: boolean;
  readonly easting: number;
  readonly northing: number;
}

const RAD = Math.PI / 180;
const E = Math.sqrt(WGS84_E2);
const UTM_SCALE = 0.9996;
const UPS_SCALE = 0.994;
const N = WGS84_F / (2 - WGS84_F);
/** Radius of the rectifying sphere. */
const RECTIFYING = (WGS84_A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256);

const series = (...terms: readonly number[]): number => terms.reduce((sum, c, i) => sum + c * N ** (i + 1), 0);

/** Krüger's series to sixth order in n, accurate to 5 nm within 35° of the meridian. Source: Karney 2011, eq. 35 and 36. */
const ALPHA = [
  series(1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
  series(0, 13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
  series(0, 0, 61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
  series(0, 0, 0, 49561 / 161280, -179 / 168, 6601661 / 7257600),
  series(0, 0, 0, 0, 34729 / 80640, -3418889 / 1995840),
  series(0, 0, 0, 0, 0, 212378941 / 319334400),
];
const BETA = [
  series(1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800),
  series(0, 1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720),
  series(0, 0, 17 / 480, -37 / 840, -209 / 4480, 5569 / 90720),
  series(0, 0, 0, 4397 / 161280, -11 / 504, -830251 / 7257600),
  series(0, 0, 0, 0, 4583 / 161280, -108847 / 3991680),
  series(0, 0, 0, 0, 0, 20648693 / 638668800),
];

/** Tangent of the conformal latitude from the tangent of the latitude. Source: Karney 2011, eq. 7 to 9. */
function conformal(tau: number): number {
  const sigma = Math.sinh(E * Math.atanh((E * tau) / Math.hypot(1, tau)));
  return tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
}

/** The inverse of `conformal`, by Newton's method. Source: Karney 2011, eq. 19 to 21. */
function geographic(conformalTau: number): number {
  let tau = conformalTau / (1 - WGS84_E2);
  for (let i = 0; i < 8; i++) {
    const at = conformal(tau);
    const step =
      ((conformalTau - at) * (1 + (1 - WGS84_E2) * tau * tau)) /
      ((1 - WGS84_E2) * Math.hypot(1, at) * Math.hypot(1, tau));
    tau += step;
    if (Math.abs(step) <= 1e-16 * Math.abs(tau)) break;
  }
  return tau;
}

const meridian = (zone: number): number => 6 * zone - 183;

/**
 * The UTM zone of a position, with the exceptions of southern Norway (32V) and Svalbard (31X to 37X); 0 for UPS.
 * 180° lies in zone 1. Source: NGA.SIG.0012 section 7-4; 80° S is UTM, 84° N is UPS
 */
export function gridZone(lon: number, lat: number): number {
  if (lat < -80 || lat >= 84) return 0;
  const l = wrapLongitude(lon);
  if (lat >= 72 && l >= 0 && l < 42) return l < 9 ? 31 : l < 21 ? 33 : l < 33 ? 35 : 37;
  if (lat >= 56 && lat < 64 && l >= 3 && l < 12) return 32;
  // The sum may round up to 360 just west of the antimeridian.
  return Math.min(60, Math.floor((l + 180) / 6) + 1);
}

/** A position on the grid, UTM or UPS by its latitude. Agrees with GeographicLib to the nanometre's neighbourhood. */
export function toGrid(lon: number, lat: number): GridPosition {
  const zone = gridZone(lon, lat);
  if (zone === 0) return toPolar(lon, lat);
  const l = wrapLongitude(lon - meridian(zone)) * RAD;
  const tau = conformal(Math.tan(lat * RAD));
  const xi0 = Math.atan2(tau, Math.cos(l));
  const eta0 = Math.asinh(Math.sin(l) / Math.hypot(tau, Math.cos(l)));
  let [xi, eta] = [xi0, eta0];
  ALPHA.forEach((a, i) => {
    const k = 2 * (i + 1);
    xi += a * Math.sin(k * xi0) * Math.cosh(k * eta0);
    eta += a * Math.cos(k * xi0) * Math.sinh(k * eta0);
  });
  const north = lat >= 0;
  return {
    zone,
    north,
    easting: 500_000 + UTM_SCALE * RECTIFYING * eta,
    northing: (north ? 0 : 10_000_000) + UTM_SCALE * RECTIFYING * xi,
  };
}

/** Longitude in [-180, 180) and latitude of a grid position. Nothing is checked: any easting and northing is unrolled. */
export function fromGrid({ zone, north, easting, northing }: GridPosition): {
  readonly lon: number;
  readonly lat: number;
} {
  if (zone === 0) return fromPolar(north, easting, northing);
  const xi = (northing - (north ? 0 : 10_000_000)) / (UTM_SCALE * RECTIFYING);
  const eta = (easting - 500_000) / (UTM_SCALE * RECTIFYING);
  let [xi0, eta0] = [xi, eta];
  BETA.forEach((b, i) => {
    const k = 2 * (i + 1);
    xi0 -= b * Math.sin(k * xi) * Math.cosh(k * eta);
    eta0 -= b * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const tau = geographic(Math.sin(xi0) / Math.hypot(Math.sinh(eta0), Math.cos(xi0)));
  const l = Math.atan2(Math.sinh(eta0), Math.cos(xi0)) / RAD;
  return { lon: wrapLongitude(meridian(zone) + l), lat: Math.atan(tau) / RAD };
}

/** 2·k₀·a / √((1+e)^(1+e)·(1−e)^(1−e)): radius of the UPS plane at conformal latitude 0. Source: Snyder 1987, 21-33. */
const POLAR = (2 * UPS_SCALE * WGS84_A) / Math.sqrt((1 + E) ** (1 + E) * (1 - E) ** (1 - E));
const POLAR_ORIGIN = 2_000_000;

function toPolar(lon: number, lat: number): GridPosition {
  const north = lat > 0;
  const tau = conformal(Math.tan(Math.abs(lat) * RAD));
  const rho = Math.abs(lat) === 90 ? 0 : POLAR / (Math.hypot(1, tau) + tau);
  const l = wrapLongitude(lon) * RAD;
  return {
    zone: 0,
    north,
    easting: POLAR_ORIGIN + rho * Math.sin(l),
    northing: POLAR_ORIGIN + (north ? -1 : 1) * rho * Math.cos(l),
  };
}

function fromPolar(north: boolean, easting: number, northing: number): { readonly lon: number; readonly lat: number } {
  const [x, y] = [easting - POLAR_ORIGIN, northing - POLAR_ORIGIN];
  const rho = Math.hypot(x, y);
  if (rho === 0) return { lon: 0, lat: north ? 90 : -90 };
  const t = rho / POLAR;
  const lat = Math.atan(geographic((1 / t - t) / 2)) / RAD;
  return { lon: wrapLongitude(Math.atan2(x, north ? -y : y) / RAD), lat: north ? lat : -lat };
}
