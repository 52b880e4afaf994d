import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { groupCommit } from "./group-commit.ts";

test("requests of one moment share a commit; each gets its own answer, and one refused does not touch the others", async () => {
  const batches: number[][] = [];
  const { add } = groupCommit<number, string>(async (requests) => {
    batches.push([...requests]);
    await pause(5);
    return requests.map((r) => (r === 3 ? { refused: new Error("three") } : { ok: `done ${r}` }));
  }, performance.now.bind(performance));
  const answers = await Promise.allSettled([1, 2, 3, 4].map(add));
  expect(batches).toEqual([[1, 2, 3, 4]]);
  expect(answers.map((a) => (a.status === "fulfilled" ? a.value : (a.reason as Error).message))).toEqual([
    "done 1",
    "done 2",
    "three",
    "done 4",
  ]);
});

test("a commit that fails fails all that were in it, the next one goes on, and idle waits for the last", async () => {
  let calls = 0;
  const { add, idle } = groupCommit<number, number>(async (requests) => {
    if (++calls === 1) throw new Error("disk full");
    await pause(20);
    return requests.map((ok) => ({ ok }));
  }, performance.now.bind(performance));
  const first = await Promise.allSettled([add(1), add(2)]);
  expect(first.map((a) => a.status)).toEqual(["rejected", "rejected"]);
  let done = false;
  void add(3).then(() => {
    done = true;
  });
  await idle();
  expect(done).toBe(true);
  expect(calls).toBe(2);
});

test("no batch is larger than the most, and none is lost", async () => {
  const sizes: number[] = [];
  const { add } = groupCommit<number, number>(
    async (requests) => {
      sizes.push(requests.length);
      return requests.map((ok) => ({ ok }));
    },
    performance.now.bind(performance),
    10,
  );
  const asked = Array.from({ length: 95 }, (_, i) => i);
  expect(await Promise.all(asked.map(add))).toEqual(asked);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
  expect(sizes.reduce((a, b) => a + b)).toBe(95);
});
