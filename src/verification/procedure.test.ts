import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseAgreement } from "../agreement/parse.ts";
import { levelAbove, procedureOf } from "./procedure.ts";

const text = readFileSync(fileURLToPath(new URL("../assessment/fixtures/borders.yaml", import.meta.url)), "utf8");
const procedure = (section: string) => {
  const parsed = parseAgreement(`${text}\n${section}`, "borders.yaml");
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return procedureOf(parsed.agreement);
};

test("levels, their bodies and deadlines are those of the agreement's section", () => {
  const found = procedure(`
verification:
  bodies:
    - {id: area, name: Area committee}
    - {id: joint, name: Joint committee}
  levels:
    - {id: one, body: area, escalates-to: two, deadline: 7 d}
    - {id: two, body: joint}
  clocks:
    - {id: ack, name: Acknowledge, body: area, starts-at: complaint, within: 72 h}
  source: accord
`);
  expect(found.levels).toEqual([
    { id: "one", body: "area", escalatesTo: "two", deadline: { months: 0, days: 7, ms: 0 } },
    { id: "two", body: "joint" },
  ]);
  expect(found.clocks).toEqual([
    {
      id: "ack",
      name: "Acknowledge",
      body: "area",
      startsAt: "complaint",
      within: { months: 0, days: 0, ms: 259_200_000 },
    },
  ]);
  expect([levelAbove(found, 0), levelAbove(found, 1)]).toEqual([1, undefined]);
});

test("an agreement without the section has parties, no level and no clock", () => {
  const found = procedure("");
  expect(found).toMatchObject({ parties: ["A", "B"], levels: [], clocks: [] });
  expect(levelAbove(found, 0)).toBeUndefined();
});
