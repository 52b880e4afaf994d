import { millis } from "../units.ts";
import type { AssessmentRow, Rows, Table, TaggedRow } from "./derivations.ts";
import type { BulkType } from "./engine.ts";
import { mortonOf } from "./morton.ts";
import type { DerivedTables } from "./tables.ts";
import { ALWAYS, markingOf, markingRank } from "./visible.ts";

const SHARED = {
  mission: "text",
  generation: "int",
  profile: "text",
  id: "text",
  time_from: "int",
  time_until: "int",
  morton: "int",
  lon: "real",
  lat: "real",
  kind: "text",
  marking_rank: "int",
  content: "text",
  released_from: "int",
} as const satisfies Readonly<Record<string, BulkType>>;

/** A table's own columns, behind those that all have. */
const OWN = {
  observation: { act: "text", source: "text" },
  incident: { act: "text" },
  assessment: { incident: "text", clause: "text", reading: "text" },
  coverage: { station: "text" },
} as const satisfies Readonly<Record<Table, Readonly<Record<string, BulkType>>>>;

export const columnsOf = (table: Table): Readonly<Record<string, BulkType>> => ({ ...SHARED, ...OWN[table] });

/** Id of an assessment's row. */
export const assessmentId = ({ incident, clause, reading }: Pick<AssessmentRow, "incident" | "clause" | "reading">) =>
  `${incident}\n${clause}\n${reading}`;

export const idOf = (tagged: TaggedRow): string =>
  tagged.table === "assessment" ? assessmentId(tagged.row) : tagged.row.id;

/** Values in the order of `columnsOf`. */
export function valuesOf(tagged: TaggedRow, mission: string, generation: number): unknown[] {
  const { row } = tagged;
  const [lon, lat] = row.position ?? [null, null];
  const shared = [
    mission,
    generation,
    row.profile,
    idOf(tagged),
    row.time.from,
    row.time.until,
    lon === null || lat === null ? null : mortonOf(lon, lat),
    lon,
    lat,
    row.kind,
    markingRank(row.marking),
    row.content,
    row.releasedFrom ?? ALWAYS,
  ];
  switch (tagged.table) {
    case "observation":
      return [...shared, tagged.row.act, tagged.row.source];
    case "incident":
      return [...shared, tagged.row.act];
    case "assessment":
      return [...shared, tagged.row.incident, tagged.row.clause, tagged.row.reading];
    default:
      return [...shared, tagged.row.station];
  }
}

/** A row as it was put in. */
export function rowFrom<T extends Table>(table: T, stored: DerivedTables[T]): Rows[T] {
  const { profile, id, time_from, time_until, lon, lat, kind, marking_rank, content, released_from } = stored;
  const own = Object.keys(OWN[table]).map((name) => [name, (stored as unknown as Record<string, unknown>)[name]]);
  return {
    profile,
    ...(table !== "assessment" && { id }),
    time: { from: millis(time_from), until: millis(time_until) },
    position: lon === null || lat === null ? null : [lon, lat],
    marking: markingOf(marking_rank),
    kind,
    content,
    ...(released_from > ALWAYS && { releasedFrom: millis(released_from) }),
    ...Object.fromEntries(own),
  } as unknown as Rows[T];
}
