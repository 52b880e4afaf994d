import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeShared, sharedBytes } from "../../test/shared.ts";
import { sha256Hex } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { readFile } from "./engine.ts";
import { eyesOnRussia } from "./eyes-on-russia.ts";
import { firms } from "./firms.ts";
import { fusionAreas, fusionReports, fusionReportsWith } from "./fusion-reports.ts";
import type { Reconciliation, TableReader } from "./reader.ts";
import { readers } from "./registry.ts";
import { ucdpGed } from "./ucdp.ts";
import { viina } from "./viina.ts";

const READERS: readonly TableReader[] = [viina, ucdpGed, firms, eyesOnRussia, fusionReports];

async function readAll(name: string, bytes: Uint8Array, using: readonly TableReader[] = readers) {
  async function* once() {
    yield bytes;
  }
  const items = readFile({ name, sha256: sha256Hex(bytes), bytes: once() }, using);
  const observations: Observation[] = [];
  for (;;) {
    const next = await items.next();
    if (next.done) return { observations, account: next.value };
    if (next.value.type === "observation") observations.push(next.value.value);
  }
}

/** What is wrong with an observation, if anything. */
function fault(o: Observation): string | undefined {
  if (!/^[0-9a-f]{64}$/.test(o.id)) return `id ${o.id}`;
  if (o.acts.length === 0) return "no act";
  if (o.time.until < o.time.from + (o.time.kind === "window" ? 1 : 0)) return `time ${o.time.stated}`;
  if (o.place.kind === "point" && !(o.place.radiusM > 0)) return `radius ${o.place.radiusM}`;
  if (o.killed?.max != null && o.killed.max < o.killed.min) return `killed ${o.killed.stated}`;
  return (o.kind === "claim") === (o.sourceKind === "party") ? undefined : `${o.kind} by a ${o.sourceKind}`;
}
const faults = (observations: readonly Observation[]) => observations.map(fault).filter((f) => f !== undefined);

// Cells of the kinds that break readers, beside any text at all.
const cell = fc.oneof(
  fc.constantFrom("", " ", "0", "-0", "1", "5", "0005", "2400", "1e3", "NaN", "48.5", "48,5", "91", "-181", "loc"),
  fc.constantFrom(
    "2025-02-30",
    "2025-04-19 18:56:00",
    "2025-04-01 00:00:00",
    "9999-12-31 23:59:59",
    "0001-01-01 00:00:00",
  ),
  fc.constantFrom("2/30/2014 12:00:00 AM", "13/1/2014 00:00", "05/04/2014 00:00", "2025-03-30 03:30:00", "9999-12-31"),
  fc.constantFrom(
    "artillery|loc",
    "toString",
    "__proto__",
    "Clear",
    "point",
    "sector",
    "area",
    "patrol",
    "party",
    "n",
    "h",
  ),
  fc.constantFrom("explosion", "Other", "Munitions", "2025-03-01T01:34:25Z", "Kyiv", "Ukraine", "constructor"),
  fc.string({ unit: "binary" }),
);
const zone = fc.constantFrom(undefined, "Europe/Kyiv", "America/St_Johns", "+05:45", "Nowhere/Land", "MSK");

describe.each(READERS.map((r) => [r.name, r] as const))("%s", (_, reader) => {
  test("any cells at all are used, skipped or refused with a reason, and never throw", () => {
    const columns = reader.columns ?? [];
    const row = fc
      .tuple(...columns.map(() => cell))
      .map((v) => Object.fromEntries(columns.map((c, i) => [c, v[i] ?? ""])));
    fc.assert(
      fc.property(row, zone, fc.nat(3), (cells, given, ordinal) => {
        const result = reader.row(cells, { sha256: "0".repeat(64), line: 2, ordinal, zone: given });
        if ("refuse" in result) {
          expect(result.refuse.length).toBeGreaterThan(0);
          for (const { why } of result.refuse) expect(why).toMatch(/\S/);
        } else if ("skip" in result) expect(result.skip).toMatch(/^[a-z-]+$/);
        else for (const item of result.use) if (item.type === "observation") expect(fault(item.value)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
  test("a row without any of its cells is refused or skipped", () => {
    const result = reader.row({}, { sha256: "0".repeat(64), line: 2, ordinal: 0, zone: undefined });
    expect("use" in result).toBe(false);
  });
  test("its own columns are recognised in any order with others beside them, and by no reader before it", () => {
    const header = [...(reader.columns ?? [])].reverse().concat("something else");
    expect(readers.find((r) => r.recognises(header))).toBe(reader);
  });
  test("a column less is not recognised", () => expect(reader.recognises((reader.columns ?? []).slice(1))).toBe(false));
});

const areas = (prefix: string) => {
  const read = fusionAreas(JSON.parse(new TextDecoder().decode(sharedBytes(`fusion/${prefix}.areas.geojson`))));
  if ("error" in read) throw new Error(String(read.error));
  return read;
};

describeShared("row counts of ../shared/data", () => {
  const counts = ({ rowsIn, rowsUsed, refused, skipped }: Reconciliation) => ({ rowsIn, rowsUsed, refused, skipped });

  test.each([
    [
      "viina/monthly/viina_incidents_202307.csv.gz",
      10956,
      5275,
      { "exact-repeat": 2491, "label-is-no-act": 7, "no-event-label": 3183 },
    ],
    ["viina/monthly/viina_incidents_202503.csv.gz", 5215, 2615, { "exact-repeat": 5, "no-event-label": 2595 }],
    ["viina/monthly/viina_incidents_202504.csv.gz", 3764, 1502, { "exact-repeat": 1, "no-event-label": 2261 }],
    ["viina/monthly/viina_incidents_202505.csv.gz", 3793, 1712, { "exact-repeat": 1, "no-event-label": 2080 }],
  ] as const)("%s", async (name, rowsIn, rowsUsed, skipped) => {
    const { observations, account } = await readAll(name, sharedBytes(name));
    expect(counts(account)).toEqual({ rowsIn, rowsUsed, refused: 0, skipped });
    expect(faults(observations)).toEqual([]);
    expect(new Set(observations.map((o) => o.id)).size).toBe(rowsUsed);
    // Not one text of the press is carried along.
    expect(JSON.stringify(observations)).not.toMatch(/[А-Яа-яЇїІіЄєҐґ]{4}/);
  });

  test("UCDP GED 2014–2023: every row, in Windows-1252", async () => {
    const { observations, account } = await readAll(
      "ged.csv",
      sharedBytes("ucdp-ged/UCDP-Ukraine_GED_2014-2023.csv.gz"),
    );
    expect(counts(account)).toEqual({ rowsIn: 3883, rowsUsed: 3883, refused: 0, skipped: {} });
    expect(faults(observations)).toEqual([]);
    expect(observations.filter((o) => o.killed?.min === 0).length).toBeGreaterThanOrEqual(58);
    // where_prec 3 to 7: 987 events that no zone smaller than a district can be tested with.
    const vague = observations.filter(
      (o) => o.place.kind === "unknown" || (o.place.kind === "point" && o.place.radiusM >= 60_000),
    );
    expect(vague).toHaveLength(38 + 568 + 343 + 37 + 1);
    const days = (o: Observation) => (o.time.until - o.time.from) / 86_400_000;
    expect(observations.filter((o) => days(o) > 1.5)).toHaveLength(1074);
    expect(observations.filter((o) => o.alleged)).toEqual([]);
  });

  test.each([
    ["firms/fire_nrt_SV-C2_400448.csv.gz", 42415],
    ["firms/firms_ukraine_bbox_first_seen.csv", 4916],
    ["firms/modis_global_24h_20220423.geojson.gz", 7123],
  ] as const)("%s", async (name, rowsIn) => {
    const { observations, account } = await readAll(name, sharedBytes(name));
    expect(counts(account)).toEqual({ rowsIn, rowsUsed: rowsIn, refused: 0, skipped: {} });
    expect(account.format).toBe("firms");
    expect(new Set(observations.flatMap((o) => o.acts))).toEqual(new Set(["thermal"]));
    expect(new Set(observations.map((o) => o.id)).size).toBe(rowsIn);
  });

  test("Eyes on Russia: seven rows are refused, each for its own fault", async () => {
    const { observations, account } = await readAll("events.csv", sharedBytes("eyes-on-russia/events.csv.gz"));
    expect(counts(account)).toEqual({ rowsIn: 6650, rowsUsed: 6642, refused: 7, skipped: { "exact-repeat": 1 } });
    expect(account.refusals.map((r) => r.field).sort()).toEqual(["date", "date", "date", "date", "lon", "lon", "lon"]);
    expect(faults(observations)).toEqual([]);
    const east = observations.filter((o) => o.place.kind === "point" && o.place.lon > 60);
    expect(east).toHaveLength(35);
  });

  test.each([
    ["train", 5686, 1164],
    ["test", 8030, 1689],
    ["dense", 15473, 3326],
  ] as const)("fusion/%s.reports.csv", async (prefix, rowsIn, claims) => {
    const using = [fusionReportsWith(areas(prefix))];
    const { observations, account } = await readAll("r.csv", sharedBytes(`fusion/${prefix}.reports.csv`), using);
    expect(counts(account)).toEqual({ rowsIn, rowsUsed: rowsIn, refused: 0, skipped: {} });
    expect(observations.filter((o) => o.kind === "claim")).toHaveLength(claims);
    expect(faults(observations)).toEqual([]);
  });

  test.each([
    "viina/VIINA_2024_REBUILD.csv.gz",
    "viina/viina_review_classified.csv",
    "fusion/crashMD_truth.csv",
    "fusion/train.incidents.csv",
  ])("%s is refused as unknown", async (name) =>
    expect(readAll(name, sharedBytes(name))).rejects.toThrow(/unknown format: saw the columns/),
  );
});
