import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collect } from "./contract.ts";
import { folderEvidence } from "./evidence-folder.ts";
import { checkHandedIn, makeCopy, workingCopy } from "./working-copy.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-copies-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A picture twice as wide as high, red on the left, held by a camera turned by a quarter, with a place in its EXIF. */
const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 800, height: 400, channels: 3, background: "#0000ff" } })
    .composite([
      { input: { create: { width: 400, height: 400, channels: 3, background: "#ff0000" } }, left: 0, top: 0 },
    ])
    .withExif({ IFD0: { Model: "Camera-of-Olena" }, IFD3: { GPSLatitude: "48/1 0/1 0/1", GPSLatitudeRef: "N" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

test("turned upright, without EXIF, small; the original is as it was; both go with an erasure", async () => {
  const evidence = folderEvidence(join(folder, "m"));
  const original = await photo();
  expect((await sharp(original).metadata()).orientation).toBe(6);
  expect((await sharp(original).metadata()).exif).toBeDefined();
  const { sha256 } = await evidence.put(original);
  const view = (await workingCopy(evidence, sha256, "view")) as Buffer;
  const small = (await workingCopy(evidence, sha256, "thumbnail")) as Buffer;
  for (const copy of [view, small]) {
    const { exif, orientation, xmp, iptc } = await sharp(copy).metadata();
    expect([exif, orientation, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(copy.includes("Camera-of-Olena")).toBe(false);
  }
  expect(await sharp(view).metadata()).toMatchObject({ width: 400, height: 800, format: "webp" });
  expect(await sharp(small).metadata()).toMatchObject({ width: 160, height: 320 });
  // Turned to the right: what was on the left is on top.
  const { data } = await sharp(view)
    .extract({ left: 200, top: 100, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(data[0]).toBeGreaterThan(200);
  expect(Buffer.concat(await collect((await evidence.get(sha256)) as AsyncIterable<Uint8Array>)).equals(original)).toBe(
    true,
  );
  expect(await collect(evidence.list())).toEqual([sha256]);
  // Kept: the second time it is read, not made.
  expect((await workingCopy(evidence, sha256, "view"))?.equals(view)).toBe(true);
  await evidence.destroy(sha256);
  expect(await workingCopy(evidence, sha256, "view")).toBeUndefined();
  const left = (await readdir(join(folder, "m"), { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  expect(left).toEqual([]);
});

/** A PNG of one colour that claims any number of pixels in a few bytes. */
function bomb(width: number, height: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes: Buffer): number => {
    let c = 0xffffffff;
    for (const b of bytes) c = (crcTable[(c ^ b) & 255] as number) ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(10_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("a picture that claims too many pixels, a damaged one, and what is no picture", async () => {
  for (const [width, height] of [
    [60_000, 60_000],
    [1_000_000, 200],
    [2_147_483_647, 2_147_483_647],
  ] as const)
    await expect(makeCopy(bomb(width, height), "thumbnail")).rejects.toMatchObject({
      code: expect.stringMatching(/^format\/(limit|file)$/),
    });
  const original = await photo();
  await expect(makeCopy(original.subarray(0, 300), "view")).rejects.toMatchObject({ code: "format/file" });
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
  for (const other of [svg, Buffer.from("%PDF-1.7"), Buffer.from("text")])
    expect(await makeCopy(other, "view")).toBeUndefined();
  await expect(folderEvidence(folder).copy("0".repeat(64), "../../x.webp")).rejects.toThrow(RangeError);
});

test("what is handed in is looked at by its content, and by how long it is", async () => {
  const head = await photo();
  expect(() => checkHandedIn("a.jpg", head, head.length)).not.toThrow();
  expect(() => checkHandedIn("a.jpg", head, 2 ** 40)).toThrow(/limit/);
  for (const [name, text] of [
    ["a.jpg", "<html>"],
    ["photo.png", "MZ"],
    ["a.txt", "PK\x03\x04"],
  ] as const)
    expect(() => checkHandedIn(name, Buffer.from(text), 10)).toThrow(/not taken as evidence/);
});
