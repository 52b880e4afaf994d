import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Millis, millis } from "../units.ts";
import { collect, type Opener } from "./contract.ts";
import { at, erasure, hashOf, submission } from "./made.fixture.ts";
import type { Appended, Once, Store } from "./store.ts";

const until: Millis = millis(at + 86_400_000);
const once = (key: string, request = "the same"): Once => ({ key, request: hashOf(request), until });

/** What every store must do with a request that may come again. */
export const answersContract = (name: string, opener: Opener) =>
  describe(`${name}: answers by Idempotency-Key`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await opener.open();
      for (const id of ["a", "b"]) await store.createMission({ id, name: id, zone: "UTC", exercise: false });
    });
    afterAll(() => opener.dispose(store));

    test("a request that comes again appends nothing, and gets the same entries", async () => {
      const first = await store.append("a", [submission(1), submission(2)], once("one"));
      const size = await store.size("a");
      const again = await store.append("a", [submission(1), submission(2)], once("one"));
      expect(again).toEqual(first.map((e) => ({ ...e, present: true })));
      expect(await store.size("a")).toBe(size);
      expect(await store.answers.find("a", once("one"))).toEqual({ entries: first.map((e) => e.index), answer: null });
      // Without a key, the same content is another entry: two patrols may say the same.
      expect((await store.append("a", [submission(1)]))[0]?.present).toBe(false);
    });

    test("many at once with one key are carried out once; each gets the same answer", async () => {
      const all = await Promise.all(Array.from({ length: 40 }, () => store.append("a", [submission(3)], once("many"))));
      expect(new Set(all.map((a) => a[0]?.index)).size).toBe(1);
      expect(all.filter((a) => a[0]?.present === false)).toHaveLength(1);
    });

    test("a key used for another request is refused, and nothing is appended; missions do not share keys", async () => {
      await store.append("a", [submission(4)], once("mine"));
      const size = await store.size("a");
      const refused = { code: "store/key-reused", status: 422 };
      await expect(store.append("a", [submission(5)], once("mine", "other"))).rejects.toMatchObject(refused);
      await expect(store.answers.find("a", once("mine", "other"))).rejects.toMatchObject(refused);
      await expect(store.answers.keep("a", once("mine", "other"), "x")).rejects.toMatchObject(refused);
      const both = await Promise.allSettled([
        store.append("a", [submission(6)], once("race")),
        store.append("a", [submission(7)], once("race", "other")),
      ]);
      expect(both.filter((b) => b.status === "fulfilled")).toHaveLength(1);
      expect(await store.size("a")).toBe(size + 1);
      expect((await store.append("b", [submission(4)], once("mine", "other")))[0]?.present).toBe(false);
    });

    test("a refused request leaves its key free", async () => {
      await expect(store.append("a", [{ ...submission(8), author: "Jo Smith" }], once("again"))).rejects.toThrow();
      const exercise = { ...submission(8), payload: { ...submission(8).payload, exercise: true } };
      await expect(store.append("a", [exercise], once("again"))).rejects.toMatchObject({
        code: "record/exercise-crossed",
      });
      expect(await store.answers.find("a", once("again"))).toBeUndefined();
      expect((await store.append("a", [submission(8)], once("again")))[0]?.present).toBe(false);
    });

    test("the first answer kept stays; one past its time is forgotten, and none before", async () => {
      expect(await store.answers.keep("a", once("says"), '{"a":1}')).toBe('{"a":1}');
      expect(await store.answers.keep("a", once("says"), '{"a":2}')).toBe('{"a":1}');
      expect(await store.answers.find("a", once("says"))).toEqual({ entries: null, answer: '{"a":1}' });
      await store.append("a", [submission(9)], once("both"));
      expect(await store.answers.keep("a", once("both"), "made")).toBe("made");
      expect((await store.answers.find("a", once("both")))?.entries).toHaveLength(1);
      expect(await store.answers.forget("b", until)).toBe(0);
      expect(await store.answers.forget("b", millis(until + 1))).toBe(1);
      expect(await store.answers.find("a", once("both"))).toBeDefined();
      await expect(store.answers.keep("none", once("x"), "")).rejects.toMatchObject({ code: "record/no-such-mission" });
      await expect(store.answers.keep("a", once(""), "")).rejects.toThrow(RangeError);
      await expect(store.append("a", [submission(1)], once("é"))).rejects.toThrow(RangeError);
    });

    test("an erasure forgets what was answered, and not that it was; opened again, keys are known", async () => {
      const [entry] = (await store.append("a", [submission(10)], once("gone"))) as [Appended];
      await store.answers.keep("a", once("gone"), "holds the content");
      await store.append("a", [erasure([entry], { envelopes: true })]);
      expect(await store.answers.find("a", once("gone"))).toEqual({ entries: [entry.index], answer: null });
      expect(JSON.stringify(await collect(store.dump()))).not.toContain("holds the content");
      await expect(store.append("a", [submission(10)], once("gone"))).rejects.toThrow(/was destroyed since/);
      store = await opener.reopen(store);
      const size = await store.size("a");
      expect((await store.append("a", [submission(1), submission(2)], once("one")))[0]?.present).toBe(true);
      expect(await store.size("a")).toBe(size);
    });
  });
