import { describe, expect, test } from "vitest";
import { canonical } from "../canonical.ts";
import { type DailyReport, dailyJson, dailyReport } from "./daily.ts";
import { checkDaily } from "./daily-check.ts";
import { manyFindings, sampleFindings } from "./sample.fixture.ts";

const report = dailyReport(sampleFindings(), { date: "2031-04-19" });
const spoilt = (change: Partial<DailyReport>) => checkDaily(dailyJson({ ...report, ...change }))?.differences;

describe("a daily report against its own lists", () => {
  test("agrees with itself as it is written, whatever the day and the findings", () => {
    for (const findings of [sampleFindings(), manyFindings(40)])
      for (const date of ["2031-04-19", "2031-04-20"]) {
        const checked = checkDaily(dailyJson(dailyReport(findings, { date })));
        expect(checked?.differences).toEqual([]);
        expect(checked?.recounted).toBeGreaterThan(0);
      }
  });

  test.each<[name: string, change: Partial<DailyReport>, why: RegExp]>([
    [
      "a sum that is another",
      { counts: report.counts.map((c) => ({ ...c, heard: c.heard === "14" ? "15" : c.heard })) },
      /explosions, as heard: says 15, its rows of list A1 give 14/,
    ],
    [
      "a number of rows that is another",
      { summary: report.summary.map((f) => (f.list === "E1" ? { ...f, figure: "99" } : f)) },
      /says 99, its rows of list E1 give/,
    ],
    [
      "a row left out",
      { lists: report.lists.map((l) => (l.id === "A1" ? { ...l, rows: l.rows.slice(1) } : l)) },
      /row 1: is numbered 2/,
    ],
    [
      "a list left out",
      { lists: report.lists.filter((l) => l.id !== "A1") },
      /rests on list A1, which the report does not have/,
    ],
    [
      "a row counted twice",
      { counts: report.counts.map((c) => ({ ...c, rows: [...c.rows, ...c.rows.slice(0, 1)] })) },
      /is not there, or is counted twice/,
    ],
    [
      "a cell left out",
      { lists: report.lists.map((l) => ({ ...l, rows: l.rows.map((r) => r.slice(1)) })) },
      /cells of/,
    ],
  ])("%s is found", (_, change, why) => expect(spoilt(change)?.join("\n")).toMatch(why));

  test("an edited file is told from one as it was written, and anything else is no report", () => {
    expect(checkDaily(JSON.stringify(report, null, 2))?.differences).toEqual([expect.stringContaining("edited")]);
    for (const text of ["", "{", "[]", "null", '{"kind":"daily"}', canonical({ kind: "weekly" })])
      expect(checkDaily(text)).toBeUndefined();
  });
});
