import { cursorText } from "../src/server/cursor.ts";
import { millis } from "../src/units.ts";

/** What there is to ask about in a mission: its time, a place in its middle, and names that its filters take. */
export interface World {
  /** Milliseconds since 1970 UTC. */
  readonly begin: number;
  readonly days: number;
  readonly box: readonly [west: number, south: number, east: number, north: number];
  readonly clauses: readonly string[];
  readonly zone: string;
  /** A piece of a name that many incidents have, behind which a number stands. */
  readonly text: string;
}

/** What a kind of question may take, in milliseconds: issue 6, "Speed to reach". */
export interface Target {
  readonly cold: Readonly<Record<"sqlite" | "postgres", number>>;
  readonly warm: Readonly<Record<"sqlite" | "postgres", number>>;
}

export interface Question {
  readonly kind: "list" | "histogram" | "tile" | "search";
  readonly path: (i: number) => string;
}

const both = (ms: number) => ({ sqlite: ms, postgres: ms });
/** A list's number is kept once it was asked, so that lists are held to 50 ms when they are asked again and page by page. */
export const TARGETS: Readonly<Record<Question["kind"], Target>> = {
  list: { cold: { sqlite: 1_000, postgres: 500 }, warm: both(50) },
  histogram: { cold: { sqlite: 1_000, postgres: 500 }, warm: both(50) },
  tile: { cold: { sqlite: 1_000, postgres: 500 }, warm: both(50) },
  search: { cold: both(2_000), warm: both(2_000) },
};

const DAY = 86_400_000;

/** The tile of a zoom that holds a position, and how far tiles beside it may be asked. */
export function tileAt(zoom: number, lon: number, lat: number): readonly [x: number, y: number] {
  const sin = Math.sin((lat * Math.PI) / 180);
  const share = [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)] as const;
  return [Math.floor(share[0] * 2 ** zoom), Math.floor(share[1] * 2 ** zoom)];
}

/** Questions by name. Each number makes another one of the same cost, so that none was answered before. */
export function questionsOf({ begin, days, box, clauses, zone, text }: World): Readonly<Record<string, Question>> {
  const [west, south, east, north] = box;
  const middle = [(west + east) / 2, (south + north) / 2] as const;
  const m = "/api/v1/missions/m";
  const clause = (i: number): string => `clause=${clauses[i % clauses.length]}`;
  const window = (i: number, length: number): string => {
    const from = begin + Math.floor(((i * 37) % Math.max(1, days - length)) * DAY) + i;
    return `from=${from}&until=${from + length * DAY}`;
  };
  const almostAll = (i: number): string => `from=${begin + 1 + i}`;
  const deep = (share: number, i: number): string =>
    cursorText({ at: millis(begin + Math.floor(share * days * DAY) + i), id: "8".repeat(64) });
  const tile = (zoom: number, i: number): string => {
    const [x, y] = tileAt(zoom, ...middle);
    const beside = zoom < 10 ? 0 : i % 5;
    return `/tiles/m/incidents/${zoom}/${x + beside}/${y + (zoom < 10 ? 0 : i % 3)}.mvt`;
  };
  const polygon = (i: number): string => {
    const [w, s, e, n] = [west + 0.5, south + 0.5, east - 0.5 - i / 1_000, north - 0.5];
    const ring = [`${w} ${s}`, `${e} ${s}`, `${e} ${n}`, `${(w + e) / 2} ${(s + n) / 2}`, `${w} ${n}`, `${w} ${s}`];
    return encodeURIComponent(`s_intersects(geometry, POLYGON((${ring.join(", ")})))`);
  };
  return {
    "list, newest 100 of all": { kind: "list", path: (i) => `${m}/incidents?${almostAll(i)}` },
    "list, a day": { kind: "list", path: (i) => `${m}/incidents?${window(i, 1)}` },
    "list, clause and result": {
      kind: "list",
      path: (i) => `${m}/incidents?${clause(i)}&result=contrary&${almostAll(i)}`,
    },
    "list, zone, newest behind 90 % of all": {
      kind: "list",
      path: (i) => `${m}/incidents?zone=${zone}&${almostAll(i)}&cursor=${deep(0.1, i)}`,
    },
    "histogram, all": { kind: "histogram", path: (i) => `${m}/histogram?${almostAll(i)}` },
    "histogram, 90 days": { kind: "histogram", path: (i) => `${m}/histogram?${window(i, 90)}` },
    "histogram, zone": { kind: "histogram", path: (i) => `${m}/histogram?zone=${zone}&${almostAll(i)}` },
    "histogram, clause, result, status": {
      kind: "histogram",
      path: (i) => `${m}/histogram?${clause(i)}&result=contrary&status=recorded&${almostAll(i)}`,
    },
    "tile z5, all": { kind: "tile", path: (i) => `${tile(5, i)}?${almostAll(i)}` },
    "tile z5, clause, result, status": {
      kind: "tile",
      path: (i) => `${tile(5, i)}?${clause(i)}&result=contrary&status=recorded&${almostAll(i)}`,
    },
    "tile z6, zone, 90 days": { kind: "tile", path: (i) => `${tile(6, i)}?zone=${zone}&${window(i, 90)}` },
    "tile z8, clause": { kind: "tile", path: (i) => `${tile(8, i)}?${clause(i)}&${almostAll(i)}` },
    "tile z11": { kind: "tile", path: (i) => `${tile(11, i)}?${almostAll(i)}` },
    "text, histogram": { kind: "search", path: (i) => `${m}/histogram?text=${encodeURIComponent(text + i)}` },
    "text, list": {
      kind: "search",
      path: (i) => `${m}/incidents?text=${encodeURIComponent(text + i)}&${almostAll(i)}`,
    },
    "text, tile z5": { kind: "search", path: (i) => `${tile(5, i)}?text=${encodeURIComponent(text + i)}` },
    "polygon, items": {
      kind: "search",
      path: (i) => `/ogc/collections/m.incidents/items?limit=100&filter=${polygon(i)}`,
    },
  };
}
