import { catalogue, problem } from "../problems.ts";
import type { Query, Rows, View } from "../store/derivations.ts";

/** Where a page ends: released time and id of its last row, so that it says nothing that the row did not. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

export const cursorText = ({ at, id }: Cursor): string => Buffer.from(JSON.stringify([at, id])).toString("base64url");

/** @throws Problem http/bad-request on one that was not made here */
export function cursorFrom(text: string): Cursor {
  try {
    const [at, id] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as [unknown, unknown];
    if (typeof at === "number" && Number.isSafeInteger(at) && typeof id === "string") return { at, id };
  } catch {
    // Said below.
  }
  throw problem(catalogue.badRequest, { why: "query parameter cursor: expected one that a page before gave." });
}

/** The page of rows behind a cursor. @param rows in order of time and id, oldest first */
export function pageOf<T>(
  rows: readonly T[],
  of: (row: T) => Cursor,
  {
    cursor,
    limit,
    order,
  }: { readonly cursor?: string | undefined; readonly limit: number; readonly order: "oldest" | "newest" },
): { readonly page: readonly T[]; readonly next: string | null } {
  const turned = order === "newest" ? [...rows].reverse() : rows;
  const sign = order === "newest" ? -1 : 1;
  const after = cursor === undefined ? undefined : cursorFrom(cursor);
  const begins = after
    ? turned.findIndex((row) => {
        const { at, id } = of(row);
        return at === after.at ? (id < after.id ? -1 : id > after.id ? 1 : 0) * sign > 0 : (at - after.at) * sign > 0;
      })
    : 0;
  const page = begins < 0 ? [] : turned.slice(begins, begins + limit);
  const last = page.at(-1);
  const more = begins >= 0 && begins + limit < turned.length;
  return { page, next: more && last ? cursorText(of(last)) : null };
}

/** A page of rows of one table; the cursor tells the last row's released time and id. */
export async function rowPage<T extends "observation">(
  view: View,
  table: T,
  query: Query,
  {
    cursor,
    limit,
    order,
  }: { readonly cursor?: string | undefined; readonly limit: number; readonly order: "oldest" | "newest" },
): Promise<{ readonly rows: readonly Rows[T][]; readonly next: string | null }> {
  const after = cursor === undefined ? undefined : cursorFrom(cursor);
  const { rows, next } = await view.page(table, {
    ...query,
    limit,
    order,
    ...(after && { after: Buffer.from(`${after.at} ${after.id}`).toString("base64url") }),
  } as Query<never>);
  const last = rows.at(-1);
  return { rows, next: next !== undefined && last ? cursorText({ at: last.time.from, id: last.id }) : null };
}
