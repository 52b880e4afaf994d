import { canonical, sha256Hex } from "../canonical.ts";
import { COUNT_UNITS } from "../observation/count.ts";
import {
  ACTIVITIES,
  MARKINGS,
  MODES,
  type Mode,
  OBJECT_KINDS,
  type Observation,
  ROLES,
  SOURCE_KINDS,
  type SourceKind,
  WEAPON_FINDINGS,
} from "../observation/observation.ts";
import { WEAPONS, type WeaponClass } from "../observation/taxonomy.ts";
import { hasAll, quoted } from "./cells.ts";
import { GEOMETRY } from "./json-table.ts";
import { BEARING_COLUMNS, OWN_POSITION_M, PLACE_COLUMNS, REACH_M, readPlace } from "./place-cells.ts";
import type { Assumption, RowContext, RowResult, TableReader } from "./reader.ts";
import { StatedCells, unknownColumn } from "./stated-cells.ts";

/** Columns of Trucekeeper CSV in the order of docs/formats.md; ids are made of the cells in this order. */
export const OBSERVATION_COLUMNS = [
  "key",
  "report",
  "kind",
  "source",
  "source_kind",
  "independence_group",
  "reliability",
  "credibility",
  "claimant",
  "mode",
  "time_from",
  "time_until",
  "time_kind",
  "time_sd_s",
  "zone",
  ...PLACE_COLUMNS.slice(0, 4),
  ...BEARING_COLUMNS,
  "area_wkt",
  "place_name",
  "act",
  "label_basis",
  "role",
  "weapon",
  "model",
  "calibre_mm",
  "weapon_certainty",
  "weapon_finding",
  "control_side",
  "count",
  "count_unit",
  "pair",
  "activity",
  "asserted_zone",
  "object_kind",
  "object_name",
  "alleged_actor",
  "alleged_by",
  "killed",
  "injured",
  "revises",
  "distinct",
  "marking",
  "note",
] as const;

export const KINDS = ["observation", "claim", "aggregate"] as const;
export const RELIABILITIES = ["A", "B", "C", "D", "E", "F"] as const;
export const CREDIBILITIES = ["1", "2", "3", "4", "5", "6"] as const;
const LABEL_BASES = ["person", "machine"] as const;
const TIME_KINDS = ["seen", "window"] as const;
const CERTAINTIES = ["stated", "assessed"] as const;
const YES = ["yes"] as const;
export const WEAPON_CLASSES = Object.keys(WEAPONS) as WeaponClass[];

/** How a source of each kind perceives where a row does not say; a post's words do not tell it, so they are a document. */
export const DEFAULT_MODE: Readonly<Record<SourceKind, Mode>> = {
  monitor: "document",
  patrol: "document",
  camera: "recorded",
  uav: "recorded",
  radar: "detected",
  acoustic: "detected",
  seismic: "detected",
  satellite: "detected",
  thermal: "detected",
  dataset: "document",
  media: "document",
  social: "document",
  party: "told",
  hospital: "told",
  witness: "told",
  hotline: "told",
  "local-partner": "told",
};
const PERCEIVED: ReadonlySet<Mode> = new Set(["heard", "saw", "heard-and-saw", "recorded", "detected"]);

const assumptions: readonly Assumption[] = [
  {
    what: "radius of a position in lon and lat without radius_m",
    value: `${OWN_POSITION_M} m`,
    why: "docs/formats.md: a position of a person's own",
  },
  {
    what: "mode where the row states none",
    value: Object.entries(DEFAULT_MODE)
      .map(([kind, mode]) => `${kind} ${mode}`)
      .join(", "),
    why: "docs/formats.md: by source kind; a post's words do not tell how it perceived",
  },
  {
    what: 'reach of a bearing "at unknown distance"',
    value: Object.entries(REACH_M)
      .map(([mode, { m }]) => `${mode} ${m} m`)
      .join(", "),
    why: Object.entries(REACH_M)
      .map(([mode, { why }]) => `${mode}: ${why}`)
      .join("; "),
  },
];

/** Observations, claims and aggregates in our own columns, from a text table or a sheet. */
export const trucekeeperCsv: TableReader = {
  name: "trucekeeper-csv",
  columns: OBSERVATION_COLUMNS,
  recognises: (header) => hasAll(header, ["source", "time_from", "act"]) && !header.includes(GEOMETRY),
  refusesHeader: (header) => unknownColumn(header, OBSERVATION_COLUMNS),
  assumptions,
  row: readObservation,
};

/** The same columns as properties of GeoJSON features, the place as their geometry. */
export const trucekeeperGeojson: TableReader = {
  ...trucekeeperCsv,
  name: "trucekeeper-geojson",
  columns: [...OBSERVATION_COLUMNS, GEOMETRY],
  recognises: (header) => hasAll(header, ["source", "time_from", "act", GEOMETRY]),
  refusesHeader: (header) => unknownColumn(header, [...OBSERVATION_COLUMNS, GEOMETRY]),
  row: (cells, context) => {
    const unknown = unknownColumn(Object.keys(cells), [...OBSERVATION_COLUMNS, GEOMETRY]);
    return unknown ? { refuse: [unknown] } : readObservation(cells, context);
  },
};

/** An observation that is being put together. */
type Draft = { -readonly [K in keyof Observation]: Observation[K] };

const keyed = (source: string, key: string): string => sha256Hex(canonical(["trucekeeper", "key", source, key]));

/**
 * Id of a row: of source and key where there is a key; else of its cells in the order of OBSERVATION_COLUMNS, empty
 * ones left out, and their ordinal: the same in a CSV, a sheet and a GeoJSON, and whatever order the columns are in.
 */
function idOf(cells: StatedCells, raw: Readonly<Record<string, string>>, ordinal: number): string {
  const key = cells.text("key");
  if (key) return keyed(cells.text("source"), key);
  const stated = [...OBSERVATION_COLUMNS, GEOMETRY].flatMap((c) => (raw[c] ? [c, raw[c].toWellFormed()] : []));
  return sha256Hex(canonical(["trucekeeper", "cells", ...stated, ordinal]));
}

function readObservation(raw: Readonly<Record<string, string>>, context: RowContext): RowResult {
  const cells = new StatedCells(raw);
  if (cells.text("key").startsWith("EXAMPLE")) return { skip: "example-row" };
  // With a key, the very same row once more says nothing new; without one it is a second event.
  if (context.ordinal > 0 && cells.text("key")) return { skip: "exact-repeat" };
  const kind = cells.choice("kind", KINDS) ?? "observation";
  const source = cells.name("source");
  const sourceKind = cells.required("source_kind", SOURCE_KINDS);
  const mode = cells.choice("mode", MODES) ?? (sourceKind && DEFAULT_MODE[sourceKind]);
  const time = readTime(cells, mode, context.zone);
  const place = readPlace(cells, "place_name", mode, context.order);
  if (cells.text("act") === "")
    cells.fault(
      "act",
      'expected an act of the taxonomy, got an empty cell; write "undetermined" where it is not known',
    );
  const acts = cells.acts("act");
  const countUnit = cells.choice("count_unit", COUNT_UNITS) ?? "event";
  const count = cells.count("count", countUnit, kind === "aggregate" ? 0 : 1);
  const killed = cells.text("killed") ? cells.count("killed", "person", 0) : undefined;
  const injured = cells.text("injured") ? cells.count("injured", "person", 0) : undefined;
  const claimant = cells.text("claimant");
  if (kind === "claim" && !claimant) cells.fault("claimant", "a claim needs the party that asserts it");
  if (kind !== "claim" && claimant) cells.fault("claimant", `only a claim has a claimant, and kind is ${kind}`);
  const revises = cells.text("revises");
  if (revises && revises === cells.text("key")) cells.fault("revises", "a row cannot revise itself");
  const grades = readGrades(cells);
  const weapon = readWeapon(cells);
  const assertedZone = readAsserted(cells);
  const object = readObject(cells);
  const alleged = readAlleged(cells, claimant || source || "");
  const weaponFinding = cells.choice("weapon_finding", WEAPON_FINDINGS);
  const labelBasis = cells.choice("label_basis", LABEL_BASES) ?? "person";
  const role = cells.choice("role", ROLES) ?? "undetermined";
  const activity = cells.choice("activity", ACTIVITIES) ?? "unknown";
  const marking = cells.choice("marking", MARKINGS) ?? "TLP:CLEAR";
  if (cells.faults.length > 0 || !source || !sourceKind || !mode || !time || !place || !acts || !count)
    return { refuse: cells.faults };

  const id = idOf(cells, raw, context.ordinal);
  const report = cells.text("report");
  const group = cells.text("independence_group");
  const pair = cells.text("pair");
  const controlSide = cells.text("control_side");
  const distinct = cells.choice("distinct", YES);
  const value: Draft = {
    id,
    kind,
    report: report ? sha256Hex(canonical(["trucekeeper", "report", source, report])) : id,
    source,
    sourceKind,
    mode,
    acts,
    labelBasis,
    role,
    activity,
    marking,
    count,
    time,
    place,
    origin: { file: context.sha256, line: context.line },
  };
  // What most rows leave out is set where it is there: a million rows are built here.
  if (group) value.independenceGroup = group;
  if (claimant) value.claimant = claimant;
  if (weaponFinding) value.weaponFinding = weaponFinding;
  if (controlSide) value.controlSide = controlSide;
  if (pair) value.pair = pair;
  if (grades.reliability) value.reliability = grades.reliability;
  if (grades.credibility) value.credibility = grades.credibility;
  if (weapon) value.weapon = weapon;
  if (assertedZone) value.assertedZone = assertedZone;
  if (object) value.object = object;
  if (alleged) value.alleged = alleged;
  if (killed) value.killed = killed;
  if (injured) value.injured = injured;
  if (distinct) value.distinct = true;
  if (revises) value.revises = keyed(cells.text("source"), revises);
  return { use: [{ type: "observation", value }] };
}

function readTime(cells: StatedCells, mode: Mode | undefined, assumedZone: string | undefined) {
  const stated = cells.choice("time_kind", TIME_KINDS);
  const timed = /\d:\d\d/.test(cells.text("time_from"));
  if (stated === "seen" && !timed)
    cells.fault("time_kind", "a time that was seen needs a time of day in time_from; a date is a window");
  const sd = cells.optional("time_sd_s", 0, 864_000);
  const kind = stated ?? (timed && mode && PERCEIVED.has(mode) ? "seen" : "window");
  const sdMs = Math.round((sd ?? 0) * 1000);
  return cells.time("time_from", "time_until", assumedZone ? { kind, sdMs, assumedZone } : { kind, sdMs });
}

function readGrades(cells: StatedCells) {
  const reliability = cells.choice("reliability", RELIABILITIES);
  const credibility = cells.choice("credibility", CREDIBILITIES);
  return { reliability, credibility: credibility && (Number(credibility) as 1 | 2 | 3 | 4 | 5 | 6) };
}

const OF_WEAPON = ["model", "calibre_mm", "weapon_certainty"] as const;

function readWeapon(cells: StatedCells): Observation["weapon"] {
  const weapon = cells.choice("weapon", WEAPON_CLASSES);
  const certainty = cells.choice("weapon_certainty", CERTAINTIES) ?? "assessed";
  const model = cells.text("model");
  const calibre = cells.optional("calibre_mm", 1, 1000);
  if (!weapon) {
    const field = OF_WEAPON.find((f) => cells.text(f) !== "");
    if (field && !cells.text("weapon"))
      cells.fault(field, 'needs a class in weapon; write "undetermined" where it is not known');
    return undefined;
  }
  const can = WEAPONS[weapon].calibreMm;
  if (calibre !== undefined && can && (calibre < can[0] || calibre > can[1]))
    cells.fault("calibre_mm", `a ${weapon} has ${can[0]} to ${can[1]} mm, got ${calibre}; check weapon and calibre_mm`);
  return { class: weapon, ...(model && { model }), ...(calibre !== undefined && { calibreMm: calibre }), certainty };
}

function readAsserted(cells: StatedCells): Observation["assertedZone"] {
  const text = cells.text("asserted_zone");
  if (!text) return undefined;
  const parts = /^(.+):\s*(inside|outside)$/i.exec(text);
  if (parts?.[1]) {
    const relation = parts[2]?.toLowerCase() === "inside" ? "inside" : "outside";
    return { zone: parts[1].trim(), relation };
  }
  return cells.fault("asserted_zone", `expected ID:inside or ID:outside, got ${quoted(text)}`);
}

function readObject(cells: StatedCells): Observation["object"] {
  const kind = cells.choice("object_kind", OBJECT_KINDS);
  const name = cells.text("object_name");
  if (name && !cells.text("object_kind"))
    cells.fault("object_kind", 'an object_name needs its kind; write "other" where none fits');
  return kind && { kind, ...(name && { name }) };
}

function readAlleged(cells: StatedCells, speaker: string): Observation["alleged"] {
  const actor = cells.text("alleged_actor");
  const by = cells.text("alleged_by");
  if (by && !actor) cells.fault("alleged_actor", "alleged_by without alleged_actor: who is said to have done it?");
  return actor ? { actor, by: by || speaker } : undefined;
}
