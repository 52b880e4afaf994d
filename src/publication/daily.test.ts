import { describe, expect, test } from "vitest";
import { canonical, sha256Hex } from "../canonical.ts";
import { sumCounts } from "../observation/count.ts";
import { dailyJson, dailyReport } from "./daily.ts";
import { dailyDocx } from "./daily-docx.ts";
import { dailyHtml } from "./daily-html.ts";
import { fixedTimes } from "./docx-bytes.ts";
import { sampleFindings } from "./sample.fixture.ts";
import { totalWords } from "./wording.ts";

const both = ["2031-04-19", "2031-04-20"] as const;
const report = (date: string, findings = sampleFindings()) => dailyReport(findings, { date, number: "1" });
const list = (date: string, id: string) => report(date).lists.find((l) => l.id === id);

describe("the daily report", () => {
  test("the seven paired rounds are fourteen as heard and seven as fused", () => {
    const explosions = report("2031-04-19").counts.find((c) => c.unit === "explosions");
    expect(explosions).toMatchObject({ heard: "14", fused: "7", list: "A1" });
    expect(
      report("2031-04-19")
        .counts.filter((c) => c.of)
        .map((c) => [c.unit, c.heard]),
    ).toEqual([
      ["outgoing", "7"],
      ["impact", "7"],
    ]);
  });
  test("figures as heard are sums over the rows of list A1", () => {
    for (const date of both) {
      const ids = new Set(list(date, "A1")?.rows.map((r) => r.at(-1)));
      const counts = sampleFindings()
        .incidents.flatMap((f) => f.incident.members)
        .filter((m) => ids.has(m.observation.id.slice(0, 16)))
        .map((m) => m.observation.count);
      for (const { unit, heard } of report(date).counts.filter((c) => !c.of)) {
        const total = sumCounts(counts.filter((c) => `${c.unit}s` === unit));
        expect(heard).toContain(total.uncounted > 0 ? "uncounted" : String(total.min));
      }
    }
  });
  test("days part time: an observation is certain on one day at most, and straddles where it is certain on none", () => {
    const of = (date: string, id: string) => list(date, id)?.rows.map((r) => r.at(-1)) ?? [];
    const certain = both.flatMap((d) => [...of(d, "A1"), ...of(d, "A4"), ...of(d, "B1")]);
    expect(new Set(certain).size).toBe(certain.length);
    const straddling = new Set(both.flatMap((d) => of(d, "A2")));
    for (const id of straddling) expect(certain).not.toContain(id);
    expect(certain.length + straddling.size).toBe(10);
  });
  test("a total that another published is set beside ours and not repaired", () => {
    expect(report("2031-04-20").reconciliation).toEqual([
      expect.objectContaining({ theirs: "60", ours: "at least 67", gap: "ours is higher by at least 7", list: "F1" }),
    ]);
  });
  test("an incident whose own sum differs from its rows is shown", () => {
    const f = sampleFindings();
    const spoilt = {
      ...f,
      aggregates: [],
      incidents: f.incidents.map((x) => ({
        ...x,
        facts: { ...x.facts, heard: x.facts.heard.map((c) => (c.unit === "shot" ? { ...c, min: c.min + 1 } : c)) },
      })),
    };
    expect(report("2031-04-19", spoilt).reconciliation).toEqual([
      expect.objectContaining({ ours: "15–20", theirs: "16–20", gap: "does not add up" }),
    ]);
  });
  test("each figure as heard is the sum over the very rows that it names", () => {
    for (const date of both) {
      const rows = list(date, "A1")?.rows ?? [];
      const members = sampleFindings().incidents.flatMap((f) => f.incident.members);
      for (const { heard, rows: named } of report(date).counts) {
        const counts = named.map((n) => {
          const id = rows[n - 1]?.at(-1);
          const found = members.find((m) => m.observation.id.slice(0, 16) === id);
          if (!found) throw new Error(`row ${n} is not there`);
          return found.observation.count;
        });
        expect(totalWords(sumCounts(counts))).toBe(heard);
      }
    }
  });
  test("the control side is shown as the source states it, by the party's name", () => {
    const f = sampleFindings();
    const [party] = f.agreement.parties;
    const stated = {
      ...f,
      incidents: f.incidents.map((x) => ({
        ...x,
        incident: {
          ...x.incident,
          members: x.incident.members.map((m) => ({
            ...m,
            observation: { ...m.observation, controlSide: party?.id ?? "" },
          })),
        },
      })),
    };
    const r = report("2031-04-20", stated);
    expect(r.lists.find((l) => l.id === "B1")?.rows.map((row) => row[2])).toEqual([party?.name, party?.name]);
    for (const w of r.weapons) expect(w.label).toContain(`control side ${party?.name}`);
  });
  test("claims stand apart and add nothing", () => {
    const claims = both.flatMap((d) => list(d, "E1")?.rows ?? []);
    expect(claims.length).toBeGreaterThan(0);
    for (const row of claims) expect(row.at(-1)).toBe("nothing");
  });
  test("weapons by finding, restrictions with the words used, cameras that were down", () => {
    expect(list("2031-04-20", "B1")?.rows.map((r) => r[1])).toEqual([
      "nearer than the withdrawal line allows (the mission’s term: “in violation”)",
      "not verified as withdrawn",
    ]);
    expect(list("2031-04-20", "C1")?.rows[0]).toContain("order from above, no paper");
    expect(list("2031-04-20", "D1")?.rows.map((r) => r[3])).toContain("down");
  });
  test("hostile names stay text; every figure is a link to a list that is there", () => {
    const html = dailyHtml(report("2031-04-20"));
    expect(html).not.toContain("<img");
    expect(html).not.toContain("<script");
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((m) => m[1]);
    expect(targets.length).toBeGreaterThan(8);
    for (const t of targets) expect(html).toContain(`id="${t}"`);
  });
  test("says that it rules and attributes nothing", () => {
    const html = dailyHtml(report("2031-04-20"));
    expect(html).toContain("not rulings, not attributed");
    expect(html).toContain("Attributed by decision: none");
    expect(html.replace("Ceasefire violations as heard", "").replaceAll("in violation", "")).not.toMatch(
      /breach|violation/i,
    );
  });
  test("JSON is canonical and the same for findings in any order", () => {
    const f = sampleFindings();
    const json = dailyJson(report("2031-04-20"));
    expect(canonical(JSON.parse(json))).toBe(json.trimEnd());
    expect(
      dailyJson(
        report("2031-04-20", {
          ...f,
          impediments: [...f.impediments].reverse(),
          coverage: { ...f.coverage, windows: [...f.coverage.windows].reverse() },
          aggregates: [...f.aggregates].reverse(),
        }),
      ),
    ).toBe(json);
  });
  test("no such day is refused", () => expect(() => report("2031-02-30")).toThrow(RangeError));
});

describe("DOCX", () => {
  test("the same bytes again, and no trace of a clock", async () => {
    const r = report("2031-04-20");
    const first = await dailyDocx(r);
    // A ZIP keeps times to two seconds: a second document after that tells them apart.
    await new Promise((done) => setTimeout(done, 2100));
    expect(sha256Hex(await dailyDocx(r))).toBe(sha256Hex(first));
    expect(sha256Hex(fixedTimes(first))).toBe(sha256Hex(first));
  });
  test("what is no ZIP is refused", () => expect(() => fixedTimes(new Uint8Array(100))).toThrow(/ZIP/));
});
