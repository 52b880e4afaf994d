import { coverageCsv } from "./coverage-csv.ts";
import { impedimentsCsv } from "./impediments-csv.ts";
import type { TableReader } from "./reader.ts";
import { trucekeeperCsv } from "./trucekeeper-csv.ts";

/** Name of the mission workbook's format in accounts and for `--as`. */
export const WORKBOOK = "trucekeeper-workbook";

/** A sheet of the mission workbook: its reader, and the cells that the sheet itself fixes. */
export interface MissionSheet {
  readonly name: string;
  readonly reader: TableReader;
  readonly fixed: Readonly<Record<string, string>>;
}

const weaponsReader: TableReader = {
  ...trucekeeperCsv,
  row: (cells, context) =>
    (cells["weapon_finding"] ?? "").trim() || (cells["key"] ?? "").startsWith("EXAMPLE")
      ? trucekeeperCsv.row(cells, context)
      : {
          refuse: [
            {
              field: "weapon_finding",
              why: "a row of the sheet weapons needs its finding, such as in-storage or missing",
            },
          ],
        },
};

/** The five sheets in the order in which they are read. */
export const MISSION_SHEETS: readonly MissionSheet[] = [
  { name: "observations", reader: trucekeeperCsv, fixed: {} },
  { name: "coverage", reader: coverageCsv, fixed: {} },
  { name: "claims", reader: trucekeeperCsv, fixed: { kind: "claim" } },
  { name: "weapons", reader: weaponsReader, fixed: { act: "presence.weapon" } },
  { name: "impediments", reader: impedimentsCsv, fixed: {} },
];
/** Sheets that the empty workbook holds beside the five. */
export const OTHER_SHEETS = ["notes", "lists"] as const;
