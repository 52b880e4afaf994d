import { canonical, sha256Hex } from "../canonical.ts";
import { COVERAGE_STATES, type CoverageWindow } from "../observation/coverage-window.ts";
import { hasAll } from "./cells.ts";
import { PLACE_COLUMNS, readPlace } from "./place-cells.ts";
import type { RowContext, RowResult, TableReader } from "./reader.ts";
import { StatedCells, unknownColumn } from "./stated-cells.ts";

export const COVERAGE_COLUMNS = [
  "station",
  "kind",
  "from",
  "until",
  "zone",
  "state",
  "detects",
  "blind_to",
  "area_name",
  ...PLACE_COLUMNS,
] as const;
export const COVERAGE_KINDS = ["station", "camera", "patrol", "uav", "sensor", "satellite"] as const;

/** What was watched, and what could not be (docs/formats.md, Coverage CSV). */
export const coverageCsv: TableReader = {
  name: "coverage-csv",
  columns: COVERAGE_COLUMNS,
  recognises: (header) => hasAll(header, ["station", "from", "state"]),
  refusesHeader: (header) => unknownColumn(header, COVERAGE_COLUMNS),
  assumptions: [],
  exactRepeats: "exact-repeat",
  row: readCoverage,
};

function readCoverage(raw: Readonly<Record<string, string>>, { sha256, line, zone, order }: RowContext): RowResult {
  const cells = new StatedCells(raw);
  if (cells.text("station").startsWith("EXAMPLE")) return { skip: "example-row" };
  const station = cells.name("station");
  const kind = cells.choice("kind", COVERAGE_KINDS) ?? "station";
  const state = cells.required("state", COVERAGE_STATES);
  const detects = cells.acts("detects");
  const blindTo = cells.acts("blind_to");
  const both = detects?.find((act) => blindTo?.includes(act));
  if (both) cells.fault("blind_to", `${both} stands under detects as well`);
  // A minute of watching is never meant: without an end a time of day says nothing of how long.
  if (cells.text("from").includes(":") && !cells.text("until"))
    cells.fault("until", "a watch that begins at a time of day needs its end; only a date may stand alone");
  const time = cells.time("from", "until", zone ? { assumedZone: zone } : {});
  const area = readPlace(cells, "area_name", undefined, order);
  if (cells.faults.length > 0 || !station || !state || !detects || !blindTo || !time || !area)
    return { refuse: cells.faults };
  const stated = COVERAGE_COLUMNS.flatMap((c) => (raw[c] ? [c, raw[c].toWellFormed()] : []));
  const value: CoverageWindow = {
    id: sha256Hex(canonical(["trucekeeper-coverage", ...stated])),
    station,
    kind,
    from: time.from,
    until: time.until,
    area,
    state,
    detects,
    blindTo,
    zone: time.zone,
    origin: { file: sha256, line },
  };
  return { use: [{ type: "coverage", value }] };
}
