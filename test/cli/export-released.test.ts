import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import { here } from "./here.ts";
import { temporaryFolder } from "./run.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
const on = (...args: readonly string[]) => here([...args, "--mission", "m", "--data", path("data")]);
const BY = ["--as", "c-1", "--role", "commissioner", "--reason", "for all"];
const CLEAR = ["--marking", "TLP:CLEAR"];

/** Seen until 2025-04-19 11:00 UTC, in a district of about 15 by 22 km. */
const observation = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id: sha256Hex(id),
  kind: "observation",
  report: id,
  source: "patrol-1",
  sourceKind: "patrol",
  mode: "heard",
  acts: ["explosion.mortar"],
  labelBasis: "person",
  role: "undetermined",
  count: { min: 1, max: 1, unit: "explosion", form: "number" },
  activity: "ceasefire-event",
  time: {
    kind: "window",
    from: 1_745_056_800_000,
    until: 1_745_060_400_000,
    sdMs: 0,
    precision: "hour",
    stated: "10 to 11",
    zone: "UTC",
    zoneBasis: "stated",
  },
  place: {
    kind: "area",
    name: "the district",
    polygons: [
      [
        [
          [37, 48],
          [37.2, 48],
          [37.2, 48.2],
          [37, 48.2],
          [37, 48],
        ],
      ],
    ],
  },
  marking: "TLP:CLEAR",
  origin: { file: sha256Hex(id), line: 1 },
  ...more,
});
const submit = (o: unknown) =>
  on(
    "enter",
    "submission",
    file("s.json", JSON.stringify({ via: "cli", evidence: [], observations: [o] })),
    ...BY,
    ...CLEAR,
  );
const point = { kind: "point", lon: 37.8, lat: 48, radiusM: 300 };
const OUT = "2025-04-22T11:00:00.000Z";

/** Exports what is released at a moment. */
async function released(name: string, at: string) {
  const ran = await on("export", "--released", "--at", at, "--out", path(name));
  expect(ran.code, ran.err).toBe(0);
  const { account, key } = JSON.parse(ran.out);
  const checked = await here(["verify", path(name), "--key", key]);
  expect(checked.code, checked.err).toBe(0);
  // What stands in the manifest, on stdout and in what was found is one and the same, and adds up.
  expect(JSON.parse(readFileSync(path(`${name}/manifest.json`), "utf8")).account).toEqual(account);
  expect(JSON.parse(checked.out).account).toEqual(account);
  expect(account.released + account.heldByMarking + account.heldByFloor + account.erased).toBe(account.entries);
  return { account, err: ran.err, checked: JSON.parse(checked.out) };
}

beforeAll(async () => {
  const csv = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
  const row = "k,patrol-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar\n";
  expect((await on("import", file("a.csv", csv + row))).code).toBe(0);
  expect((await submit(observation("coarse"))).code).toBe(0);
  expect((await submit(observation("fine", { place: point }))).code).toBe(0);
});

test("a released export is a publication: the floor holds back what is young or placed, to the millisecond", async () => {
  const before = await released("before", "2025-04-22T10:59:59.999Z");
  expect(before.account).toMatchObject({ entries: 3, released: 0, heldByMarking: 1, heldByFloor: 2, erased: 0 });
  expect(before.err).toContain(`entry 1 is held back: not before ${OUT}`);
  expect(before.err).toContain("entry 2 is held back: observation");
  const after = await released("after", OUT);
  expect(after.account).toMatchObject({ entries: 3, released: 1, heldByMarking: 1, heldByFloor: 1, erased: 0 });
  expect(after.checked.counts).toMatchObject({ released: 1, closed: 2 });
  // Nothing of what is held back is in any file of it.
  expect(readFileSync(path("after/entries/001.json"), "utf8")).toContain("the district");
  const again = await on("export", "--released", "--at", OUT, "--out", path("again"));
  expect(again.code).toBe(0);
  expect(readFileSync(path("again/manifest.json"))).toEqual(readFileSync(path("after/manifest.json")));
});

test("two people let an observation out, and its entry goes out before its time and as it was given", async () => {
  const id = sha256Hex("fine");
  const early = await on(
    "release",
    "early",
    "--observation",
    id,
    "--to",
    "public",
    "--precise",
    "--with",
    "c-2",
    ...BY,
  );
  expect(early.code, early.err).toBe(0);
  const { account } = await released("early", "2025-04-19T11:00:00Z");
  expect(account).toMatchObject({ entries: 4, released: 1, heldByMarking: 2, heldByFloor: 1 });
  expect(readFileSync(path("early/entries/002.json"), "utf8")).toContain('"lon":37.8');
});

test("a publication goes out with its files; erased ones have a tombstone, or their entry is closed", async () => {
  const report = "<!doctype html><p>41 incidents";
  const files = [{ name: "report.html", sha256: sha256Hex(report), bytes: report.length }];
  const publication = { publication: "daily", title: "Day", period: null, files, figures: [], incidents: [] };
  const checkpoint = { origin: "o", size: 1, root: "a".repeat(64) };
  const body = file("p.json", JSON.stringify({ ...publication, checkpoint, derivation: "1" }));
  file("report.html", report);
  const without = await on("publish", body, ...BY, ...CLEAR);
  expect([without.code, without.err]).toEqual([1, expect.stringContaining("is not here")]);
  const published = await on("publish", body, "--files", folder, ...BY, ...CLEAR);
  expect(published.code, published.err).toBe(0);
  const first = await released("published", OUT);
  expect(first.account).toMatchObject({ entries: 5, released: 3, heldByMarking: 2 });
  expect(first.checked.counts.evidence).toBe(1);
  const erase = await on("erase", "--evidence", sha256Hex(report), "--with", "c-2", ...BY);
  expect(erase.code, erase.err).toBe(0);
  // The erasure is not for all: an outsider could not tell an erased file from one that is kept back.
  const closed = await released("closed", OUT);
  expect(closed.account).toMatchObject({ entries: 7, released: 2, heldByMarking: 5, heldByFloor: 0 });
  const whole = await on("export", "--out", path("whole"));
  expect(whole.code, whole.err).toBe(0);
  const checked = await here(["verify", path("whole"), "--key", JSON.parse(whole.out).key]);
  expect(JSON.parse(checked.out)).toMatchObject({
    ok: true,
    evidenceDestroyed: [{ sha256: sha256Hex(report), by: 6 }],
    account: { entries: 7, released: 7, releasedAt: null },
  });
});

test("evidence that a decision rests on is asked for, and named where it is missing", async () => {
  expect((await on("custody", file("note.txt", "a note"), "--as", "o-1", "--reason", "found")).code).toBe(0);
  const note = sha256Hex("a note");
  const basis = { checkpoint: null, observations: [], evidence: [note] };
  const verify = {
    decision: "verify",
    incident: sha256Hex("coarse"),
    members: [sha256Hex("coarse")],
    finding: "confirmed",
    basis,
  };
  const nowhere = { ...verify, basis: { ...basis, evidence: ["f".repeat(64)] } };
  const refused = await on("decide", file("n.json", JSON.stringify(nowhere)), ...BY);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(`evidence ${"f".repeat(64)} is not here`)]);
  expect((await on("decide", file("d.json", JSON.stringify(verify)), ...BY)).code).toBe(0);
  const out = await on("export", "--out", path("cited"));
  rmSync(path(`cited/evidence/${note}`));
  const spoilt = await here(["verify", path("cited")]);
  expect([spoilt.code, spoilt.err]).toEqual([1, expect.stringContaining(note)]);
  expect(JSON.parse(out.out).evidence).toBe(2);
  rmSync(path(`data/evidence/m/${note.slice(0, 2)}/${note}`));
  for (const [args, code] of [
    [["verify"], 1],
    [["rebuild"], 0],
    [["export", "--out", path("missing")], 1],
  ] as const) {
    const ran = await on(...args);
    expect([args[0], ran.code, ran.err]).toEqual([args[0], code, expect.stringContaining(note)]);
  }
  // A backup is made all the same, says so, and can be restored.
  const backup = await here(["backup", "--out", path("lacking"), "--data", path("data")]);
  expect([backup.code, backup.err]).toEqual([1, expect.stringContaining(`evidence ${note} is missing`)]);
  const key = path("data/keys/trucekeeper.key");
  const restored = await here(["restore", path("lacking"), "--key-file", key, "--data", path("restored")]);
  expect([restored.code, restored.err]).toEqual([0, expect.stringContaining("1 files of evidence were missing")]);
});

test.each([
  [["--at", OUT], 2, "add --released"],
  [["--released", "--at", "yesterday"], 2, "an instant with its offset"],
  [["--released", "--at", "2999-01-01T00:00:00Z"], 2, "still to come"],
])("export %j is refused, and why", async (args, code, why) => {
  const ran = await on("export", "--out", path("none"), ...args);
  expect([ran.code, ran.out, ran.err]).toEqual([code, "", expect.stringContaining(why)]);
});
