import fc from "fast-check";
import { count, observation, point, sector, seen, window } from "../src/incident/samples.fixture.ts";
import type { Observation } from "../src/observation/observation.ts";
import type { ActId } from "../src/observation/taxonomy.ts";

const acts = fc.constantFrom<readonly ActId[]>(
  ["explosion.mortar"],
  ["explosion"],
  ["undetermined"],
  ["fire.small-arms"],
  ["explosion.mortar", "explosion.artillery"],
  ["presence.weapon"],
);
const place = fc.oneof(
  fc
    .record({
      e: fc.integer({ min: 0, max: 60 }),
      n: fc.integer({ min: 0, max: 60 }),
      r: fc.constantFrom(100, 300, 1500, 20_000),
    })
    .map(({ e, n, r }) => point(e / 10, n / 10, r)),
  fc
    .record({
      e: fc.integer({ min: -3, max: 3 }),
      b: fc.integer({ min: 0, max: 359 }),
      w: fc.constantFrom(4, 11.25, 60, 180),
      far: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ e, b, w, far }) => sector(e, -3, b, w, 500, 500 + far * 1000)),
  fc.constant({ kind: "unknown" } as const),
);
const time = fc.oneof(
  fc
    .record({ m: fc.integer({ min: 0, max: 120 }), sd: fc.constantFrom(4, 90, 600) })
    .map(({ m, sd }) => seen(700 + m / 4, 702 + m / 4, sd)),
  fc.constantFrom(window(660, 720), window(720, 780), window(0, 1440), window(700, 715, 600)),
);
const one = fc.record({
  acts,
  place,
  time,
  source: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
  report: fc.constantFrom("r1", "r2", "r3", "r4", "r5", "r6"),
  kind: fc.constantFrom("observation", "observation", "observation", "claim", "aggregate"),
  sourceKind: fc.constantFrom("patrol", "camera", "acoustic", "media", "hotline"),
  role: fc.constantFrom("undetermined", "undetermined", "outgoing", "impact"),
  number: fc.constantFrom(1, 3, 4, 20),
  unit: fc.constantFrom("explosion", "shot"),
  actor: fc.constantFrom(undefined, "A", "B"),
  pair: fc.constantFrom(undefined, undefined, undefined, undefined, "p1"),
  revises: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, "o3", "o7"),
  distinct: fc.constantFrom(undefined, undefined, undefined, undefined, true as const),
} as const);

/** Up to `most` observations of few events close together, so that they meet, tie and contradict. */
export const anyObservations = (most: number): fc.Arbitrary<Observation[]> =>
  fc.array(one, { maxLength: most }).map((list) =>
    list.map(({ number, unit, actor, pair, revises, distinct, ...said }, i) =>
      observation(`o${i}`, {
        ...said,
        count: count(number, number, unit),
        ...(actor && { alleged: { actor, by: said.source } }),
        ...(pair && { pair }),
        ...(revises && { revises }),
        ...(distinct && { distinct }),
      }),
    ),
  );
