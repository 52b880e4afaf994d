import { describe, expect, test } from "vitest";
import { CONDUCTS } from "../assessment/assessment.ts";
import { isShared } from "./findings.ts";
import type { PageData } from "./page-data.ts";
import { renderReport } from "./report.ts";
import { resultTable } from "./result-table.ts";
import { manyFindings, sampleFindings } from "./sample.fixture.ts";
import { RESULTS } from "./wording.ts";

const page = (findings = sampleFindings()): string => renderReport(findings, "console.log('</script>')", null);
const block = (html: string, id: string): unknown =>
  JSON.parse(new RegExp(`id="${id}">([^<]*)</script>`).exec(html)?.[1] ?? "null");
/** The markup without the data, which is no markup. */
const markup = (html: string): string => html.replace(/(<script type="application\/json"[^>]*>)[^<]*/g, "$1");
/** What a person reads without scripts. */
const words = (html: string): string =>
  html.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, " ").replace(/<[^>]+>/g, " ");

describe("report.html", () => {
  test("hostile names stay text everywhere", () => {
    const html = page();
    expect(html).not.toContain("<img");
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(html).not.toContain("\u202E");
    expect(html).not.toMatch(/href="(?!#|https?:\/\/example)/);
    expect(markup(html)).not.toMatch(/\son[a-z]+=(?!alert)/);
  });
  test("loads nothing: no address but those of links, and a policy that allows nothing else", () => {
    const html = page();
    expect(markup(html).replaceAll("src=x onerror", "")).not.toMatch(/\s(src|srcset|action|poster|data)=/);
    expect(html).toMatch(/default-src 'none'/);
    expect(html).not.toMatch(/unsafe-inline|unsafe-eval/);
  });
  test("speaks of no breach and no violation, and names no party as doer", () => {
    const text = words(page());
    expect(text).not.toMatch(/breach|violat|guilt|culprit|perpetrat|aggress/i);
    expect(text).toContain("Attributed by decision: none");
    // Parties stand in the header, the readings, the method and their own claims, and never beside a result.
    expect(text).not.toMatch(/(Shore Council|Hill Assembly) (fired|shelled|struck|attacked|did|has)/);
  });
  test("prints no ratio and no share between sides", () => {
    expect(words(page())).not.toMatch(/\d\s*:\s*\d+\b(?<!\d\d:\d\d)|per cent of|times as many|\b\d+ to \d+\b/);
  });
  test("says what it is, for whom and as known at what", () => {
    const text = words(page());
    for (const must of [
      "Demonstration from public reports; not a finding",
      "TLP:CLEAR",
      "input 3fa4c19b02d77e51",
      "No country border is drawn.",
    ])
      expect(text).toContain(must);
  });
  test("says what silence means where no coverage is known", () => {
    const statement = "No observation coverage is known: counts are of reports, and silence means nothing.";
    expect(words(page({ ...sampleFindings(), coverage: { known: false, statement, windows: [] } }))).toContain(
      statement,
    );
  });
  test("every count in the answer equals a plain count over the rows", () => {
    const findings = sampleFindings();
    const table = resultTable(findings);
    const html = page(findings);
    for (const s of findings.summary) {
      const rows = findings.rows as Iterable<typeof findings.rows extends Iterable<infer R> ? R : never>;
      for (const k of CONDUCTS) {
        let plain = 0;
        for (const r of rows)
          if (
            r.reading === s.reading &&
            r.result === k &&
            (isShared(r) ? r.clauses.includes(s.clause) : r.clause === s.clause)
          )
            plain++;
        expect(s.results[k]).toBe(plain);
        expect(table.tally(s.clause, s.reading)[RESULTS.findIndex((x) => x.id === k)]).toBe(plain);
        if (plain > 0)
          expect(html).toContain(`#clause=${s.clause}&amp;reading=${s.reading}&amp;result=${k}" aria-label="${plain}:`);
      }
    }
  });
  test("a summary that its rows do not bear out is shown as such, not repaired", () => {
    const f = sampleFindings();
    const [first, ...rest] = f.summary;
    if (!first) throw new Error("no summary");
    const html = page({
      ...f,
      summary: [{ ...first, results: { ...first.results, contrary: first.results.contrary + 1 } }, ...rest],
    });
    expect(html).toContain("the summary is shown as it came");
  });
  test("the same bytes for rows, files, summaries, windows and impediments in any order", () => {
    const f = sampleFindings();
    const turned = {
      ...f,
      rows: [...f.rows].reverse(),
      files: [...f.files].reverse(),
      summary: [...f.summary].reverse(),
      impediments: [...f.impediments].reverse(),
      coverage: { ...f.coverage, windows: [...f.coverage.windows].reverse() },
    };
    expect(page(turned)).toBe(page(f));
  });
  test("a row for an unknown incident, or two rows for one cell, is our mistake", () => {
    const f = sampleFindings();
    const [row] = [...f.rows];
    if (!row) throw new Error("no row");
    expect(() => page({ ...f, rows: [{ ...row, incident: "nobody" }] })).toThrow(RangeError);
    expect(() => page({ ...f, rows: [row, row] })).toThrow(RangeError);
  });
  test("claims alone are in no recorded figure", () => {
    const text = words(page()).replace(/\s+/g, " ");
    expect(text).toContain("8 incidents, from 10 observations");
    expect(text).toContain("2 claims by parties: shown apart , counted nowhere; 1 incident rests on claims alone");
  });
  test("a file whose rows do not add up says so", () => {
    const f = sampleFindings();
    expect(words(page({ ...f, files: f.files.map((x) => ({ ...x, rowsIn: x.rowsIn + 1 })) }))).toContain(
      "no: 14 accounted for",
    );
  });
  test("the data hold every incident, member and result, and stay compact", () => {
    const f = manyFindings(2000);
    const data = block(page(f), "data") as PageData;
    expect(data.incidents.length).toBe(2000);
    expect(data.incidents.results).toHaveLength(2000 * 4);
    expect(data.incidents.members.reduce((n, k) => n + k, 0)).toBe(
      f.incidents.reduce((n, i) => n + i.incident.members.length, 0),
    );
    const traced = [...data.incidents.results].filter((d) => d < "4").length;
    expect(data.incidents.traces).toHaveLength(traced);
    expect(JSON.stringify(data).length / 2000).toBeLessThan(250);
  });
});
