import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { fuse } from "../src/incident/fuse.ts";
import { MODEL } from "../src/incident/model.ts";
import type { Observation } from "../src/observation/observation.ts";
import { latitude, millis } from "../src/units.ts";
import { type Scores, scores } from "./partition-scores.ts";

/** Standard deviations of place and time at which the study states its figures, in km and days. */
const SIGMAS: readonly (readonly [km: number, days: number])[] = [
  [1, 1],
  [1.5, 1],
  [2, 1],
  [1, 0.7],
];
const DAY = 86_400_000;

/**
 * Fusion of the simulated car crashes of MELTT's package, three frames of which none holds a crash twice. Car, colour and
 * damage, in the broad words by which MELTT compares them, stand as one name, as that of an alleged actor does. Nothing
 * is tuned on them.
 * @param csv text of crashMD_truth.csv (LGPL-3, stays outside the project)
 */
export function crashMdAccuracy(
  csv: string,
  model = MODEL,
): { readonly km: number; readonly days: number; readonly scores: Scores }[] {
  const rows = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
  const truth = new Map(rows.map((r) => [idOf(r), r.truth_incident as string]));
  return SIGMAS.map(([km, days]) => {
    const observations = rows.map((r, i) => observationOf(r, i, km, days));
    const found = new Map(
      fuse(observations, { model }).flatMap((i) => i.members.map((m) => [m.observation.id, i.id] as const)),
    );
    return { km, days, scores: scores(truth, found) };
  });
}

const idOf = (row: Record<string, string>): string =>
  createHash("sha256")
    .update(row.id as string)
    .digest("hex");

function observationOf(row: Record<string, string>, index: number, km: number, days: number): Observation {
  const id = idOf(row);
  const from = Date.parse(`${row.date}T00:00:00Z`);
  return {
    id,
    kind: "observation",
    report: id,
    source: row.dataset as string,
    sourceKind: "dataset",
    mode: "document",
    acts: ["undetermined"],
    labelBasis: "person",
    role: "undetermined",
    count: { min: 0, max: null, unit: "event", form: "not-stated" },
    activity: "unknown",
    time: {
      // The start is what is known to the stated error; what the frames call an episode lasts some days longer.
      kind: "seen",
      from: millis(from),
      until: millis(Date.parse(`${row.enddate}T00:00:00Z`)),
      sdMs: days * DAY,
      precision: "day",
      stated: `${row.date} – ${row.enddate}`,
      zone: "UTC",
      zoneBasis: "assumed",
    },
    place: {
      kind: "point",
      lon: Number(row.longitude),
      lat: latitude(Number(row.latitude)),
      radiusM: (km * 1000) / MODEL.pointSd,
    },
    alleged: { actor: `${row.model_l1}, ${row.color_l1}, ${row.damage_l1}`, by: row.dataset as string },
    distinct: true,
    marking: "TLP:CLEAR",
    origin: { file: "crashMD_truth.csv", line: index + 2 },
  };
}
