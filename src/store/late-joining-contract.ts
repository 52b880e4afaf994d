import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Envelope } from "../log/envelope.ts";
import { inclusionProof } from "../log/merkle.ts";
import { entryProofBytes } from "../log/proof-file.ts";
import { collect, type Opener } from "./contract.ts";
import { erasure, imported, submission, withdrawal } from "./made.fixture.ts";
import type { Joining, Store } from "./store.ts";

/** What every store must do where an erasure and what it destroys come from another log, in whatever order. */
export const lateJoiningContract = (name: string, opener: Opener) =>
  describe(`${name}: joined after the erasure`, () => {
    let store: Store;
    /** Entries 0 to 3 as they were before 1 and 2 were erased, then the erasures, 4 and 5, and a withdrawal of 0. */
    let all: readonly Joining[];
    let count = 0;
    const mission = async (): Promise<string> => {
      const id = `m-${++count}`;
      await store.createMission({ id, name: id, zone: "UTC", exercise: false });
      return id;
    };
    const joinings = async (id: string, from: number): Promise<Joining[]> => {
      const { checkpoint, note } = await store.checkpoint(id);
      const { size, origin } = checkpoint;
      const found: Joining[] = [];
      for (const { index, envelope, content } of await collect(store.entries(id, { from }))) {
        const first = envelope as Envelope;
        const proof = await store.overTree(id, size, (n) => inclusionProof(n, index, size));
        const file = entryProofBytes({ envelope: first }, { index, proof, checkpoint: note });
        found.push({ first, from: { origin, index }, content, proof: file });
      }
      return found;
    };
    beforeAll(async () => {
      store = await opener.open();
      const laptop = await mission();
      const appended = await store.append(laptop, [submission(0), imported("a"), submission(2), submission(3)]);
      const before = await joinings(laptop, 0);
      const [keeps, whole] = [appended.slice(1, 2), appended.slice(2, 3)];
      await store.append(laptop, [
        erasure(keeps),
        erasure(whole, { envelopes: true }),
        ...appended.slice(0, 1).map(withdrawal),
      ]);
      all = [...before, ...(await joinings(laptop, 4))];
    });
    afterAll(() => opener.dispose(store));

    /** What is left of each entry of the laptop, by its index there. */
    const left = async (id: string, order: readonly number[], at: readonly number[]) => {
      const found: (string | undefined)[] = [];
      for (const [i, index] of order.entries()) {
        const entry = await store.entry(id, at[i] as number);
        found[index] = entry?.content ? "whole" : entry?.envelope ? "envelope" : "leaf";
      }
      return found;
    };
    const EXPECTED = ["whole", "envelope", "leaf", "whole", "whole", "whole", "whole"];

    test.each([[[0, 1, 2, 3, 4, 5, 6]], [[6, 5, 4, 3, 2, 1, 0]], [[4, 1, 5, 2, 0, 3, 6]], [[1, 4, 2, 5, 6, 3, 0]]])(
      "in the order %j, in one call or one by one: the same is destroyed, and the log is whole",
      async (order) => {
        const items = order.map((i) => all[i] as Joining);
        for (const calls of [[items], items.map((item) => [item])]) {
          const id = await mission();
          const at: number[] = [];
          for (const call of calls) at.push(...(await store.join(id, call)).map((a) => a.index));
          expect(await left(id, order, at)).toEqual(EXPECTED);
          expect(await store.verify(id)).toEqual({ size: 7, whole: 5, closed: 0, destroyed: 2 });
          const text = JSON.stringify(await collect(store.dump()));
          for (const i of [1, 2])
            expect(text).not.toContain(Buffer.from(all[i]?.content?.salt as Uint8Array).toString("base64"));
          // Once more, and nothing comes back.
          expect((await store.join(id, items)).every((a) => a.present)).toBe(true);
          expect(await left(id, order, at)).toEqual(EXPECTED);
          // Nor does the import that was forgotten keep a later one away.
          expect((await store.append(id, [imported("a")]))[0]?.present).toBe(false);
        }
      },
    );

    test("an erasure of this log's own, of entries joined before, holds for what other logs bring of them", async () => {
      const [first, second] = [await mission(), await mission()];
      const joined = await store.join(first, all.slice(0, 4));
      await store.append(first, [erasure(joined.slice(3))]);
      const order = await joinings(first, 4);
      await store.join(second, order);
      const [late] = await store.join(second, all.slice(3, 4));
      expect(await store.entry(second, late?.index as number)).toMatchObject({ content: null, erasedBy: 0 });
    });
  });
