import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { attributionOf, invocationOf } from "../assessment/entries.ts";
import { canonical, sha256Hex } from "../canonical.ts";
import { judgementOf } from "../incident/entries.ts";
import { millis } from "../units.ts";
import { importKeyOf } from "./import-key.ts";
import {
  type Body,
  ENTRIES,
  type EntryDefinition,
  type EntryKind,
  parseBy,
  parsePayload,
  payloadOf,
} from "./registry.ts";
import { type Placed, withdrawals } from "./standing.ts";

const h = sha256Hex("x");
const h2 = sha256Hex("y");
const entry = { index: 3, commitment: h };
const basis = { checkpoint: { size: 9, root: h }, observations: [h], evidence: [] };

/** A body of every kind, as one is written today. */
const BODIES: { readonly [K in EntryKind]: readonly Body<K>[] } = {
  import: [
    {
      file: { sha256: h, name: "daily.csv", bytes: 12 },
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
            from: 0 as never,
            until: 86_400_000 as never,
            sdMs: 0,
            precision: "day",
            stated: "1 January",
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
      text: { sha256: h, name: "agreement.yaml" },
      parts: [{ path: "parts/zones.geojson", sha256: h }],
      reading: null,
    },
  ],
  judgement: [{ judgement: "different", a: h2, b: h }],
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
      text: null,
    },
  ],
  publication: [
    {
      publication: "daily",
      title: "Daily report",
      period: { from: 0, until: 1 },
      files: [{ name: "report.html", sha256: h, bytes: 1 }],
      figures: [{ id: "incidents", unit: "incident", atLeast: 41, atMost: 43 }],
      checkpoint: { origin: "o", size: 2, root: h },
      derivation: "1",
      incidents: [{ public: "2025-0001", working: h }],
    },
  ],
  withdrawal: [{ entry }],
  erasure: [{ entries: [entry], evidence: [h], envelopes: false, people: ["p-1", "p-2"] }],
  "key-destruction": [{ blobs: ["0".repeat(32)], names: ["o-17"], people: ["p-1", "p-2"] }],
  opening: [{ blobs: ["0".repeat(32)], names: [], people: ["p-1", "p-2"] }],
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
      evidence: [h],
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
    {
      guarantee: "start",
      agreement: "paris",
      at: 5,
      ladder: "24-72",
      determination: entry,
      people: ["a-1", "b-2"],
    },
    { guarantee: "step", agreement: "paris", at: 6, run: entry, step: "1", was: "taken", by: "X", evidence: [h] },
    {
      guarantee: "deliver",
      agreement: "paris",
      commitment: "c",
      at: 7,
      what: "Trucks",
      share: "part",
      evidence: [],
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
      evidence: [h],
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
  custody: [
    { event: "handed-over", evidence: [h], upTo: null, derivedFrom: null, from: "o-1", to: "the laboratory" },
    { event: "exported", evidence: [], upTo: 7, derivedFrom: null, from: "", to: "bundle of 7 entries" },
  ],
};

const bodies = (Object.entries(BODIES) as [EntryKind, Body<EntryKind>[]][]).flatMap(([kind, all]) =>
  all.map((body) => ({ kind, body })),
);
const reasoned = { exercise: false, reason: "why" };

describe("entries", () => {
  test("every kind is read as it was written: parsing changes nothing that was committed", () => {
    for (const { kind, body } of bodies) {
      const payload = payloadOf(kind, body, reasoned);
      const text = canonical(payload);
      expect(canonical(parsePayload(kind, JSON.parse(text)).payload)).toBe(text);
    }
  });

  test("every member counts: one left out, one too many, or another type is refused", () => {
    for (const { kind, body } of bodies) {
      const payload = JSON.parse(canonical(payloadOf(kind, body, reasoned)));
      for (const member of Object.keys(payload.body)) {
        const { [member]: _, ...less } = payload.body;
        expect(() => parsePayload(kind, { ...payload, body: less }), `${kind} without ${member}`).toThrow();
        expect(
          () => parsePayload(kind, { ...payload, body: { ...payload.body, [member]: 1.5 } }),
          `${kind}.${member}`,
        ).toThrow();
      }
      expect(() => parsePayload(kind, { ...payload, body: { ...payload.body, other: 1 } })).toThrow(/other/);
      expect(() => parsePayload(kind, { ...payload, more: 1 })).toThrow(/more/);
      expect(() => parsePayload(kind, { ...payload, exercise: undefined })).toThrow(/exercise/);
    }
  });

  test("an unknown kind and a newer version say so, and any JSON at all never breaks the reader", () => {
    const payload = payloadOf("withdrawal", { entry }, reasoned);
    expect(() => parsePayload("telemetry", payload)).toThrow(/unknown kind; expected one of import, .*newer program/);
    expect(() => parsePayload("withdrawal", { ...payload, v: 2 })).toThrow(
      /version 2 is newer than this program, which reads up to 1/,
    );
    expect(() => parsePayload("toString", payload)).toThrow(/unknown kind/);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(ENTRIES)), fc.jsonValue(), fc.jsonValue(), (kind, value, body) => {
        for (const tried of [value, { v: 1, exercise: false, reason: "r", body }])
          try {
            parsePayload(kind, tried);
          } catch (error) {
            expect(error).toMatchObject({ code: "record/entry" });
          }
      }),
    );
  });

  test("decisions, notices and what takes back or destroys need a reason; two people are two", () => {
    for (const kind of ["withdrawal", "erasure", "key-destruction", "notice"] as const)
      expect(() => parsePayload(kind, payloadOf(kind, BODIES[kind][0] as never, { exercise: false }))).toThrow(
        /reason/,
      );
    const [erasure] = BODIES.erasure as [Body<"erasure">];
    expect(() =>
      parsePayload("erasure", payloadOf("erasure", { ...erasure, people: ["p-1", "p-1"] }, reasoned)),
    ).toThrow(/two different people/);
    expect(() =>
      parsePayload("judgement", payloadOf("judgement", { judgement: "same", a: h, b: h }, reasoned)),
    ).toThrow(/one observation/);
  });

  test("every version above the first has its migration, and every migration its example", () => {
    const missing: string[] = [];
    for (const definition of Object.values(ENTRIES) as EntryDefinition[]) {
      for (let to = 2; to <= definition.version; to++) {
        const up = definition.migrations[to];
        const example = definition.examples[to];
        if (!up || !example) missing.push(`${definition.kind} ${to}`);
        else expect(up(example[0])).toEqual(example[1]);
      }
      expect(Object.keys(definition.migrations)).toHaveLength(definition.version - 1);
    }
    expect(missing).toEqual([]);
    expect(Object.entries(ENTRIES).every(([name, d]) => name === d.kind)).toBe(true);
  });

  test("an older version is brought up step by step", () => {
    const made: EntryDefinition = {
      kind: "made",
      version: 3,
      schema: z.strictObject({ metres: z.number(), by: z.string() }),
      migrations: {
        2: (b) => ({ metres: (b as { feet: number }).feet * 0.3048 }),
        3: (b) => ({ ...(b as object), by: "not said" }),
      },
      examples: {},
    };
    const old = { v: 1, exercise: true, reason: "", body: { feet: 10 } };
    expect(parseBy(made, old)).toEqual({ v: 3, exercise: true, reason: "", body: { metres: 3.048, by: "not said" } });
    expect(() => parseBy(made, { ...old, v: 3 })).toThrow(/metres/);
    expect(() => parseBy({ ...made, migrations: {} }, old)).toThrow(/no migration to version 2/);
  });

  test("an import's key knows file, format, mapping, assumptions and zone, and nothing else", () => {
    const [one] = BODIES.import as [Body<"import">];
    const key = importKeyOf(one);
    expect(importKeyOf({ ...one, file: { ...one.file, name: "copy.csv" }, reader: { name: "r", version: "2" } })).toBe(
      key,
    );
    for (const other of [
      { ...one, file: { ...one.file, sha256: h2 } },
      { ...one, format: "other" },
      { ...one, mapping: null },
      { ...one, assumptions: [] },
      { ...one, zone: null },
    ])
      expect(importKeyOf(other)).not.toBe(key);
  });

  test("decisions and judgements become what fusion and assessment take", () => {
    const [verify, , attribute, , invoke, decided] = BODIES.decision as [
      Body<"decision">,
      never,
      Body<"decision">,
      never,
      Body<"decision">,
      Body<"decision">,
    ];
    expect(judgementOf(BODIES.judgement[0] as Body<"judgement">, "id")).toEqual({
      id: "id",
      kind: "different",
      a: [h, h2].sort()[0],
      b: [h, h2].sort()[1],
    });
    expect(attributionOf(verify, "id")).toBeUndefined();
    expect(attributionOf(attribute, "id")).toEqual({
      incident: h,
      actor: "side-a",
      decision: "id",
      standard: "clear and convincing",
    });
    expect(invocationOf(verify, "id")).toBeUndefined();
    expect(invocationOf(invoke, "id")).toEqual({ incident: h, clause: "2", exception: "self-defence", by: "side-a" });
    expect(invocationOf(decided, "id")).toMatchObject({ decided: { holds: false, decision: "id" } });
  });
});

describe("withdrawals", () => {
  const placed = (commitment: string, withdraws: string | null = null): Placed => ({ commitment, withdraws });

  test("a withdrawal that is itself withdrawn has no effect; two against one both stand", () => {
    const all = [placed("a"), placed("w", "a"), placed("v", "w"), placed("b"), placed("x", "b"), placed("y", "b")];
    expect([...withdrawals(all)].sort()).toEqual([
      ["b", ["x", "y"]],
      ["w", ["v"]],
    ]);
    expect(withdrawals([...all, placed("u", "v")]).get("a")).toEqual(["w"]);
    // The first log's entry may not have been joined: its withdrawal waits for it.
    expect(withdrawals([placed("w", "elsewhere")]).has("elsewhere")).toBe(true);
  });

  test("the order in which entries arrive changes nothing", () => {
    const log = fc
      .array(fc.nat(), { minLength: 1, maxLength: 30 })
      .map((picks) => picks.map((pick, i) => placed(String(i), i > 0 && pick % 3 > 0 ? String(pick % i) : null)));
    fc.assert(
      fc.property(
        log.chain((entries) =>
          fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
        ),
        ([entries, shuffled]) => {
          const plain = (es: readonly Placed[]) => [...withdrawals(es)].map(([c, by]) => [c, [...by].sort()]).sort();
          expect(plain(shuffled)).toEqual(plain(entries));
          // The slow way: from the last entry back, as one log orders them.
          const out = new Set<string>();
          for (const { commitment, withdraws } of entries.toReversed())
            if (withdraws !== null && !out.has(commitment)) out.add(withdraws);
          expect([...withdrawals(entries).keys()].sort()).toEqual([...out].sort());
        },
      ),
    );
  });
});
