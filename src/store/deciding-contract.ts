import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { millis } from "../units.ts";
import { collect, type Opener } from "./contract.ts";
import { draft, hashOf, imported, submission } from "./made.fixture.ts";
import type { Store, Unless } from "./store.ts";

const same = (a: string) => draft("judgement", { judgement: "same", a: hashOf(a), b: hashOf("b") });

/** What decisions of people need of every store: nothing that clashes comes in between, and halves of two are taken once. */
export const decidingContract = (name: string, opener: Opener) =>
  describe(`${name}: deciding`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await opener.open();
      await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
      await store.createMission({ id: "n", name: "n", zone: "UTC", exercise: false });
    });
    afterAll(() => opener.dispose(store));

    const unless = (from: number, a: string): Unless => ({
      from,
      kinds: ["judgement"],
      clash: (e) =>
        e.kind === "judgement" && JSON.stringify(e.payload.body).includes(hashOf(a))
          ? `entry ${e.index} clashes`
          : undefined,
    });

    test("of many that would clash, at once and in one transaction, one is appended; others are not held up", async () => {
      const from = await store.size("m");
      const rivals = Array.from({ length: 12 }, () => store.append("m", [same("x")], undefined, unless(from, "x")));
      const others = Array.from({ length: 12 }, (_, n) =>
        store.append("m", [submission(n)], undefined, unless(from, "y")),
      );
      const outcomes = await Promise.allSettled([...rivals, ...others]);
      expect(outcomes.filter((o) => o.status === "fulfilled")).toHaveLength(13);
      for (const o of outcomes)
        if (o.status === "rejected") expect(o.reason).toMatchObject({ code: "http/conflict", status: 409 });
      // What was there when it was looked at does not clash.
      await store.append("m", [same("x")], undefined, unless(await store.size("m"), "x"));
    });

    test("entries of some kinds alone, whatever lies between", async () => {
      await store.append("n", [
        imported("a"),
        ...Array.from({ length: 600 }, (_, n) => submission(n)),
        same("q"),
        imported("z"),
      ]);
      const found = await collect(store.entries("n", { kinds: ["import", "judgement"] }));
      expect(found.map((e) => [e.index, e.envelope?.kind])).toEqual([
        [0, "import"],
        [601, "judgement"],
        [602, "import"],
      ]);
      expect(await collect(store.entries("n", { kinds: ["submission"], from: 1, until: 590 }))).toHaveLength(589);
      expect(await collect(store.entries("n", { kinds: ["erasure"] }))).toEqual([]);
    });

    test("of several who take a half of two people at once, one gets it; what lapsed is nobody's", async () => {
      const act = (id: string, asked: number) => ({
        id,
        author: "p-1",
        asked: millis(asked),
        until: millis(asked + 10),
        act: "{}",
        reason: "why",
      });
      await store.pending.add("m", act("one", 100));
      await store.pending.add("m", act("two", 105));
      await store.pending.add("n", act("one", 100));
      expect((await store.pending.list("m", millis(106))).map((a) => a.id)).toEqual(["one", "two"]);
      expect((await store.pending.list("m", millis(110))).map((a) => a.id)).toEqual(["two"]);
      const taken = await Promise.all(Array.from({ length: 5 }, () => store.pending.take("m", "one", millis(107))));
      expect(taken.filter((t) => t !== undefined)).toEqual([act("one", 100)]);
      expect(await store.pending.take("m", "two", millis(115))).toBeUndefined();
      expect(await store.pending.take("n", "one", millis(107))).toEqual(act("one", 100));
    });

    test("a half goes in the transaction that makes its entry: with a refused one it waits on, and it makes one", async () => {
      const half = { id: "whole", author: "p-1", asked: millis(0), until: millis(8e15), act: "{}", reason: "why" };
      await store.pending.add("m", half);
      const size = await store.size("m");
      const refusing = { from: 0, kinds: ["submission"] as const, clash: () => "somebody was faster" };
      await expect(store.append("m", [submission(1)], undefined, refusing, "whole")).rejects.toThrow(/faster/);
      expect(await store.pending.list("m", millis(1))).toContainEqual(half);
      const all = await Promise.allSettled(
        [2, 3, 4].map((n) => store.append("m", [submission(n)], undefined, undefined, "whole")),
      );
      expect(all.filter((a) => a.status === "fulfilled")).toHaveLength(1);
      const refused = all.find((a) => a.status === "rejected");
      expect(refused?.reason).toMatchObject({ code: "http/conflict" });
      expect(await store.size("m")).toBe(size + 1);
      expect((await store.pending.list("m", millis(1))).map((a) => a.id)).not.toContain("whole");
    });
  });
