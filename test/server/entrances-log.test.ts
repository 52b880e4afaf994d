import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCheckpoint } from "../../src/log/checkpoint.ts";
import { nodesOf, rootOf } from "../../src/log/merkle.ts";
import { parseVkey } from "../../src/log/note.ts";
import { verifyEntryProof } from "../../src/log/proof-file.ts";
import { nodesOfTiles, tilePath, tilesOf } from "../../src/log/tiles.ts";
import { draft } from "../../src/store/made.fixture.ts";
import { type Entrances, openEntrances } from "./entrances-server.ts";

let at: Entrances;
let vkey: string;
beforeAll(async () => {
  at = await openEntrances();
  await at.more(5, 320);
  vkey = (await at.store.mission("m"))?.vkey as string;
}, 60_000);
afterAll(() => at.close());

const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
const checkpoint = async () => openCheckpoint(await bytesOf(await at.get("/log/m/checkpoint")), [parseVkey(vkey)]);

describe("the log's own entrance", () => {
  test("anyone who may see the mission gets the signed checkpoint; a hidden mission has none", async () => {
    const { checkpoint: c } = await checkpoint();
    expect(c.size).toBe(await at.store.size("m"));
    expect((await at.get("/log/hidden/checkpoint")).status).toBe(404);
  });

  test("staff read tiles from which the signed root comes out; nobody else, and no bundle of entries, is there", async () => {
    const { checkpoint: c } = await checkpoint();
    const read = new Map<string, Uint8Array>();
    for (const tile of tilesOf(c.size)) {
      const path = tilePath(tile);
      const answer = await at.get(`/log/m/${path}`, "verifier");
      expect([path, answer.status]).toEqual([path, 200]);
      read.set(path, await bytesOf(answer));
      expect((await at.get(`/log/m/${path}`)).status).toBe(404);
      expect((await at.get(`/log/m/${path}`, "guarantor")).status).toBe(404);
    }
    expect(read.size).toBeGreaterThan(2);
    expect(
      rootOf(
        nodesOfTiles(c.size, (path) => read.get(path)),
        c.size,
      ),
    ).toEqual(c.root);
    expect(rootOf(nodesOf(await at.store.leafHashes("m")), c.size)).toEqual(c.root);
    for (const path of ["tile/entries/000", "tile/0/001", "tile/0/00", "tile/64/000", "tile/0/000.p/256", "tile/9/000"])
      expect([path, (await at.get(`/log/m/${path}`, "verifier")).status]).toEqual([path, 404]);
  });

  test("the public gets the proof of a released publication, and of nothing else: absent and hidden are the same", async () => {
    const sha256 = "a".repeat(64);
    const body = {
      publication: "daily" as const,
      title: "Day",
      period: null,
      files: [{ name: "report.json", sha256, bytes: 1 }],
      figures: [],
      checkpoint: { origin: "o", size: 1, root: sha256 },
      derivation: "1",
      incidents: [],
    };
    const published = { ...draft("publication", body), marking: "TLP:CLEAR" as const };
    const publication = await at.store.append("m", [published]);
    const index = publication[0]?.index as number;
    const answer = await at.get(`/log/m/proof/${index}`);
    expect(answer.status).toBe(200);
    const { checkpoint: c } = await checkpoint();
    expect(c.size).toBe(index + 1);
    verifyEntryProof(await bytesOf(answer), [parseVkey(vkey)]);
    const gone = await (await at.get(`/log/m/proof/${index + 1}`)).text();
    const closed = await at.get("/log/m/proof/0");
    expect([closed.status, await closed.text()]).toEqual([404, gone]);
  });
});
