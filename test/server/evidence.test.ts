import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import type { Observation } from "../../src/observation/observation.ts";
import { byteRange } from "../../src/server/byte-range.ts";
import { draft, erasure, observation } from "../../src/store/made.fixture.ts";
import { millis } from "../../src/units.ts";
import { type Entrances, openEntrances } from "./entrances-server.ts";

let at: Entrances;
const files = { photo: "", video: "", page: "", red: "", mixed: "" };
const ids = { amber: "", red: "", mixed: "" };
const VIDEO = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42", "latin1"), Buffer.alloc(9_000, 7)]);

/** A report far from all others, with its files. */
const report = (n: number, marking: Observation["marking"]): Observation => ({
  ...observation(n),
  marking,
  time: { ...observation(n).time, from: millis(1.6e12 + n * 1e9), until: millis(1.6e12 + n * 1e9 + 1000) },
  place: { kind: "point", lon: 10 + n / 10, lat: 48, radiusM: 200 },
});

beforeAll(async () => {
  at = await openEntrances();
  const evidence = at.store.evidence("m");
  const put = async (bytes: Uint8Array) => (await evidence.put(bytes)).sha256;
  files.photo = await put(
    await sharp({ create: { width: 800, height: 400, channels: 3, background: "#0000ff" } })
      .withExif({ IFD0: { Model: "Camera-of-Olena" }, IFD3: { GPSLatitude: "48/1 0/1 0/1", GPSLatitudeRef: "N" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer(),
  );
  files.video = await put(VIDEO);
  files.page = await put(Buffer.from("<html><script>alert(1)</script></html>"));
  files.red = await put(Buffer.from("said by a witness"));
  files.mixed = await put(Buffer.from("two reports in one entry"));
  const [amber, red, mixed, beside] = [
    report(1, "TLP:AMBER"),
    report(2, "TLP:RED"),
    report(3, "TLP:CLEAR"),
    report(4, "TLP:RED"),
  ];
  const submitted = (observations: Observation[], named: string[]) =>
    draft("submission", { via: "web", evidence: named.sort(), observations });
  await at.store.append("m", [
    submitted([amber], [files.photo, files.video, files.page]),
    submitted([red], [files.red]),
    submitted([mixed, beside], [files.mixed]),
  ]);
  await at.more(5, 6);
  Object.assign(ids, { amber: amber.id, red: red.id, mixed: mixed.id });
}, 60_000);
afterAll(() => at.close());

const detail = async (report: string, role?: Role) => {
  const answer = await at.get(`/api/v1/missions/m/incidents/${report}`, role);
  return (await answer.json()) as { evidence: { sha256: string; kind: string; workingCopy: boolean; bytes: number }[] };
};
const ask = (of: string, sha256: string, form: string, role?: Role, headers = {}) =>
  at.get(`/api/v1/missions/m/incidents/${of}/evidence/${sha256}?form=${form}`, role, headers);
const viewed = async () => {
  const found: { evidence: string[]; reason: string; author: string }[] = [];
  for await (const { envelope, content } of at.store.entries("m", { kinds: ["custody"] })) {
    if (!content) continue;
    const { body, reason } = content.payload as { body: { event: string; evidence: string[] }; reason: string };
    if (body.event === "viewed") found.push({ evidence: body.evidence, reason, author: envelope?.author as string });
  }
  return found;
};

test("an incident tells of its files to who may read them, and one report of its own", async () => {
  const { evidence } = await detail(ids.amber, "verifier");
  expect(new Map(evidence.map((e) => [e.sha256, [e.kind, e.workingCopy]]))).toEqual(
    new Map([
      [files.photo, ["jpeg", true]],
      [files.video, ["mp4", false]],
      [files.page, ["markup", false]],
    ]),
  );
  expect(evidence.find((e) => e.sha256 === files.video)?.bytes).toBe(VIDEO.length);
  for (const role of ["guarantor", "administrator", undefined] as const)
    expect((await detail(ids.mixed, role)).evidence).toEqual([]);
  // An observer reads amber and no red: neither what is red, nor an entry in which something red stands beside.
  expect((await detail(ids.mixed, "observer")).evidence).toEqual([]);
  expect((await detail(ids.mixed, "verifier")).evidence).toHaveLength(1);
  const one = await at.get(`/api/v1/missions/m/observations/${ids.amber}`, "observer");
  expect(((await one.json()) as { evidence: unknown[] }).evidence).toHaveLength(3);
});

test("a working copy says nothing that the camera wrote; looking at it large is entered, at it small is not", async () => {
  const small = await ask(ids.amber, files.photo, "thumbnail", "observer");
  expect(small.status).toBe(200);
  expect(await viewed()).toEqual([]);
  const view = await ask(ids.amber, files.photo, "view", "observer");
  for (const answer of [small, view]) {
    expect(answer.headers.get("Content-Type")).toBe("image/webp");
    expect(answer.headers.get("Content-Security-Policy")).toContain("sandbox");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.includes("Camera-of-Olena")).toBe(false);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  }
  expect(await viewed()).toMatchObject([{ evidence: [files.photo], reason: `seen with incident ${ids.amber}` }]);
  const etag = view.headers.get("ETag") as string;
  expect((await ask(ids.amber, files.photo, "view", "observer", { "If-None-Match": etag })).status).toBe(304);
  expect((await ask(ids.amber, files.video, "view", "observer")).status).toBe(400);
});

test("an original is handed over as it came, as a file to be saved, entered with its reason; a part of it by Range", async () => {
  const before = (await viewed()).length;
  const whole = await ask(ids.amber, files.video, "original&why=which%20calibre", "verifier");
  expect([
    whole.status,
    whole.headers.get("Content-Type"),
    whole.headers.get("Content-Length"),
    whole.headers.get("Content-Disposition"),
    whole.headers.get("X-Content-Type-Options"),
  ]).toEqual([
    200,
    "video/mp4",
    String(VIDEO.length),
    `attachment; filename="${files.video.slice(0, 16)}.mp4"`,
    "nosniff",
  ]);
  expect(Buffer.from(await whole.arrayBuffer()).equals(VIDEO)).toBe(true);
  const found = await viewed();
  const verifier = await at.identity.personByLogin("verifier");
  expect(found.slice(before)).toEqual([
    {
      evidence: [files.video],
      reason: `which calibre; seen with incident ${ids.amber}`,
      author: verifier?.id,
    },
  ]);
  const part = await ask(ids.amber, files.video, "original", "verifier", { Range: "bytes=8-11" });
  expect([part.status, part.headers.get("Content-Range"), await part.text()]).toEqual([
    206,
    `bytes 8-11/${VIDEO.length}`,
    "mp42",
  ]);
  const beyond = await ask(ids.amber, files.video, "original", "verifier", { Range: "bytes=99999-" });
  expect(beyond.status).toBe(416);
  const other = { Range: "bytes=8-11", "If-Range": '"another"' };
  expect((await ask(ids.amber, files.video, "original", "verifier", other)).status).toBe(200);
  // Markup never goes out as such, whatever came in.
  const page = await ask(ids.amber, files.page, "original", "verifier");
  expect([page.headers.get("Content-Type"), page.headers.get("Content-Disposition")?.slice(0, 10)]).toEqual([
    "application/octet-stream",
    "attachment",
  ]);
  const size = await at.store.size("m");
  const head = await at.app.request(
    `http://truce.example/api/v1/missions/m/incidents/${ids.amber}/evidence/${files.red}`,
    {
      method: "HEAD",
      headers: { Authorization: `Bearer ${at.token("verifier")}` },
    },
  );
  expect([head.status, await at.store.size("m")]).toEqual([404, size]);
});

test("what may not be read is as what is not there, and nothing is entered", async () => {
  const before = (await viewed()).length;
  const told = async (answer: Response) => [answer.status, await answer.text(), [...answer.headers].sort()];
  for (const form of ["view", "thumbnail", "original"]) {
    const none = await told(await ask("0".repeat(64), "0".repeat(64), form, "observer"));
    expect(none[0]).toBe(404);
    for (const [of, sha256, role] of [
      [ids.red, files.red, "observer"],
      [ids.mixed, files.mixed, "observer"],
      [ids.amber, files.red, "verifier"],
      [ids.amber, files.photo, "guarantor"],
      [ids.mixed, files.mixed, undefined],
    ] as const)
      expect(await told(await ask(of, sha256, form, role))).toEqual(none);
  }
  expect(await viewed()).toHaveLength(before);
});

test("erased with its entry it is gone from the list and from its address", async () => {
  const [entry] = [...(await detail(ids.amber, "verifier")).evidence] as unknown as { entry: number }[];
  const stored = await at.store.entry("m", entry?.entry ?? -1);
  const named = { index: entry?.entry as number, envelope: { commitment: stored?.envelope?.commitment as string } };
  await at.store.append("m", [erasure([named], { evidence: [files.photo] })]);
  expect((await detail(ids.amber, "verifier")).evidence ?? []).toEqual([]);
  for (const form of ["view", "thumbnail", "original"])
    expect((await ask(ids.amber, files.photo, form, "verifier")).status).toBe(404);
});

test("stretches of bytes: one, from either end; what is no such stretch is the whole", () => {
  for (const [header, found] of [
    [undefined, undefined],
    ["bytes=0-0", { from: 0, until: 1 }],
    ["bytes=2-", { from: 2, until: 10 }],
    ["bytes=-3", { from: 7, until: 10 }],
    ["bytes=-30", { from: 0, until: 10 }],
    ["bytes=5-99", { from: 5, until: 10 }],
    ["bytes=10-", "none"],
    ["bytes=-0", "none"],
    ["bytes=5-2", undefined],
    ["bytes=0-1,3-4", undefined],
    ["lines=0-1", undefined],
    ["bytes=-", undefined],
  ] as const)
    expect([header, byteRange(header, 10)]).toEqual([header, found]);
  expect(byteRange("bytes=0-", 0)).toBe("none");
});
