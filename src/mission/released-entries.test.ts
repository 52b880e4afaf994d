import { describe, expect, test } from "vitest";
import type { Marking } from "../access/marking.ts";
import { type DecidedRelease, FLOOR_TERMS, type ReleaseTerms } from "../access/release-terms.ts";
import { sha256Hex } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import { EXAMPLES } from "../record/examples.ts";
import { ENTRIES, type EntryKind, type KindAndPayload, payloadOf } from "../record/registry.ts";
import { HOUR, millis } from "../units.ts";
import type { FileContents } from "./gather.ts";
import { type FloorKnown, heldByFloor, outFrom, saidAt } from "./released-entries.ts";

const END = 1_745_056_800_000;
const DAYS3 = 72 * HOUR;
const box = (side: number): UncertainPlace => ({
  kind: "area",
  name: "the district",
  polygons: [
    [
      [
        [37, 48] as const,
        [37 + side, 48] as const,
        [37 + side, 48 + side] as const,
        [37, 48 + side] as const,
        [37, 48] as const,
      ],
    ],
  ],
});
const WIDE = box(0.2);
const POINT: UncertainPlace = { kind: "point", lon: 37.8, lat: 48, radiusM: 9_000 };

const example = EXAMPLES.submission[0]?.observations[0] as Observation;
const seen = (more: Partial<Observation> = {}): Observation => {
  const { claimant: _, ...rest } = example;
  const time = { ...rest.time, from: millis(END - HOUR), until: millis(END) };
  return {
    ...rest,
    id: sha256Hex("one"),
    kind: "observation",
    sourceKind: "patrol",
    place: WIDE,
    time,
    marking: "TLP:CLEAR",
    ...more,
  };
};
const early = (o: Observation, more: Partial<DecidedRelease> = {}): ReleaseTerms => ({
  history: [],
  early: [{ of: "observation", id: o.id, members: [], to: ["public"], precise: true, people: ["p-1", "p-2"], ...more }],
});
const entryOf = <K extends EntryKind>(kind: K, body: unknown): KindAndPayload =>
  ({ kind, payload: payloadOf(kind, body as never, { exercise: false, reason: "r" }) }) as unknown as KindAndPayload;
const submitted = (o: Observation, evidence: string[] = []) =>
  entryOf("submission", { via: "cli", observations: [o], evidence });

const heldAt = (
  entry: KindAndPayload,
  at: number,
  more: Partial<FloorKnown> & { said?: number; contents?: FileContents } = {},
) => {
  const { said = END, contents, terms = FLOOR_TERMS, ...rest } = more;
  const known = { terms, out: () => undefined, published: new Set<string>(), at: millis(at), ...rest };
  return heldByFloor(entry, millis(said), contents, known)?.why;
};

describe("a submission", () => {
  test("waits 72 hours from the end of what was seen, to the millisecond", () => {
    expect(heldAt(submitted(seen()), END + DAYS3 - 1)).toContain("not before 2025-04-22");
    expect(heldAt(submitted(seen()), END + DAYS3)).toBeUndefined();
  });
  test.each<[string, Partial<Observation>, string | undefined]>([
    ["a point, whatever its radius", { place: POINT }, "finer than 5 km"],
    ["an area narrower than 5 km", { place: box(0.04) }, "finer than 5 km"],
    [
      "an observer's post and a bearing",
      {
        place: {
          kind: "sector",
          lon: 37,
          lat: 48,
          fromDeg: 0,
          untilDeg: 90,
          minM: 0,
          maxM: 90_000,
          distance: "stated",
        },
      },
      "finer than 5 km",
    ],
    ["the name of a village", { place: { kind: "unknown", name: "Zolote-4" } }, "finer than 5 km"],
    ["the name of a struck object", { object: { kind: "gas-production", name: "the works" } }, "finer than 5 km"],
    ["no place at all", { place: { kind: "unknown" } }, undefined],
    ["a point that a public source gave", { place: POINT, sourceKind: "media" }, undefined],
    ["a stricter marking within", { marking: "TLP:GREEN" as Marking }, "is marked TLP:GREEN"],
  ])("%s", (_, more, why) => {
    const seenWhy = heldAt(submitted(seen(more)), END + 400 * HOUR);
    if (why === undefined) expect(seenWhy).toBeUndefined();
    else expect(seenWhy).toContain(why);
  });
  test("goes out before its time where two people let its observation out, and as finely where they said so", () => {
    const o = seen({ place: POINT });
    expect(heldAt(submitted(o), END, { terms: early(o) })).toBeUndefined();
    expect(heldAt(submitted(o), END, { terms: early(o, { precise: false }) })).toContain("finer than");
    expect(heldAt(submitted(o), END, { terms: early(o, { to: ["guarantors"] }) })).toContain("finer than");
    expect(
      heldAt(submitted(o), END, { terms: early(o, { people: ["p-1", "p-1"] as never, to: ["party-a"] }) }),
    ).toContain("finer");
    expect(heldAt(submitted(seen()), END, { terms: early(seen(), { precise: false }) })).toBeUndefined();
  });
  test("with a picture that no publication has is held back, and with one that has been published is not", () => {
    const photo = "ab".repeat(32);
    expect(heldAt(submitted(seen(), [photo]), END + DAYS3)).toContain(`evidence ${photo}`);
    expect(heldAt(submitted(seen(), [photo]), END + DAYS3, { published: new Set([photo]) })).toBeUndefined();
  });
  test("a raised rule holds", () => {
    const terms = {
      history: [{ from: millis(0), rules: { public: { delayMs: 96 * HOUR, cellM: 5_000 } } }],
      early: [],
    };
    expect(heldAt(submitted(seen()), END + 95 * HOUR, { terms })).toContain("not before");
    expect(heldAt(submitted(seen()), END + 96 * HOUR, { terms })).toBeUndefined();
  });
});

describe("an imported file", () => {
  const file = entryOf("import", EXAMPLES.import[0]);
  const gave = (
    items: readonly Observation[],
    more: { refused?: number; skipped?: Record<string, number> } = {},
  ): FileContents => ({
    reconciliation: { refused: 0, skipped: {}, ...more } as FileContents["reconciliation"],
    items: items.map((value) => ({ type: "observation", value })),
  });
  const media = seen({ sourceKind: "media", place: POINT });
  test.each<[string, FileContents | undefined, string | undefined]>([
    [
      "of a public source goes out at once, with the rows that were not used",
      gave([media], { refused: 2, skipped: { old: 1 } }),
      undefined,
    ],
    ["of a patrol never goes out by time alone", gave([media, seen()]), "as finely as it was given"],
    ["with rows that were not used is not let out", gave([seen()], { refused: 1 }), "nobody knows"],
    ["of nothing", gave([]), "other things"],
    ["that cannot be read", undefined, "cannot be read"],
  ])("%s", (_, contents, why) => {
    const held = heldAt(file, END + 9_000 * HOUR, contents && { contents });
    if (why === undefined) expect(held).toBeUndefined();
    else expect(held).toContain(why);
  });
  test("goes out where two people let each of its observations out as it is", () =>
    expect(heldAt(file, END, { contents: gave([seen()]), terms: early(seen()) })).toBeUndefined());
});

describe("what tells of incidents", () => {
  const o = seen();
  const incident = { id: o.id, status: "recorded", members: [{ observation: o, role: "anchor" }], evidence: [] };
  const state = (more: Partial<Observation> = {}) => {
    const one = seen(more);
    const members = [{ observation: one, role: "anchor" }];
    return {
      incidents: [{ incident: { ...incident, members }, facts: { time: one.time } }],
      observations: [one],
    } as never;
  };
  const verify = entryOf("decision", {
    decision: "verify",
    incident: o.id,
    members: [o.id],
    finding: "confirmed",
    basis: { checkpoint: null, observations: [], evidence: [] },
  });
  test("waits until 72 hours after the incident and after it was said, whichever is later", () => {
    const out = outFrom(FLOOR_TERMS, state());
    expect(heldAt(verify, END + DAYS3 - 1, { out, said: END - 99 * HOUR })).toContain("not before");
    expect(heldAt(verify, END + DAYS3, { out, said: END - 99 * HOUR })).toBeUndefined();
    expect(heldAt(verify, END + DAYS3, { out, said: END + 1 })).toContain("not before");
  });
  test("goes out early with its incident, and not with one that another report joined since", () => {
    const covers = { of: "incident", members: [o.id] } as const;
    expect(heldAt(verify, END, { out: outFrom(early(o, covers), state()) })).toBeUndefined();
    expect(
      heldAt(verify, END, { out: outFrom(early(o, { ...covers, members: [sha256Hex("other")] }), state()) }),
    ).toContain("not before");
  });
  test("what a public source told waits for its own words alone", () =>
    expect(
      heldAt(verify, END + 99 * HOUR, {
        out: outFrom(FLOOR_TERMS, state({ sourceKind: "media", time: { ...o.time, until: millis(END + 50 * HOUR) } })),
        said: END,
      }),
    ).toBeUndefined());
});

test("every kind but a publication and an agreement text is held back when it is new", () => {
  for (const kind of Object.keys(ENTRIES) as EntryKind[])
    for (const body of EXAMPLES[kind] as readonly unknown[]) {
      const held = heldAt(entryOf(kind, body), END, { said: END, published: new Set(["0b".repeat(32)]) });
      expect([kind, held !== undefined]).toEqual([kind, kind !== "publication" && kind !== "agreement-version"]);
    }
});

test("a statement of long ago that came today is of today", () =>
  expect(saidAt({ stated: millis(5), received: millis(END) })).toBe(END));
