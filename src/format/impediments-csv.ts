import { canonical, sha256Hex } from "../canonical.ts";
import { IMPEDIMENT_KINDS, type Impediment } from "../observation/coverage-window.ts";
import { MINUTE, millis } from "../units.ts";
import { hasAll } from "./cells.ts";
import { PLACE_COLUMNS, readPlace } from "./place-cells.ts";
import type { RowContext, RowResult, TableReader } from "./reader.ts";
import { StatedCells, unknownColumn } from "./stated-cells.ts";

export const IMPEDIMENT_COLUMNS = [
  "impediment_kind",
  "from",
  "until",
  "zone",
  "minutes",
  "by",
  "control_side",
  "reason",
  "source",
  "place_name",
  ...PLACE_COLUMNS,
] as const;

/** Restrictions of the mission's freedom of movement (docs/formats.md, Impediments). */
export const impedimentsCsv: TableReader = {
  name: "impediments-csv",
  columns: IMPEDIMENT_COLUMNS,
  recognises: (header) => hasAll(header, ["impediment_kind", "from"]),
  refusesHeader: (header) => unknownColumn(header, IMPEDIMENT_COLUMNS),
  assumptions: [],
  row: readImpediment,
};

function readImpediment(raw: Readonly<Record<string, string>>, context: RowContext): RowResult {
  const cells = new StatedCells(raw);
  if (cells.text("source").startsWith("EXAMPLE")) return { skip: "example-row" };
  const kind = cells.required("impediment_kind", IMPEDIMENT_KINDS);
  const minutes = cells.text("minutes") === "" ? null : cells.whole("minutes", 525_600);
  const time = cells.time("from", "until", context.zone ? { assumedZone: context.zone } : {});
  const place = readPlace(cells, "place_name", undefined, context.order);
  if (cells.faults.length > 0 || !kind || minutes === undefined || !time || !place) return { refuse: cells.faults };
  const stated = IMPEDIMENT_COLUMNS.flatMap((c) => (raw[c] ? [c, raw[c].toWellFormed()] : []));
  // A delay that began at a stated minute and has no end lasted as long as it is said to have lasted.
  const timed = time.precision !== "day" && !cells.text("until") && minutes !== null && minutes > 0;
  const value: Impediment = {
    id: sha256Hex(canonical(["trucekeeper-impediment", ...stated, context.ordinal])),
    kind,
    from: time.from,
    until: timed ? millis(time.from + minutes * MINUTE) : time.until,
    place,
    minutes,
    by: cells.text("by"),
    controlSide: cells.text("control_side"),
    reason: cells.text("reason"),
    source: cells.text("source"),
    origin: { file: context.sha256, line: context.line },
  };
  return { use: [{ type: "impediment", value }] };
}
