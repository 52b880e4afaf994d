import { canonical, sha256Hex } from "../canonical.ts";
import type { Observation } from "../observation/observation.ts";
import { type Body, type EntryKind, payloadOf } from "../record/registry.ts";
import { millis } from "../units.ts";
import type { ObservationRow, TaggedRow } from "./derivations.ts";
import type { Draft, Sealer } from "./store.ts";

export const at = millis(1_745_000_000_000);

/** A draft of a kind, by an observer, as a real entry where not said otherwise. */
export const draft = <K extends EntryKind>(
  kind: K,
  body: Body<K>,
  options: { exercise?: boolean; reason?: string } = {},
): Draft<K> => ({
  kind,
  // One of the two, where two are needed.
  author: "people" in body ? (body.people[0] as string) : "o-17",
  role: "observer",
  stated: at,
  marking: "TLP:AMBER",
  payload: payloadOf(kind, body, { exercise: options.exercise ?? false, reason: options.reason ?? "for the test" }),
});

/** Who puts something under seal. */
export const sealer: Sealer = { author: "o-17", role: "observer", stated: at, reason: "for the test" };

export const hashOf = (what: string): string => sha256Hex(what);

export const imported = (what: string, zone: string | null = null): Draft<"import"> =>
  draft("import", {
    file: { sha256: hashOf(what), name: `${what}.csv`, bytes: 17 },
    format: "trucekeeper-csv",
    reader: { name: "trucekeeper-csv", version: "1" },
    mapping: null,
    assumptions: [],
    zone,
  });

export const withdrawal = (entry: { index: number; envelope: { commitment: string } }): Draft<"withdrawal"> =>
  draft("withdrawal", { entry: { index: entry.index, commitment: entry.envelope.commitment } });

export const erasure = (
  entries: readonly { index: number; envelope: { commitment: string } }[],
  more: Partial<Body<"erasure">> = {},
): Draft<"erasure"> =>
  draft("erasure", {
    entries: entries.map((e) => ({ index: e.index, commitment: e.envelope.commitment })),
    evidence: [],
    envelopes: false,
    people: ["p-1", "p-2"],
    ...more,
  });

/** An opening, in a role that may open. */
export const opening = (
  blobs: string[],
  names: string[] = [],
  more: Partial<Body<"opening">> = {},
): Draft<"opening"> => ({
  ...draft("opening", { blobs, names, people: ["p-1", "p-2"], ...more }),
  role: "verifier",
});

export const observation = (n: number): Observation => ({
  id: hashOf(`observation ${n}`),
  kind: "observation",
  report: `r-${n}`,
  source: "patrol-3",
  sourceKind: "patrol",
  mode: "heard",
  acts: ["explosion.mortar"],
  labelBasis: "person",
  role: "impact",
  count: { min: 1, max: 3, unit: "explosion", form: "range" },
  activity: "ceasefire-event",
  time: {
    kind: "seen",
    from: at,
    until: millis(at + 60_000),
    sdMs: 30_000,
    precision: "minute",
    stated: "2025-04-18 18:13",
    zone: "Europe/Kyiv",
    zoneBasis: "stated",
  },
  place: { kind: "point", lon: 37.8, lat: 48.0, radiusM: 200 },
  marking: "TLP:AMBER",
  origin: { file: hashOf("form"), line: n + 1 },
});

export const submission = (n: number): Draft<"submission"> =>
  draft("submission", { via: "cli", observations: [observation(n)], evidence: [] });

/** A derived observation: every minute one, going east by a hundredth of a degree. */
export const row = (n: number, more: Partial<ObservationRow> = {}): TaggedRow => ({
  table: "observation",
  row: {
    profile: "full",
    id: hashOf(`observation ${n}`),
    time: { from: millis(at + n * 60_000), until: millis(at + (n + 1) * 60_000) },
    position: [37 + n / 100, 48],
    marking: "TLP:AMBER",
    kind: "observation",
    act: "explosion.mortar",
    source: "patrol-3",
    content: canonical({ n }),
    ...more,
  },
});
