import fc from "fast-check";
import { expect, test } from "vitest";
import { insideZone, prepareZone } from "../place/zone.ts";
import { FALSE, TRUE, UNKNOWN } from "../place/zone-truths.ts";
import { ZonesOf } from "./code-columns.ts";
import { columnsOf } from "./columns.ts";
import { made } from "./fixtures/made.ts";

const lon = fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, -179.99, 0, 179.99, 180));
const lat = fc.oneof(fc.double({ min: -89.9, max: 89.9, noNaN: true }), fc.constantFrom(-85, 60, 84.99, 88.9));
/** Evenly spread; doubles of any size are nearly all next to 0. */
const share = fc.integer({ min: -1_000, max: 1_000 }).map((n) => n / 1_000);
const size = fc.constantFrom(0.001, 0.1, 3, 40);

test("boxes looked at first leave out no zone that a place may lie in", () => {
  const met = new Set<number>();
  fc.assert(
    fc.property(
      lon,
      lat,
      fc.array(
        fc.record({
          dx: share,
          dy: share,
          size,
        }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom(50, 5_000, 90_000, 400_000),
      (x, y, shapes, radius) => {
        const zones = shapes.map((s, k) => {
          const [west, south] = [
            Math.max(-180, Math.min(179, x + s.dx * s.size * 2)),
            Math.max(-89, Math.min(88, y + s.dy * s.size)),
          ];
          const [east, north] = [Math.min(180, west + s.size), Math.min(89.5, south + s.size)];
          const ring = [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ] as const;
          return prepareZone({ id: `z${k}`, name: "", polygons: [[ring]] });
        });
        const one = made({ at: [x, y, radius] });
        const asked = new ZonesOf(columnsOf([one]), 0.95);
        const list = Int32Array.from(asked.add(zones));
        const member = new Uint8Array(zones.length).fill(1);
        const plain = zones.map((z) => insideZone(one.facts.place, z, 0.95));
        const most = plain.includes(true) ? TRUE : plain.includes("unknown") ? UNKNOWN : FALSE;
        met.add(most);
        expect(asked.any(0, list, member)).toBe(most);
      },
    ),
    { numRuns: 800 },
  );
  expect([...met].sort((a, b) => a - b)).toEqual([FALSE, UNKNOWN, TRUE]);
});
