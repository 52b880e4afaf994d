import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Gap } from "../../src/comparison/gap.ts";
import { example, root, temporaryFolder, trucekeeper } from "./run.ts";

const easter = example("easter-truce-2025");
const figure = (name: string) => join(root, "examples/easter-truce-2025/figures", `${name}.yaml`);
const adds = (g: Gap) => expect(g.parts.reduce((n, p) => n + p.atLeast, 0)).toBe(g.gap.atLeast);

/** A figure of the Easter record, written as a file. */
function ours(series: string, ...more: string[]): string {
  const ran = trucekeeper(["replay", easter.agreement, ...easter.files, "--figure", series, ...more]);
  expect(ran.code, ran.err).toBe(0);
  const path = join(temporaryFolder(), "figure.json");
  writeFileSync(path, ran.out);
  return path;
}
function gap(a: string, b: string): Gap {
  const ran = trucekeeper(["gap", a, b]);
  expect(ran.code, ran.err).toBe(0);
  return JSON.parse(ran.out);
}

describe("gap", () => {
  test("the rival Easter totals, 26 and over 1,000, taken apart", () => {
    const g = gap(figure("ua-2025-04-20-noon"), figure("ru-2025-04-20"));
    adds(g);
    expect(g.gap).toEqual({ atLeast: 974, atMost: null });
    expect(g.parts.map((p) => p.cause)).toEqual(["own-arithmetic", "other-side"]);
    expect(g.parts[1]?.also).toEqual(["cut-off", "unit"]);
  });

  test("a party's total beside our record: what was said and not observed, and each of our incidents", () => {
    const g = gap(figure("ua-2025-04-20"), ours("contrary:stop-action"));
    adds(g);
    const claimed = g.parts.find((p) => p.cause === "claim-without-observation");
    expect(
      claimed?.rows
        .filter((r) => r.of === "a")
        .map((r) => r.atLeast)
        .sort((x, y) => x - y),
    ).toEqual([-1882, -950, -96]);
    for (const part of g.parts)
      for (const row of part.rows) if (row.of === "b") expect(row.observations.length).toBeGreaterThan(0);
  });

  test("as heard and contrary, day and truce: two figures of one record", () => {
    const g = gap(ours("incidents"), ours("contrary:stop-action"));
    adds(g);
    expect(g.parts.map((p) => p.cause)).toEqual(expect.arrayContaining(["start-reading", "not-determined"]));
    const cut = gap(ours("incidents"), ours("incidents", "--until", "2025-04-20"));
    adds(cut);
    expect(cut.parts.map((p) => p.cause)).toEqual(["cut-off"]);
  });

  test("then and now of one mission, explained by what came since", () => {
    const folder = join(temporaryFolder(), "data");
    const data = ["--mission", "easter", "--data", folder];
    const [first, second] = easter.files as [string, string];
    expect(trucekeeper(["import", ...data, "--agreement", easter.agreement, first]).code).toBe(0);
    const before = JSON.parse(trucekeeper(["assess", ...data]).out).incidents as number;
    expect(trucekeeper(["import", ...data, second]).code).toBe(0);
    const ran = trucekeeper(["gap", ...data, "--as-of", "2"]);
    expect(ran.code, ran.err).toBe(0);
    const g = JSON.parse(ran.out) as Gap;
    adds(g);
    expect(g.figures.a.value.atLeast).toBe(before);
    expect(g.gap.atLeast).not.toBe(0);
    for (const p of g.parts) expect(["late", "duplicates", "claim-without-observation"]).toContain(p.cause);
  });

  test("the same bytes on every run; a figure beside itself has no gap", () => {
    const path = figure("ru-2025-04-21");
    expect(trucekeeper(["gap", path, path]).out).toBe(
      trucekeeper(["gap", path, path], { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8" }).out,
    );
    expect(gap(path, path)).toMatchObject({ gap: { atLeast: 0, atMost: 0 }, parts: [] });
  });

  test("a file that is no figure says what was seen and what to do", () => {
    const path = join(temporaryFolder(), "total.yaml");
    writeFileSync(path, "declared-figure:\n  what: w\n  value: many\n");
    const ran = trucekeeper(["gap", path, figure("ru-2025-04-21")]);
    expect([ran.code, ran.out]).toEqual([1, ""]);
    expect(ran.err).toMatch(/^total\.yaml:\d+:\d+: declared-figure\./m);
    writeFileSync(path, "total: 12\n");
    expect(trucekeeper(["gap", path, path]).err).toMatch(/saw the keys total; expected a declared figure/);
  });

  test("what assess prints and report daily writes is a figure as well: a total, chosen by its series", () => {
    const folder = temporaryFolder();
    const [summary, out] = [join(folder, "summary.json"), join(folder, "assessed")];
    writeFileSync(summary, trucekeeper(["assess", easter.agreement, ...easter.files, "--out", out]).out);
    const daily = join(folder, "daily");
    const day = ["--date", "2025-04-20", "--out", daily];
    expect(trucekeeper(["report", "daily", easter.agreement, ...easter.files, ...day]).code).toBe(0);
    const report = join(daily, "report.json");
    const whole = gap(`${summary}#heard:event`, `${report}#heard:event`);
    adds(whole);
    expect(whole.gap.atLeast).toBeLessThan(0);
    expect(whole.notOpen.a.atLeast).toBe(whole.figures.a.value.atLeast);
    // Beside the same figure with its rows the total agrees, and its rows are there to be opened.
    const beside = gap(`${summary}#incidents`, ours("incidents"));
    expect(beside.gap).toEqual({ atLeast: 0, atMost: 0 });
    for (const [args, said] of [
      [[summary, report], /holds several figures; choose one as summary\.json#SERIES .*incidents, heard:/],
      [[`${summary}#heard:shot`, report], /has no figure heard:shot; it has incidents/],
      [[`${report}#incidents`, summary], /has no figure incidents; it has heard:event/],
      [[join(out, "assessments.ndjson"), summary], /holds rows and no figure.*replay AGREEMENT FILE\.\.\. --figure/],
      [[join(out, "reconciliation.json"), summary], /is a reconciliation/],
      [[`${figure("ru-2025-04-21")}#incidents`, summary], /one figure alone/],
    ] as const)
      expect(trucekeeper(["gap", ...args])).toMatchObject({ code: 1, out: "", err: expect.stringMatching(said) });
    expect(trucekeeper(["gap", `${summary}#all`, report])).toMatchObject({ code: 2, out: "" });
  });

  test.each([
    [["gap"]],
    [["gap", "a"]],
    [["gap", "a", "b", "c"]],
    [["gap", "a", "b", "--as-of", "3"]],
    [["gap", "--mission", "m"]],
    [["gap", "--mission", "m", "--as-of", "1", "--figure", "all"]],
  ])("%j is wrong usage", (args) => {
    expect(trucekeeper(args)).toMatchObject({ code: 2, out: "" });
  });
});
