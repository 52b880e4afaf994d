import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parsePayload } from "../record/registry.ts";
import { millis } from "../units.ts";
import { buildWriter, removeWriter, startWriter, Told } from "./kill-rounds.fixture.ts";
import { erasureLines } from "./later-erasures.ts";
import { erasure, submission } from "./made.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { Appended, Store } from "./store.ts";

const ROUNDS = 6;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-acts-"));
});
afterEach(() => rm(folder, { recursive: true }));

const list = () => readFile(join(folder, "erasures.ndjson"), "utf8");

/** Reasons of the erasures that stand in the log. */
async function erasuresIn(store: Store): Promise<string[]> {
  const reasons: string[] = [];
  for await (const { envelope, content } of store.entries("m", { kinds: ["erasure"] }))
    if (envelope && content) reasons.push(parsePayload(envelope.kind, content.payload).payload.reason);
  return reasons;
}

test("kill -9 between acts of two people: each half waits on or has its entry, and every erasure is on the list", async () => {
  const writer = await buildWriter("kill-acts");
  const told = new Told();
  try {
    while (told.rounds < ROUNDS) {
      const running = startWriter(writer, [folder], told);
      await running.opened;
      await pause(Math.random() * 60);
      running.child.kill("SIGKILL");
      expect(await running.ended).toBe("");
      const store = await openEmbedded(folder);
      const made = new Set(await erasuresIn(store));
      const waiting = new Set((await store.pending.list("m", millis(1))).map((a) => a.id));
      for (const half of told.asked)
        expect([half, made.has(half), waiting.has(half)]).toEqual([half, made.has(half), !made.has(half)]);
      for (const half of told.erased) expect(made).toContain(half);
      if (made.size > 0) expect(await list()).toBe(erasureLines(await store.erasures()));
      await store.close();
    }
  } finally {
    removeWriter(writer);
  }
}, 300_000);

test("an erasure that could not be noted down after it was entered is noted down at the next start", async () => {
  let store = await openEmbedded(folder);
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const [entry] = (await store.append("m", [submission(1)])) as [Appended];
  // The list cannot be written: as if the process had ended there.
  await mkdir(join(folder, "erasures.ndjson/in-the-way"), { recursive: true });
  await expect(store.append("m", [erasure([entry])])).rejects.toThrow();
  expect(await erasuresIn(store)).toHaveLength(1);
  await store.close();
  await rm(join(folder, "erasures.ndjson"), { recursive: true });
  store = await openEmbedded(folder);
  expect(await list()).toBe(erasureLines(await store.erasures()));
  expect((await list()).split("\n")).toHaveLength(2);
  await store.close();
});

test("what the list holds beside the record's own orders stays; a damaged list is refused, not written over", async () => {
  let store = await openEmbedded(folder);
  await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
  const appended = await store.append("m", [submission(1), submission(2)]);
  await store.append("m", [erasure([appended[0] as Appended])]);
  const [own] = (await list()).split("\n");
  await store.close();
  const other = JSON.stringify({ ...JSON.parse(own as string), origin: "another.example/log" });
  await writeFile(join(folder, "erasures.ndjson"), `${other}\n`);
  store = await openEmbedded(folder);
  expect((await list()).split("\n")).toHaveLength(3);
  await store.close();
  await writeFile(join(folder, "erasures.ndjson"), "not a list\n");
  await expect(openEmbedded(folder)).rejects.toThrow(/erasures.ndjson is damaged: .*:1: /);
  expect(await list()).toBe("not a list\n");
});
