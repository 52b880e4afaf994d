import { millis } from "../units.ts";
import type { Body, EntryKind } from "./registry.ts";

/** Made-up hashes: of an incident or observation, of another, of a file. */
const h = "3f".repeat(32);
const h2 = "a1".repeat(32);
const file = "0b".repeat(32);
const entry = { index: 3, commitment: "c4".repeat(32) };
const basis = { checkpoint: { size: 9, root: "5e".repeat(32) }, observations: [h], evidence: [file] };
const said = { chain: ["An official", "An agency"], words: "as said", voice: "quote", modality: "announced" } as const;
/** 2025-04-19 10:00 UTC. */
const moment = 1_745_056_800_000;
const at = { agreement: "paris-2026", at: moment };
const ofRun = { ...at, run: entry };
const ofCommitment = { ...at, commitment: "deliveries" };

const WARNING: Body<"hazard"> = {
  message: "alert",
  follows: null,
  hazard: "mines",
  observations: [h],
  area: { name: "the road east of the village", circles: [{ lon: 37.9, lat: 48.1, radiusM: 300 }], polygons: [] },
  urgency: "Immediate",
  severity: "Severe",
  certainty: "Observed",
  from: 1_744_989_180_000,
  until: 1_745_248_380_000,
  words: [
    {
      language: "en",
      headline: "Mines on the road",
      description: "Mines were seen on the road and beside it.",
      instruction: "Do not use the road. Do not touch anything that lies on it.",
    },
  ],
  people: ["p-1", "p-2"],
};

/**
 * A body of every form of every kind, as one is written today: shown by `enter KIND --help`, and read back by the tests.
 * All in it is made up.
 */
export const EXAMPLES: { readonly [K in EntryKind]: readonly Body<K>[] } = {
  import: [
    {
      file: { sha256: file, name: "daily.csv", bytes: 12 },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "1" },
      mapping: { when: "time" },
      assumptions: [{ what: "zone", value: "Europe/Kyiv", why: "given by --zone" }],
      zone: "Europe/Kyiv",
    },
  ],
  submission: [
    {
      via: "openrosa",
      evidence: [],
      observations: [
        {
          id: h,
          kind: "claim",
          report: "r",
          source: "Side A, joint command",
          sourceKind: "party",
          claimant: "side-a",
          mode: "told",
          acts: ["explosion.artillery", "explosion.mortar"],
          labelBasis: "person",
          role: "undetermined",
          weapon: { class: "mortar", calibreMm: 120, certainty: "stated" },
          count: { min: 1, max: null, unit: "explosion", form: "at-least", stated: "several" },
          activity: "ceasefire-event",
          time: {
            kind: "window",
            from: millis(moment),
            until: millis(moment + 86_400_000),
            sdMs: 0,
            precision: "day",
            stated: "19 April",
            zone: "UTC",
            zoneBasis: "assumed",
          },
          place: {
            kind: "area",
            name: "the district",
            polygons: [
              [
                [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                  [0, 0],
                ],
              ],
            ],
          },
          marking: "TLP:GREEN",
          origin: { file: h, line: 1 },
        },
      ],
    },
  ],
  "agreement-version": [
    {
      id: "easter",
      text: { sha256: file, name: "agreement.yaml" },
      parts: [{ path: "parts/zones.geojson", sha256: file }],
      reading: null,
    },
  ],
  judgement: [
    { judgement: "different", a: h2, b: h },
    { judgement: "same", a: h2, b: h },
    { judgement: "pin", observations: [h2, h] },
  ],
  decision: [
    { decision: "verify", incident: h, members: [h], finding: "confirmed", basis },
    { decision: "reject", incident: h, members: [], basis: { ...basis, checkpoint: null } },
    {
      decision: "attribute",
      incident: h,
      members: [h],
      actor: "side-a",
      standard: "clear and convincing",
      basis,
      dissent: [],
    },
    { decision: "dispute", entry, by: "side-a", grounds: "the place is wrong" },
    { decision: "invoke", incident: h, members: [h], clause: "2", exception: "self-defence", by: "side-a", words: "" },
    {
      decision: "decide-exception",
      incident: h,
      members: [h],
      clause: "2",
      exception: "self-defence",
      by: "side-a",
      holds: false,
      standard: "s",
      basis,
    },
    { decision: "interpret", agreement: "easter", clause: "2", reading: null, words: "day means the mission's day" },
    {
      decision: "read-clause",
      agreement: "easter",
      clause: "2",
      words: "gas fields are covered",
      body: "the commission",
      effect: "covers",
      acts: [],
      activities: [],
      objects: ["gas-production"],
    },
    {
      decision: "assess-actor",
      incident: h,
      members: [h],
      actor: "side-a",
      strength: "likely",
      method: "fragments of a model that one side alone has; a control map of another date would change it",
      basis,
    },
    {
      decision: "determine",
      determination: "breach",
      agreement: "easter",
      clause: "2",
      incidents: [h],
      body: "the commission",
      standard: "s",
      text: "t",
      basis,
      dissent: [{ by: "b", words: "no" }],
    },
    { decision: "adopt", entry, body: "the commission" },
  ],
  notice: [
    {
      agreement: "a",
      clause: "2",
      act: "mortar fire",
      incidents: [h],
      to: ["side-a"],
      approvedBy: ["p-1", "p-2"],
      text: { sha256: file, name: "notice.pdf" },
    },
  ],
  publication: [
    {
      publication: "daily",
      title: "Daily report",
      period: { from: 0, until: 1 },
      files: [{ name: "report.html", sha256: file, bytes: 1 }],
      figures: [{ id: "incidents", unit: "incident", atLeast: 41, atMost: 43 }],
      checkpoint: { origin: "o", size: 2, root: h },
      derivation: "1",
      incidents: [{ public: "2025-0001", working: h }],
    },
  ],
  withdrawal: [{ entry }],
  erasure: [
    { entries: [entry], evidence: [file], envelopes: false, people: ["p-1", "p-2"] },
    {
      entries: [entry],
      evidence: [],
      envelopes: false,
      people: ["p-1", "p-2"],
      keeps: [{ withdrawal: entry.commitment, entry: h2 }],
    },
  ],
  "key-destruction": [{ blobs: ["0".repeat(32)], names: ["o-17"], people: ["p-1", "p-2"] }],
  sealing: [
    { blobs: ["0".repeat(32)], names: [] },
    { blobs: [], names: ["o-17"] },
  ],
  opening: [
    { blobs: ["0".repeat(32)], names: [], people: ["p-1", "p-2"] },
    { blobs: [], names: [], reports: [file], people: ["o-17"] },
  ],
  case: [
    {
      by: "side-a",
      words: "",
      dissent: [],
      evidence: [],
      opens: { subject: "complaint", agreement: "easter", clauses: ["2"], incidents: [h], from: null },
      move: null,
    },
    {
      by: "the commission",
      words: "no incident of that day",
      dissent: [{ by: "side-b", words: "no" }],
      evidence: [file],
      opens: null,
      move: { after: entry, act: "declare-inadmissible" },
    },
    {
      by: "the commission",
      words: "",
      dissent: [],
      evidence: [],
      opens: {
        subject: "remedy",
        agreement: "easter",
        clauses: ["2"],
        incidents: [],
        from: entry,
        remedy: {
          addressee: "side-a",
          act: "move back",
          quantity: "3 guns",
          place: "the box",
          due: null,
          verifiedHow: "a visit",
        },
      },
      move: null,
    },
  ],
  guarantee: [
    { guarantee: "start", ...at, ladder: "24-72", determination: entry, people: ["p-1", "p-2"] },
    { guarantee: "pause", ...ofRun },
    { guarantee: "resume", ...ofRun },
    { guarantee: "condition", ...ofRun, step: "2", by: "council" },
    { guarantee: "step", ...ofRun, step: "1", was: "taken", by: "council", evidence: [file] },
    { guarantee: "stand-down", ...ofRun, by: "council" },
    { guarantee: "claim", ...ofCommitment, trigger: "aggression", by: "side-a", words: "as it said" },
    { guarantee: "call-in", ...ofCommitment, trigger: "aggression", determination: entry },
    { guarantee: "deliver", ...ofCommitment, what: "40 trucks", share: "part", evidence: [file] },
    { guarantee: "proof", ...ofCommitment, evidence: [file] },
    { guarantee: "confirm", ...ofCommitment, delivery: entry, finding: "confirmed", by: "verifiers" },
    { guarantee: "firmness", ...ofCommitment, modality: "committed", said: { ...said, chain: [...said.chain] } },
    { guarantee: "end", ...ofCommitment, how: "lapsed", by: "council", words: "its time is over" },
    { guarantee: "restore", ...ofCommitment, by: "council", words: "as before" },
    {
      guarantee: "position",
      ...at,
      holder: "side-a",
      on: "clause-2",
      says: "not agreed",
      said: { ...said, chain: [...said.chain] },
    },
    {
      guarantee: "candidate",
      ...at,
      question: "how-many",
      value: "few",
      says: "a few hundred",
      said: { ...said, chain: [...said.chain] },
    },
    { guarantee: "settle", ...at, question: "how-many", value: "few", text: "annex-1", by: "council" },
    { guarantee: "reopen", ...at, question: "how-many", by: "council" },
    {
      guarantee: "outcome",
      ...at,
      expectation: "first-visit",
      says: "it took place",
      said: { ...said, chain: [...said.chain] },
    },
  ],
  statement: [
    {
      agreement: "easter",
      clause: "2",
      party: "side-a",
      incident: null,
      body: "the mission",
      progress: "partly",
      asOf: millis(5),
      share: 0.5,
      place: "",
      words: "",
      evidence: [],
    },
  ],
  quiet: [
    {
      agreement: "minsk",
      clause: "disengage-zolote",
      body: "OSCE",
      from: millis(5),
      until: millis(6),
      words: "Seven days without an explosion.",
      evidence: [file],
    },
  ],
  "release-rules": [
    { from: 0, rules: {} },
    {
      from: 5,
      rules: {
        public: { delayMs: 345_600_000, cellM: 10_000 },
        guarantors: { delayMs: 259_200_000, cellM: 5_000 },
      },
    },
  ],
  "release-early": [
    { of: "incident", id: h, members: [h, h2], to: ["public"], precise: true, people: ["p-1", "p-2"] },
    { of: "observation", id: h, members: [], to: ["party-a", "guarantors"], precise: false, people: ["p-1", "p-2"] },
  ],
  hazard: [WARNING, { ...WARNING, message: "update", follows: entry }],
  custody: [
    { event: "handed-over", evidence: [file], upTo: null, derivedFrom: null, from: "o-1", to: "the laboratory" },
    { event: "exported", evidence: [], upTo: 7, derivedFrom: null, from: "", to: "bundle of 7 entries" },
  ],
};
