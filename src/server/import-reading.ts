import { z } from "zod";
import { strictest } from "../access/marking.ts";
import { sha256Hex } from "../canonical.ts";
import { readFile } from "../format/engine.ts";
import { headingsOf } from "../format/headings.ts";
import type { ColumnMapping } from "../format/mapped-columns.ts";
import type { Item, Reconciliation } from "../format/reader.ts";
import { readers } from "../format/registry.ts";
import { importBody } from "../mission/import-body.ts";
import type { CountInterval } from "../observation/count.ts";
import type { Marking, Observation } from "../observation/observation.ts";
import { formatPosition } from "../place/notation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { extentOf } from "../place/shape.ts";
import { catalogue, Problem, problem } from "../problems.ts";
import type { Body } from "../record/registry.ts";
import type { ImportPreview, ImportQuery } from "./client/imports.ts";

/** Most bytes of a file over the API; what is longer goes by the command line, which reads in bounded memory. */
export const MOST_IMPORT_BYTES = 20_971_520;
const MOST_ROWS = 200_000;
const SHOWN = { refusals: 500, sample: 100, points: 20_000 };
/** Items between two turns of the event loop: others are served while a long file is read. */
const TURN = 500;
const UNMARKED: Marking = "TLP:AMBER";

const Mapping = z.record(z.string().max(500), z.string().max(200));

function mappingOf(text: string | undefined): ColumnMapping | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem(catalogue.badRequest, { why: "mapping: expected JSON, heading → column" });
  }
  const parsed = Mapping.safeParse(value);
  if (!parsed.success) throw problem(catalogue.badRequest, { why: "mapping: expected texts only, heading → column" });
  return parsed.data;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/** Reads a file wholly, row by row. @throws Problem where the file as a whole is refused */
async function read(
  bytes: Uint8Array,
  query: ImportQuery,
  zone: string,
  met: (item: Item) => void,
): Promise<Reconciliation> {
  const { name, mapping: text, zone: given, ...how } = query;
  const mapping = mappingOf(text);
  const defined = Object.fromEntries(Object.entries(how).filter(([, v]) => v !== undefined));
  const input = { name, sha256: sha256Hex(bytes), bytes: once(bytes), zone: given ?? zone, ...defined };
  const items = readFile({ ...input, ...(mapping && { mapping }) }, readers);
  for (let n = 1; ; n++) {
    const step = await items.next();
    if (step.done) return step.value;
    met(step.value);
    if (n > MOST_ROWS)
      throw problem(catalogue.limit, {
        what: name,
        limit: `${MOST_ROWS} rows here; the command line takes any number`,
        seen: "more",
      });
    if (n % TURN === 0) await new Promise((turn) => setImmediate(turn));
  }
}

/** A place as one line of a table: its name, and where it was read to be. */
function placeWords(place: UncertainPlace): string {
  const at =
    place.kind === "point" || place.kind === "sector" ? formatPosition(place.lon, place.lat, "decimal", 4) : "";
  return [place.name, at].filter(Boolean).join(" · ");
}
const countWords = ({ min, max, unit, stated }: CountInterval): string =>
  `${stated ?? (max === null ? `≥ ${min}` : max === min ? min : `${min}–${max}`)} ${unit}`;

const middleOf = (place: UncertainPlace): [number, number] | null => {
  if (place.kind === "point" || place.kind === "sector") return [place.lon, place.lat];
  const box = extentOf(place);
  return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
};

const rowOf = (o: Observation): ImportPreview["sample"][number] => ({
  line: o.origin.line,
  kind: o.kind,
  source: o.source,
  from: o.time.from,
  until: o.time.until,
  stated: o.time.stated,
  zoneBasis: o.time.zoneBasis,
  acts: [...o.acts],
  place: placeWords(o.place),
  count: countWords(o.count),
});

/** What a file would become under a reading of it. Nothing is kept of it. */
export async function previewOf(bytes: Uint8Array, query: ImportQuery, zone: string): Promise<ImportPreview> {
  const sample: ImportPreview["sample"] = [];
  const points: [number, number][] = [];
  let withoutPlace = 0;
  let account: Reconciliation | undefined;
  let refusedWhole: string | null = null;
  try {
    account = await read(bytes, query, zone, (item) => {
      if (item.type !== "observation") return;
      if (sample.length < SHOWN.sample) sample.push(rowOf(item.value));
      const middle = middleOf(item.value.place);
      if (!middle) withoutPlace++;
      else if (points.length < SHOWN.points) points.push(middle);
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.code === catalogue.badRequest.code) throw error;
    refusedWhole = error.toString();
  }
  const whole = account !== undefined;
  return {
    file: query.name,
    sha256: sha256Hex(bytes),
    bytes: bytes.length,
    format: account?.format ?? null,
    problem: refusedWhole,
    formats: readers.map(({ name, columns = [] }) => ({ name, columns: [...columns] })),
    headings: await headingsOf(query.name, once(bytes), query.headerRow).then(
      (h) => h && { line: h.line, headings: [...h.headings], rows: h.rows.map((r) => [...r]) },
      () => null,
    ),
    rowsIn: account?.rowsIn ?? 0,
    rowsUsed: account?.rowsUsed ?? 0,
    refused: account?.refused ?? 0,
    skipped: { ...account?.skipped },
    observations: account?.observations ?? 0,
    refusals: (account?.refusals ?? []).slice(0, SHOWN.refusals).map((r) => ({ ...r })),
    assumptions: (account?.assumptions ?? []).map((a) => ({ ...a })),
    warnings: [...(account?.warnings ?? [])],
    // Of a file that is refused as a whole nothing would be kept.
    sample: whole ? sample : [],
    points: whole ? points : [],
    withoutPlace: whole ? withoutPlace : 0,
  };
}

/** The entry that importing a file appends, and the marking of the strictest of its observations. @throws Problem */
export async function importOf(
  bytes: Uint8Array,
  query: ImportQuery,
  zone: string,
): Promise<{ readonly body: Body<"import">; readonly marking: Marking }> {
  const markings = new Set<Marking>([UNMARKED]);
  const account = await read(bytes, query, zone, (item) => {
    if (item.type === "observation") markings.add(item.value.marking);
  });
  const { headerRow, firstRow, order } = query;
  const mapping = mappingOf(query.mapping);
  const body = importBody(account, bytes.length, { zone: query.zone ?? zone, headerRow, firstRow, order, mapping });
  return { body, marking: strictest([...markings]) };
}
