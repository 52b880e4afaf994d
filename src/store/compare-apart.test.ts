import { expect, test } from "vitest";
import { TEXT } from "../guarantee/sample.fixture.ts";
import { comparedHistory, type HistoryRows } from "../mission/compared-history.ts";
import { ComparedApart } from "./compare-apart.ts";

const nothing: HistoryRows = {
  observations: [],
  incidents: [],
  coverage: [],
  impediments: [],
  entries: [],
  staff: true,
};
const text = { text: TEXT, name: "made.yaml", parts: new Map<string, string>() };
const asked = { a: text, b: { ...text, text: TEXT.replace("[fire]", "[explosion]") } };

test("a comparison made in another thread is the one made here, and its problems are told as problems", async () => {
  const apart = new ComparedApart();
  expect(JSON.stringify(await apart.compare(nothing, asked, 10))).toBe(
    JSON.stringify(comparedHistory(nothing, asked, 10)),
  );
  const wrong = { ...asked, b: { ...text, reading: "none" } };
  await expect(apart.compare(nothing, wrong, 10)).rejects.toMatchObject({ code: "agreement/no-such-reading" });
  await apart.close();
});

test("what takes too long ends with its thread, too many are turned away, and the next is made all the same", async () => {
  const hasty = new ComparedApart({ mostMs: 0 });
  await expect(hasty.compare(nothing, asked, 10)).rejects.toThrow(/the comparison .*0 s/);
  await hasty.close();
  const apart = new ComparedApart({ waiting: 1 });
  const several = await Promise.allSettled([1, 2, 3].map(() => apart.compare(nothing, asked, 10)));
  expect(several.map((s) => s.status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect((several[2] as PromiseRejectedResult).reason).toMatchObject({ code: "http/busy" });
  expect(await apart.compare(nothing, asked, 10)).toMatchObject({ over: 0 });
  await apart.close();
});
