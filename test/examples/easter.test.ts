import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { canonical, sha256Hex } from "../../src/canonical.ts";
import type { Incident } from "../../src/incident/incident.ts";
import type { Derived } from "../../src/mission/derive.ts";
import { agreementOf, csvRows, deriveExample } from "./example.ts";

interface Judged {
  readonly key: string;
  readonly truth: "in-window fire certain" | "outside" | "cannot be told" | "not an act";
  /** A conduct, or where no conduct is due: claimed, claim-beside, no-incident. */
  readonly allowed: readonly string[];
  readonly reason: string;
}
const judged = JSON.parse(readFileSync(new URL("./easter-judged.json", import.meta.url), "utf8")) as readonly Judged[];

const FILES = ["reports.csv", "machine-labels.csv"];
const rows = FILES.flatMap((file) => csvRows("easter-truce-2025", file));
const idOf = new Map(
  rows.map((r) => [r.key, sha256Hex(canonical(["trucekeeper", "key", r.source ?? "", r.key ?? ""]))]),
);

let derived: Derived;
const incidentOf = new Map<string, Incident>();
const conductOf = new Map<string, string>();
beforeAll(async () => {
  derived = await deriveExample("easter-truce-2025", FILES);
  for (const { incident } of derived.findings.incidents)
    for (const { observation } of incident.members) incidentOf.set(observation.id, incident);
  for (const row of derived.findings.rows)
    conductOf.set(row.incident, "clauses" in row ? "not-applicable" : row.result);
});

/** What became of a row: the conduct of its incident, or that it is beside or outside every conduct. */
function resultOf(key: string): string {
  const id = idOf.get(key) ?? "";
  const incident = incidentOf.get(id);
  if (!incident) return "no-incident";
  if (incident.status === "claimed") return "claimed";
  if (incident.members.find((m) => m.observation.id === id)?.role === "claims") return "claim-beside";
  return conductOf.get(incident.id) ?? "no row";
}

describe("Easter 2025, judged by hand", () => {
  test("every row of the files is read, and every judged key is one of them", () => {
    for (const file of derived.findings.files) expect(file).toMatchObject({ rowsUsed: file.rowsIn, refused: 0 });
    expect(judged.length).toBeGreaterThanOrEqual(45);
    expect(new Set(judged.map((j) => j.key)).size).toBe(judged.length);
    for (const { key } of judged) expect(idOf.has(key), key).toBe(true);
  });

  test("only the hand's certain rows come out contrary", () => {
    const contrary = judged.filter((j) => resultOf(j.key) === "contrary");
    expect(contrary.filter((j) => j.truth !== "in-window fire certain")).toEqual([]);
    const members = derived.findings.incidents.flatMap(({ incident }) =>
      conductOf.get(incident.id) === "contrary" ? incident.members.map((m) => m.observation.id) : [],
    );
    const certain = judged.filter((j) => j.truth === "in-window fire certain").map((j) => idOf.get(j.key));
    expect(members.filter((id) => !certain.includes(id))).toEqual([]);
  });

  test.each(judged)("$key: $truth ($reason)", ({ key, allowed }) => {
    expect(allowed).toContain(resultOf(key));
  });

  test("the bounds hold the truth: at least, what is certain; at most, with all that cannot be told", () => {
    const summary = derived.findings.summary[0];
    const incidents = (truth: string) =>
      new Set(
        judged
          .filter((j) => j.truth === truth && !["no-incident", "claimed", "claim-beside"].includes(resultOf(j.key)))
          .map((j) => incidentOf.get(idOf.get(j.key) ?? "")?.id),
      );
    const certain = incidents("in-window fire certain");
    const open = incidents("cannot be told");
    expect(certain.size).toBe(2);
    expect(summary?.atLeast).toBeLessThanOrEqual(certain.size);
    expect(summary?.atMost).toBeGreaterThanOrEqual(new Set([...certain, ...open]).size);
  });

  test("labels of a machine never become contrary, not even read with the stamp as the time", async () => {
    const { findings } = await deriveExample("easter-truce-2025", ["machine-labels.csv"]);
    expect(findings.summary[0]?.atLeast).toBe(0);
    expect(findings.summary[0]?.indeterminateBy["act-label"]).toBeGreaterThan(0);
  });

  test("labels of a machine change nothing of what people's reading makes certain", async () => {
    const { findings } = await deriveExample("easter-truce-2025", ["reports.csv"]);
    expect(findings.summary[0]?.atLeast).toBe(derived.findings.summary[0]?.atLeast);
  });

  test("no breach without a decision, though almost every row names an actor", () => {
    expect(derived.findings.summary.map((s) => s.breaches)).toEqual([0]);
    expect(rows.filter((r) => r.alleged_actor).length).toBeGreaterThan(60);
  });

  test("30 hours on both clocks, headed as a demonstration, without a border", () => {
    const { agreement } = agreementOf("easter-truce-2025");
    expect(agreement.readings.map((r) => (r.until ?? 0) - r.from)).toEqual([30 * 3_600_000]);
    expect(agreement).toMatchObject({ demonstration: true });
  });
});
