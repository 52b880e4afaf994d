import fc from "fast-check";
import { expect, test } from "vitest";
import { boxOf, cameraOf, extentOf, sayBox, sayCamera, tilesOf } from "../../web/map/view.ts";

test.each([
  ["small moves inside a tile ask the same", [30, 48, 34, 50], [30.2, 48.1, 34.1, 50.2], true],
  ["a move into the next tile asks anew", [30, 48, 34, 50], [36, 48, 40, 50], false],
] as const)("%s", (_, a, b, same) => {
  expect(tilesOf(a, 5) === tilesOf(b, 5)).toBe(same);
});

test.each([
  ["across the antimeridian, west stands above east", [170, 0, 190, 10], "170.000,0.000,-170.000,10.000"],
  ["a world west of ours is ours", [-200, 0, -190, 10], "160.000,0.000,170.000,10.000"],
  ["more than the world is the world", [-300, -80, 200, 80], "-180.000,-80.000,180.000,80.000"],
  ["up to the antimeridian stays east", [90, 0, 180, 10], "90.000,0.000,180.000,10.000"],
] as const)("%s", (_, box, said) => {
  expect(sayBox(box)).toBe(said);
});

test("what is asked for holds what is looked at, and is no wider than a tile on either side", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      number(-170, 150),
      number(-80, 70),
      number(0.1, 10),
      number(0.1, 8),
      fc.integer({ min: 1, max: 12 }),
      (w, s, dx, dy, zoom) => {
        const [w2, s2, e2, n2] = (boxOf(tilesOf([w, s, w + dx, s + dy], zoom)) ?? []) as number[];
        const [tile, tiny] = [360 / 2 ** zoom, 0.001];
        expect(w2).toBeLessThanOrEqual(w + tiny);
        expect(s2).toBeLessThanOrEqual(s + tiny);
        expect(e2).toBeGreaterThanOrEqual(w + dx - tiny);
        expect(n2).toBeGreaterThanOrEqual(s + dy - tiny);
        expect((e2 as number) - (w2 as number)).toBeLessThanOrEqual(dx + 2 * tile + tiny);
      },
    ),
  );
});

test("an address names a camera or none", () => {
  expect(cameraOf(sayCamera({ lat: 48.1234, lon: 30.5, zoom: 7.25 }))).toEqual({ lat: 48.1234, lon: 30.5, zoom: 7.25 });
  for (const none of [undefined, "", "1,2", "91,0,3", "a,b,c"]) expect(cameraOf(none)).toBeNull();
});

test("the extent of shapes is that of all their corners", () => {
  const shape = (coordinates: unknown) => ({ geometry: { coordinates } });
  expect(
    extentOf([
      shape([
        [30, 48],
        [31, 47],
      ]),
      shape([
        [
          [
            [29, 50],
            [30, 51],
          ],
        ],
      ]),
    ]),
  ).toEqual([29, 47, 31, 51]);
  expect(extentOf([])).toBeNull();
});
