import { type Kysely, sql } from "kysely";
import { MARKINGS, type Marking } from "../observation/observation.ts";
import { millis } from "../units.ts";
import type { Audience, Table } from "./derivations.ts";
import type { DerivedTables } from "./tables.ts";

/** 0 for what is for all, 4 for TLP:RED: an audience reads ranks up to its own. */
export const markingRank = (marking: Marking): number => MARKINGS.length - 1 - MARKINGS.indexOf(marking);
export const markingOf = (rank: number): Marking => MARKINGS[MARKINGS.length - 1 - rank] as Marking;

/** Since when a row is there that waits for nothing: the first instant that there is. */
export const ALWAYS = millis(-8.64e15);

/**
 * The rows of a table that an audience may see: one mission, one generation, its release profile, up to its marking.
 * Every read of a derived table starts here; a test over the sources holds that nothing else reads one.
 */
export const visible = <T extends Table>(
  db: Kysely<DerivedTables>,
  table: T,
  mission: string,
  generation: number,
  { profile, upTo, at = ALWAYS }: Audience,
) =>
  // All derived tables have these columns; kysely cannot follow that through a type parameter.
  (db as unknown as Kysely<Pick<DerivedTables, "observation">>)
    .selectFrom(table as "observation")
    .where("mission", "=", mission)
    .where("generation", "=", generation)
    .where("profile", "=", profile)
    .where("marking_rank", "<=", markingRank(upTo))
    .where("released_from", "<=", at);

export type Visible = ReturnType<typeof visible>;

/** The same rule for the facets of incidents, as a condition of SQL: facet-read.ts begins every question with it. */
export const visibleFacets = (mission: string, generation: number, { profile, upTo, at = ALWAYS }: Audience) =>
  sql`mission = ${mission} and generation = ${generation} and profile = ${profile} and marking_rank <= ${markingRank(upTo)} and released_from <= ${at}`;
