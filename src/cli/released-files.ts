import type { ReleaseGroup } from "../access/audience.ts";
import { canonical } from "../canonical.ts";
import type { Account } from "../mission/account.ts";
import { catalogue, problem } from "../problems.ts";
import { Derivation } from "../store/derivation.ts";
import type { IncidentRow, View } from "../store/derivations.ts";
import type { Mission, Store } from "../store/store.ts";
import { ALWAYS } from "../store/visible.ts";
import type { Millis } from "../units.ts";
import { checkOutput, writeFolder } from "./output-folder.ts";
import { leaseOf } from "./rebuild.ts";
import { result, say } from "./talk.ts";

const FILES = ["incidents.geojson", "assessments.ndjson", "observations.ndjson", "release.json"] as const;

/** For whom, as of which moment, and where to. */
export interface Releasing {
  readonly group: ReleaseGroup;
  readonly at: Millis;
  readonly out: string;
}

/**
 * Writes what a group may read of a mission at a moment: rows that its release rules and early releases let out, and
 * nothing else. The same record, group and moment give the same bytes.
 */
export async function writeReleased(store: Store, mission: Mission, { group, at, out }: Releasing): Promise<number> {
  checkOutput(out, FILES);
  await current(store, mission);
  const audience = { profile: group, upTo: group === "public" ? "TLP:CLEAR" : "TLP:GREEN", at } as const;
  const read = await store.derivations.still(mission.id, audience, async (view) => ({
    state: view.state,
    incidents: await all(view.all("incident", { order: "oldest" })),
    assessments: await contents(view, "assessment"),
    observations: await contents(view, "observation"),
  }));
  if (!read) throw new Error(`${mission.id}: nothing was derived`);
  const { state, incidents, assessments, observations } = read;
  // A group's view holds no account: it counts what the group may not know of.
  const whole = await store.derivations.state(mission.id);
  if (whole?.account === undefined || whole.revision !== state.revision)
    throw problem(catalogue.store, {
      why: `mission "${mission.id}" was derived anew while it was read`,
      todo: "Nothing was written; give the command again",
    });
  const { release: terms } = JSON.parse(whole.account) as Account;
  const counts = { incidents: incidents.length, assessments: assessments.length, observations: observations.length };
  const about = {
    mission: mission.id,
    exercise: mission.exercise,
    to: group,
    marking: audience.upTo,
    at: new Date(at).toISOString(),
    record: { origin: mission.origin, size: state.size, root: state.root },
    derivation: state.derivation,
    // Whose ids were let out early is told with each row ("basis"); who decided it is not for this group.
    rules: terms.history,
    counts,
  };
  await writeFolder(out, [
    { name: "incidents.geojson", content: geojson(incidents) },
    { name: "assessments.ndjson", content: assessments },
    { name: "observations.ndjson", content: observations },
    { name: "release.json", content: [`${canonical(about)}\n`] },
  ]);
  await result(canonical(about));
  say(`${mission.id}: ${counts.incidents} incidents as ${group} may read them at ${about.at}`);
  return 0;
}

/** Brings the derived state up to the record. */
async function current(store: Store, mission: Mission): Promise<void> {
  const deriving = new Derivation(store, mission);
  if (await deriving.isCurrent()) return;
  const lease = await leaseOf(store, mission.id);
  try {
    await deriving.run(lease);
  } finally {
    await deriving.close();
    await store.derivations.release(lease);
  }
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

const contents = async (view: View, table: "assessment" | "observation"): Promise<string[]> =>
  (await all(view.all(table, { order: "oldest" }))).map((row) => `${row.content}\n`);

function* geojson(incidents: readonly IncidentRow[]): Generator<string> {
  yield '{"type":"FeatureCollection","features":[';
  for (const [i, { id, position, releasedFrom, marking, content }] of incidents.entries()) {
    const geometry = position && { type: "Point", coordinates: position };
    const { facts, ...rest } = JSON.parse(content) as { readonly facts: unknown };
    const properties = {
      ...rest,
      facts,
      marking,
      ...(releasedFrom !== undefined && releasedFrom > ALWAYS && { releasedFrom }),
    };
    yield `${i === 0 ? "\n" : ",\n"}${canonical({ type: "Feature", id, geometry, properties })}`;
  }
  yield "\n]}\n";
}
