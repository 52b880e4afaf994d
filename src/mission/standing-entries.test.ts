import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "../canonical.ts";
import { type Body, type EntryKind, type KindAndPayload, payloadOf } from "../record/registry.ts";
import { millis } from "../units.ts";
import { type Recorded, standing } from "./recorded.ts";
import { StandingEntries } from "./standing-entries.ts";

const recorded = <K extends EntryKind>(n: number, kind: K, body: Body<K>, joined = false): Recorded => ({
  commitment: sha256Hex(`entry ${n}`),
  stated: millis(n),
  marking: "TLP:CLEAR",
  ...(joined && { joined }),
  entry: { kind, payload: payloadOf(kind, body, { exercise: false, reason: "x" }) } as unknown as KindAndPayload,
});
const cited = (e: Recorded) => ({ index: 0, commitment: e.commitment });
const judged = (n: number, joined = false): Recorded =>
  recorded(n, "judgement", { judgement: "same", a: sha256Hex(`${n} a`), b: sha256Hex(`${n} b`) }, joined);
const withdrawal = (n: number, of: Recorded, joined = false): Recorded =>
  recorded(n, "withdrawal", { entry: cited(of) }, joined);
/** @param keeps false: as orders were before they kept anything */
const erasure = (n: number, of: Recorded, keeps = true, joined = false): Recorded => {
  const took = of.entry.kind === "withdrawal" ? of.entry.payload.body.entry.commitment : undefined;
  const kept = keeps && took !== undefined ? { keeps: [{ withdrawal: of.commitment, entry: took }] } : {};
  const body = { entries: [cited(of)], evidence: [], envelopes: false, people: ["p-1", "p-2"] as [string, string] };
  return recorded(n, "erasure", { ...body, ...kept }, joined);
};
const ids = (entries: readonly Recorded[]): string[] => entries.map((e) => e.commitment);

/** A record, one entry after another. What an order destroys has no content any more; nothing of ours goes by others'. */
class Log {
  readonly left = new Map<string, Recorded>();
  readonly step = new StandingEntries();
  readonly now = new Map<string, Recorded>();

  take(e: Recorded): void {
    const ordered = e.entry.kind === "erasure" ? e.entry.payload.body.entries.map((x) => x.commitment) : [];
    this.left.set(e.commitment, e);
    for (const id of ordered) if (!e.joined || this.left.get(id)?.joined) this.left.delete(id);
    const { came, went } = this.step.apply([e], e.joined ? { byOthers: ordered } : { commitments: ordered });
    for (const { commitment } of went) this.now.delete(commitment);
    for (const one of came) this.now.set(one.commitment, one);
  }
}

test("what a withdrawal took back stays taken back when its words are destroyed", () => {
  const one = judged(1);
  const back = withdrawal(2, one);
  const order = erasure(3, back);
  expect(ids(standing([one, back]))).toEqual([back.commitment]);
  expect(ids(standing([one, order]))).toEqual([order.commitment]);
  // The withdrawal may have been taken back itself, before or after: then its words are all that is lost.
  expect(ids(standing([one, order, withdrawal(4, back)]))).toContain(one.commitment);
  // As it was before: an order that kept nothing.
  expect(ids(standing([one, erasure(3, back, false)]))).toContain(one.commitment);
});

test("an order of another log takes nothing of ours out of the state", () => {
  const log = new Log();
  const [ours, theirs] = [judged(1), judged(2, true)];
  for (const e of [ours, theirs, erasure(3, ours, true, true), erasure(4, theirs, true, true)]) log.take(e);
  expect(log.now.has(ours.commitment)).toBe(true);
  expect(log.now.has(theirs.commitment)).toBe(false);
});

test("entry by entry it is as of the set, whatever is destroyed, and whatever order the set is in", () => {
  const act = fc.record({
    is: fc.constantFrom("judged", "withdrawal", "withdrawal", "erasure", "old erasure"),
    of: fc.nat(20),
    joined: fc.boolean(),
    swap: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.array(act, { minLength: 3, maxLength: 16 }), (acts) => {
      const log = new Log();
      for (const [n, { is, of, joined }] of acts.entries()) {
        const all = [...log.left.values()];
        const target = all[of % Math.max(1, all.length)];
        if (is === "judged" || !target) log.take(judged(n, joined));
        else if (is === "withdrawal") log.take(withdrawal(n, target, joined));
        else if (target.entry.kind !== "erasure") log.take(erasure(n, target, is === "erasure", joined));
        expect([...log.now.keys()].toSorted()).toEqual(ids(standing(log.left.values())).toSorted());
      }
      const shuffled = acts.map((a, i) => [a.swap, i] as const).toSorted(([a, i], [b, j]) => a - b || j - i);
      const values = [...log.left.values()];
      const moved = shuffled.flatMap(([, i]) => values[i] ?? []);
      expect(ids(standing(moved))).toEqual(ids(standing(values)));
    }),
    { numRuns: 2_000 },
  );
});
