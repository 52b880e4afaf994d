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

  const asking = (filter: string | object, more = ""): string =>
    `?${new URLSearchParams({ filter: typeof filter === "string" ? filter : JSON.stringify(filter), ...(typeof filter === "object" && { "filter-lang": "cql2-json" }) })}${more}`;

  test.each<[string | object, number]>([
    ["act = 'explosion' or act like '%'", 5],
    ["marking in ('TLP:CLEAR', 'TLP:RED')", 2],
    ["not marking = 'TLP:CLEAR'", 4],
    ["from > TIMESTAMP('2023-11-14T22:13:20Z')", 4],
    ["t_after(INTERVAL(from, until), DATE('2023-11-26'))", 3],
    ["s_intersects(geometry, POLYGON((30.05 47, 30.25 47, 30.25 49, 30.05 49, 30.05 47)))", 2],
    ["s_intersects(geometry, POINT(30.2 48)) or geometry is null", 1],
    ["source = 'nobody'", 0],
    [{ op: "s_intersects", args: [{ property: "geometry" }, { bbox: [30.05, 47, 30.25, 49] }] }, 2],
    [{ op: "between", args: [{ property: "from" }, { date: "2023-11-15" }, { date: "2023-12-12" }] }, 2],
    [{ op: "in", args: [{ property: "status" }, ["recorded"]] }, 5],
  ])("the filter %j leaves %i, in count and pages alike", async (filter, count) => {
    const found: string[] = [];
    let path: string | undefined = asking(filter, "&limit=2");
    while (path) {
      const page: Features = await items(path, "verifier");
      expect(page.numberMatched).toBe(count);
      found.push(...page.features.map((f) => f.id));
      path = page.links.find((l) => l.rel === "next")?.href.replace(/^[^?]*/, "");
    }
    expect(new Set(found).size).toBe(count);
    expect(found).toHaveLength(count);
  });

  test("observations, assessments and zones take filters of what their items show", async () => {
    const of = async (kind: string, filter: string, role: Role = "verifier") =>
      (await json<Features>(at.get(`/ogc/collections/m.${kind}/items${asking(filter)}`, role))).numberReturned;
    expect(
      await of("observations", "kind = 'observation' and s_intersects(geometry, BBOX(30.05, 47, 30.25, 49))"),
    ).toBe(2);
    expect(await of("observations", "source is null")).toBe(0);
    expect(await of("assessments", "result = 'contrary' and act like '%'")).toBe(0);
    expect(await of("zones", "s_intersects(geometry, BBOX(-180, -90, 180, 90))")).toBe(0);
    for (const kind of ["incidents", "observations", "assessments", "zones"]) {
      const { properties } = await json<{ properties: Record<string, object> }>(
        at.get(`/ogc/collections/m.${kind}/queryables`, "verifier"),
      );
      for (const name of Object.keys(properties)) {
        const answer = await at.get(`/ogc/collections/m.${kind}/items${asking(`"${name}" is not null`)}`, "verifier");
        expect([kind, name, answer.status]).toEqual([kind, name, 200]);
      }
    }
  });

  test("a filter finds nothing that the reader is not shown: neither the true place, nor the true time, nor what is closed", async () => {
    const [open] = (await items()).features;
    const shown = open?.properties as { from: string; id: string };
    const own = (await items("", "verifier")).features.find((f) => f.id === shown.id) as Features["features"][number];
    const place = (f: Features["features"][number]) => (f.geometry as { coordinates: [number, number] }).coordinates;
    const around = ([x, y]: readonly [number, number]) =>
      `s_intersects(geometry, BBOX(${x - 1e-4}, ${y - 1e-4}, ${x + 1e-4}, ${y + 1e-4}))`;
    const counts = async (filter: string) => [
      (await items(asking(filter))).numberMatched,
      (await items(asking(filter), "verifier")).numberMatched,
    ];
    expect(await counts(around(place(own)))).toEqual([0, 1]);
    expect(await counts(around(place(open as Features["features"][number])))).toEqual([1, 0]);
    const trueTime = `"from" = TIMESTAMP('${own.properties["from"]}')`;
    expect(await counts(trueTime)).toEqual([own.properties["from"] === shown.from ? 1 : 0, 1]);
    // Whatever is asked, and however it is turned, the public finds its own row or nothing.
    for (const filter of [
      "id is not null",
      "not id = 'x'",
      "marking <> 'TLP:CLEAR' or marking = 'TLP:CLEAR'",
      "TRUE",
      "not FALSE",
    ])
      expect([filter, (await items(asking(filter))).features.map((f) => f.id)]).toEqual([filter, [shown.id]]);
    const secret = await items(asking("marking = 'TLP:RED'"));
    expect(secret.numberMatched).toBe(0);
  });

  test.each<[string, string]>([
    [asking("statsu = 'recorded'"), "did you mean status?"],
    [asking("radius_m > 5"), 'no property "radius_m"'],
    // Zones are of an agreement that the reader may not be shown.
    [asking("zone = 'north'"), 'no property "zone"'],
    [asking("status = "), "character 10"],
    ["?filter=%7B&filter-lang=cql2-json", "expected JSON"],
    ["?filter=TRUE&filter-lang=ecql", "filter-lang"],
    ["?filter=TRUE&filter-crs=EPSG:3857", "filter-crs"],
  ])("%s is refused and says why", async (query, words) => {
    const answer = await at.get(`/ogc/collections/m.incidents/items${query}`, "verifier");
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { detail: string }).detail).toContain(words);
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

      // GDAL puts -where into a filter of ours where it found the parameters, and counts what comes back.
      const where = async (layer: string, clause: string, spatial: readonly string[] = []) => {
        const asked = ["-ro", "-so", "--debug", "HTTP,OAPIF", "-where", clause, ...spatial, `OAPIF:${host}/ogc`, layer];
        const out = await promisify(execFile)(
          "ogrinfo",
          [...asked, "-oo", `USERPWD=any:${at.token("verifier")}`].slice(0, asked.length),
        );
        return { count: Number(/Feature Count: (\d+)/.exec(out.stdout)?.[1]), said: out.stderr };
      };
      const clear = await where("m.incidents", "marking = 'TLP:CLEAR' AND (act LIKE 'x%' OR status <> 'claimed')");
      expect(clear.count).toBe(1);
      expect(clear.said).toContain("CQL text detected");
      expect(clear.said).toContain("filter=");
      expect(clear.said).not.toContain("Full filter will be evaluated on client side");
      expect((await where("m.incidents", "marking = 'TLP:RED'")).count).toBe(0);
      expect((await where("m.incidents", "NOT (status = 'recorded')", ["-spat", "29", "47", "31", "49"])).count).toBe(
        0,
      );
    },
  );
});
