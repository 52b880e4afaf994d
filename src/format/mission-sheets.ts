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
  row: (cells, context) => {
    const isExample = (cells["key"] ?? "").startsWith("EXAMPLE");
    if (!isExample && !(cells["weapon_finding"] ?? "").trim()) {
      const why = "a row of the sheet weapons needs its finding, such as in-storage or missing";
      return { refuse: [{ field: "weapon_finding", why }] };
    }
    // What is counted on this sheet is weapons: "event" would enter the totals as heard.
    const unit = (cells["count_unit"] ?? "").trim() || "weapon";
    return trucekeeperCsv.row(Object.assign(Object.create(null), cells, { count_unit: unit }), context);
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
