import fc from "fast-check";
import { sha256Hex } from "../../src/canonical.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { type Body, type EntryKind, payloadOf } from "../../src/record/registry.ts";
import type { Draft } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";
import { anyObservations } from "../random-observations.ts";

export const draft = <K extends EntryKind>(kind: K, body: Body<K>, stated = 1_745_000_000_000): Draft<K> => ({
  kind,
  // One of the two, where two are needed.
  author: "people" in body ? (body.people[0] as string) : "o-17",
  role: "observer",
  stated: millis(stated),
  marking: "TLP:AMBER",
  payload: payloadOf(kind, body, { exercise: false, reason: "for the test" }),
});

/** The observation as an entry may hold it: ids that are hashes, and no member too many. */
export function recordable(o: Observation): Observation {
  const { radiusM: _, ...sector } = { radiusM: 0, ...o.place };
  const place = o.place.kind === "sector" ? (sector as Observation["place"]) : o.place;
  return { ...o, id: sha256Hex(o.id), place, origin: { file: sha256Hex(o.origin.file), line: o.origin.line } };
}

/** An entry before it stands in a log: a withdrawal says which of the others it takes back. */
export type Wanted =
  | { readonly is: "entry"; readonly draft: Draft }
  | { readonly is: "withdrawal"; readonly of: number };

/** Random observations in submissions of a few each, some of them twice, with judgements that merge, split and pin. */
export const anyRecord = (most: number): fc.Arbitrary<Wanted[]> =>
  fc
    .record({
      observations: anyObservations(most),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: most, maxLength: most }),
      judgements: fc.array(fc.tuple(fc.constantFrom("same", "different", "pin"), fc.nat(), fc.nat()), { maxLength: 4 }),
      withdrawn: fc.array(fc.nat(), { maxLength: 4 }),
      repeated: fc.array(fc.nat(), { maxLength: 2 }),
    })
    .map(({ observations, sizes, judgements, withdrawn, repeated }) => {
      const all = observations.map(recordable);
      const entries: Wanted[] = [];
      for (let at = 0, n = 0; at < all.length; n++) {
        const some = all.slice(at, at + (sizes[n] ?? 1));
        at += some.length;
        entries.push({ is: "entry", draft: draft("submission", { via: "cli", observations: some, evidence: [] }) });
      }
      for (const i of repeated) {
        const again = entries[i % Math.max(1, entries.length)];
        if (again) entries.push(again);
      }
      for (const [judgement, i, j] of judgements as ["same" | "different" | "pin", number, number][]) {
        const [a, b] = [all[i % all.length], all[j % all.length]];
        if (!a || !b || a.id === b.id) continue;
        const body = judgement === "pin" ? { judgement, observations: [a.id, b.id] } : { judgement, a: a.id, b: b.id };
        entries.push({ is: "entry", draft: draft("judgement", body) });
      }
      // A withdrawal may take back one that came before it, other withdrawals among them.
      for (const i of withdrawn) if (entries.length > 0) entries.push({ is: "withdrawal", of: i % entries.length });
      return entries;
    });
