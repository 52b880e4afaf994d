import { z } from "zod";
import { sha256Hex } from "../canonical.ts";
import { COVERAGE_COLUMNS, coverageCsv } from "../format/coverage-csv.ts";
import { trucekeeperCsv } from "../format/trucekeeper-csv.ts";
import type { Observation } from "../observation/observation.ts";
import { MOST_REPORT_FILES, REPORT_FORM, unpackReport } from "../observation/sealed-report.ts";
import { catalogue, type Problem, problem } from "../problems.ts";
import type { Body } from "../record/registry.ts";
import { refusedCells, rowImport } from "./row-import.ts";

/** Columns that the form may fill; what makes an observation somebody's own is set here, never by the device. */
const PERCEIVED = new Set([
  "mode",
  "time_from",
  "time_until",
  "zone",
  "position",
  "radius_m",
  "bearing",
  "bearing_halfwidth_deg",
  "distance_min_m",
  "distance_max_m",
  "place_name",
  "act",
  "role",
  "weapon",
  "count",
  "count_unit",
  "activity",
  "object_kind",
  "object_name",
  "killed",
  "injured",
  "marking",
  "note",
]);
const WATCHED = new Set<string>(COVERAGE_COLUMNS);
/** Of what is unmarked: nothing is for all because a form does not say that it is not. */
const UNMARKED = "TLP:AMBER";
const FILE = "report";

const Head = z.strictObject({
  form: z.literal(REPORT_FORM),
  mission: z.string().max(64),
  author: z.string().max(64),
  instance: z.string().regex(/^uuid:[0-9a-f-]{36}$/, "expected uuid: and a UUID"),
  what: z.enum(["observation", "nothing-perceived"]),
  cells: z.record(z.string().max(60), z.string().max(10_000)),
  files: z
    .array(z.strictObject({ name: z.string().max(255), type: z.string().max(100), bytes: z.int().min(0) }))
    .max(MOST_REPORT_FILES),
});

/** A report as it was opened. */
export interface OpenedReport {
  readonly head: z.output<typeof Head>;
  /** As they arrived: what the report's evidence is. */
  readonly headBytes: Uint8Array;
  readonly files: readonly Uint8Array[];
}

const bad = (field: string, why: string): Problem => problem(catalogue.badFile, { why }, { file: FILE, field });

/** @throws Problem format/file that names the member */
export function openedReport(plain: Uint8Array): OpenedReport {
  const read = unpackReport(plain);
  if ("error" in read) throw problem(catalogue.badFile, { why: read.error }, { file: FILE });
  const head = Head.safeParse(read.head);
  const issue = head.error?.issues[0];
  if (!head.success) throw bad(issue?.path.map(String).join(".") ?? "", issue?.message ?? "not in its form");
  return { head: head.data, headBytes: read.headBytes, files: read.files };
}

const strange = ({ cells }: OpenedReport["head"], known: ReadonlySet<string>): void => {
  const other = Object.keys(cells).find((c) => !known.has(c));
  if (other !== undefined) throw bad(other.slice(0, 60), "the form has no such field");
};

/**
 * The observation that a report says: its cells read as a row of Trucekeeper CSV, by its author as the source.
 * @param author pseudonymous id, which is the source
 * @param zone   the mission's, where the report states none
 * @throws Problem format/file that names each field, what was seen and what was expected
 */
export function perceivedIn({ head, headBytes }: OpenedReport, author: string, zone: string): Observation {
  strange(head, PERCEIVED);
  const cells = {
    ...head.cells,
    marking: head.cells["marking"] || UNMARKED,
    key: head.instance,
    report: head.instance,
    source: author,
    source_kind: "monitor",
  };
  const read = trucekeeperCsv.row(cells, { sha256: sha256Hex(headBytes), line: 1, ordinal: 0, zone });
  if ("refuse" in read) throw refusedCells(read.refuse);
  const [item] = "use" in read ? read.use : [];
  if (item?.type !== "observation") throw bad("", "the report says nothing");
  return item.value;
}

/**
 * A watch in which nothing was perceived, as a coverage table of one row: what was watched is data of its own, and no
 * observation of nothing is made up.
 * @throws Problem format/file that names each field
 */
export async function watchedIn(
  { head }: OpenedReport,
  zone: string,
): Promise<{ readonly bytes: Uint8Array; readonly body: Body<"import"> }> {
  strange(head, WATCHED);
  return rowImport(coverageCsv, head.cells, { name: `watch-${head.instance.slice(5, 13)}.csv`, zone });
}
