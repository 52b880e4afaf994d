import type { FileInput } from "../format/account.ts";
import type { ColumnMapping } from "../format/mapped-columns.ts";
import { WORKBOOK } from "../format/mission-sheets.ts";
import type { Assumption, Reconciliation } from "../format/reader.ts";
import { readers } from "../format/registry.ts";
import type { Body } from "../record/registry.ts";
import { READERS_VERSION } from "./version.ts";

/** How a person said that a table is to be read. */
export interface HowToRead {
  readonly zone?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly firstRow?: number | undefined;
  readonly order?: "lat-lon" | "lon-lat" | undefined;
  readonly mapping?: ColumnMapping | undefined;
}

const HEADER_ROW = "header row";
const FIRST_ROW = "first row";
const ORDER = "order of a bare pair in position";
const WHY = "given for the import";

/**
 * The body of the entry that importing a file appends.
 * @param account of the file as it was read
 * @param bytes   the file's length
 */
export function importBody(account: Reconciliation, bytes: number, how: HowToRead): Body<"import"> {
  const given: Assumption[] = [];
  if (how.headerRow !== undefined) given.push({ what: HEADER_ROW, value: String(how.headerRow), why: WHY });
  if (how.firstRow !== undefined) given.push({ what: FIRST_ROW, value: String(how.firstRow), why: WHY });
  if (how.order !== undefined) given.push({ what: ORDER, value: how.order, why: WHY });
  const more = account.assumptions.filter((a) => !given.some((g) => g.what === a.what));
  return {
    file: { sha256: account.sha256, name: account.file, bytes },
    format: account.format,
    reader: { name: account.format, version: READERS_VERSION },
    mapping: how.mapping && Object.keys(how.mapping).length > 0 ? { ...how.mapping } : null,
    assumptions: [...given, ...more],
    zone: how.zone ?? null,
  };
}

/** How the reader of today is to read an imported file again. */
export function inputOf(body: Body<"import">, bytes: AsyncIterable<Uint8Array>): FileInput {
  const given = (what: string): string | undefined =>
    body.assumptions.find((a) => a.what === what && a.why === WHY)?.value;
  const [headerRow, firstRow, order] = [given(HEADER_ROW), given(FIRST_ROW), given(ORDER)];
  // A format that only says that a file was empty is no reader's.
  const named = body.format === WORKBOOK || readers.some((r) => r.name === body.format);
  return {
    name: body.file.name,
    sha256: body.file.sha256,
    bytes,
    ...(named && { as: body.format }),
    ...(body.zone !== null && { zone: body.zone }),
    ...(body.mapping !== null && { mapping: body.mapping }),
    ...(headerRow !== undefined && { headerRow: Number(headerRow) }),
    ...(firstRow !== undefined && { firstRow: Number(firstRow) }),
    ...((order === "lat-lon" || order === "lon-lat") && { order }),
  };
}
