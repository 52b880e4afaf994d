import { expect, test } from "vitest";
import { whereInFile } from "../../web/agreement/where-in-file.ts";

const FILE = `agreement:
  id: quiet
  parties: [{id: A, name: Aland}]
  |0
in-force:
  - {reading: A, by: |1
zones:
  - id: box
    kind: |2
    |3
terms:
  - id: stop
    subject: [A, |4
    prohibits: {acts: [fire, expl|5
    where:
      ins|6
    except:
      - id: reply
        kind: |7
      - |8
  - id: other
    standing: ag|9
|a
`;

const cases: readonly (readonly [string, "key" | "value", readonly string[]])[] = [
  ["0", "key", ["agreement"]],
  ["1", "value", ["in-force", "*", "by"]],
  ["2", "value", ["zones", "*", "kind"]],
  ["3", "key", ["zones", "*"]],
  ["4", "value", ["terms", "*", "subject", "*"]],
  ["5", "value", ["terms", "*", "prohibits", "acts", "*"]],
  ["6", "key", ["terms", "*", "where"]],
  ["7", "value", ["terms", "*", "except", "*", "kind"]],
  ["8", "key", ["terms", "*", "except", "*"]],
  ["9", "value", ["terms", "*", "standing"]],
  ["a", "key", []],
];

for (const [mark, at, path] of cases)
  test(`cursor ${mark} stands at ${path.join(" › ") || "the top"}`, () => {
    const text = FILE.replaceAll(/\|[0-9a-z]/g, (m) => (m === `|${mark}` ? "\u0000" : ""));
    const where = whereInFile(text.replace("\u0000", ""), text.indexOf("\u0000"));
    expect(where && { at: where.at, path: where.path }).toEqual({ at, path });
  });

test("inside a comment nothing is offered; in a list of keys those that stand there are known", () => {
  expect(whereInFile("# no", 4)).toBeNull();
  expect(whereInFile("zones:\n  - {id: a, ", 19)?.beside).toEqual(new Set(["id"]));
});
