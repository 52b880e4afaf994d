import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collect } from "./contract.ts";
import { noteViewed } from "./custody.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { Store } from "./store.ts";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-custody-"));
  store = await openEmbedded(folder);
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: true });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const QUARTER = 900_000;
const start = QUARTER * 2_000_000;
const [photo, film] = ["a".repeat(64), "b".repeat(64)];

test("a look at evidence is one entry for who looks, however many stretches of it are asked for at once", async () => {
  const looked = (author: string, evidence: string, now: number, reason = "") =>
    noteViewed(
      store,
      { id: "m", exercise: true },
      { author, role: "analyst", now },
      { evidence: [evidence], to: "", reason },
    );
  const at = (after: number) => start + after;
  const together = await Promise.all([0, 1, 899_999].map((ms) => looked("a-1", photo, at(ms))));
  expect(together.filter(Boolean)).toHaveLength(1);
  for (const [author, evidence, ms, entered] of [
    ["a-1", photo, 5, false],
    ["a-2", photo, 5, true],
    ["a-1", film, 5, true],
    ["a-1", photo, QUARTER, true],
  ] as const)
    expect([author, evidence, ms, await looked(author, evidence, at(ms))]).toEqual([author, evidence, ms, entered]);
  // The copy was seen; then the original is opened, and why is not lost.
  expect(await looked("a-1", photo, at(6), "To read its time.")).toBe(true);
  expect(await looked("a-1", photo, at(7), "To read its time.")).toBe(false);
  const entries = await collect(store.entries("m"));
  expect(entries).toHaveLength(5);
  expect(entries[0]).toMatchObject({
    envelope: { kind: "custody", author: "a-1", role: "analyst" },
    content: { payload: { exercise: true, body: { event: "viewed", evidence: [photo], upTo: null } } },
  });
});
