import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

interface Features {
  readonly features: readonly { id: string; properties: Record<string, unknown>; geometry: unknown }[];
  readonly links: readonly { rel: string; href: string }[];
  readonly numberMatched: number;
  readonly numberReturned: number;
}
const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const items = (query = "", role?: Role) => json<Features>(at.get(`/ogc/collections/m.incidents/items${query}`, role));

describe("OGC API - Features", () => {
  test("every link of the landing page and of the collections is answered", async () => {
    const seen = new Set<string>();
    const follow = async (href: string): Promise<void> => {
      if (seen.has(href)) return;
      seen.add(href);
      const answer = await at.get(href.replace(HOST, ""), "verifier");
      expect([href, answer.status]).toEqual([href, 200]);
      if (/openapi/.test(href)) return;
      const { links = [], collections = [] } = (await answer.json()) as Record<
        string,
        { links: never[]; href: string }[]
      >;
      for (const l of [...links, ...collections.flatMap((c) => c.links as { href: string }[])]) await follow(l.href);
    };
    await follow(`${HOST}/ogc`);
    expect(seen.size).toBeGreaterThan(15);
  });

  test("shows what each audience reads, and what is forbidden is as absent", async () => {
    for (const [role, count] of [
      [undefined, 1],
      ["administrator", 1],
      ["guarantor", 2],
      ["observer", 3],
      ["verifier", 5],
    ] as const) {
      const list = await items("", role);
      expect([role, list.numberMatched, list.features.length]).toEqual([role, count, count]);
    }
    const all = await items("", "verifier");
    const none = await (await at.get("/ogc/collections/m.incidents/items/none")).text();
    for (const role of [undefined, "guarantor", "observer"] as const) {
      const read = new Set((await items("", role)).features.map((f) => f.id));
      for (const { id } of all.features) {
        const one = await at.get(`/ogc/collections/m.incidents/items/${id}`, role);
        expect([role, one.status]).toEqual([role, read.has(id) ? 200 : 404]);
        if (one.status === 404) expect(await one.text()).toBe(none);
      }
    }
    for (const path of ["hidden.incidents", "nowhere.incidents", "m.nothing", "m"])
      expect(await (await at.get(`/ogc/collections/${path}`)).text()).toBe(none);
    const administrator = await at.get("/ogc/collections/m.observations/items", "administrator");
    expect([administrator.status, await administrator.text()]).toEqual([404, none]);
  });

  test("an outsider's place is the cell's, and neither box nor time finds it finer", async () => {
    const [one] = (await items()).features;
    const [own] = (await items("", "verifier")).features.filter((f) => f.id === one?.id);
    expect(one?.properties["basis"]).toBe("delayed-and-snapped");
    expect(one?.geometry).not.toEqual(own?.geometry);
    expect((await items("?bbox=30.399,47.999,30.401,48.001", "verifier")).numberMatched).toBe(1);
    expect((await items("?bbox=30.399,47.999,30.401,48.001")).numberMatched).toBe(0);
  });

  test("pages follow next links to the whole, once each", async () => {
    const found: string[] = [];
    let path: string | undefined = "/ogc/collections/m.incidents/items?limit=2";
    while (path) {
      const page: Features = await json(at.get(path, "verifier"));
      found.push(...page.features.map((f) => f.id));
      expect(page.numberMatched).toBe(5);
      path = page.links.find((l) => l.rel === "next")?.href.replace(HOST, "");
    }
    expect(found).toEqual((await items("", "verifier")).features.map((f) => f.id));
  });

  test.each([
    ["?datetime=2023-11-14T22:13:20Z", 1],
    ["?datetime=2023-11-14T22:13:20Z/..", 5],
    ["?datetime=../2023-11-26", 2],
    ["?datetime=2023-11-15/2023-11-27", 1],
    ["?bbox=30.05,47,0,30.25,49,9", 2],
    ["?status=nothing", 0],
    ["?limit=1000000", 5],
  ])("%s leaves %i", async (query, count) => {
    expect((await items(query, "verifier")).numberMatched).toBe(count);
  });

  test.each([
    "?datetime=yesterday",
    "?datetime=../..",
    "?datetime=2025-01-02/2025-01-01",
    "?bbox=1,2,3",
    "?unknown=1",
    "?limit=0",
    "?f=html",
  ])("%s is refused with a sentence", async (query) => {
    const answer = await at.get(`/ogc/collections/m.incidents/items${query}`);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { detail: string }).detail.length).toBeGreaterThan(20);
  });

  const gdal = spawnSync("ogrinfo", ["--version"]).status === 0;
  test.skipIf(!gdal)(
    "GDAL reads it as it is (left out where Debian's gdal-bin is not installed)",
    { timeout: 60_000 },
    async () => {
      const host = await at.listen();
      const { stdout } = await promisify(execFile)("ogrinfo", ["-ro", "-so", "-al", `OAPIF:${host}/ogc`]);
      expect(stdout).toContain("Layer name: m.incidents");
      expect(stdout).toContain("Layer name: m.zones");
      expect(/Layer name: m\.incidents[\s\S]*?Feature Count: (\d+)/.exec(stdout)?.[1]).toBe("1");
      expect(stdout).not.toContain("hidden");
    },
  );
});
