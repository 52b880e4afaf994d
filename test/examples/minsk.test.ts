import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/agreement/compile.ts";
import { type Derived, derive } from "../../src/mission/derive.ts";
import { sumCounts } from "../../src/observation/count.ts";
import { agreementOf, contentsOf, csvRows, deriveExample } from "./example.ts";

const totals = (derived: Derived, series: "heard" | "fused") =>
  Object.fromEntries(derived.findings.totals[series].map(({ unit, total }) => [unit, total]));
const plain = (n: number) => ({ min: n, max: n, uncounted: 0 });

describe("the OSCE-style day, invented", () => {
  let day: Derived;
  beforeAll(async () => {
    day = await deriveExample("minsk", ["smm-day.csv", "coverage.csv", "weapons.csv", "impediments.csv"]);
  });

  test("the published sentence of domain.md: 84 events heard, 37 explosions among them", () => {
    const sentence = csvRows("minsk", "smm-day.csv").filter(
      (r) => r.source === "Sample: patrol at Donetsk railway station",
    );
    expect(sentence.map((r) => `${r.count} ${r.count_unit} ${r.role}`.trim())).toEqual([
      "7 explosion outgoing",
      "7 explosion impact",
      "22 explosion undetermined",
      "1 explosion impact",
      "12 shot",
      "1 burst",
      "10 burst",
      "24 shot",
    ]);
    const observations = day.gathered.observations.filter(
      (o) => o.source === "Sample: patrol at Donetsk railway station",
    );
    expect(sumCounts(observations.map((o) => o.count))).toEqual(plain(84));
    expect(sumCounts(observations.map((o) => o.count).filter((c) => c.unit === "explosion"))).toEqual(plain(37));
  });

  test("totals as heard equal the hand count in the README, unit by unit", () => {
    expect(totals(day, "heard")).toEqual({
      explosion: { min: 159, max: 164, uncounted: 0 },
      burst: { min: 141, max: 141, uncounted: 2 },
      shot: { min: 139, max: null, uncounted: 0 },
      projectile: plain(29),
      "muzzle-flash": plain(6),
      flare: plain(1),
      event: plain(1),
    });
  });

  test("seven paired rounds are 14 heard and 7 fused, and five are 10 heard and 5 fused", () => {
    const pairs = day.findings.incidents.flatMap(({ incident, facts }) => {
      const names = new Set(incident.members.flatMap((m) => m.observation.pair ?? []));
      return [...names].map((name) => [name, facts.heard, facts.fused] as const);
    });
    const number = (n: number) => [expect.objectContaining({ min: n, max: n, unit: "explosion" })];
    expect(pairs.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ["p1", number(14), number(7)],
      ["p2", number(10), number(5)],
    ]);
  });

  test("pairs alone part the two series: 12 fewer explosions fused, all else alike", () => {
    const { explosion, ...rest } = totals(day, "fused");
    const { explosion: heard, ...others } = totals(day, "heard");
    expect(explosion).toEqual({ min: (heard?.min ?? 0) - 12, max: (heard?.max ?? 0) - 12, uncounted: 0 });
    expect(rest).toEqual(others);
  });

  test("claims and totals of others add nothing", () => {
    expect(day.findings.totals).toMatchObject({ claims: 2, aggregates: 2 });
  });

  test("findings on weapons in every way that the mission words them", () => {
    const found = new Set(day.gathered.observations.flatMap((o) => o.weaponFinding ?? []));
    expect(found.size).toBe(7);
  });

  test("what was down, denied, jammed or hidden by weather is said", () => {
    for (const word of ["down", "denied", "jammed", "weather", "degraded"])
      expect(day.findings.coverage.statement).toContain(word);
    expect(day.findings.impediments.map((i) => i.kind).sort()).toEqual([
      "conditional-access",
      "delay",
      "denial",
      "fire-at-uav",
      "jamming",
      "standing-restriction",
    ]);
  });

  test("an exercise is exempt from the ceasefire and comes up under the ban on exercises, inside the zone alone", () => {
    const exercises = day.findings.incidents.filter(({ facts }) => facts.activities.includes("live-fire-exercise"));
    const conduct = (clause: string) =>
      exercises.map(({ incident, facts }) => {
        const row = [...day.findings.rows].find(
          (r) => r.incident === incident.id && r.reading === "minsk-ii" && "clause" in r && r.clause === clause,
        );
        return [facts.acts[0], row && "result" in row ? row.result : "not-applicable"];
      });
    expect(new Set(conduct("ceasefire").map(([, result]) => result))).toEqual(new Set(["exempt"]));
    expect(Object.fromEntries(conduct("training-ban"))).toMatchObject({
      "explosion.mortar": "contrary",
      "explosion.artillery": "not-applicable",
    });
  });

  test("a weapon near the line of one party is contrary for nobody while it is not told whose it is", () => {
    const rows = day.findings.summary.filter((s) => s.clause.startsWith("withdrawal-") && s.reading === "minsk-ii");
    for (const { clause, results, indeterminateBy } of rows.filter((s) => /-(uaf|af)$/.test(s.clause))) {
      expect(results.contrary, clause).toBe(0);
      expect(indeterminateBy.actor, clause).toBeGreaterThan(0);
    }
  });
});

describe("the ban on fire over UCDP GED 2014 to 2021", () => {
  let events: Derived;
  beforeAll(async () => {
    events = await deriveExample("minsk", ["ucdp-2014-2021.csv"]);
  });
  const ceasefire = (reading: string) =>
    events.findings.summary.find((s) => s.clause === "ceasefire" && s.reading === reading);

  test("one row for each event, all read", () => {
    expect(events.findings.files).toEqual([expect.objectContaining({ rowsIn: 2989, rowsUsed: 2989, refused: 0 })]);
    expect(totals(events, "heard").event?.min).toBe(2989);
  });

  test("events that the coders parted stay apart", () => {
    expect(events.findings.incidents.length).toBe(2989);
  });

  test("events that the coders parted stay apart where their rows say that they are distinct", async () => {
    const { agreement } = agreementOf("minsk");
    const { items, reconciliation } = await contentsOf("minsk", "ucdp-2014-2021.csv");
    const stated = items.map((item) =>
      item.type === "observation" ? { ...item, value: { ...item.value, distinct: true as const } } : item,
    );
    const contents = [{ items: stated, reconciliation }];
    const { findings } = derive({ agreement: compile(agreement), contents, period: null });
    expect(findings.incidents.length).toBe(2989);
  });

  test("an event known to an oblast alone is never contrary: it cannot be told", () => {
    const vague = events.findings.incidents.filter(({ incident }) =>
      incident.members.every((m) => m.observation.place.kind !== "point" || m.observation.place.radiusM >= 150_000),
    );
    expect(vague.length).toBeGreaterThan(500);
    const ids = new Set(vague.map(({ incident }) => incident.id));
    expect(
      [...events.findings.rows].filter((r) => ids.has(r.incident) && "result" in r && r.result === "contrary"),
    ).toEqual([]);
    expect(ceasefire("minsk-ii")?.indeterminateBy.place).toBeGreaterThan(300);
  });

  test("both readings of when the ban on fire held stand beside each other", () => {
    expect(ceasefire("minsk-ii")?.atLeast).toBeGreaterThan(500);
    expect(ceasefire("memorandum")?.atLeast).toBeGreaterThan(300);
    expect(events.findings.summary.every((s) => s.breaches === 0)).toBe(true);
  });
});

describe("duties over a record that begins in 2017", () => {
  let day: Derived;
  const duties = (clause: string) => day.obligations.filter((o) => o.clause.startsWith(clause));
  beforeAll(async () => {
    day = await deriveExample("minsk", ["smm-day.csv", "coverage.csv", "weapons.csv", "impediments.csv"]);
  });

  test("nobody is known to have watched seven quiet days in 2016: disengagement has no firm deadline, and both bounds are told", () => {
    const rows = duties("disengage-");
    expect(rows.length).toBe(6);
    for (const row of rows) {
      expect([row.due, row.deadline]).toEqual(["unknown", null]);
      // Seven days after 21 September 2016 at the earliest, and three to complete.
      expect(row.dueBetween).toEqual({ notBefore: Date.UTC(2016, 9, 1) - 3 * 3_600_000, notAfter: null });
      expect(row.trace.find((t) => t.test === "deadline")?.words).toContain("nobody watched");
    }
  });

  test("a reading that ended in February 2015 counts no weapon seen in 2017", () => {
    const rows = duties("memorandum-pull-back");
    expect(rows.map((r) => [r.reading, r.due])).toEqual([
      ["memorandum", "passed"],
      ["memorandum", "passed"],
    ]);
    for (const row of rows) {
      expect(row.against).toEqual({ atLeast: 0, atMost: 0 });
      expect(Object.values(row.findings ?? {}).map((f) => f.atMost)).toEqual([0, 0, 0, 0]);
    }
    // The package of measures was in force, and the same weapons count under it.
    expect(duties("pull-back-100").some((r) => Object.values(r.findings ?? {}).some((f) => f.atMost > 0))).toBe(true);
  });
});

test("width and distance of one side stand together, the width is twice the distance", () => {
  const { agreement } = agreementOf("minsk");
  const sides = agreement.clauses.flatMap((c) => c.prohibits?.within ?? []);
  expect(sides.length).toBe(8);
  expect(agreement.lines.map((l) => l.appliesTo)).toEqual([["UAF"], ["AF"], ["UAF", "AF"]]);
  for (const place of [...agreement.zones, ...agreement.lines]) expect(place.name).toContain("approximate");
});
