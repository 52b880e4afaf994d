import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../canonical.ts";
import { findZone, type Zone } from "../time/zone.ts";
import { millis } from "../units.ts";
import { agreementOf } from "./agreement-of.ts";
import type { Of } from "./recorded.ts";

const UTC = findZone("UTC") as Zone;
const text = (id: string) => `
agreement: {id: ${id}, title: T, status: signed, parties: [{id: A, name: A}, {id: B, name: B}], mission-zone: UTC}
in-force: [{reading: text, by: A, from: "1970-01-01T00:00Z"}]
terms: [{id: c1, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [fire]}}]
`;
const TEXTS: Readonly<Record<string, string | undefined>> = {
  good: text("good"),
  newer: text("newer"),
  // What an older program took, and the one of today does not know.
  refused: text("refused").replace("prohibits", "forbids"),
};
const sources = {
  contents: async () => undefined,
  text: async (sha256: string) => TEXTS[Object.keys(TEXTS).find((name) => sha256Hex(name) === sha256) ?? ""],
};
const version = (name: string, stated: number, reading: string | null = null): Of<"agreement-version"> => ({
  commitment: sha256Hex(`entry ${name} ${stated}`),
  stated: millis(stated),
  marking: "TLP:AMBER",
  body: { id: "t", text: { sha256: sha256Hex(name), name: `${name}.yaml` }, parts: [], reading },
});
const of = (versions: readonly Of<"agreement-version">[], erased: readonly string[] = []) =>
  agreementOf(versions, sources, UTC, new Set(erased));

describe("the version that a mission works by", () => {
  test.each([
    ["none: no agreement", [], [], null, []],
    ["the one stated last", [version("newer", 2), version("good", 1)], [], "newer", []],
    ["refused text: the version before goes on", [version("good", 1), version("refused", 2)], [], "good", ["refused"]],
    [
      "two refused in a row, each listed",
      [version("good", 1), version("refused", 2), version("refused", 3)],
      [],
      "good",
      ["refused", "refused"],
    ],
    [
      "a refused one that was superseded is nobody's trouble",
      [version("refused", 1), version("good", 2)],
      [],
      "good",
      [],
    ],
    ["a reading that it does not have", [version("good", 1), version("newer", 2, "other")], [], "good", ["newer"]],
    ["destroyed by an erasure", [version("good", 1), version("gone", 2)], ["gone"], "good", ["gone"]],
    ["all refused: no agreement", [version("refused", 2)], [], null, ["refused"]],
  ] as const)("%s", async (_, versions, erased, id, refused) => {
    const now = await of(versions, erased.map(sha256Hex));
    expect(now.version && now.compiled.agreement.id).toBe(id);
    expect(now.refused.map((r) => r.file)).toEqual(refused.map((name) => `${name}.yaml`));
    for (const { why } of now.refused)
      expect(why).toMatch(id === null ? /works by no agreement$/ : /goes on by the version of entry [0-9a-f]{64}$/);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...versions], { minLength: versions.length }), async (shuffled) => {
        expect(await of(shuffled, erased.map(sha256Hex))).toEqual(now);
      }),
      { numRuns: 5 },
    );
  });

  test("the reason is the reader's own, with its line", async () => {
    const [refused] = (await of([version("refused", 2)])).refused;
    expect(refused?.why).toMatch(/refused\.yaml:4:.*forbids/s);
  });

  test("a text that is missing without an erasure is a fault, not a refusal", async () => {
    await expect(of([version("good", 1), version("gone", 2)])).rejects.toThrow(/no erasure accounts for it/);
  });
});
