import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { attributionOf, invocationOf } from "../assessment/entries.ts";
import { canonical } from "../canonical.ts";
import { judgementOf } from "../incident/entries.ts";
import { EXAMPLES } from "./examples.ts";
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

const h = "3f".repeat(32);
const h2 = "a1".repeat(32);
const entry = { index: 3, commitment: h };

const bodies = (Object.entries(EXAMPLES) as [EntryKind, Body<EntryKind>[]][]).flatMap(([kind, all]) =>
  all.map((body) => ({ kind, body })),
);
const reasoned = { exercise: false, reason: "why" };

/** Older orders kept nothing of what they destroyed (ADR 37). */
const MAY_LACK = new Set(["erasure keeps"]);

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
        if (!MAY_LACK.has(`${kind} ${member}`))
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
      expect(() => parsePayload(kind, payloadOf(kind, EXAMPLES[kind][0] as never, { exercise: false }))).toThrow(
        /reason/,
      );
    const [erasure] = EXAMPLES.erasure as [Body<"erasure">];
    expect(() =>
      parsePayload("erasure", payloadOf("erasure", { ...erasure, people: ["p-1", "p-1"] }, reasoned)),
    ).toThrow(/two different people/);
    expect(() =>
      parsePayload("judgement", payloadOf("judgement", { judgement: "same", a: h, b: h }, reasoned)),
    ).toThrow(/one observation/);
    const pin: Body<"judgement"> = { judgement: "pin", observations: [h, h2] };
    expect(() => parsePayload("judgement", payloadOf("judgement", pin, { exercise: false }))).toThrow(/reason/);
    expect(parsePayload("judgement", payloadOf("judgement", pin, reasoned)).payload.body).toEqual(pin);
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
    const [one] = EXAMPLES.import as [Body<"import">];
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
    const [verify, , attribute, , invoke, decided] = EXAMPLES.decision as [
      Body<"decision">,
      never,
      Body<"decision">,
      never,
      Body<"decision">,
      Body<"decision">,
    ];
    expect(judgementOf(EXAMPLES.judgement[0] as Body<"judgement">, "id")).toEqual({
      id: "id",
      kind: "different",
      a: [h, h2].sort()[0],
      b: [h, h2].sort()[1],
    });
    expect(judgementOf({ judgement: "pin", observations: [h2, h] }, "id")).toEqual({
      id: "id",
      kind: "pin",
      observations: [h, h2],
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
