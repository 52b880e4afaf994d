import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleFolder } from "../../src/cli/verify-folder.ts";
import { verifyBundle } from "../../src/log/verify-bundle.ts";
import { trucekeeper } from "../cli/run.ts";

test("one flipped bit in any byte of a small export is found, and the file is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bytes-"));
  try {
    const file = join(folder, "one.csv");
    writeFileSync(
      file,
      "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\nk,post-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n",
    );
    const data = ["--data", join(folder, "data")];
    const out = join(folder, "out");
    expect(trucekeeper(["import", "--mission", "m", file, ...data]).code).toBe(0);
    expect(trucekeeper(["export", "--mission", "m", "--out", out, ...data]).code).toBe(0);
    const { paths } = bundleFolder(out);
    const files = new Map(paths.map((path) => [path, readFileSync(join(out, path))]));
    const verified = () => verifyBundle({ paths, read: (path) => files.get(path) });
    expect(verified().ok).toBe(true);
    let flips = 0;
    for (const [path, bytes] of files)
      for (let i = 0; i < bytes.length; i++) {
        const bit = 1 << (flips++ % 8);
        bytes[i] = (bytes[i] as number) ^ bit;
        expect(verified(), `${path} byte ${i} bit ${bit}`).toMatchObject({ ok: false, file: path });
        bytes[i] = (bytes[i] as number) ^ bit;
      }
    expect(verified().ok).toBe(true);
    expect(flips).toBeGreaterThan(2500);
  } finally {
    await rm(folder, { recursive: true });
  }
});
