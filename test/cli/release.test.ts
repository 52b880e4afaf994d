import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { here } from "./here.ts";
import { temporaryFolder } from "./run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const on = (...args: readonly string[]) => here([...args, "--mission", "m", "--data", path("data")]);
const csv = (name: string, source: string): string => {
  const head = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act,marking";
  const row = "patrol,2025-04-19 10:00,2025-04-19 10:01,UTC,37.8,48.0,300,explosion.mortar,TLP:CLEAR";
  writeFileSync(path(name), `${head}\n${name},${source},${row}\n`);
  return path(name);
};
let count = 0;
/** What a group reads so many hours after it happened. */
async function read(to: string, hours: number) {
  const out = path(`out-${++count}`);
  const at = new Date(Date.parse("2025-04-19T10:01:00Z") + hours * 3_600_000).toISOString();
  const ran = await on("release", "files", "--to", to, "--at", at, "--out", out);
  expect(ran.code, ran.err).toBe(0);
  const { features } = JSON.parse(readFileSync(join(out, "incidents.geojson"), "utf8"));
  return features as { geometry: { coordinates: [number, number] }; id: string; properties: { basis: string } }[];
}
const BY = ["--as", "p-1", "--reason", "people are in danger"];

test("rules by date and early releases decide what a group reads, when, and how coarsely", async () => {
  expect((await on("import", csv("a.csv", "patrol-1"))).code).toBe(0);
  expect(await read("public", 71.9)).toEqual([]);
  const [floor] = await read("public", 72);
  expect(floor?.properties.basis).toBe("delayed-and-snapped");
  expect(floor?.geometry.coordinates).not.toEqual([37.8, 48]);

  // Raised for all that has not come out by then; guarantors keep the floor.
  const raised = await on("release", "rules", "--from", "2025-04-20T00:00:00Z", "--public", "96/20", ...BY);
  expect(raised.code, raised.err).toBe(0);
  expect(await read("public", 95.9)).toEqual([]);
  const [coarse] = await read("public", 96);
  expect(coarse?.geometry.coordinates).not.toEqual(floor?.geometry.coordinates);
  expect(await read("guarantors", 72)).toHaveLength(1);
  const shown = JSON.parse((await on("release", "show", "--at", "2025-04-21T00:00:00Z")).out);
  expect(shown).toMatchObject({ now: { public: { hours: 96, km: 20 }, guarantors: { hours: 72, km: 5 } } });

  const id = floor?.id as string;
  const let1 = await on("release", "early", "--incident", id, "--to", "public", "--precise", "--with", "p-2", ...BY);
  expect(let1.code, let1.err).toBe(0);
  const [early] = await read("public", 0);
  expect(early).toMatchObject({ id, properties: { basis: "two-person-release" } });
  expect(early?.geometry.coordinates).toEqual([37.8, 48]);
  expect(await read("guarantors", 71)).toEqual([]);
  // Its observation was not named.
  expect(readFileSync(path(`out-${count - 1}/observations.ndjson`), "utf8")).toBe("");

  // Another report of it arrives: the two people did not see that one.
  expect((await on("import", csv("b.csv", "patrol-2"))).code).toBe(0);
  expect(await read("public", 0)).toEqual([]);
  expect(await read("public", 96)).toHaveLength(1);
  expect((await on("verify")).code).toBe(0);
  // Four times a thread is begun that derives.
}, 120_000);

test.each([
  [["rules", "--from", "2025-05-01T00:00:00Z", "--public", "71/5", ...BY], 2, "at least 72 hours and 5 to 320 km"],
  [["rules", "--from", "2025-05-01T00:00:00Z", "--public", "72/4.9", ...BY], 2, "never lower it"],
  [["rules", "--from", "yesterday", "--public", "72/5", ...BY], 2, "an instant with its offset"],
  [["rules", "--from", "2025-05-01T00:00:00Z", "--public", "72/5", "--as", "p-1"], 1, "words that say why"],
  [["early", "--incident", "f".repeat(64), "--to", "public", "--with", "p-2", ...BY], 1, "has no incident ffff"],
  [["early", "--observation", "f".repeat(64), "--to", "all", "--with", "p-2", ...BY], 2, "expected some of party-a"],
  [["early", "--incident", "f".repeat(64), "--to", "public", ...BY], 2, "takes two people"],
  [["files", "--to", "public", "--out", "x"], 2, "--at"],
  [["files", "--to", "public", "--at", "2999-01-01T00:00:00Z", "--out", "x"], 2, "still to come"],
  [["everything"], 2, "expected show, rules, early or files"],
])("release %j is refused, and why", async (args, code, why) => {
  const ran = await on("release", ...args);
  expect([ran.code, ran.out, ran.err]).toEqual([code, "", expect.stringContaining(why)]);
});
