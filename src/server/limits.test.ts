import { expect, test } from "vitest";
import { Room } from "./limits.ts";

const held = () => {
  let release = (): void => undefined;
  const until = new Promise<void>((go) => {
    release = go;
  });
  return { until, release };
};

test("few may always; more only while the first has not waited long; and never more than the most", async () => {
  let now = 0;
  const room = new Room({ always: 2, most: 4, waitMs: 100 }, () => now);
  const all = Array.from({ length: 4 }, held);
  const running = all.map(({ until }) => room.take("reports", () => until));
  expect(() => room.check("reports")).toThrow("as many reports as it takes");
  await expect(room.take("reports", async () => undefined)).rejects.toMatchObject({ code: "http/busy", status: 503 });
  all[3]?.release();
  await running[3];
  room.check("reports");
  // The first has waited: whoever comes would wait as long.
  now = 100;
  expect(() => room.check("reports")).toThrow();
  all[1]?.release();
  await running[1];
  expect(() => room.check("reports")).toThrow();
  all[2]?.release();
  await running[2];
  room.check("reports");
  all[0]?.release();
  await Promise.all(running);
});

test("work that fails gives its room back", async () => {
  const room = new Room({ always: 1, most: 1, waitMs: 100 }, () => 0);
  await expect(room.take("reports", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await room.take("reports", async () => "done")).toBe("done");
});
