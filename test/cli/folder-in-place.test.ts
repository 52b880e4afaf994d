import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderInPlace } from "../../src/cli/folder-in-place.ts";
import { temporaryFolder } from "./run.ts";

const put = (text: string) => async (draft: string) => writeFileSync(join(draft, "a.txt"), text);

test("an earlier output is replaced, and nothing else is left beside it", async () => {
  const folder = temporaryFolder();
  await folderInPlace(join(folder, "out"), 0o777, put("first"));
  await folderInPlace(join(folder, "out"), 0o777, put("second"));
  expect(readFileSync(join(folder, "out", "a.txt"), "utf8")).toBe("second");
  expect(readdirSync(folder)).toEqual(["out"]);
});

test("an earlier output stands where the writing fails, and where the draft cannot be put in its place", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "out", "a.txt"), "first");
  const failing = async () => {
    throw new Error("no room");
  };
  await expect(folderInPlace(join(folder, "out"), 0o777, failing)).rejects.toThrow("no room");
  const gone = async (draft: string) => rmSync(draft, { recursive: true });
  await expect(folderInPlace(join(folder, "out"), 0o777, gone)).rejects.toThrow("ENOENT");
  expect(readFileSync(join(folder, "out", "a.txt"), "utf8")).toBe("first");
  expect(readdirSync(folder)).toEqual(["out"]);
});
