import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VectorTile } from "@mapbox/vector-tile";
import fc from "fast-check";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { pointTile } from "../../src/server/tiles-mvt.ts";
import { type Entrances, openEntrances } from "./entrances-server.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

const read = (bytes: Uint8Array) => {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const layer = layers["incidents"];
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => {
    const feature = layer?.feature(i);
    const point = feature?.loadGeometry()[0]?.[0];
    return { x: point?.x, y: point?.y, properties: feature?.properties };
  });
};
const tile = async (path: string, role?: Role) => {
  const answer = await at.get(`/tiles/m/incidents/${path}`, role);
  return answer.status === 200 ? read(new Uint8Array(await answer.arrayBuffer())) : [];
};

test("what is encoded is what a reader of others decodes", () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: 4_095 }),
    y: fc.integer({ min: 0, max: 4_095 }),
    properties: fc.dictionary(
      fc.string({ minLength: 1 }).filter((k) => k !== "__proto__"),
      fc.oneof(fc.string(), fc.maxSafeNat()),
    ),
  });
  fc.assert(
    fc.property(fc.array(point), (points) => {
      const plain = points.map((p) => ({ ...p, properties: { ...p.properties } }));
      expect(read(pointTile("incidents", plain)).map((p) => ({ ...p, properties: { ...p.properties } }))).toEqual(
        plain,
      );
    }),
  );
});

describe("vector tiles", () => {
  test.each([
    [undefined, 1],
    ["guarantor", 2],
    ["observer", 3],
    ["verifier", 5],
  ] as const)("%s finds as many as the list has, on every zoom", async (role, count) => {
    for (const zoom of [0, 4, 9, 10]) {
      const found = [];
      const y = Math.floor((0.5 - Math.log(Math.tan(Math.PI / 4 + (48 * Math.PI) / 360)) / (2 * Math.PI)) * 2 ** zoom);
      const west = Math.floor((209 / 360) * 2 ** zoom);
      const east = Math.floor((212 / 360) * 2 ** zoom);
      for (let x = west; x <= east; x++)
        for (const down of [-1, 0, 1])
          if (y + down >= 0 && y + down < 2 ** zoom) found.push(...(await tile(`${zoom}/${x}/${y + down}.mvt`, role)));
      expect([zoom, found.reduce((sum, p) => sum + Number(p.properties?.["count"]), 0)]).toEqual([zoom, count]);
      if (zoom === 10) expect(found.every((p) => typeof p.properties?.["id"] === "string")).toBe(true);
    }
  });

  test("groups are one point with their number; the list's filter is the tile's", async () => {
    const [group] = await tile("0/0/0.mvt", "verifier");
    expect(group?.properties).toMatchObject({ count: 5 });
    expect(group?.properties).not.toHaveProperty("id");
    expect((await tile("0/0/0.mvt?marking=TLP:RED", "verifier"))[0]?.properties).toMatchObject({ count: 1 });
    expect((await at.get("/tiles/m/incidents/0/0/0.mvt?markin=x")).status).toBe(400);
  });

  test("same bytes are not sent twice; empty is 204; a wrong address is refused; hidden is absent", async () => {
    const first = await at.get("/tiles/m/incidents/0/0/0.mvt");
    const etag = first.headers.get("ETag") as string;
    expect((await at.get("/tiles/m/incidents/0/0/0.mvt", undefined, { "If-None-Match": etag })).status).toBe(304);
    expect((await at.get("/tiles/m/incidents/0/0/0.mvt", "verifier", { "If-None-Match": etag })).status).toBe(200);
    expect((await at.get("/tiles/m/incidents/10/0/0.mvt")).status).toBe(204);
    for (const path of ["0/1/0.mvt", "0/0/0.png", "23/0/0.mvt", "-1/0/0.mvt"])
      expect((await at.get(`/tiles/m/incidents/${path}`)).status).toBe(400);
    expect((await at.get("/tiles/hidden/incidents/0/0/0.mvt")).status).toBe(404);
  });

  const gdal = spawnSync("ogrinfo", ["--version"]).status === 0;
  test.skipIf(!gdal)("GDAL reads one (left out where Debian's gdal-bin is not installed)", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trucekeeper-tile-"));
    const answer = await at.get("/tiles/m/incidents/0/0/0.mvt", "verifier");
    await writeFile(join(folder, "t.mvt"), new Uint8Array(await answer.arrayBuffer()));
    const options = ["-ro", "-al", join(folder, "t.mvt"), "-oo", "X=0", "-oo", "Y=0", "-oo", "Z=0"];
    const said = execFileSync("ogrinfo", options, { encoding: "utf8" });
    await rm(folder, { recursive: true });
    expect(said).toMatch(/count \(Integer\) = 5/);
  });
});
