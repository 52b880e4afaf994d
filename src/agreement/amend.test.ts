import { describe, expect, test } from "vitest";
import type { Agreement } from "./agreement.ts";
import { amendedOverTime, applyAmendment } from "./amend.ts";
import { compile } from "./compile.ts";
import { sayFinding } from "./finding.ts";
import { parseAgreement } from "./parse.ts";
import { whatChanged } from "./what-changed.ts";

const head = (id: string) => `agreement:
  id: ${id}
  title: Truce ${id}
  status: signed
  parties: [{id: N, name: North}, {id: S, name: South}]
  mission-zone: Europe/Zurich
`;
const base = `${head("river")}sources:
  text: {publisher: Office, title: Accord, date: 2024-05-28}
in-force:
  - {reading: A, by: N, from: "2024-06-01T00:00+02:00", source: text}
lines:
  - {id: L, name: Line, applies-to: [N, S], as-of: 2024-05-28, positions: [[7, 47], [8, 47]], source: text}
definitions:
  heavy: {term: heavy weapons, weapons: [{class: tank}], source: text}
terms:
`;
const clause = (id: string, km: number, more = "") => `  - id: ${id}
    title: ${id}
    reference: art. 1
    text: {en: Words.}
    authentic: [en]
    subject: [N, S]
    standing: agreed
    source: text
    prohibits: {acts: [presence.weapon${more}], as-defined: heavy, within: {line: L, per-side-km: ${km}, width-km: ${2 * km}}}
`;
const baseText = `${base}${clause("guns", 15)}${clause("old", 5)}${clause("same", 1)}`;
const amendmentText = `${head("river-2")}amends: {agreement: river, file: agreement.yaml, from: "2024-07-01T00:00+02:00", removes: old, source: text}
terms:
${clause("guns", 25, ", fire")}${clause("new", 2)}`;

const files =
  (more: Readonly<Record<string, string>> = {}) =>
  (path: string) =>
    ({ "agreement.yaml": baseText, ...more })[path];
const parsed = (text: string, parts = files()) => {
  const result = parseAgreement(text, "amendment.yaml", parts);
  if ("errors" in result) throw new Error(result.errors.map(sayFinding).join("\n"));
  return result;
};
const errors = (text: string, parts = files()) => {
  const result = parseAgreement(text, "amendment.yaml", parts);
  return "errors" in result ? result.errors.map(sayFinding) : [];
};
const at = (text: string) => Date.parse(text);

describe("an amendment", () => {
  const { agreement, amendment } = parsed(amendmentText);
  if (!amendment) throw new Error("no amendment");

  test("knows the names of the text that it amends, and its definitions", () => {
    expect(amendment.own.clauses[0]?.prohibits?.weapons.map((w) => w.class)).toEqual(["tank"]);
  });

  test("gives the text as amended", () => {
    const after = applyAmendment(amendment.base, amendment.own);
    expect(after.clauses.map((c) => c.id)).toEqual(["guns", "same", "new"]);
    expect(after.clauses[0]?.prohibits?.within?.perSide).toBe(25_000);
    expect(after.lines.map((l) => l.id)).toEqual(["L"]);
  });

  test("keeps both texts over time, so that one assessment runs across the change", () => {
    const change = at("2024-07-01T00:00+02:00");
    expect(agreement.clauses.map((c) => [c.id, c.when.from, c.when.until])).toEqual([
      ["same", null, null],
      ["guns@river", null, change],
      ["old@river", null, change],
      ["guns", change, null],
      ["new", change, null],
    ]);
    expect(compile(agreement).clauses).toHaveLength(5);
  });

  test("says what changed, clause by clause", () => {
    expect(whatChanged(amendment.base, applyAmendment(amendment.base, amendment.own))).toEqual([
      {
        section: "terms",
        id: "guns",
        kind: "changed",
        changes: [
          {
            path: "prohibits.acts",
            before: "presence.weapon",
            after: "presence.weapon, fire",
            words: "prohibits.acts now also holds fire",
          },
          {
            path: "prohibits.within.per-side-km",
            before: "15",
            after: "25",
            words: "prohibits.within.per-side-km was 15, is 25",
          },
          {
            path: "prohibits.within.width-km",
            before: "30",
            after: "50",
            words: "prohibits.within.width-km was 30, is 50",
          },
        ],
      },
      { section: "terms", id: "new", kind: "added", changes: [] },
      { section: "terms", id: "old", kind: "removed", changes: [] },
    ]);
  });

  test("of an amendment amends the text as it then stands", () => {
    const second = `${head("river-3")}amends: {agreement: river-2, file: second.yaml, from: "2024-08-01T00:00+02:00", removes: new}
terms:
${clause("guns", 30)}`;
    const third = parsed(second, files({ "second.yaml": amendmentText }));
    expect(third.agreement.clauses.map((c) => c.id)).toEqual([
      "same",
      "guns@river",
      "old@river",
      "guns@river-2",
      "new@river-2",
      "guns",
    ]);
    expect(third.agreement.clauses.find((c) => c.id === "guns@river-2")?.when).toMatchObject({
      from: at("2024-07-01T00:00+02:00"),
      until: at("2024-08-01T00:00+02:00"),
    });
  });

  test("that hangs on an event which has not happened ends nothing yet", () => {
    const open = amendmentText
      .replace('from: "2024-07-01T00:00+02:00"', "from: event deal")
      .replace("terms:\n", "events: [{id: deal, name: The deal}]\nterms:\n");
    const { agreement: waiting } = parsed(open);
    expect(waiting.clauses.find((c) => c.id === "guns@river")?.when.until).toBeNull();
    expect(waiting.clauses.find((c) => c.id === "guns")?.when.starts).toMatchObject({ kind: "relative" });
  });
});

describe("an amendment that cannot be", () => {
  const cases: [string, string, string, string][] = [
    [
      "of a file that is not there",
      "file: agreement.yaml",
      "file: none.yaml",
      'there is no file "none.yaml" beside this one',
    ],
    ["of a file outside the folder", "file: agreement.yaml", "file: ../agreement.yaml", "leaves the folder"],
    ["of itself", "file: agreement.yaml", "file: amendment.yaml", "amends itself: amendment.yaml → amendment.yaml"],
    ["of another agreement", "agreement: river,", "agreement: rivers,", 'holds the agreement "river" and not "rivers"'],
    ["that removes what is not there", "removes: old", "removes: olds", 'unknown clause "olds"; did you mean "old"?'],
    ["with a line that neither file has", "line: L,", "line: K,", 'unknown line "K"'],
  ];
  for (const [name, written, instead, message] of cases)
    test(name, () =>
      expect(
        errors(amendmentText.replaceAll(written, instead), files({ "amendment.yaml": amendmentText })).join("\n"),
      ).toContain(message),
    );

  test("by a file with errors names the first of them", () => {
    expect(errors(amendmentText, () => baseText.replace("acts: [presence.weapon]", "acts: [presense]"))[0]).toContain(
      '"agreement.yaml" has 1 error, the first: agreement.yaml:',
    );
  });
  test("as a value is a mistake of ours", () => {
    const { amendment } = parsed(amendmentText);
    expect(() => applyAmendment(amendment?.own as Agreement, amendment?.own as Agreement)).toThrow("does not amend");
    expect(() => amendedOverTime(amendment?.own as Agreement, amendment?.base as Agreement)).toThrow("does not amend");
  });
});

describe("what changed between two versions", () => {
  const of = (text: string) => {
    const result = parseAgreement(text, "a.yaml");
    if ("errors" in result) throw new Error(result.errors.map(sayFinding).join("\n"));
    return result.agreement;
  };
  const words = (written: string, instead: string) => {
    expect(baseText).toContain(written);
    return whatChanged(of(baseText), of(baseText.replace(written, instead))).flatMap((e) => [
      `${e.section} ${e.id} ${e.kind}`,
      ...e.changes.map((c) => c.words),
    ]);
  };
  test("nothing, between a text and itself", () => expect(whatChanged(of(baseText), of(baseText))).toEqual([]));
  test("a beginning", () =>
    expect(words('from: "2024-06-01T00:00+02:00"', 'from: "2024-06-02T00:00+02:00"')).toEqual([
      "in-force A changed",
      "from was 2024-06-01 00:00 +02:00, is 2024-06-02 00:00 +02:00",
    ]));
  test("an end where there was none", () =>
    expect(words("by: N, from", 'by: N, until: "2024-09-01T00:00+02:00", from')).toEqual([
      "in-force A changed",
      "until is new: 2024-09-01 00:00 +02:00",
    ]));
  test("a line that was moved", () =>
    expect(words("[8, 47]]", "[8, 47.1]]")).toEqual(["lines L changed", "positions is drawn otherwise"]));
  test("a weapon of a definition, in every clause that uses it", () =>
    expect(words("{class: tank}", "{class: mortar, calibre-mm: {min: 120}}")).toEqual([
      "definitions heavy changed",
      "weapons now also holds mortar of 120 mm or more, and no longer holds tank",
      ...["guns", "old", "same"].flatMap((id) => [
        `terms ${id} changed`,
        "prohibits.weapons now also holds mortar of 120 mm or more, and no longer holds tank",
      ]),
    ]));
  test("a relative window and an exception", () =>
    expect(
      words(
        "    standing: agreed\n",
        "    standing: agreed\n    when: {until: EIF + 14 d}\n    except: [{id: own, kind: self-defence}]\n",
      ),
    ).toEqual([
      "terms guns changed",
      'except.own is new: {"acts":[],"ends":null,"id":"own","kind":"self-defence","notify":[],"onlyIf":[],"sources":[],"starts":null}',
      "when.until is new: EIF + 14 d",
    ]));
});
