import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sayFinding } from "./finding.ts";
import { parseAgreement } from "./parse.ts";

const read = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), "utf8");
const whole = read("whole.yaml");
const parts = (path: string) => (path === "parts/zones.geojson" ? read(path) : undefined);
const parse = (text: string) => parseAgreement(text, "whole.yaml", parts);
const changed = (written: string, instead: string) => {
  expect(whole.split(written).length, `${written} stands once`).toBe(2);
  return whole.replace(written, () => instead);
};
const pullOut = '"event signing + 2 d"\n      deadline: EIF + 48 h';

describe("what a lawyer would ask of a file that uses every key", () => {
  const cases: [name: string, written: string, instead: string, rule: string, at: string][] = [
    ["a duty without a deadline", ", deadline: EIF, verified-by: C}", ", verified-by: C}", "no-deadline", "doors"],
    ["a duty that nobody verifies", "deadline: EIF, verified-by: C}", "deadline: EIF}", "no-verifier", "doors"],
    [
      "a deadline before the entry into force",
      pullOut,
      '"event signing + 1 h"\n      deadline: event signing + 2 h',
      "due-before-in-force",
      "pull-out",
    ],
    [
      "a deadline after the end",
      pullOut,
      '"event signing + 2 d"\n      deadline: EIF + 30 d',
      "due-after-end",
      "pull-out",
    ],
    ["a step after the deadline", "by: EIF + 1 d, share", "by: EIF + 9 d, share", "step-after-deadline", "half"],
    ["steps in the wrong order", 'by: "EIF + 36 h", count', "by: EIF + 1 h, count", "steps-out-of-order", "hundred"],
    [
      "a smaller share after a larger one",
      "count: {min: 100, unit: weapon}}\n",
      "share: 0.2}\n",
      "steps-out-of-order",
      "hundred",
    ],
    ["a step without a moment", "by: EIF + 1 d, share", "share", "no-deadline", "half"],
    ["progress that nobody states", ", note: A claim., source: letter}", ", note: A claim.}", "no-source", "progress"],
    [
      "a withdrawal from nowhere",
      "      from: box\n      beyond: {line: [L-a, L-b], per-side-km: 25, width-km: 50}\n      storage: [depot-a, depot-b]\n",
      "",
      "no-place",
      "pull-out",
    ],
    [
      "storage without a line",
      "      beyond: {line: [L-a, L-b], per-side-km: 25, width-km: 50}\n",
      "",
      "no-effect",
      "pull-out",
    ],
    [
      "storage of one party alone",
      "      storage: [depot-a, depot-b]\n    where",
      "      storage: [depot-a]\n    where",
      "no-storage-of-party",
      "B",
    ],
    ["storage that is nobody's", "kind: storage, belongs-to: [B],", "kind: storage,", "nobodys-storage", "depot-b"],
    [
      "a storage site that is no storage",
      "kind: storage, belongs-to: [B],",
      "kind: area, belongs-to: [B],",
      "not-a-storage",
      "depot-b",
    ],
    ["a definition without a source", "zones: [theatre], source: accord}", "zones: [theatre]}", "no-source", "core"],
    [
      "a definition that says nothing",
      "the core area, zones: [theatre], source",
      "the core area, source",
      "says-nothing",
      "core",
    ],
    [
      "an interpretation of everything",
      "    acts: [explosion.uav-strike]\n    activities: [test]\n    objects: [substation]\n    weapons: [{class: attack-uav}]\n",
      "",
      "whole-clause",
      "debris",
    ],
    ["an interpretation of a permission", "    clause: energy\n", "    clause: return-fire\n", "no-effect", "debris"],
    [
      "a threshold in a unit that is never counted",
      "threshold: {min-count: 5, unit: explosion}",
      "threshold: {min-count: 5, unit: mine}",
      "never-reached",
      "quiet-nights",
    ],
    [
      "a notice that came after its own window",
      'given: "2024-04-29T10:00+03:00"',
      'given: "2024-05-02T13:00+03:00"',
      "notice-after-window",
      "N1",
    ],
    [
      "no notice was early enough",
      "{id: notice, kind: prior-notice, lead-hours: 48}",
      "{id: notice, kind: prior-notice, lead-hours: 480}",
      "never-applies",
      "480 hours",
    ],
    [
      "an exception for an act that is not prohibited",
      "acts: [presence.weapon], source: accord}\n      - {id: works",
      "acts: [jamming], source: accord}\n      - {id: works",
      "never-applies",
      "jamming",
    ],
    [
      "severity in the wrong order",
      "{class: grave, killed",
      "{class: minor, killed",
      "severity-out-of-order",
      "serious",
    ],
    [
      "a rule of severity below one that always holds",
      "{class: grave, killed-at-least: 1, injured-at-least: 3, objects: energy, source: accord}",
      "{class: grave, source: accord}",
      "never-applies",
      "always holds",
    ],
    [
      "models beside a family",
      "weapons: [{class: [tank, armour], family: T-72}]",
      "weapons: [{class: [tank, armour], family: T-72, models: [T-64]}]",
      "models-and-family",
      "either",
    ],
    [
      "a refusal with a deadline",
      "acts: [movement.assault]}",
      "acts: [movement.assault], deadline: EIF}",
      "no-effect",
      "no-orders",
    ],
    [
      "a threshold beside a permission",
      "permits: {what: return fire",
      "threshold: {min-count: 1, unit: shot}\n    permits: {what: return fire",
      "no-effect",
      "permits",
    ],
  ];
  for (const [name, written, instead, rule, at] of cases)
    test(name, () => {
      const result = parse(changed(written, instead));
      const found = "errors" in result ? result.errors : result.warnings;
      expect("errors" in result ? found.map(sayFinding) : []).toEqual([]);
      expect(
        found.filter((f) => f.rule === rule && f.message.includes(at)).length,
        found.map((f) => `${f.rule} ${f.message}`).join("\n"),
      ).toBeGreaterThan(0);
    });

  test("a definition that no clause uses any more", () => {
    const result = parse(
      changed("where: {as-defined: core}", "where: {inside: theatre}").replace(
        "defines: [heavy, core]",
        "defines: heavy",
      ),
    );
    expect("errors" in result ? [] : result.warnings.map((w) => w.rule)).toEqual(["unused-definition"]);
  });
  test("an event from which nothing is counted", () => {
    const result = parse(
      whole.replace("events:\n", 'events:\n  - {id: other, name: Other, at: "2024-05-01T00:00+03:00"}\n'),
    );
    expect("errors" in result ? [] : result.warnings.map((w) => w.rule)).toEqual(["unused-event"]);
  });
  test("two bodies that read a clause in opposite ways", () => {
    const second = whole
      .slice(whole.indexOf("  - id: debris"))
      .replace("id: debris", "id: rest")
      .replace("does-not-cover", "covers");
    const result = parse(`${whole}${second}`);
    expect("errors" in result ? [] : result.warnings.map((w) => w.rule)).toEqual(["interpretations-clash"]);
  });
  test("the same prohibition twice", () => {
    const nights = whole.slice(whole.indexOf("  - id: quiet-nights"), whole.indexOf("  - id: no-exercises"));
    const result = parse(
      whole.replace("  - id: no-exercises", `${nights.replace("quiet-nights", "again")}  - id: no-exercises`),
    );
    expect("errors" in result ? [] : result.warnings.map((w) => w.rule)).toEqual(["same-prohibition"]);
  });
});

describe("a width that is taken for each side (domain.md d10)", () => {
  const text = "Heavy weapons leave a zone of 25 km.";
  const asked = (words: string) => {
    const result = parse(changed("{en: Heavy weapons are silent.}", `{en: "${words}"}`));
    return "errors" in result ? result.errors.map((e) => e.rule) : result.warnings.map((w) => w.rule);
  };
  for (const words of [
    text,
    "A strip 25 km wide is kept free.",
    "a 25-kilometre wide strip",
    "зона шириною 25 км",
    "зона шириной 25 км",
    "une zone de 25 km",
    "смуга 25 км завширшки",
  ])
    test(`is asked: ${words}`, () => expect(asked(words)).toEqual(["width-given-as-per-side"]));
  for (const words of [
    "A zone of 50 km.",
    "25 km on each side of the line.",
    "Each side withdraws 25 km, to make a zone of 50 km.",
    "A zone of 250 km.",
  ])
    test(`is not: ${words}`, () => expect(asked(words)).toEqual([]));
});

describe("mistakes in what the whole language adds", () => {
  const cases: [name: string, written: string, instead: string, message: string][] = [
    [
      "an unknown event",
      '"event signing + 2 d"',
      '"event sining + 2 d"',
      'unknown event "sining"; did you mean "signing"?',
    ],
    [
      "an unknown clause in a deadline",
      "start-by: done pull-out + 1 h",
      "start-by: done pullout + 1 h",
      'unknown clause "pullout"; did you mean "pull-out"?',
    ],
    [
      "a moment that is none",
      "deadline: EIF + 48 h",
      "deadline: EIF plus 48 h",
      'expected a moment with its offset, such as 2025-04-19T18:00+03:00, or one counted from another, such as "EIF + 14 d", "event ID + 24 h", "due CLAUSE", saw "EIF plus 48 h"',
    ],
    [
      "a length that is none",
      "every: 24 h",
      "every: daily",
      'expected a length of time such as 30 min, 24 h, 14 d, 2 w or 6 months, saw "daily"',
    ],
    [
      "an incident where none is meant",
      "deadline: EIF + 48 h",
      "deadline: incident + 48 h",
      "only a report-by obligation can be counted from an incident",
    ],
    [
      "a beginning after the deadline",
      '"event signing + 2 d"',
      '"event signing + 20 d"',
      "start-by must come before deadline",
    ],
    [
      "a deadline that is counted from itself",
      "deadline: EIF + 48 h",
      "deadline: due pull-out + 1 d",
      "counted from itself: pull-out → pull-out",
    ],
    [
      "a reading that begins when it begins",
      '{reading: A, by: A, from: "2024-05-01T00:00+03:00"',
      "{reading: A, by: A, from: EIF + 1 d",
      "EIF is the beginning that is being given here",
    ],
    [
      "a reading that hangs on a clause",
      '{reading: A, by: A, from: "2024-05-01T00:00+03:00"',
      "{reading: A, by: A, from: due pull-out",
      "a reading's window cannot hang on a clause",
    ],
    [
      "a clause that ends before it begins",
      "until: event signing + 3 months",
      "until: event signing - 3 months",
      "until must come after from",
    ],
    [
      "an unknown kind of obligation",
      "kind: withdraw-by",
      "kind: withdraw",
      'unknown name "withdraw"; did you mean "withdraw-by"?',
    ],
    [
      "a key of another kind",
      "kind: dismantle\n",
      "kind: dismantle\n      storage: depot-a\n",
      'unknown key "storage"',
    ],
    [
      "an unknown definition",
      "defines: [heavy, core]",
      "defines: [heavy, cores]",
      'unknown definition "cores"; did you mean "core"?',
    ],
    ["a prohibition of nothing", "acts: [presence.weapon]\n      within", "within", "none"],
    ["an unknown reading", "only-under: A\n", "only-under: AA\n", 'unknown reading "AA"'],
    [
      "an unknown body",
      "    verified-by: C\n    obliges:",
      "    verified-by: CC\n    obliges:",
      'unknown party or body "CC"',
    ],
    ["an unknown effect", "effect: does-not-cover", "effect: does-not-covers", 'did you mean "does-not-cover"?'],
    ["a share above the whole", "share: 0.5", "share: 1.5", "must be 0 to 1"],
    [
      "an empty count",
      "count: {min: 100, max: 200}",
      "count: {min: 300, max: 200}",
      "min (300) is more than max (200)",
    ],
    [
      "quiet days in an unknown zone",
      "inside: box, resets-on",
      "inside: bax, resets-on",
      'unknown zone "bax"; did you mean "box"?',
    ],
    [
      "width that is not twice per side, in a withdrawal",
      "beyond: {line: [L-a, L-b], per-side-km: 25, width-km: 50}",
      "beyond: {line: [L-a, L-b], per-side-km: 25, width-km: 25}",
      "width-km (25) must be twice per-side-km (25)",
    ],
  ];
  for (const [name, written, instead, message] of cases)
    test(name, () => {
      const result = parse(changed(written, instead));
      const found = "errors" in result ? result.errors : [];
      if (message === "none") expect(found).toEqual([]);
      else expect(found.map((f) => f.message).join("\n")).toContain(message);
      for (const f of found) expect(f.line).toBeGreaterThan(1);
    });
  test("a prohibition without any act", () => {
    const result = parse(
      changed("    acts: [explosion.artillery]\n", "").replace("acts: [presence.weapon]\n      within", "within"),
    );
    expect("errors" in result ? result.errors.map((e) => e.rule) : []).toEqual(["no-acts"]);
  });
});

test("a file that uses every key can be mutated in any way: read or refused, never thrown over, in bounded time", () => {
  const lines = whole.split("\n");
  const token = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "EIF",
    "due pull-out",
    "event signing",
    "null",
    "-1e309",
    "0",
    '"',
    "{}",
    "[]",
    "amends: {agreement: a, file: whole.yaml, from: EIF}",
    "as-defined: heavy",
    "\u0000",
    "\ud800",
    "incident",
  );
  const edit = fc.record({
    at: fc.nat(whole.length),
    cut: fc.oneof({ weight: 3, arbitrary: fc.nat(8) }, fc.nat(300)),
    put: fc.oneof(
      token,
      fc.nat(lines.length - 1).map((n) => `\n${lines[n]}\n`),
    ),
  });
  const began = Date.now();
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let text = whole;
      for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      const result = parseAgreement(text, "whole.yaml", (path) => (path === "whole.yaml" ? text : parts(path)));
      for (const f of "errors" in result ? result.errors : result.warnings) {
        expect(f.line).toBeGreaterThanOrEqual(1);
        expect(f.line).toBeLessThanOrEqual(text.split("\n").length);
        expect(f.rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }
    }),
    { numRuns: 150 },
  );
  expect(Date.now() - began).toBeLessThan(120_000);
});

test("words of a megabyte cannot hold up the check for a width", () => {
  for (const words of [`zone of ${"1".repeat(900_000)}`, "zone of ".repeat(100_000), `${"9 ".repeat(400_000)}km`]) {
    const began = Date.now();
    parse(changed("{en: Heavy weapons are silent.}", `{en: "${words}"}`));
    expect(Date.now() - began).toBeLessThan(20_000);
  }
});
