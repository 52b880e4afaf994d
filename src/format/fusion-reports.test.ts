import { describe, expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { parseInstant } from "../time/day.ts";
import { fusionAreas, fusionReports, fusionReportsWith } from "./fusion-reports.ts";
import type { TableReader } from "./reader.ts";

const ROW = {
  obs_id: "O1",
  received_at: "2025-03-01T10:25:30Z",
  source: "PAT1",
  source_kind: "patrol",
  t_start: "2025-03-01T01:28:00Z",
  t_end: "2025-03-01T01:31:00Z",
  t_sd_s: "90",
  loc_kind: "sector",
  lon: "38.0",
  lat: "48.2",
  radius_m: "",
  bearing_deg: "355",
  bearing_halfwidth_deg: "11.25",
  dist_min_m: "2000",
  dist_max_m: "3000",
  area: "",
  event_type: "fire.heavy-mg",
  count_min: "16",
  count_max: "16",
  actor: "",
  truth_incident: "I192",
};
const read = (cells: Partial<typeof ROW> = {}, reader: TableReader = fusionReports) =>
  reader.row({ ...ROW, ...cells }, { sha256: "f".repeat(64), line: 2, ordinal: 0, zone: undefined });
const observe = (cells: Partial<typeof ROW> = {}, reader?: TableReader): Observation => {
  const result = read(cells, reader);
  const item = "use" in result ? result.use[0] : undefined;
  if (item?.type !== "observation") throw new Error(JSON.stringify(result));
  return item.value;
};
const point = { loc_kind: "point", radius_m: "250" };

test("a patrol hears an episode in a sector that may cross north", () => {
  const o = observe();
  expect(o).toMatchObject({ kind: "observation", mode: "heard", acts: ["fire.heavy-machine-gun"] });
  expect(o.time).toMatchObject({
    kind: "seen",
    sdMs: 90_000,
    from: parseInstant(ROW.t_start),
    until: parseInstant(ROW.t_end),
  });
  expect(o.place).toMatchObject({ kind: "sector", fromDeg: 343.75, untilDeg: 6.25, minM: 2000, maxM: 3000 });
});

test("the true incident and the time of arrival are not read", () => {
  expect(observe({ truth_incident: "I1", received_at: "" })).toEqual(observe());
  expect(JSON.stringify(observe())).not.toContain("I192");
});

test.each([
  ["patrol", "patrol", "seen"],
  ["camera", "camera", "seen"],
  ["sensor", "acoustic", "seen"],
  ["media", "media", "window"],
  ["hotline", "hotline", "window"],
  ["satellite", "satellite", "window"],
  ["party", "party", "window"],
])("a %s is a source of kind %s, its time %s", (source_kind, kind, time) =>
  expect(observe({ source_kind })).toMatchObject({ sourceKind: kind, time: { kind: time } }),
);

test("what a party says is a claim of that party, and alleges by its own word alone", () => {
  const o = observe({ ...point, source: "SIDEA", source_kind: "party", actor: "B" });
  expect(o).toMatchObject({ kind: "claim", claimant: "SIDEA", alleged: { actor: "B", by: "SIDEA" } });
  expect(observe({ actor: "A" }).alleged).toEqual({ actor: "A", by: "PAT1" });
});

test("1 to 999 of a satellite is not stated; of anybody else it is a range", () => {
  const wide = { count_min: "1", count_max: "999" };
  expect(observe({ ...wide, source_kind: "satellite" }).count).toMatchObject({ min: 1, max: null, form: "not-stated" });
  expect(observe({ ...wide, source_kind: "media" }).count).toMatchObject({ min: 1, max: 999, form: "range" });
});

test("an episode may be an instant, a window may not", () => {
  const instant = { t_end: ROW.t_start };
  expect(observe({ ...instant, source_kind: "sensor" }).time.until).toBe(parseInstant(ROW.t_start));
  const { time } = observe({ ...instant, source_kind: "media" });
  expect(time.until).toBeGreaterThan(time.from);
});

describe("areas", () => {
  const ring = [
    [37, 48],
    [38, 48],
    [38, 49],
    [37, 48],
  ] as const;
  const feature = (type: string, coordinates: unknown, id: unknown = "R1") => ({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: { id }, geometry: { type, coordinates } }],
  });
  const known = (geojson: unknown) => {
    const areas = fusionAreas(geojson);
    if ("error" in areas) throw new Error(String(areas.error));
    return fusionReportsWith(areas);
  };
  const inArea = { loc_kind: "area", area: "R1", lon: "", lat: "" };

  test.each([
    ["Polygon", [ring]],
    ["MultiPolygon", [[ring]]],
  ])("a row in a %s", (type, coordinates) =>
    expect(observe(inArea, known(feature(type, coordinates))).place).toEqual({
      kind: "area",
      polygons: [[ring]],
      name: "R1",
    }),
  );
  test("an area that is not known refuses the row and says what is missing", () =>
    expect(read(inArea)).toMatchObject({
      refuse: [{ field: "area", why: expect.stringContaining(".areas.geojson") }],
    }));
  test.each([
    null,
    {},
    [],
    feature("Point", [37, 48]),
    feature("Polygon", [ring], 7),
    feature("Polygon", [[[37, 148]]]),
  ])("%j is no file of areas", (geojson) => expect(fusionAreas(geojson)).toHaveProperty("error"));
});

test.each([
  { obs_id: "" },
  { source_kind: "toString" },
  { event_type: "explosion.nuclear" },
  { t_start: "2025-03-01 01:28" },
  { t_end: "2025-03-01T01:27:59Z" },
  { t_sd_s: "-1" },
  { loc_kind: "somewhere" },
  { dist_max_m: "2000" },
  { bearing_deg: "361" },
  { count_max: "15" },
])("%j is refused at that field", (cells) =>
  expect(read(cells)).toMatchObject({ refuse: [{ field: Object.keys(cells)[0] }] }),
);
