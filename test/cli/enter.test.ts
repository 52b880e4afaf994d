import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ENTRIES } from "../../src/record/registry.ts";
import { here } from "./here.ts";
import { temporaryFolder, trucekeeper } from "./run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const on = (...args: string[]) => trucekeeper([...args, "--mission", "m", "--data", join(folder, "data")]);
const rebuilt = () => JSON.parse(on("rebuild").out) as { rows: unknown; equal: boolean | null };

test("people's entries at the command line: appended all or none, with effect, also as of before", () => {
  const head = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
  const row = (n: number) =>
    `k${n},p-${n},patrol,2025-04-19 1${n}:00,2025-04-19 1${n}:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n`;
  expect(on("import", file("a.csv", `${head}${row(0)}`), file("b.csv", `${head}${row(1)}`)).code).toBe(0);
  const before = rebuilt().rows;
  const two = on("withdraw", "--as", "o-1", "--entry", "1", "--reason", "the wrong file");
  expect(two.code, two.err).toBe(0);
  expect(JSON.parse(two.out)).toMatchObject({ kind: "withdrawal", entries: [{ index: 2 }], size: 3 });
  expect(rebuilt().rows).not.toEqual(before);
  expect(rebuilt().equal).toBe(true);
  const recorded = (...more: string[]): number =>
    JSON.parse(on("assess", "--out", join(folder, `out${more.length}`), ...more).out).files.length;
  expect(recorded("--as-of", "2")).toBeGreaterThan(recorded());

  const dispute = (entry: number) => JSON.stringify({ decision: "dispute", entry, by: "side-a", grounds: "the place" });
  const by = ["--as", "c-1", "--role", "commissioner", "--reason", "asked for"];
  const bad = on("decide", file("bad.ndjson", `${dispute(0)}\n${dispute(99)}\n`), ...by);
  expect([bad.code, bad.err]).toEqual([1, expect.stringContaining("no entry 99")]);
  const good = on("decide", file("good.ndjson", `${dispute(0)}\n${dispute(2)}\n`), ...by);
  expect(JSON.parse(good.out)).toMatchObject({ entries: [{ index: 3 }, { index: 4 }] });

  const alone = on("erase", "--as", "p-1", "--with", "p-1", "--entry", "0", "--reason", "asked for");
  expect([alone.code, alone.err]).toEqual([1, expect.stringContaining("two different people")]);
  expect(on("custody", "--as", "o-1", "--reason", "found", file("photo.jpg", "<svg onload=x>")).err).toContain(
    "markup",
  );
  expect(on("custody", "--as", "o-1", "--reason", "found", file("note.txt", "a note")).code).toBe(0);
  expect(on("erase", "--as", "p-1", "--with", "p-2", "--entry", "0", "--reason", "asked for").code).toBe(0);
  for (const wrong of [
    ["decide", file("one.json", dispute(2)), "--as", "c-1", "--reason", "r"],
    ["enter", "import", "--as", "c-1", "--role", "analyst"],
    ["withdraw", "--entry", "1", "--reason", "r"],
  ])
    expect(on(...wrong).code).toBe(2);
  const checked = on("verify");
  expect(JSON.parse(checked.out)).toMatchObject({ ok: true, size: 7, destroyed: 1 });
});

describe("help and faults", () => {
  test("every kind tells its fields, and without a kind all kinds are listed", async () => {
    const all = await here(["enter", "--help"]);
    expect([all.code, all.err]).toEqual([0, expect.stringContaining("kinds of entries")]);
    for (const kind of Object.keys(ENTRIES)) {
      expect(all.err).toContain(`\n  ${kind}`);
      const ran = await here(["enter", kind, "--help"]);
      expect([kind, ran.code]).toEqual([kind, 0]);
      expect(ran.err).toContain(`${kind} (version`);
    }
    expect((await here(["judge", "--help"])).err).toContain("--pin A,B");
  });
  test("a pin names observations and needs a reason", async () => {
    const pin = [
      "judge",
      "--mission",
      "m",
      "--as",
      "a-1",
      "--data",
      join(folder, "data"),
      "--pin",
      `${"a".repeat(64)},${"b".repeat(64)}`,
    ];
    expect(await here(pin)).toMatchObject({ code: 1, err: expect.stringContaining("reason: expected words") });
    const made = await here([...pin, "--reason", "looked at both"]);
    expect(JSON.parse(made.out)).toMatchObject({ kind: "judgement", entries: [{ index: 7 }] });
    expect(await here([...pin, "--same", "x,y"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("one of them"),
    });
  });
});
