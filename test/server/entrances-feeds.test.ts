import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Entrances, openEntrances } from "./entrances-server.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

test.each([
  [undefined, 1],
  ["guarantor", 2],
  ["observer", 3],
  ["verifier", 5],
] as const)(
  "the Atom feed of %s has as many entries as the list, is XML, and names no party and no hidden row",
  async (role, count) => {
    const answer = await at.get("/feeds/m/atom", role);
    const text = await answer.text();
    expect([answer.status, text.split("<entry>").length - 1]).toEqual([200, count]);
    if (spawnSync("xmllint", ["--version"]).status === 0)
      expect(spawnSync("xmllint", ["--noout", "-"], { input: text }).status).toBe(0);
    if (role === undefined) expect(text).not.toMatch(/TLP:(RED|AMBER|GREEN)/);
    expect(text).not.toContain("breach");
    const etag = answer.headers.get("ETag") as string;
    expect((await at.get("/feeds/m/atom", role, { "If-None-Match": etag })).status).toBe(304);
  },
);

test("newest first, by the list's filter; a released entry is dated when it could be read; hidden is absent", async () => {
  const text = await (await at.get("/feeds/m/atom", "verifier")).text();
  const times = [...text.matchAll(/<entry>.*?<updated>(.*?)</g)].map((m) => m[1] as string);
  expect(times).toEqual([...times].sort().reverse());
  const own = await (await at.get("/feeds/m/atom?marking=TLP:CLEAR", "verifier")).text();
  const released = await (await at.get("/feeds/m/atom")).text();
  const dated = (feed: string) => Date.parse(/<entry>.*?<updated>(.*?)</.exec(feed)?.[1] as string);
  expect(dated(released) - dated(own)).toBe(72 * 3_600_000);
  expect((await at.get("/feeds/hidden/atom")).status).toBe(404);
});
