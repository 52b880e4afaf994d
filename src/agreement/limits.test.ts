import { describe, expect, test } from "vitest";
import { parseAgreement } from "./parse.ts";

/**
 * Files just made to cost much: thousands of clauses, of wrong names, of deadlines counted from one another. Each is
 * read in a second or so; the guard catches what grows with the square of the file.
 */
const head = (more = "") =>
  `agreement: {id: a, title: A, status: draft, parties: [{id: N, name: N}], mission-zone: UTC}\nin-force: [{reading: R, by: N, from: "2024-01-01T00:00Z"}]\n${more}terms:\n`;
const clause = (i: number, body: string) =>
  `- {id: c${i}, title: t, reference: r, subject: [N], standing: agreed, ${body}}\n`;
const many = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i)).join("");
const zones = many(1500, (i) => `- {id: zon${i}-${"a".repeat(34)}, circle: {centre: [1, 1], radius-km: 1}}\n`);
const fire = "prohibits: {acts: [fire]}";

const files: Readonly<Record<string, readonly [text: string, rule: string, times: number]>> = {
  "deadlines counted over thousands of clauses": [
    head() + many(2000, (i) => clause(i, `obliges: {duty: d, deadline: due c${i + 1} + 1 d}`)),
    "too-long-a-chain",
    1937,
  ],
  "a ring of sixty deadlines": [
    head() + many(60, (i) => clause(i, `obliges: {duty: d, deadline: due c${(i + 1) % 60} + 1 d}`)),
    "ring-of-deadlines",
    60,
  ],
  "thousands of names that are near to nothing": [
    head(`zones:\n${zones}`) +
      many(1500, (i) => clause(i, `prohibits: {acts: [fire]}, where: {inside: zone-number-${i}-${"x".repeat(20)}}`)),
    "unknown-zone",
    1500,
  ],
  "thousands of clauses that say the same": [head() + many(2000, (i) => clause(i, fire)), "same-prohibition", 1999],
  "thousands of events": [
    head(`events:\n${many(4000, (i) => `- {id: e${i}, name: x}\n`)}`) + clause(0, fire),
    "unused-event",
    4000,
  ],
  "thousands of interpretations that clash": [
    head(
      `interpretations:\n${many(3000, (i) => `- {id: i${i}, by: N, date: "2024", clause: c0, text: x, effect: ${i % 2 ? "covers" : "exempts"}}\n`)}`,
    ) + clause(0, fire),
    "interpretations-clash",
    1500,
  ],
  "thousands of notices at one time": [
    head(
      `notices:\n${many(2000, (i) => `- {id: n${i}, by: N, given: "2024-01-01T00:00Z", from: "2024-01-02T00:00Z", until: "2024-01-03T00:00Z", activity: repair}\n`)}`,
    ) + clause(0, fire),
    "overlapping-windows",
    1999,
  ],
};

describe("a file made to cost much is read in bounded time", () => {
  for (const [name, [text, rule, times]] of Object.entries(files))
    test(name, { timeout: 60_000 }, () => {
      const result = parseAgreement(text, "x.yaml");
      const found = "errors" in result ? result.errors : result.warnings;
      expect(found.filter((f) => f.rule === rule)).toHaveLength(times);
    });

  test("more readings than anybody could compare", () => {
    const readings = many(65, (i) => `- {reading: r${i}, by: N, from: "2024-01-01T00:00Z"}\n`);
    const result = parseAgreement(
      `${head().replace(/in-force:.*\n/, `in-force:\n${readings}`)}${clause(0, fire)}`,
      "x.yaml",
    );
    expect("errors" in result && result.errors.map((e) => e.message)).toEqual([
      "in-force: at most 64 readings stand side by side, saw a list",
    ]);
  });
});
