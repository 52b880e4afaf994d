import type { Kysely } from "kysely";
import { canonical, sha256Hex } from "../canonical.ts";
import type { UncertainPlace } from "../place/place.ts";
import type { Problem } from "../problems.ts";
import type { SharedPlace } from "./derivations.ts";
import { refused } from "./failures.ts";
import type { DerivedTables } from "./tables.ts";

/**
 * Outlines of districts and oblasts recur in thousands of rows. They stand once in a table of their own, by the hash of
 * their content, and the rows refer to them: {"$place":"…"} where the place would be. Such a text cannot come from
 * anybody's words, since a quotation mark inside a JSON text is escaped.
 */
const REFERENCE = /\{"\$place":"([0-9a-f]{64})"\}/g;

/** Shortest text of a place that is shared. */
const SHORTEST = 256;

const known = new WeakMap<UncertainPlace, SharedPlace | null>();

function sharedPlace(place: UncertainPlace): SharedPlace | null {
  if (place.kind !== "area") return null;
  let shared = known.get(place);
  if (shared === undefined) {
    const content = canonical(place);
    shared = content.length < SHORTEST ? null : { id: sha256Hex(content), content };
    known.set(place, shared);
  }
  return shared;
}

/** A place as a row's content is to hold it, and the place that it refers to where it is only a reference. */
export function sharing(place: UncertainPlace): {
  readonly written: unknown;
  readonly places: { readonly places?: readonly SharedPlace[] };
} {
  const shared = sharedPlace(place);
  if (!shared) return { written: place, places: {} };
  return { written: { $place: shared.id }, places: { places: [shared] } };
}

/** Where the state was replaced meanwhile its rows are gone: better no answer than half of one. */
export const replaced = (mission: string): Problem =>
  refused(`the derived state of mission "${mission}" was replaced while it was read`, "Ask again");

const AT_ONCE = 500;

/** The places of these ids that a generation holds. */
export async function placesOf(
  db: Kysely<DerivedTables>,
  mission: string,
  generation: number,
  ids: readonly string[],
): Promise<SharedPlace[]> {
  const found: SharedPlace[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE)
    found.push(
      ...(await db
        .selectFrom("place")
        .select(["id", "content"])
        .where("mission", "=", mission)
        .where("generation", "=", generation)
        .where("id", "in", ids.slice(at, at + AT_ONCE))
        .execute()),
    );
  return found;
}

/** Rows that an audience may see, with their places in full. */
export async function inFull<R extends { readonly content: string }>(
  db: Kysely<DerivedTables>,
  mission: string,
  generation: number,
  rows: readonly R[],
): Promise<R[]> {
  const ids = new Set<string>();
  for (const { content } of rows) for (const [, id] of content.matchAll(REFERENCE)) ids.add(id as string);
  if (ids.size === 0) return [...rows];
  const places = await placesOf(db, mission, generation, [...ids]);
  const contents = new Map(places.map((p) => [p.id, p.content]));
  return rows.map((row) => ({
    ...row,
    content: row.content.replace(REFERENCE, (_, id: string) => {
      const content = contents.get(id);
      if (content === undefined) throw replaced(mission);
      return content;
    }),
  }));
}
