import { expect, test } from "vitest";
import { zoneOf } from "../publication/zone-offsets.ts";
import { clockOf, stepFor, stretchOf } from "./bars.ts";

const at = (text: string): number => Date.parse(text);

test.each([
  ["Europe/Kyiv", "2025-03-29", "2025-03-28T22:00Z", "2025-03-29T22:00Z"],
  ["Europe/Kyiv", "2025-03-30", "2025-03-29T22:00Z", "2025-03-30T21:00Z"],
  ["Europe/Kyiv", "2025-10-26", "2025-10-25T21:00Z", "2025-10-26T22:00Z"],
  ["Asia/Kathmandu", "2025-01-01", "2024-12-31T18:15Z", "2025-01-01T18:15Z"],
  ["UTC", "2025-01-01", "2025-01-01T00:00Z", "2025-01-02T00:00Z"],
  // Midnight itself was left out: clocks went from 23:59 to 01:00.
  ["Asia/Beirut", "2022-03-27", "2022-03-26T22:00Z", "2022-03-27T21:00Z"],
])("case 27: the day of %s, %s, is the mission's own", (name, day, from, until) => {
  const zone = zoneOf(name);
  const clock = clockOf("day", zone, at(from), at(until));
  expect(stretchOf(at(`${day}T00:00Z`), "day", zone, clock)).toEqual({ from: at(from), until: at(until) });
});

test("hours begin where the mission's clocks show whole ones, and all are an hour long", () => {
  const zone = zoneOf("Asia/Kathmandu");
  const clock = clockOf("hour", zone, at("2025-01-01T00:00Z"), at("2025-01-03T00:00Z"));
  expect(clock).toHaveLength(1);
  const hour = stretchOf(at("2025-01-01T06:00Z"), "hour", zone, clock);
  expect(hour).toEqual({ from: at("2025-01-01T00:15Z"), until: at("2025-01-01T01:15Z") });
});

test("four days are shown by the hour, more by the day", () => {
  expect([stepFor(0, 4 * 86_400_000), stepFor(0, 4 * 86_400_000 + 1)]).toEqual(["hour", "day"]);
});
