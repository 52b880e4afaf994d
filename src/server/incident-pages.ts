import type { View } from "../store/derivations.ts";
import type { Found, IncidentFilter } from "../store/found.ts";
import type { IncidentItem } from "./client/answers.ts";
import { cursorFrom, cursorText } from "./cursor.ts";

interface Asks {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly order: "oldest" | "newest";
  /** How many the filter leaves, where that is known. */
  readonly total?: number;
}

/** A page of what a filter left, as the list shows it. */
export async function incidentPage(
  view: View,
  filter: IncidentFilter,
  { cursor, limit, order, total }: Asks,
): Promise<{ readonly listed: readonly Listed[]; readonly next: string | null }> {
  const after = cursor === undefined ? undefined : cursorFrom(cursor);
  const { rows, more } = await view
    .incidents(filter)
    .page({ limit, order, after, ...(total !== undefined && { total }) });
  const last = rows.at(-1);
  const next = more && last ? cursorText({ at: last.time.from, id: last.id }) : null;
  return { listed: await listedOf(view, rows), next };
}

/** An incident as the list shows it, and as its row holds it. */
export interface Listed {
  readonly item: IncidentItem;
  readonly content: IncidentContent;
}

/** Incidents as the list shows them, with the number of their reports that the reader may read. */
export async function listedOf(view: View, found: readonly Found[]): Promise<Listed[]> {
  const contents = new Map<string, IncidentContent>();
  for (const ids of slices(found.map((f) => f.id)))
    for await (const row of view.all("incident", { ids }))
      contents.set(row.id, JSON.parse(row.content) as IncidentContent);
  const there = new Set<string>();
  for (const ids of slices([...contents.values()].flatMap((c) => c.members.map((m) => m.observation))))
    for (const id of await view.ids("observation", ids)) there.add(id);
  return found.flatMap((f) => {
    const content = contents.get(f.id);
    if (!content) return [];
    const item = {
      id: f.id,
      status: f.status,
      time: { from: f.time.from, until: f.time.until },
      position: f.position && ([f.position[0], f.position[1]] as [number, number]),
      place: (content.facts.place as { name?: string } | null)?.name || null,
      act: f.act,
      result: f.result,
      results: f.results.map((r) => ({ ...r })),
      observations: content.members.filter((m) => there.has(m.observation)).length,
      marking: f.marking,
    };
    return [{ item, content }];
  });
}

/** An incident's row, as far as all profiles have it. */
export interface IncidentContent {
  readonly id: string;
  readonly status: string;
  readonly members: readonly { readonly observation: string; readonly role: string }[];
  readonly facts: { readonly place: unknown } & Readonly<Record<string, unknown>>;
  /** Of a released form: why place and time are as they are. */
  readonly basis?: string;
}

/** As the staff's rows hold it. */
export type StoredIncident = IncidentContent;

const AT_ONCE = 400;

export function* slices<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < values.length; at += AT_ONCE) yield values.slice(at, at + AT_ONCE);
}
