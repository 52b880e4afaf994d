import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { madeUpReports } from "../../bench/made-up-reports.ts";
import { main } from "../../src/cli/main.ts";
import { temporaryFolder } from "./run.ts";

/** Runs a command in this process. @returns its lines on stdout */
async function lines(args: readonly string[]): Promise<string[]> {
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
  try {
    expect(await main(args)).toBe(0);
  } finally {
    process.stdout.write = write;
  }
  return written.join("").split("\n").filter(Boolean);
}

test("fuse --doubtful: each merge near the border, the most doubtful first, with why and the nearest alternative", async () => {
  const folder = temporaryFolder();
  const { reports, areas } = madeUpReports(5, 2, 1);
  const file = join(folder, "made-up.reports.csv");
  writeFileSync(file, reports);
  writeFileSync(join(folder, "made-up.areas.geojson"), areas);
  const queue = (await lines(["fuse", file, "--doubtful"])).map((l) => JSON.parse(l));
  const home = new Map((await lines(["fuse", file])).map((l) => JSON.parse(l)).map((r) => [r.obs_id, r.incident]));
  expect(queue.length).toBeGreaterThan(10);
  expect(new Set(queue.map((q) => q.kind))).toEqual(new Set(["joined", "apart"]));
  let before = 0;
  for (const { kind, pair, gain, why, nearest } of queue) {
    expect(home.get(pair[0]) === home.get(pair[1])).toBe(kind === "joined");
    expect(Math.abs(gain)).toBeGreaterThanOrEqual(before);
    before = Math.abs(gain);
    if (nearest) expect(nearest.incident).not.toBe(home.get(pair[0]));
    expect(why.length).toBeGreaterThan(1);
    const sum = why.reduce((n: number, p: { nats: number }) => n + p.nats, 0);
    if (kind === "apart") {
      expect(sum).toBeCloseTo(gain, 4);
    } else expect(sum).toBeGreaterThan(0);
  }
});
