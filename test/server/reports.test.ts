import { webcrypto } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import { packReport, REPORT_FORM, type ReportHead } from "../../src/observation/sealed-report.ts";
import { payloadOf } from "../../src/record/registry.ts";
import type { Draft } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";
import { seal } from "../../web/report/seal.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
let key: { point: string; author: string; zone: string };
beforeAll(async () => {
  at = await openEntrances();
  key = (await (await at.get("/api/v1/missions/m/reports/key", "observer")).json()) as typeof key;
}, 60_000);
afterAll(() => at.close());

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const CELLS = {
  time_from: "2025-04-18 18:13",
  zone: "Europe/Kyiv",
  position: "37U DQ 03100 31200",
  bearing: "NW",
  distance_max_m: "4000",
  mode: "heard",
  act: "explosion.mortar",
  role: "impact",
  count: "at least 3",
  count_unit: "explosion",
};
const head = (change: Partial<ReportHead> = {}): ReportHead => ({
  form: REPORT_FORM,
  mission: "m",
  author: key.author,
  instance: `uuid:${webcrypto.randomUUID()}`,
  what: "observation",
  cells: CELLS,
  files: [],
  ...change,
});
const sealed = async (report: ReportHead, files: readonly Uint8Array[] = []) =>
  seal(packReport(report, files), { mission: "m", point: Buffer.from(key.point, "base64") });
const post = (path: string, bytes: Uint8Array<ArrayBuffer>, role: "observer" | "verifier" = "observer") =>
  at.app.request(`${HOST}/api/v1/missions/m/reports/${path}`, {
    method: "POST",
    body: bytes,
    headers: { Authorization: `Bearer ${at.token(role)}` },
  });
const last = async () => {
  const size = await at.store.size("m");
  const found = await at.store.entry("m", size - 1);
  const payload = found?.content?.payload as { body: Record<string, unknown> };
  return { size, kind: found?.envelope?.kind, author: found?.envelope?.author, body: payload.body };
};

test("what a device sealed becomes one entry with its files as evidence, however often it is sent", async () => {
  const { size } = await last();
  const report = head({ files: [{ name: "crater.png", type: "image/png", bytes: PNG.length }] });
  const bytes = await sealed(report, [PNG]);
  expect(Buffer.from(bytes).includes("mortar")).toBe(false);
  const answers = [];
  for (let i = 0; i < 2; i++) answers.push(await (await post("sealed", bytes)).json());
  // Sealed once more by a device that lost its first copy: other bytes, the same report.
  answers.push(await (await post("sealed", await sealed(report, [PNG]))).json());
  expect(answers).toEqual([
    { entry: size, present: false },
    { entry: size, present: true },
    { entry: size, present: true },
  ]);
  const entry = await last();
  expect(entry).toMatchObject({
    size: size + 1,
    kind: "submission",
    author: key.author,
    body: {
      via: "web",
      observations: [
        {
          source: key.author,
          acts: ["explosion.mortar"],
          count: { min: 3, max: null, form: "at-least" },
          place: { kind: "sector", fromDeg: 303.75, untilDeg: 326.25, maxM: 4000, distance: "stated" },
          time: { zone: "Europe/Kyiv", zoneBasis: "stated", from: Date.parse("2025-04-18T15:13:00Z") },
          marking: "TLP:AMBER",
        },
      ],
    },
  });
  const { evidence } = entry.body as { evidence: string[] };
  const sizes = await Promise.all(evidence.map((h) => at.store.evidence("m").size(h)));
  expect(sizes).toContain(PNG.length);
});

test("the same id for another report is refused, and nothing is appended", async () => {
  const report = head();
  expect((await post("sealed", await sealed(report))).status).toBe(201);
  const { size } = await last();
  const other = { ...report, cells: { ...CELLS, count: "5" } };
  expect((await post("sealed", await sealed(other))).status).toBe(422);
  expect((await last()).size).toBe(size);
});

test("a watch in which nothing was perceived is coverage, not an observation", async () => {
  const cells = {
    station: "OP 4",
    from: "2025-04-18 18:00",
    until: "2025-04-18 20:00",
    zone: "Europe/Kyiv",
    state: "watching",
    position: "48.1 N 37.9 E",
    radius_m: "5000",
  };
  expect((await post("sealed", await sealed(head({ what: "nothing-perceived", cells })))).status).toBe(201);
  const { kind, body } = await last();
  expect(kind).toBe("import");
  expect(body).toMatchObject({ format: "coverage-csv", zone: "UTC" });
});

test("every fault is named with its field, what was seen and what was expected; nothing is kept", async () => {
  const { size } = await last();
  const answer = await post("sealed", await sealed(head({ cells: { ...CELLS, position: "99 99", mode: "smelt" } })));
  const { detail } = (await answer.json()) as { detail: string };
  expect([answer.status, detail.split("\n").map((l) => l.split(":")[0])]).toEqual([422, ["mode", "position"]]);
  const strange = await post("sealed", await sealed(head({ cells: { ...CELLS, source: "somebody else" } })));
  expect([strange.status, await strange.text()]).toEqual([422, expect.stringContaining("no such field")]);
  expect((await last()).size).toBe(size);
});

test("only who wrote it sends or opens it; changed bytes and other keys do not open", async () => {
  const bytes = await sealed(head({ author: "p-somebody" }));
  expect((await post("sealed", bytes)).status).toBe(403);
  expect((await at.get("/api/v1/missions/m/reports/key", "guarantor")).status).toBe(404);
  expect((await post("sealed", await sealed(head()), "verifier")).status).toBe(403);
  // Tokens do not open: only the person in a session.
  expect((await post("opened", await sealed(head()))).status).toBe(403);
  const flipped = new Uint8Array(await sealed(head()));
  flipped[flipped.length - 20] = (flipped[flipped.length - 20] ?? 0) ^ 1;
  expect(await (await post("sealed", flipped)).text()).toContain("changed on the way");
  const point = Buffer.from(await at.store.reportKey("hidden"));
  const foreign = await seal(packReport(head(), []), { mission: "m", point });
  expect(await (await post("sealed", foreign)).text()).toContain("another key");
});

test("a sealed report is opened for somebody by an entry made before, and in no other way", async () => {
  const bytes = await sealed(head());
  const report = sha256Hex(bytes);
  const opening = (reports: string[], people = [key.author]): Draft<"opening"> => ({
    kind: "opening",
    author: key.author,
    role: "observer",
    stated: millis(1_745_056_800_000),
    marking: "TLP:AMBER",
    payload: payloadOf("opening", { blobs: [], names: [], reports, people }, { exercise: false, reason: "to go on" }),
  });
  const { size } = await last();
  await expect(at.store.openReport("m", bytes, opening(["a".repeat(64)]))).rejects.toThrow(/name this report/);
  await expect(at.store.openReport("m", bytes, opening([report], ["p-9"]))).rejects.toThrow(/is not among p-9/);
  expect(await at.store.openReport("m", PNG, opening([sha256Hex(PNG)]))).toHaveProperty("error");
  expect(await at.store.size("m")).toBe(size);
  const once = { key: "look", request: report, until: millis(8e15) };
  for (let look = 0; look < 2; look++)
    expect(await at.store.openReport("m", bytes, opening([report]), once)).toBeInstanceOf(Uint8Array);
  expect(await last()).toMatchObject({
    size: size + 1,
    kind: "opening",
    author: key.author,
    body: { reports: [report], people: [key.author] },
  });
});
