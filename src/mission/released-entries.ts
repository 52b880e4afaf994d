import { earlyFor, type ReleaseTerms, ruleFor } from "../access/release-terms.ts";
import type { Incident, IncidentFacts } from "../incident/incident.ts";
import type { Observation } from "../observation/observation.ts";
import { distanceM } from "../place/geodesy.ts";
import { extentOf } from "../place/shape.ts";
import { evidenceOf } from "../record/evidence-of.ts";
import type { Body, EntryKind, KindAndPayload } from "../record/registry.ts";
import type { Interval } from "../time/interval.ts";
import { type Millis, millis } from "../units.ts";
import type { FileContents } from "./gather.ts";
import { isPublished } from "./published.ts";

const NONE = (): readonly string[] => [];

/** The incidents and observations whose happening a body tells of, by id. A kind that is left out does not compile. */
const TELLS: { readonly [K in EntryKind]: (body: Body<K>) => readonly string[] } = {
  // Judged by their contents.
  import: NONE,
  submission: NONE,
  // Published by being entered as for all.
  "agreement-version": NONE,
  publication: NONE,
  judgement: (body) => (body.judgement === "pin" ? body.observations : [body.a, body.b]),
  decision: (body) => [
    ...("incident" in body ? [body.incident] : []),
    ...("incidents" in body ? body.incidents : []),
    ...("basis" in body ? body.basis.observations : []),
  ],
  notice: ({ incidents }) => incidents,
  withdrawal: NONE,
  erasure: NONE,
  "key-destruction": NONE,
  sealing: NONE,
  opening: NONE,
  custody: NONE,
  case: ({ opens }) => opens?.incidents ?? [],
  statement: ({ incident }) => (incident === null ? [] : [incident]),
  quiet: NONE,
  guarantee: NONE,
  "release-rules": NONE,
  "release-early": ({ id }) => [id],
  hazard: ({ observations }) => observations,
};

/** When the public may know that a thing happened; -∞ where two people let it out early, or a public source told it. */
export type OutFrom = (id: string) => { readonly at: number; readonly early: boolean } | undefined;

/** When each incident and observation of a state is out for the public, marking aside. */
export function outFrom(
  terms: ReleaseTerms,
  state: {
    readonly incidents: Iterable<{ readonly incident: Incident; readonly facts: IncidentFacts }>;
    readonly observations: Iterable<Observation>;
  },
): OutFrom {
  const known = new Map<string, { readonly at: number; readonly early: boolean }>();
  const put = (ids: readonly string[], early: boolean, told: boolean, time: Interval): void => {
    const at = early || told ? Number.NEGATIVE_INFINITY : time.until + ruleFor(terms.history, time, "public").delayMs;
    for (const id of ids) if (!known.has(id)) known.set(id, { at, early });
  };
  for (const { incident, facts } of state.incidents) {
    const observations = incident.members.map((m) => m.observation);
    const members = observations.map((o) => o.id);
    const early = earlyFor(terms, { id: incident.id, members }, "public") !== undefined;
    // Let out as a whole, its reports are known of as well; else each by itself.
    put(early ? [incident.id, ...members] : [incident.id], early, observations.every(isPublished), facts.time);
  }
  for (const o of state.observations)
    put([o.id], earlyFor(terms, { id: o.id }, "public") !== undefined, isPublished(o), o.time);
  return (id) => known.get(id);
}

/** Why an entry is held back. */
export interface Held {
  readonly by: "marking" | "floor";
  readonly why: string;
}

const floor = (why: string): Held => ({ by: "floor", why });

/** What it takes to judge whether an entry is out. */
export interface FloorKnown {
  readonly terms: ReleaseTerms;
  readonly out: OutFrom;
  /** Evidence that went out already: files of publications, agreement texts and notices that are for all. */
  readonly published: ReadonlySet<string>;
  /** The moment of release, ms since 1970 UTC. */
  readonly at: Millis;
}

/**
 * Why an entry may not leave the mission whole at a moment, though it is marked for all; undefined where it may. It is
 * hashed, so that nothing in it can be blurred: what would tell where or when something is, finer or sooner than the
 * release rules let it out for the public, is held back as a whole (design.md 1.11, ADR 29). Pure.
 * What people write in words is not judged; it waits like all else.
 * @param said     the later of the times that its envelope states and that it was received
 * @param contents of an import: what its file gave; undefined where it cannot be read
 */
export function heldByFloor(
  entry: KindAndPayload,
  said: Millis,
  contents: FileContents | undefined,
  { terms, out, published, at }: FloorKnown,
): Held | undefined {
  const { kind, payload } = entry;
  if (kind === "publication" || kind === "agreement-version") return undefined;
  if (kind === "import") return contents ? fileHeld(contents, terms) : floor("its file cannot be read to be judged");
  const unpublished = evidenceOf(entry).find((sha256) => !published.has(sha256));
  if (unpublished !== undefined)
    return floor(`it goes with evidence ${unpublished}, whose place and time nothing tells; no publication has it`);
  if (kind === "submission") {
    for (const o of payload.body.observations) {
      const held = observationHeld(o, terms, at);
      if (held) return held;
    }
    return undefined;
  }
  const told = (TELLS[kind] as (body: unknown) => readonly string[])(payload.body).flatMap((id) => out(id) ?? []);
  if (told.length > 0 && told.every((t) => t.early)) return undefined;
  const own = said + ruleFor(terms.history, { from: said, until: said }, "public").delayMs;
  const from = Math.max(own, ...told.map((t) => t.at));
  return from <= at ? undefined : floor(`not before ${new Date(from).toISOString()}`);
}

/** A file goes out whole: every row as it was given, those too that no reader used. */
function fileHeld({ items, reconciliation }: FileContents, terms: ReleaseTerms): Held | undefined {
  const observations = items.flatMap((i) => (i.type === "observation" ? [i.value] : []));
  if (observations.length === 0 || observations.length < items.length)
    return floor("it holds other things than observations, which have a place");
  const closed = observations.find((o) => o.marking !== "TLP:CLEAR");
  if (closed) return marked(closed);
  if (observations.every(isPublished)) return undefined;
  if (reconciliation.refused > 0 || Object.values(reconciliation.skipped).some((n) => n > 0))
    return floor("it holds rows that were not used, and nobody knows what they tell");
  const held = observations.find((o) => !asGiven(o, terms));
  return held && floor(`observation ${held.id} stands in it as finely as it was given`);
}

const marked = ({ id, marking }: Observation): Held => ({
  by: "marking",
  why: `observation ${id} is marked ${marking}`,
});

/** Whether the public may have it exactly as it was given. */
const asGiven = (o: Observation, terms: ReleaseTerms): boolean =>
  isPublished(o) || earlyFor(terms, { id: o.id }, "public")?.precise === true;

function observationHeld(o: Observation, terms: ReleaseTerms, at: Millis): Held | undefined {
  if (o.marking !== "TLP:CLEAR") return marked(o);
  if (asGiven(o, terms)) return undefined;
  const { delayMs, cellM } = ruleFor(terms.history, o.time, "public");
  if (!isCoarse(o, cellM)) return floor(`observation ${o.id} is placed finer than ${cellM / 1_000} km`);
  const from = o.time.until + delayMs;
  const early = earlyFor(terms, { id: o.id }, "public") !== undefined;
  return early || from <= at ? undefined : floor(`not before ${new Date(from).toISOString()}`);
}

/**
 * Whether what an observation says of places is no finer than a cell. A point's digits, an observer's post and the name
 * of an object are finer, whatever radius stands beside them.
 */
function isCoarse({ place, object, assertedZone }: Observation, cellM: number): boolean {
  if (object?.name !== undefined || assertedZone !== undefined) return false;
  if (place.kind === "unknown") return place.name === undefined;
  if (place.kind !== "area") return false;
  const extent = extentOf(place);
  if (!extent) return false;
  const [west, south, east, north] = extent;
  const middle = (south + north) / 2;
  return Math.min(distanceM([west, middle], [east, middle]), distanceM([west, south], [west, north])) >= cellM;
}

/** The later of what an envelope states and when it was received. */
export const saidAt = ({ stated, received }: { readonly stated: Millis; readonly received: Millis }): Millis =>
  millis(Math.max(stated, received));
