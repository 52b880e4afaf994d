import { sha256Hex } from "../canonical.ts";
import type { Incident, IncidentFacts, Member } from "../incident/incident.ts";
import type { CountInterval, CountUnit } from "../observation/count.ts";
import type { Observation } from "../observation/observation.ts";
import type { UncertainPlace } from "../place/place.ts";
import type { UncertainTime } from "../time/interval.ts";
import { byCodePoint, type Millis } from "../units.ts";
import type { FoundIncident } from "./findings.ts";

/** An invented truce in an invented place by a real sea, so that land and water can be seen. All words are made up. */
export const T0 = Date.UTC(2031, 3, 19, 15, 0);
export const HOUR = 3_600_000;
const HOSTILE = `Quay "7" <img src=x onerror=alert(1)></script><script>alert(2)</script>\u202Egnp.exe & 'sons'`;

export const hostile = HOSTILE;

export const count = (n: number, unit: CountUnit = "explosion", max: number | null = n): CountInterval => ({
  min: n,
  max,
  unit,
  form: max === n ? "number" : max === null ? "at-least" : "range",
});
export const seen = (at: number, until = at + 60_000): UncertainTime => ({
  kind: "seen",
  from: at as Millis,
  until: until as Millis,
  sdMs: 0,
  precision: "minute",
  stated: new Date(at + 3 * HOUR).toISOString().slice(0, 16).replace("T", " "),
  zone: "Europe/Kyiv",
  zoneBasis: "stated",
});
export const wide = (from: number, hours: number): UncertainTime => ({
  kind: "window",
  from: from as Millis,
  until: (from + hours * HOUR) as Millis,
  sdMs: 0,
  precision: "day",
  stated: new Date(from + 3 * HOUR).toISOString().slice(0, 10),
  zone: "Europe/Kyiv",
  zoneBasis: "assumed",
});
export const disc = (lon: number, lat: number, radiusM: number, name?: string): UncertainPlace => ({
  kind: "point",
  lon,
  lat,
  radiusM,
  ...(name ? { name } : {}),
});

export const observation = (key: string, over: Partial<Observation>): Observation => ({
  id: sha256Hex(key),
  kind: "observation",
  report: `report-${key}`,
  source: "Post Lighthouse",
  sourceKind: "monitor",
  mode: "heard",
  acts: ["explosion.mortar"],
  labelBasis: "person",
  role: "undetermined",
  count: count(1),
  activity: "ceasefire-event",
  time: seen(T0 + 2 * HOUR),
  place: disc(31.5, 46.6, 900, "Pier hamlet"),
  marking: "TLP:CLEAR",
  origin: { file: "0".repeat(64), line: 2 },
  ...over,
});

const facts = (members: readonly Member[], over: Partial<IncidentFacts> = {}): IncidentFacts => {
  const supporting = members.filter((m) => m.role !== "claims").map((m) => m.observation);
  const first = (supporting[0] ?? members[0]?.observation) as Observation;
  return {
    time: first.time,
    place: first.place,
    acts: first.acts,
    labelBasis: first.labelBasis,
    roles: [first.role],
    activities: [first.activity],
    weapons: first.weapon ? [first.weapon] : [],
    objects: first.object ? [first.object] : [],
    heard: supporting.map((o) => o.count),
    fused: supporting.length > 0 ? [first.count] : [],
    alleged: members.flatMap((m) => (m.observation.alleged ? [m.observation.alleged] : [])),
    assertedZones: [],
    independentGroups: 1,
    ...over,
  };
};

export const incident = (
  observations: readonly (readonly [Observation, Member["role"]])[],
  over: Partial<Incident> = {},
): FoundIncident => {
  const members = observations
    .map(([o, role]) => ({ observation: o, role }))
    .sort((a, b) => byCodePoint(a.observation.id, b.observation.id));
  const own = members.filter((m) => m.role !== "claims");
  return {
    incident: {
      id: ((own[0] ?? members[0]) as Member).observation.id,
      status: own.length > 0 ? "recorded" : "claimed",
      members,
      evidence: [],
      ...over,
    },
    facts: facts(members),
  };
};

export const A = "Shore Council";
export const B = "Hill Assembly";
const paired = [
  observation("m1", {
    acts: ["explosion.mortar"],
    role: "outgoing",
    pair: "p1",
    count: count(7),
    weapon: { class: "mortar", calibreMm: 82, certainty: "assessed" },
    place: {
      kind: "sector",
      lon: 31.2,
      lat: 46.75,
      fromDeg: 300,
      untilDeg: 350,
      minM: 2000,
      maxM: 6000,
      distance: "stated",
      name: "Post Lighthouse",
    },
  }),
  observation("m2", {
    acts: ["explosion.mortar"],
    role: "impact",
    pair: "p1",
    count: count(7),
    weapon: { class: "mortar", calibreMm: 82, certainty: "assessed" },
    place: {
      kind: "sector",
      lon: 31.2,
      lat: 46.75,
      fromDeg: 300,
      untilDeg: 350,
      minM: 2000,
      maxM: 6000,
      distance: "stated",
      name: "Post Lighthouse",
    },
  }),
] as const;
const district: UncertainPlace = {
  kind: "area",
  name: "Saltmarsh district",
  polygons: [
    [
      [
        [32, 46.2],
        [33.1, 46.1],
        [33.3, 46.7],
        [32.3, 46.9],
        [32, 46.2],
      ],
    ],
  ],
};

export const invented: readonly FoundIncident[] = [
  incident(
    [
      [paired[0], "supports"],
      [paired[1], "supports"],
    ],
    {
      evidence: [
        { term: "pair", nats: 9.2 },
        { term: "time", nats: 3.1 },
        { term: "act", nats: -0.4 },
      ],
    },
  ),
  incident([
    [
      observation("s1", {
        acts: ["fire.small-arms"],
        count: count(15, "shot", 20),
        time: seen(T0 + 5 * HOUR, T0 + 5.4 * HOUR),
        place: disc(30.9, 46.9, 2500, "Old quarry"),
      }),
      "supports",
    ],
  ]),
  incident([
    [
      observation("h1", {
        source: "Coast Courier",
        sourceKind: "media",
        mode: "told",
        acts: ["explosion", "fire"],
        labelBasis: "machine",
        count: { min: 1, max: null, unit: "event", form: "not-stated" },
        time: wide(T0 - 15 * HOUR, 24),
        place: district,
      }),
      "supports",
    ],
  ]),
  incident([
    [
      observation("h2", {
        source: HOSTILE,
        sourceKind: "media",
        mode: "told",
        count: { min: 0, max: null, unit: "burst", form: "duration", stated: "20 minutes of intense fire" },
        acts: ["fire.heavy-machine-gun"],
        time: wide(T0 + 9 * HOUR, 3),
        place: disc(31.8, 46.4, 12000, HOSTILE),
        alleged: { actor: B, by: "a bystander" },
      }),
      "supports",
    ],
  ]),
  incident([
    [
      observation("w1", {
        acts: ["presence.weapon"],
        weaponFinding: "in-violation",
        weapon: { class: "tube-artillery", calibreMm: 122, certainty: "stated" },
        mode: "saw",
        count: count(3, "weapon"),
        time: seen(T0 + 11 * HOUR),
        place: disc(30.6, 46.5, 150, "North barns"),
      }),
      "supports",
    ],
  ]),
  incident([
    [
      observation("w2", {
        acts: ["presence.weapon"],
        weaponFinding: "not-verified-as-withdrawn",
        weapon: { class: "mlrs", certainty: "stated" },
        mode: "saw",
        count: count(2, "weapon"),
        time: seen(T0 + 12 * HOUR),
        place: disc(30.7, 46.3, 150, "Depot 4"),
      }),
      "supports",
    ],
  ]),
  incident(
    [
      [
        observation("u1", {
          acts: ["explosion"],
          source: "Camera Mole",
          sourceKind: "camera",
          mode: "recorded",
          count: count(37),
          time: seen(T0 + 20 * HOUR, T0 + 20.6 * HOUR),
          place: {
            kind: "sector",
            lon: 31.9,
            lat: 46.9,
            fromDeg: 100,
            untilDeg: 150,
            minM: 0,
            maxM: 15000,
            distance: "assumed",
            name: "Camera Mole",
          },
        }),
        "supports",
      ],
      [
        observation("u2", {
          acts: ["explosion"],
          count: count(30, "explosion", null),
          time: seen(T0 + 20.1 * HOUR, T0 + 20.5 * HOUR),
          place: disc(32, 46.85, 5000),
        }),
        "supports",
      ],
      [
        observation("c2", {
          kind: "claim",
          claimant: A,
          source: A,
          sourceKind: "party",
          mode: "document",
          count: count(120),
          time: seen(T0 + 20.1 * HOUR),
          place: disc(32, 46.85, 5000),
          alleged: { actor: B, by: A },
        }),
        "claims",
      ],
    ],
    {
      evidence: [
        { term: "place", nats: 2.2 },
        { term: "time", nats: 6.4 },
        { term: "count", nats: -1.1 },
      ],
      alternative: { incident: sha256Hex("s1"), gain: -4.2, parts: [{ term: "time", nats: -12 }] },
    },
  ),
  incident([
    [
      observation("c1", {
        kind: "claim",
        claimant: B,
        source: B,
        sourceKind: "party",
        mode: "document",
        count: count(40),
        time: wide(T0, 6),
        place: disc(31, 46.4, 4000),
        alleged: { actor: A, by: B },
      }),
      "claims",
    ],
  ]),
  incident([
    [
      observation("n1", {
        source: "Coast Courier",
        sourceKind: "media",
        mode: "told",
        acts: ["alert"],
        count: { min: 1, max: null, unit: "event", form: "not-stated" },
        time: seen(T0 + 26 * HOUR),
        place: { kind: "unknown", name: "the far farm" },
      }),
      "supports",
    ],
  ]),
];
