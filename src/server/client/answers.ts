import { z } from "zod";
import { Difference } from "./differences.ts";

/**
 * What the API answers, as one definition: the server checks by it, its OpenAPI document is made from it, and the
 * browser application takes its types from it. Instants are integer milliseconds since 1970 UTC.
 */

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");
const position = z.tuple([z.number(), z.number()]).describe("Longitude, latitude in degrees (CRS84)");
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]).describe("West, south, east, north in degrees");
const counted = z
  .object({ unit: z.string(), atLeast: z.number(), atMost: z.number().nullable().describe("Null: no bound is known") })
  .describe("A total as an interval");

export const Result = z.enum(["contrary", "indeterminate", "exempt", "not-contrary", "not-applicable"]);
export type Result = z.infer<typeof Result>;

export const Me = z.object({
  signedIn: z.boolean(),
  name: z.string().nullable(),
  author: z.string().nullable().describe("Pseudonymous author id"),
  roles: z.record(z.string(), z.array(z.string())).describe("Roles by mission"),
});
export type Me = z.infer<typeof Me>;

export const MissionItem = z.object({
  id: z.string(),
  title: z.string(),
  zone: z.string().describe("IANA name of the mission's clocks"),
  demonstration: z.boolean(),
  exercise: z.boolean(),
  agreement: z.boolean().describe("Whether the reader may read a text that it works by"),
  guarantees: z.boolean().describe("Whether its agreement speaks of guarantees"),
  /** Null while nothing is derived yet. */
  asKnownAt: z.object({ size: z.number().int(), root: z.string() }).nullable(),
});
export const Missions = z.object({ items: z.array(MissionItem) });
export type Missions = z.infer<typeof Missions>;

export const Mission = MissionItem.extend({
  may: z.array(z.string()).describe("What the reader may do here"),
  profile: z.string().describe("The form in which the reader sees things: full, party-a, party-b, guarantors, public"),
  offsets: z
    .array(z.tuple([millis, z.number().int()]))
    .describe("Offsets of the mission's zone: from when, minutes east of UTC; the first holds before"),
  period: z.object({ from: millis, until: millis }).nullable(),
  box: box.nullable(),
  readings: z.array(z.object({ id: z.string(), by: z.string(), from: millis.nullable(), until: millis.nullable() })),
  clauses: z.array(z.object({ id: z.string(), title: z.string(), reference: z.string() })),
  sources: z.array(z.string()),
  marking: z.string(),
});
export type Mission = z.infer<typeof Mission>;

export const Situation = z.object({
  asKnownAt: z.object({ size: z.number().int(), root: z.string() }),
  marking: z.string(),
  viewer: z.string(),
  coverage: z.object({ known: z.boolean(), statement: z.string() }),
  observations: z.number().int(),
  claims: z.number().int(),
  incidents: z.number().int(),
  claimedIncidents: z.number().int(),
  heard: z.array(counted),
  fused: z.array(counted),
  clauses: z.array(
    z.object({
      clause: z.string(),
      reading: z.string(),
      results: z.record(Result, z.number().int()),
      atLeast: z.number().int(),
      atMost: z.number().int(),
      indeterminateBy: z.record(z.string(), z.number().int()).describe("Without a filter, for who reads everything"),
      breaches: z.number().int().describe("Without a filter, for who reads everything; else 0"),
    }),
  ),
  adoptedFindings: z.number().int(),
  basesChanged: z.number().int(),
  refusedFiles: z.array(z.string()),
});
export type Situation = z.infer<typeof Situation>;

export const IncidentItem = z.object({
  id: z.string(),
  status: z.string().describe("recorded, or claimed by a party alone"),
  time: z.object({ from: millis, until: millis }),
  position: position.nullable(),
  place: z.string().nullable().describe("Name of the place as it is released to the reader"),
  act: z.string(),
  result: Result.describe("The gravest result under any clause that the filter leaves"),
  results: z.array(z.object({ clause: z.string(), reading: z.string(), result: Result })),
  observations: z.number().int(),
  marking: z.string(),
});
export type IncidentItem = z.infer<typeof IncidentItem>;

export const Incidents = z.object({
  items: z.array(IncidentItem),
  total: z.number().int().describe("All that the filter leaves, on every page the same"),
  next: z.string().nullable().describe("Cursor of the page after this one"),
});
export type Incidents = z.infer<typeof Incidents>;

export const Histogram = z.object({
  step: z.enum(["hour", "day"]),
  total: z.number().int(),
  bars: z.array(z.object({ from: millis, until: millis, results: z.record(Result, z.number().int()) })),
});
export type Histogram = z.infer<typeof Histogram>;

const featureOf = <P extends z.ZodType>(properties: P) =>
  z.object({
    type: z.literal("Feature"),
    geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
    properties,
  });
const collectionOf = <P extends z.ZodType>(properties: P) =>
  z.object({ type: z.literal("FeatureCollection"), features: z.array(featureOf(properties)) });

/** Incidents as points, grouped where there are too many to tell apart; none without a place is among them. */
export const IncidentMap = z.object({
  total: z.number().int(),
  withoutPlace: z.number().int(),
  incidents: collectionOf(
    z.object({
      id: z.string(),
      result: Result.describe("The gravest of the group, so that a group hides none"),
      gravity: z.number().int(),
      count: z.number().int(),
      label: z.string(),
    }),
  ),
  areas: collectionOf(z.object({ id: z.string(), result: Result })),
});
export type IncidentMap = z.infer<typeof IncidentMap>;

export const ObservationOf = z.object({
  id: z.string(),
  role: z.string().describe("supports, contradicts, repeats, claims"),
  content: z.record(z.string(), z.unknown()).describe("The observation as it is released to the reader"),
});

export const AssessmentOf = z.object({
  clause: z.string(),
  reading: z.string(),
  result: Result,
  trace: z.array(z.object({ test: z.string(), outcome: z.string(), words: z.string() })),
  decides: z.object({ fact: z.string(), words: z.string(), ifTrue: Result, ifFalse: Result }).nullable(),
  actor: z.record(z.string(), z.unknown()),
  breach: z.boolean(),
});

export const DecisionOf = z.object({
  entry: z.string().describe("Commitment of the entry"),
  index: z.number().int(),
  kind: z.string(),
  author: z.string(),
  stated: millis,
  received: millis,
  reason: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
  contradicts: z
    .array(z.number().int())
    .describe("Of a judgement: entries that say otherwise. None of them is in force until one is taken back"),
});

/** A file that came with a report. Its bytes: `…/incidents/{incident}/evidence/{sha256}`. */
export const EvidenceOf = z.object({
  sha256: z.string(),
  kind: z.string().describe("By its content: jpeg, mp4, pdf"),
  bytes: z.number().int(),
  workingCopy: z.boolean().describe("Whether a copy without place, camera and time of recording can be had"),
  observation: z.string().describe("The report that it came with"),
  entry: z.number().int(),
  marking: z.string(),
});
export type EvidenceOf = z.infer<typeof EvidenceOf>;

export const Incident = IncidentItem.extend({
  content: z.record(z.string(), z.unknown()).describe("The incident as it is released to the reader"),
  members: z.array(ObservationOf),
  differs: z
    .array(Difference)
    .describe("Facts on which its reports contradict each other: shown as intervals beside the facts, never averaged"),
  assessments: z.array(AssessmentOf),
  decisions: z.array(DecisionOf).describe("What people entered about it, oldest first"),
  evidence: z.array(EvidenceOf).describe("Files that came with its reports, for who may read them; 200 at most"),
});
export type Incident = z.infer<typeof Incident>;

export const AgreementAnswer = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  demonstration: z.boolean(),
  parties: z.array(z.object({ id: z.string(), name: z.string() })),
  names: z
    .record(z.string(), z.string())
    .describe("Names of parties, of those who guarantee, contribute or observe, and of bodies, by id"),
  readings: z.array(z.object({ id: z.string(), by: z.string(), from: millis.nullable(), until: millis.nullable() })),
  clauses: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      reference: z.string(),
      text: z.record(z.string(), z.string()),
      authentic: z.array(z.string()),
      standing: z.string(),
      says: z.record(z.string(), z.string()).describe("Said back from the data, by language; not authentic"),
      zones: z.array(z.string()),
      lines: z.array(z.string()),
      positions: z.array(z.object({ party: z.string(), says: z.string() })),
      sources: z.array(z.string()),
    }),
  ),
  boundarySet: z
    .string()
    .nullable()
    .describe("Set of country borders that the agreement asks to draw (natural-earth); null: none is drawn"),
  zones: collectionOf(z.object({ id: z.string(), name: z.string() })),
  lines: collectionOf(z.object({ id: z.string(), name: z.string() })),
  sources: z.array(
    z.object({
      id: z.string(),
      publisher: z.string(),
      title: z.string(),
      date: z.string(),
      unseen: z.boolean(),
      via: z.array(z.string()),
    }),
  ),
});
export type AgreementAnswer = z.infer<typeof AgreementAnswer>;

export const EntryItem = z.object({
  index: z.number().int(),
  commitment: z.string(),
  kind: z.string(),
  author: z.string(),
  stated: millis,
  received: millis,
  marking: z.string(),
  reason: z.string().nullable(),
  /** Null: closed to the reader, or destroyed. */
  body: z.record(z.string(), z.unknown()).nullable(),
  state: z.enum(["whole", "closed", "destroyed"]),
});
export const Entries = z.object({
  size: z.number().int(),
  root: z.string(),
  items: z.array(EntryItem),
  next: z.string().nullable(),
});
export type Entries = z.infer<typeof Entries>;

/** The one filter of list, histogram, map, tiles and feeds. Repeated keys are alternatives. */
export const Filter = z.object({
  from: z.coerce.number().int().optional().describe("Milliseconds; incidents certainly before it are left out"),
  until: z.coerce.number().int().optional(),
  bbox: z.string().optional().describe("West,south,east,north in degrees"),
  zone: z.array(z.string()).optional(),
  clause: z.array(z.string()).optional(),
  result: z.array(Result).optional(),
  reading: z.string().optional(),
  status: z.array(z.string()).optional(),
  source: z.array(z.string()).optional(),
  act: z.array(z.string()).optional(),
  marking: z.array(z.string()).optional(),
  text: z.string().max(200).optional(),
});
export type Filter = z.infer<typeof Filter>;
