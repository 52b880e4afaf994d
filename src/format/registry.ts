import { coverageCsv } from "./coverage-csv.ts";
import { eyesOnRussia } from "./eyes-on-russia.ts";
import { firms } from "./firms.ts";
import { fusionReports } from "./fusion-reports.ts";
import { impedimentsCsv } from "./impediments-csv.ts";
import type { TableReader } from "./reader.ts";
import { trucekeeperCsv, trucekeeperGeojson } from "./trucekeeper-csv.ts";
import { ucdpGed } from "./ucdp.ts";
import { viina } from "./viina.ts";

/** The readers in order of trial: the first that recognises a header reads the table. */
export const readers: readonly TableReader[] = [
  trucekeeperCsv,
  trucekeeperGeojson,
  coverageCsv,
  impedimentsCsv,
  viina,
  ucdpGed,
  firms,
  eyesOnRussia,
  fusionReports,
];
