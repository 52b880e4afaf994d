import { COUNT_UNITS, type CountUnit } from "../../src/observation/count.ts";
import { parseCount } from "../../src/observation/count-text.ts";
import { type Notation, parsePosition } from "../../src/place/notation.ts";
import type { UncertainPlace } from "../../src/place/place.ts";
import { parseWinds } from "../../src/place/winds.ts";
import type { UncertainTime } from "../../src/time/interval.ts";
import { parseStated } from "../../src/time/stated.ts";

export type What = "observation" | "nothing-perceived";
/** Cells by the columns of the tables that the server reads them by; "" and absent are the same. */
export type Cells = Readonly<Record<string, string>>;

/** One thing that keeps a report from being sealed. Empty words: it is not filled in. */
export interface Fault {
  readonly field: string;
  readonly words: string;
}

/** What the form makes of the cells, by the same readers that the server has. */
export interface ReadReport {
  readonly time: UncertainTime | null;
  readonly place: (UncertainPlace & { readonly notation?: Notation }) | null;
  readonly faults: readonly Fault[];
}

const NEEDED: Readonly<Record<What, readonly string[]>> = {
  observation: ["time_from", "mode", "act", "role"],
  "nothing-perceived": ["from", "until", "station", "position"],
};
const DISTANCES = ["distance_min_m", "distance_max_m", "radius_m", "bearing_halfwidth_deg"] as const;

const isNumber = (text: string): boolean => /^(\d+(\.\d*)?|\.\d+)$/.test(text.trim());
const has = (cells: Cells, field: string): boolean => (cells[field] ?? "").trim() !== "";

/** Reads the cells as they stand. @param reach metres assumed where no largest distance is given; by how it was perceived */
export function readCells(what: What, cells: Cells, reach: number): ReadReport {
  const faults: Fault[] = NEEDED[what].filter((f) => !has(cells, f)).map((field) => ({ field, words: "" }));
  const fault = (field: string, words: string): null => {
    faults.push({ field, words });
    return null;
  };
  const [from, until] = what === "observation" ? ["time_from", "time_until"] : ["from", "until"];
  const time = has(cells, from as string) ? readTime(cells, from as string, until as string, fault) : null;
  for (const field of DISTANCES)
    if (has(cells, field) && !isNumber(cells[field] as string)) fault(field, `"${cells[field]}"`);
  const place = has(cells, "position") ? readPlace(cells, reach, fault) : null;
  if (!place && ["bearing", "distance_min_m", "distance_max_m"].some((f) => has(cells, f)) && !has(cells, "position"))
    fault("position", "");
  const unit = (COUNT_UNITS as readonly string[]).includes(cells["count_unit"] ?? "")
    ? (cells["count_unit"] as CountUnit)
    : "event";
  for (const [field, of, least] of [
    ["count", unit, 1],
    ["killed", "person", 0],
    ["injured", "person", 0],
  ] as const) {
    const read = parseCount(cells[field] ?? "", of, least);
    if ("error" in read) fault(field, read.error);
  }
  if (has(cells, "object_name") && !has(cells, "object_kind")) fault("object_kind", "");
  return { time, place, faults };
}

type Fail = (field: string, words: string) => null;

function readTime(cells: Cells, from: string, until: string, fault: Fail): UncertainTime | null {
  const stated = { from: cells[from] ?? "", until: cells[until] ?? "" };
  const read = parseStated(stated, { zone: cells["zone"] ?? "UTC", kind: "seen" });
  return "error" in read ? fault(from, read.error) : read;
}

function readPlace(cells: Cells, reach: number, fault: Fail): ReadReport["place"] {
  const read = parsePosition(cells["position"] ?? "");
  if ("error" in read) return fault("position", read.error);
  const { lon, lat, notation } = read;
  const radiusM = isNumber(cells["radius_m"] ?? "") ? Number(cells["radius_m"]) : read.radiusM;
  if (!["bearing", "distance_min_m", "distance_max_m"].some((f) => has(cells, f)))
    return radiusM > 0 ? { kind: "point", lon, lat, radiusM, notation } : fault("radius_m", `"${cells["radius_m"]}"`);
  const directions = readBearing(cells, fault);
  if (!directions) return null;
  const minM = Number(cells["distance_min_m"] || 0);
  const maxM = has(cells, "distance_max_m") ? Number(cells["distance_max_m"]) : reach;
  if (!(minM < maxM)) return fault("distance_max_m", `${minM} m < ? m`);
  const distance = has(cells, "distance_max_m") ? ("stated" as const) : ("assumed" as const);
  return { kind: "sector", lon, lat, ...directions, minM, maxM, distance, notation };
}

const turned = (degrees: number): number => ((degrees % 360) + 360) % 360;

function readBearing(cells: Cells, fault: Fail): { readonly fromDeg: number; readonly untilDeg: number } | null {
  const text = (cells["bearing"] ?? "").trim();
  if (text === "") return { fromDeg: 0, untilDeg: 0 };
  const given = isNumber(cells["bearing_halfwidth_deg"] ?? "") ? Number(cells["bearing_halfwidth_deg"]) : undefined;
  if (isNumber(text)) {
    const degrees = Number(text);
    const half = given ?? 5;
    if (degrees > 360) return fault("bearing", `"${text}": 0–360`);
    return half >= 180
      ? { fromDeg: 0, untilDeg: 0 }
      : { fromDeg: turned(degrees - half), untilDeg: turned(degrees + half) };
  }
  const winds = parseWinds(text);
  return "error" in winds ? fault("bearing", winds.error) : winds;
}
