import type { Audience, Profile } from "../access/audience.ts";
import { type Cell, cellFor } from "../access/cell.ts";
import { markingRank } from "../access/marking.ts";
import { FLOOR, type Published, type Released, type ReleaseRules, release, ruleOf } from "../access/release.ts";
import type { Conduct } from "../assessment/assessment.ts";
import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { type DerivedState, FULL } from "../store/derivations.ts";
import type { Store } from "../store/store.ts";
import { gravest } from "./gravity.ts";
import { releasedIncident, releasedObservation, type StoredIncident } from "./released-content.ts";

/** One observation as a profile's readers get it. */
export interface ObservationEntry {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly act: string;
  readonly released: Released;
  readonly content: Readonly<Record<string, unknown>>;
}

/** One incident as a profile's readers get it. */
export interface IncidentEntry {
  readonly id: string;
  readonly status: string;
  readonly act: string;
  readonly released: Released;
  readonly results: readonly { readonly clause: string; readonly reading: string; readonly result: Conduct }[];
  readonly gravest: Conduct;
  /** Members that the profile holds. */
  readonly members: readonly { readonly id: string; readonly role: string }[];
  readonly sources: ReadonlySet<string>;
  readonly content: Readonly<Record<string, unknown>>;
  /** Lower-case words by which it is found; of what is released only. */
  readonly words: string;
}

/** A mission as one profile reads it: released rows and nothing else. All questions of that profile are asked of it. */
export interface MissionIndex {
  readonly state: DerivedState;
  readonly profile: Profile;
  readonly incidents: readonly IncidentEntry[];
  readonly incident: ReadonlyMap<string, IncidentEntry>;
  readonly observations: ReadonlyMap<string, ObservationEntry>;
}

/** Whether an audience reads an entry of its profile's index: its marking, and its time has come. */
export const visibleTo = (audience: Audience, { released }: { readonly released: Released }): boolean =>
  released.releasedFrom <= audience.at && markingRank(released.marking) <= markingRank(audience.upTo);

/** Sources that anyone can read: what they published keeps the place and time that it gave (design.md 1.11). */
const isPublished = (o: Observation): boolean =>
  o.marking === "TLP:CLEAR" && (o.sourceKind === "media" || o.sourceKind === "social" || o.sourceKind === "dataset");

/** Builds a profile's index from the derived rows. O(rows); made once for each state and kept while that is read. */
export async function buildIndex(
  store: Store,
  mission: string,
  profile: Profile,
  rules: ReleaseRules,
): Promise<MissionIndex | undefined> {
  const view = await store.derivations.visible(mission, { profile: FULL, upTo: "TLP:RED" });
  if (!view) return undefined;
  const originals = new Map<string, Observation>();
  for await (const row of view.all("observation")) originals.set(row.id, JSON.parse(row.content) as Observation);
  const results = new Map<string, IncidentEntry["results"][number][]>();
  for await (const row of view.all("assessment"))
    if (row.clause !== "") {
      const list = results.get(row.incident) ?? [];
      list.push({ clause: row.clause, reading: row.reading, result: row.kind });
      results.set(row.incident, list);
    }
  const cellM = profile === "full" ? FLOOR.cellM : ruleOf(rules, profile).cellM;
  const observations = new Map<string, ObservationEntry>();
  const incidents: IncidentEntry[] = [];
  const keep = (o: Observation, incidentCell: Cell | null | undefined): ObservationEntry | undefined => {
    const published: Published | undefined = isPublished(o) ? { time: o.time, place: o.place } : undefined;
    const released = release(
      {
        marking: o.marking,
        time: o.time,
        place: o.place,
        counts: [],
        ...(published && { published }),
        ...(incidentCell !== undefined && { incidentCell }),
      },
      profile,
      rules,
    );
    if (!released) return undefined;
    const act = o.acts.length === 1 ? (o.acts[0] as string) : "undetermined";
    const entry = {
      id: o.id,
      kind: o.kind,
      source: o.source,
      act,
      released,
      content: releasedObservation(o, released),
    };
    observations.set(o.id, entry);
    return entry;
  };
  for await (const row of view.all("incident", { order: "oldest" })) {
    const stored = JSON.parse(row.content) as StoredIncident;
    const place = stored.facts.place as UncertainPlace;
    const cell = cellFor(place, cellM);
    const held = stored.members.flatMap((m) => {
      const o = originals.get(m.observation);
      const entry = o && keep(o, cell);
      return o && entry ? [{ o, role: m.role, entry }] : [];
    });
    const first = held.find(({ o }) => isPublished(o))?.o;
    const whole = held.length === stored.members.length;
    const allPublished = whole && held.every(({ o }) => isPublished(o));
    const published = first && (allPublished ? { time: row.time, place } : { time: first.time, place: first.place });
    // What several reports say together is for those only who may read each of them: its act, its results and its very
    // being there may rest on the one that is held back.
    if (!whole && profile !== "full") continue;
    const released = release(
      { marking: row.marking, time: row.time, place, counts: [], ...(published && { published }) },
      profile,
      rules,
    );
    if (!released) continue;
    const own = results.get(row.id) ?? [];
    const members = held.map(({ o, role }) => ({ id: o.id, role }));
    const content = releasedIncident(stored, released);
    const names =
      profile === "full"
        ? held.map(({ o }) => o.place.name ?? "")
        : held.filter(({ o }) => isPublished(o)).map(({ o }) => o.place.name ?? "");
    const sources = new Set(held.map(({ o }) => o.source));
    const words = [row.id, row.act, ...sources, ...names].join("\n").toLowerCase();
    incidents.push({
      id: row.id,
      status: row.kind,
      act: row.act,
      released,
      results: own,
      gravest: gravest(own.map((r) => r.result)),
      members,
      sources,
      content,
      words,
    });
  }
  // Aggregates and what fusion left alone have no incident.
  for (const o of originals.values()) if (!observations.has(o.id)) keep(o, undefined);
  incidents.sort((a, b) => a.released.time.from - b.released.time.from || (a.id < b.id ? -1 : 1));
  return { state: view.state, profile, incidents, incident: new Map(incidents.map((i) => [i.id, i])), observations };
}

/** Indexes of the missions that are asked for, each built once for a state. */
export class Indexes {
  private readonly kept = new Map<string, { revision: string; index: Promise<MissionIndex | undefined> }>();
  private readonly store: Store;
  private readonly rules: (mission: string) => Promise<ReleaseRules>;
  constructor(store: Store, rules: (mission: string) => Promise<ReleaseRules>) {
    this.store = store;
    this.rules = rules;
  }

  /** Undefined while nothing is derived. */
  async of(mission: string, audience: Audience): Promise<MissionIndex | undefined> {
    const state = await this.store.derivations.state(mission);
    if (!state) return undefined;
    const rules = await this.rules(mission);
    const revision = `${state.revision} ${state.root} ${JSON.stringify(rules)}`;
    const key = `${mission} ${audience.profile}`;
    const known = this.kept.get(key);
    if (known?.revision === revision) return known.index;
    const index = buildIndex(this.store, mission, audience.profile, rules);
    this.kept.delete(key);
    this.kept.set(key, { revision, index });
    index.catch(() => this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > 40 && oldest !== undefined) this.kept.delete(oldest);
    return index;
  }
}
