import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { example, hashes, temporaryFolder, trucekeeper } from "./run.ts";

test("report daily: HTML, DOCX and JSON that say the same, the same bytes by either way of naming it", () => {
  const folder = temporaryFolder();
  const { agreement, files } = example("minsk");
  const first = trucekeeper([
    "report",
    "daily",
    "--mission",
    "minsk",
    "--date",
    "2017-03-07",
    "--out",
    join(folder, "a"),
  ]);
  expect(first.code, first.err).toBe(0);
  const second = trucekeeper(
    ["report", "daily", agreement, ...[...files].reverse(), "--date", "2017-03-07", "--out", join(folder, "b")],
    { TZ: "Asia/Kathmandu" },
  );
  expect(second.code, second.err).toBe(0);
  expect(second.out).toBe(first.out);
  expect(readdirSync(join(folder, "a")).toSorted()).toEqual(["report.docx", "report.html", "report.json"]);
  expect(hashes(join(folder, "b"))).toEqual(hashes(join(folder, "a")));
  const html = readFileSync(join(folder, "a", "report.html"), "utf8");
  for (const { figure } of JSON.parse(first.out).summary) expect(html).toContain(figure);
});

test.each([
  [["report"], 2],
  [["report", "weekly"], 2],
  [["report", "daily", "--mission", "minsk", "--out", "x"], 2],
  [["report", "daily", "--mission", "minsk", "--date", "2017-02-30", "--out", "never-written"], 2],
  [["report", "daily", "--mission", "nowhere", "--date", "2017-03-07", "--out", "never-written"], 1],
])("%j is refused with exit %i", (args, code) => {
  const ran = trucekeeper(args);
  expect(ran.code, ran.err).toBe(code);
  expect(ran.err).not.toMatch(/\n {4}at /);
});
