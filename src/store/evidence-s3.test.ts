import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect } from "./contract.ts";
import { type S3Place, s3Evidence } from "./evidence-s3.ts";
import { erasure, hashOf, submission } from "./made.fixture.ts";
import { openStore, s3Place } from "./open.ts";
import type { Appended } from "./store.ts";

describe("evidence in S3", () => {
  let folder: string;
  let server: S3rver;
  let place: S3Place;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trucekeeper-s3-"));
    server = new S3rver({
      port: 0,
      address: "127.0.0.1",
      silent: true,
      directory: join(folder, "server"),
      configureBuckets: [{ name: "evidence", configs: [] }],
    });
    const { port } = await server.run();
    place = {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: "evidence",
      region: "us-east-1",
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
    };
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  test("bytes come back whole or in part, the second time is the first, and what is destroyed is gone", async () => {
    const evidence = s3Evidence(place, "m", join(folder, "spool"));
    const bytes = Buffer.alloc(12_000_000, "evidence ");
    const put = await evidence.put(bytes);
    expect(put).toEqual({ sha256: hashOf(bytes.toString()), bytes: bytes.length, present: false });
    expect((await evidence.put(bytes)).present).toBe(true);
    expect(await evidence.size(put.sha256)).toBe(bytes.length);
    const read = async (range?: { from: number; until: number }): Promise<Buffer> =>
      Buffer.concat(await collect((await evidence.get(put.sha256, range)) as AsyncIterable<Uint8Array>));
    expect((await read()).equals(bytes)).toBe(true);
    expect(await read({ from: 5, until: 15 })).toEqual(bytes.subarray(5, 15));
    expect(await read({ from: 5, until: 5 })).toEqual(Buffer.alloc(0));
    expect(await collect(evidence.list())).toEqual([put.sha256]);
    expect(await collect(s3Evidence(place, "other", folder).list())).toEqual([]);
    await evidence.destroy(put.sha256);
    expect(await evidence.get(put.sha256)).toBeUndefined();
    expect(await evidence.size(put.sha256)).toBeUndefined();
    await expect(evidence.put(bytes, 1_000)).rejects.toMatchObject({ code: "format/limit" });
  });

  test("a bucket that is not there, and a server that is not, say so", async () => {
    const none = s3Evidence({ ...place, bucket: "none" }, "m", folder);
    await expect(none.put(Buffer.from("x"))).rejects.toThrow(/bucket "none".*answered 404 NoSuchBucket/);
    const off = s3Evidence({ ...place, endpoint: "http://127.0.0.1:1" }, "m", folder);
    await expect(off.size(hashOf("x"))).rejects.toMatchObject({ code: "store/refused" });
    expect(() => s3Place({ S3_BUCKET: "b" })).toThrow(/S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY not set/);
    expect(s3Place({})).toBeUndefined();
  });

  test("a store opened by its settings keeps evidence there, and an erasure destroys it there", async () => {
    const store = await openStore({
      TRUCEKEEPER_DATA: join(folder, "data"),
      TRUCEKEEPER_KEY_FILE: join(folder, "elsewhere.key"),
      S3_ENDPOINT: place.endpoint,
      S3_BUCKET: place.bucket,
      S3_ACCESS_KEY_ID: place.accessKeyId,
      S3_SECRET_ACCESS_KEY: place.secretAccessKey,
    });
    expect(store.kind).toBe("sqlite");
    await store.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
    const { sha256 } = await store.evidence("m").put(Buffer.from("a photograph"));
    const [entry] = (await store.append("m", [submission(1)])) as [Appended];
    await store.append("m", [erasure([entry], { evidence: [sha256] })]);
    expect(await store.evidence("m").size(sha256)).toBeUndefined();
    await store.close();
  });
});
