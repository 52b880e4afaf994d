import { describe, expect, test } from "vitest";
import type { Observation } from "../observation/observation.ts";
import { parseInstant } from "../time/day.ts";
import { firms } from "./firms.ts";

const ROW = {
  latitude: "48.5",
  longitude: "37.5",
  brightness: "330.1",
  scan: "0.4",
  track: "0.3",
  acq_date: "2023-02-28",
  acq_time: "0005",
  satellite: "N",
  confidence: "n",
};
const read = (cells: Partial<typeof ROW> = {}) =>
  firms.row({ ...ROW, ...cells }, { sha256: "f".repeat(64), line: 2, ordinal: 0, zone: "Asia/Kathmandu" });
const observe = (cells: Partial<typeof ROW> = {}): Observation => {
  const result = read(cells);
  const item = "use" in result ? result.use[0] : undefined;
  if (item?.type !== "observation") throw new Error(JSON.stringify(result));
  return item.value;
};

test("a detection is heat, seen in one minute, and never anything else", () => {
  const o = observe();
  expect(o).toMatchObject({ acts: ["thermal"], mode: "detected", sourceKind: "thermal", labelBasis: "machine" });
  expect(o.time).toMatchObject({ kind: "seen", precision: "minute", zone: "UTC", zoneBasis: "stated" });
  expect([o.time.from, o.time.until]).toEqual([parseInstant("2023-02-28 00:05 Z"), parseInstant("2023-02-28 00:06 Z")]);
});

test("the place is the pixel: half its diagonal", () => {
  expect(observe().place).toMatchObject({ kind: "point", radiusM: 250 });
  expect(observe({ scan: "4.82", track: "1.99" }).place).toMatchObject({ radiusM: 2608 });
});

describe("acq_time", () => {
  test.each([
    ["5", "00:05"],
    ["130", "01:30"],
    ["2359", "23:59"],
    ["0000", "00:00"],
  ])("%s is %s UTC, whatever the zone of the import", (acq_time, clock) =>
    expect(observe({ acq_time }).time.from).toBe(parseInstant(`2023-02-28 ${clock} Z`)),
  );
  test.each(["2400", "1260", "", "12:30", "-5", "5.0", "00005"])("%j is refused", (acq_time) =>
    expect(read({ acq_time })).toMatchObject({ refuse: [{ field: "acq_time" }] }),
  );
});

describe("confidence on three scales", () => {
  test.each([
    ["h", 2],
    ["high", 2],
    ["80", 2],
    ["100", 2],
    ["n", 3],
    ["nominal", 3],
    ["79", 3],
    ["30", 3],
    ["l", 4],
    ["low", 4],
    ["29", 4],
    ["0", 4],
  ])("%s is credibility %i", (confidence, credibility) =>
    expect(observe({ confidence }).credibility).toBe(credibility),
  );
  test.each(["", "101", "x", "-1", "1e1"])("%j is refused", (confidence) =>
    expect(read({ confidence })).toMatchObject({ refuse: [{ field: "confidence" }] }),
  );
});

describe("GeoJSON", () => {
  const withGeometry = (geometry: string) =>
    firms.row({ ...ROW, geometry }, { sha256: "f".repeat(64), line: 2, ordinal: 0, zone: undefined });
  test.each(['{"coordinates":[37.5,48.5],"type":"Point"}', '{"type":"Point","coordinates":[37.5, 48.5, 110]}'])(
    "%s agrees with the properties",
    (geometry) => expect(withGeometry(geometry)).toMatchObject({ use: [{ value: { id: observe().id } }] }),
  );
  test.each(['{"type":"Point","coordinates":[48.5,37.5]}', '{"type":"Polygon","coordinates":[]}', "[37.5,48.5]"])(
    "%s does not",
    (geometry) => expect(withGeometry(geometry)).toMatchObject({ refuse: [{ field: "geometry" }] }),
  );
});

test("a revised detection is the same one", () => {
  expect(observe({ confidence: "h", brightness: "331" }).id).toBe(observe().id);
  expect(observe({ longitude: "37.51" }).id).not.toBe(observe().id);
});

test("a pass of one satellite is one report", () => {
  const a = observe();
  expect(observe({ latitude: "48.6" }).report).toBe(a.report);
  expect(observe({ satellite: "A" }).report).not.toBe(a.report);
  expect(observe({ acq_time: "5" }).report).toBe(a.report);
});

test.each([{ acq_date: "2023-02-29" }, { scan: "0" }, { track: "" }, { satellite: "" }, { latitude: "91" }])(
  "%j is refused",
  (cells) => expect(read(cells)).toMatchObject({ refuse: [{ field: Object.keys(cells)[0] }] }),
);
