/**
 * Made-up reports of a made-up front, with the incident that each is of: CC0, no person, place or event is real.
 * What it does on purpose so that no model can simply be its inverse: 5 % of bearings with a 40° error, 3 % of sensor
 * fixes 1.5 km off, parties' reports put on the nearest settlement and inflated, acts heard wrongly or only as a branch,
 * media by window and area, 4 % later versions by the same source, undercounting by ear.
 * The same seed gives the same bytes as the generator of ../shared/data/fusion, whose sets are seeds 11, 23 and 37.
 */
export interface MadeUpReports {
  /** PREFIX.reports.csv */
  readonly reports: string;
  /** PREFIX.areas.geojson */
  readonly areas: string;
  readonly incidents: number;
  /** What truly happened, reported or not: what a bench may know and no fusion does. */
  readonly truth: readonly TrueEvent[];
}

/** One event as it truly was. Its id is that of column truth_incident. */
export interface TrueEvent {
  readonly id: string;
  readonly act: string;
  readonly lon: number;
  readonly lat: number;
  /** Kilometres east and north of the world's middle. */
  readonly x: number;
  readonly y: number;
  /** Start, ms since 1970. */
  readonly at: number;
  readonly lengthMs: number;
  readonly count: number;
  /** The engagement that it is part of: where and when that began, and of how many events it is. */
  readonly engagement: { readonly x: number; readonly y: number; readonly at: number; readonly events: number };
}

/** mulberry32 and the distributions made of it; each draw is counted on, so their order is part of the set. */
export function drawsOf(seed: number) {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share());
  const exponential = (mean: number): number => -mean * Math.log(1 - share());
  const poisson = (mean: number): number => {
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let [k, p] = [0, Math.exp(-mean)];
    const u = share();
    for (let sum = p; u > sum && k <= 500; sum += p) {
      k++;
      p *= mean / k;
    }
    return k;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(share() * list.length)] as T;
  return { share, normal, exponential, poisson, pick };
}

const [LON0, LAT0] = [37.8, 48.2];
const KM_LAT = 111.195;
const KM_LON = KM_LAT * Math.cos((LAT0 * Math.PI) / 180);
const START = Date.UTC(2025, 2, 1) / 1000;
const DAY = 86_400;
const QUARTER_DAY = 21_600;
const degrees = (x: number, y: number): readonly [number, number] => [LON0 + x / KM_LON, LAT0 + y / KM_LAT];

/** The line of contact: x km east of the middle at y km along it. */
const lineAt = (y: number): number => 8 * Math.sin(y / 23) + 14 * Math.sin(y / 61 + 1);

/** Act, share of incidents, range of hearing in km, mean count above one. */
export const ACTS: readonly (readonly [act: string, share: number, range: number, count: number])[] = [
  ["explosion.mortar", 0.26, 7, 6],
  ["explosion.artillery", 0.2, 12, 12],
  ["explosion.mlrs", 0.04, 15, 25],
  ["explosion.uav", 0.12, 6, 1.5],
  ["explosion.mine", 0.03, 6, 1],
  ["fire.small-arms", 0.17, 2.6, 60],
  ["fire.heavy-mg", 0.1, 4, 80],
  ["fire.sniper", 0.03, 2, 3],
  ["movement.convoy", 0.03, 3, 4],
  ["movement.position", 0.02, 3, 1],
];

interface Event {
  readonly id: number;
  readonly act: string;
  readonly range: number;
  readonly x: number;
  readonly y: number;
  readonly t: number;
  readonly n: number;
  readonly actor: "A" | "B";
  readonly length: number;
  readonly engagement: TrueEvent["engagement"];
}

type Spot =
  | { readonly at: "point"; readonly x: number; readonly y: number; readonly radius: number }
  | {
      readonly at: "sector";
      readonly x: number;
      readonly y: number;
      readonly bearing: number;
      readonly halfWidth: number;
      readonly near: number;
      readonly far: number;
    }
  | { readonly at: "area"; readonly area: string };

interface Report {
  readonly event: number;
  readonly source: string;
  readonly kind: string;
  readonly spot: Spot;
  readonly from: number;
  readonly until: number;
  readonly sd: number;
  readonly act: string;
  readonly min: number;
  readonly max: number;
  readonly actor: string;
  readonly delay: number;
}

const areaOf = (x: number, y: number): string => `R${Math.floor((x + 60) / 30)}_${Math.floor((y + 90) / 30)}`;

/** @param rate 1 is a quiet front, 8 heavy shelling */
export function madeUpReports(seed: number, days: number, rate: number): MadeUpReports {
  const draws = drawsOf(seed);
  const { share, normal, exponential, pick } = draws;
  const stretches = Array.from({ length: 16 }, (_, k) => ({
    y: -80 + (160 * (k + 0.5)) / 16,
    weight: Math.exp(0.9 * normal()),
    tension: 0,
  }));
  const settlements = Array.from({ length: 260 }, () => {
    const y = -90 + 180 * share();
    const x = lineAt(y) + 18 * normal();
    share(); // the original draws a size here that nothing uses
    return { x, y };
  });
  const nearest = (x: number, y: number) => {
    let [best, least] = [settlements[0] as { x: number; y: number }, 1e9];
    for (const s of settlements) {
      const d = Math.hypot(s.x - x, s.y - y);
      if (d < least) [best, least] = [s, d];
    }
    return { ...best, km: least };
  };
  const patrols = Array.from({ length: 18 }, (_, i) => {
    const y = -78 + (156 * (i + 0.5)) / 18;
    const x = lineAt(y) + (i % 2 ? 1 : -1) * (2 + 4 * share());
    return { id: `PAT${i + 1}`, x, y: y + 2 * normal(), byDay: i % 3 !== 0 };
  });
  const cameras = Array.from({ length: 8 }, (_, i) => {
    const y = -74 + (148 * (i + 0.5)) / 8;
    return { id: `CAM${i + 1}`, x: lineAt(y) + normal(), y };
  });

  const events: Event[] = [];
  for (let day = 0; day < days; day++)
    for (const stretch of stretches) {
      stretch.tension = day === 0 ? normal() : 0.8 * stretch.tension + 0.6 * normal();
      const engagements = draws.poisson(rate * 1.2 * stretch.weight * Math.exp(0.9 * stretch.tension - 0.4));
      for (let e = 0; e < engagements; e++) {
        const along = stretch.y + 5 * normal();
        const x = lineAt(along) + 2.5 * normal();
        const begins = START + day * DAY + DAY * share();
        const count = 1 + Math.floor(exponential(3.2));
        for (let k = 0; k < count; k++) events.push(eventAt(x, along, begins, count));
      }
    }
  function eventAt(x0: number, y0: number, begins: number, of: number): Event {
    const u = share();
    let sum = 0;
    const [act, , range, mean] = ACTS.find((a) => (sum += a[1]) >= u) as (typeof ACTS)[number];
    const x = x0 + 1.6 * normal();
    const y = y0 + 1.6 * normal();
    const t = Math.floor(begins + exponential(5400));
    const n = 1 + Math.floor(exponential(mean));
    const actor = share() < 0.5 ? "A" : "B";
    const length = act.startsWith("fire") ? exponential(900) : n > 1 ? exponential(420) : 0;
    const engagement = { x: x0, y: y0, at: begins * 1000, events: of };
    return { id: events.length, act, range, x, y, t, n, actor, length, engagement };
  }

  const reports: Report[] = [];
  const report = (r: Report): void => {
    reports.push(r);
    if (share() >= 0.04) return;
    const min = Math.max(1, Math.round(r.min * (0.8 + 0.5 * share())));
    const max = Math.max(1, Math.round(r.max * (0.9 + 0.5 * share())));
    reports.push({ ...r, min, max, delay: r.delay + 7200 + exponential(14400) });
  };
  for (const event of events) reportsOf(event);

  function reportsOf({ id, act, range, x, y, t, n, actor, length }: Event): void {
    const branch = act.split(".")[0] as string;
    const explosion = branch === "explosion";
    const hour = ((t - START) / 3600) % 24;
    const said = { event: id };
    const exactly = (count: number) => ({ min: count, max: count });
    const bearingFrom = (p: { x: number; y: number }): number =>
      ((Math.atan2(x - p.x, y - p.y) * 180) / Math.PI + 360) % 360;
    const heardAs = (): string => {
      const u = share();
      if (u < 0.55) return act;
      if (u < 0.55 + 0.3) return branch;
      return u < 0.55 + 0.36 && explosion ? pick(["explosion.mortar", "explosion.artillery"]) : "undetermined";
    };
    if (branch !== "movement")
      for (const p of patrols) {
        if (p.byDay && (hour < 7 || hour > 19)) continue;
        const km = Math.hypot(p.x - x, p.y - y);
        if (km > range * 1.3 || share() > 0.8 * Math.exp(-((km / range) ** 2))) continue;
        const bearing = bearingFrom(p) + (share() < 0.05 ? 40 : 9) * normal();
        const estimate = Math.max(0.3, km * Math.exp(0.28 * normal()));
        const unknown = share() < 0.12;
        const count = Math.max(1, Math.round(n * (0.65 + 0.4 * share())));
        const near = unknown ? 300 : Math.max(300, Math.round(estimate * 0.8) * 1000);
        const far = unknown ? Math.round(range * 1300) : Math.max(near + 1000, Math.round(estimate * 1.25) * 1000);
        const from = Math.round((t + 60 * normal()) / 60) * 60;
        const rose = (((Math.round(bearing / 22.5) * 22.5) % 360) + 360) % 360;
        const until = from + Math.ceil((length * (0.6 + 0.5 * share())) / 60) * 60 + 60;
        const spot: Spot = { at: "sector", x: p.x, y: p.y, bearing: rose, halfWidth: 11.25, near, far };
        const heard = heardAs();
        report({
          ...said,
          source: p.id,
          kind: "patrol",
          spot,
          from,
          until,
          sd: 90,
          act: heard,
          ...exactly(count),
          actor: "",
          delay: 28_800 + exponential(7200),
        });
      }
    if (explosion)
      for (const p of cameras) {
        if (Math.hypot(p.x - x, p.y - y) > 6 || share() > (hour < 5 || hour > 20 ? 0.85 : 0.5)) continue;
        const bearing = (bearingFrom(p) + 2 * normal() + 360) % 360;
        const count = Math.max(1, Math.round(n * (0.5 + 0.5 * share())));
        const from = Math.round(t + 4 * normal());
        const spot: Spot = {
          at: "sector",
          x: p.x,
          y: p.y,
          bearing: +bearing.toFixed(1),
          halfWidth: 4,
          near: 400,
          far: 6500,
        };
        const seen = share() < 0.3 ? act : "explosion";
        report({
          ...said,
          source: p.id,
          kind: "camera",
          spot,
          from,
          until: Math.round(from + length),
          sd: 6,
          act: seen,
          ...exactly(count),
          actor: "",
          delay: DAY + exponential(7200),
        });
      }
    if (explosion && y > -50 && share() < 0.75) {
      const sd = share() < 0.03 ? 1.5 : 0.15;
      const from = Math.round(t + 2 * normal());
      const count = Math.max(1, Math.round(n * (0.85 + 0.2 * share())));
      const spot: Spot = { at: "point", x: x + sd * normal(), y: y + sd * normal(), radius: 250 };
      const told = share() < 0.7 ? act : "explosion";
      report({
        ...said,
        source: "ACOU",
        kind: "sensor",
        spot,
        from,
        until: Math.round(from + length),
        sd: 4,
        act: told,
        ...exactly(count),
        actor: "",
        delay: 60,
      });
    }
    if (share() < 0.4) {
      const town = nearest(x + 0.8 * normal(), y + 0.8 * normal());
      const step = share() < 0.6 ? 900 : 1800;
      const from = Math.round((t + 480 * normal()) / step) * step;
      const count = Math.max(1, Math.round(n * Math.exp(0.2 + 0.4 * normal())));
      const told = share() < 0.8 ? act : explosion ? pick(["explosion.artillery", "explosion.mlrs"]) : act;
      const spot: Spot = { at: "point", x: town.x, y: town.y, radius: 3000 };
      report({
        ...said,
        source: actor === "A" ? "SIDEB" : "SIDEA",
        kind: "party",
        spot,
        from,
        until: from + step,
        sd: 600,
        act: told,
        ...exactly(count),
        actor,
        delay: 14_400 + exponential(14_400),
      });
    }
    if (branch !== "movement" && share() < 0.1 + (explosion && n > 8 ? 0.3 : 0)) {
      const outlets = 1 + Math.floor(exponential(0.9));
      const town = nearest(x, y);
      for (let k = 0; k < outlets; k++) {
        const source = `MED${1 + Math.floor(6 * share())}`;
        const byArea = share() < 0.2;
        const u = share();
        const width = u < 0.45 ? 3600 : u < 0.85 ? QUARTER_DAY : DAY;
        const from = START + Math.floor((t - START) / width) * width;
        const count = Math.max(1, Math.round(n * Math.exp(0.35 * normal())));
        const spot: Spot = byArea
          ? { at: "area", area: areaOf(x, y) }
          : { at: "point", x: town.x, y: town.y, radius: 2500 };
        const told = share() < 0.45 ? act : branch;
        const range = { min: Math.max(1, Math.round(count * 0.8)), max: Math.round(count * 1.2) + 1 };
        const named = share() < 0.5 ? actor : "";
        report({
          ...said,
          source,
          kind: "media",
          spot,
          from,
          until: from + width,
          sd: 300,
          act: told,
          ...range,
          actor: named,
          delay: 10_800 + exponential(DAY),
        });
      }
    }
    if (nearest(x, y).km < 4 && share() < 0.22) {
      const about = Math.round((t + 700 * normal()) / 300) * 300;
      const count = Math.max(1, Math.round(n * (0.4 + 0.8 * share())));
      const source = `HOT${1 + Math.floor(3 * share())}`;
      const spot: Spot = { at: "point", x: x + 0.8 * normal(), y: y + 0.8 * normal(), radius: 1200 };
      const told = share() < 0.3 ? act : share() < 0.7 ? branch : "undetermined";
      report({
        ...said,
        source,
        kind: "hotline",
        spot,
        from: about - 300,
        until: about + 600,
        sd: 600,
        act: told,
        min: Math.max(1, count - 2),
        max: count + 3,
        actor: "",
        delay: exponential(7200),
      });
    }
    if (explosion && n > 6 && share() < 0.2) {
      const pass = START + (Math.floor((t - START) / QUARTER_DAY) + 1) * QUARTER_DAY;
      const spot: Spot = { at: "point", x: x + 0.25 * normal(), y: y + 0.25 * normal(), radius: 400 };
      report({
        ...said,
        source: "SAT",
        kind: "satellite",
        spot,
        from: pass - QUARTER_DAY,
        until: pass,
        sd: 60,
        act: "explosion",
        min: 1,
        max: 999,
        actor: "",
        delay: 10_800,
      });
    }
  }
  const reported = new Set(reports.map((r) => r.event));
  const truth = events.map(({ id, act, x, y, t, n, length, engagement }): TrueEvent => {
    const [lon, lat] = degrees(x, y);
    return { id: `I${id}`, act, lon, lat, x, y, at: t * 1000, lengthMs: length * 1000, count: n, engagement };
  });
  return { reports: tableOf(reports), areas: areasOf(reports), incidents: reported.size, truth };
}

const HEADER =
  "obs_id,received_at,source,source_kind,t_start,t_end,t_sd_s,loc_kind,lon,lat,radius_m,bearing_deg,bearing_halfwidth_deg,dist_min_m,dist_max_m,area,event_type,count_min,count_max,actor,truth_incident";
const iso = (s: number): string => `${new Date(Math.round(s) * 1000).toISOString().slice(0, 19)}Z`;

/** In order of arrival. */
function tableOf(reports: readonly Report[]): string {
  const arrived = reports
    .map((r) => ({ ...r, arrival: r.until + r.delay }))
    .sort((a, b) => a.arrival - b.arrival || a.event - b.event || (a.source < b.source ? -1 : 1));
  const lines = arrived.map((r, i) => {
    const s = r.spot;
    const [lon, lat] = s.at === "area" ? ["", ""] : degrees(s.x, s.y).map((v) => v.toFixed(5));
    const sector = s.at === "sector" ? [s.bearing, s.halfWidth, s.near, s.far] : ["", "", "", ""];
    const place = [s.at, lon, lat, s.at === "point" ? s.radius : "", ...sector, s.at === "area" ? s.area : ""];
    const time = [iso(r.from), iso(Math.max(r.from, r.until)), r.sd];
    const what = [r.act, r.min, Math.max(r.min, r.max), r.actor, `I${r.event}`];
    return [`O${i + 1}`, iso(r.arrival), r.source, r.kind, ...time, ...place, ...what].join(",");
  });
  return `${[HEADER, ...lines].join("\n")}\n`;
}

function areasOf(reports: readonly Report[]): string {
  const ids = new Set(reports.flatMap((r) => (r.spot.at === "area" ? [r.spot.area] : [])));
  const features = [...ids]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((id) => {
      const [column, row] = id.slice(1).split("_").map(Number) as [number, number];
      const [w, s, e, n] = [-60 + 30 * column, -90 + 30 * row, -30 + 30 * column, -60 + 30 * row];
      const corners: [number, number][] = [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ];
      const ring = corners.map(([x, y]) => degrees(x, y).map((v) => +v.toFixed(5)));
      return { type: "Feature", properties: { id }, geometry: { type: "Polygon", coordinates: [ring] } };
    });
  return JSON.stringify({ type: "FeatureCollection", features });
}
