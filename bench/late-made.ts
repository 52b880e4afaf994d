// A made-up mission for the benches of the store: reports over a front, its agreement, and late reports beside them.
import type { Marking, Observation } from "../src/observation/observation.ts";
import { draft, hashOf, observation } from "../src/store/made.fixture.ts";
import type { Mission, Store } from "../src/store/store.ts";
import { millis } from "../src/units.ts";

const [DAY, BEGIN] = [86_400_000, 1_700_000_000_000];

/** A number in [0, 1) that looks random: the same for the same n in every run. */
const share = (n: number, salt: number): number => (Math.imul(n + salt * 7919, 2_654_435_761) >>> 0) / 2 ** 32;

/**
 * Reports over a front of 900 km, some 1,400 a day; every third tells of what the one before told.
 * @param marking of every row: without one a row is for all, and each of five profiles has rows of it
 */
export function* csv(n: number, marking?: Marking): Generator<string> {
  yield `key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act${marking ? ",marking" : ""}\n`;
  const end = marking ? `,${marking}\n` : "\n";
  for (let i = 0; i < n; i++) {
    const event = i - (i % 3 === 1 ? 1 : 0);
    const from = new Date(BEGIN + event * (DAY / 1_400)).toISOString();
    const until = new Date(BEGIN + event * (DAY / 1_400) + 60_000).toISOString();
    const [lon, lat] = [33 + share(event, 1) * 5, 46.5 + share(event, 2) * 3.5];
    const act = share(event, 3) < 0.7 ? "explosion.artillery" : "fire.small-arms";
    yield `k${i},s-${i % 40},patrol,${from},${until},UTC,${lon.toFixed(5)},${lat.toFixed(5)},300,${act}${end}`;
  }
}

export async function* bytes(n: number, marking?: Marking): AsyncGenerator<Uint8Array> {
  let text = "";
  for (const line of csv(n, marking)) {
    text += line;
    if (text.length > 1 << 20) {
      yield Buffer.from(text);
      text = "";
    }
  }
  yield Buffer.from(text);
}

export const AGREEMENT = `
agreement:
  id: bench
  title: Bench
  status: signed
  parties: [{id: A, name: A}, {id: B, name: B}]
  mission-zone: UTC
in-force:
  - {reading: text, by: A, from: "2023-11-01T00:00Z"}
zones:
  - {id: south, name: South, polygon: [[33, 46], [36, 46], [36, 48], [33, 48], [33, 46]]}
terms:
  - {id: fire, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [fire, explosion]}}
  - {id: guns, title: No artillery in the south, reference: "2", standing: agreed, subject: [A, B], prohibits: {acts: [explosion.artillery]}, where: {inside: [south]}}
  - {id: nights, title: Quiet nights, reference: "3", standing: agreed, subject: [A, B], prohibits: {acts: [fire]}, when: {hours: {from: "22:00", until: "06:00", zone: UTC}}}
`;

/** Makes the mission with `n` observations in one import. */
export async function fill(store: Store, n: number): Promise<Mission> {
  const mission = await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const file = await store.evidence("m").put(bytes(n));
  const text = await store.evidence("m").put(Buffer.from(AGREEMENT));
  await store.append("m", [
    draft("agreement-version", {
      id: "bench",
      text: { sha256: text.sha256, name: "bench.yaml" },
      parts: [],
      reading: null,
    }),
    draft("import", {
      file: { sha256: file.sha256, name: "reports.csv", bytes: 1 },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "1" },
      mapping: null,
      assumptions: [],
      zone: null,
    }),
  ]);
  return mission;
}

/** A report of some day of the record, beside what was reported there. */
export function late(n: number, size: number): Observation {
  const event = Math.floor(share(n, 5) * (size - 3));
  const at = event - (event % 3 === 1 ? 1 : 0);
  const from = millis(Math.round(BEGIN + at * (DAY / 1_400)));
  const o = observation(n);
  return {
    ...o,
    id: hashOf(`late ${n}`),
    source: `late-${n % 7}`,
    acts: ["explosion.artillery"],
    time: { ...o.time, from, until: millis(from + 60_000), stated: new Date(from).toISOString(), zone: "UTC" },
    place: { kind: "point", lon: 33 + share(at, 1) * 5, lat: 46.5 + share(at, 2) * 3.5, radiusM: 300 },
  };
}
