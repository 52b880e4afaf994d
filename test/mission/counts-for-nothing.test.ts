import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256Hex } from "../../src/canonical.ts";
import type { Account } from "../../src/mission/account.ts";
import type { Recorded } from "../../src/mission/recorded.ts";
import { recordedEntries, refusedFilesOf } from "../../src/store/mission-state.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Mission, Store } from "../../src/store/store.ts";
import { byCodePoint } from "../../src/units.ts";
import { here } from "../cli/here.ts";
import { draft } from "./made.ts";

const HEAD = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act";
const ROW = "patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion.mortar";
/** By its name of today the reader does not know the column: it refuses the file, which an older one took. */
const OLD = `${HEAD},wind_colour\nk,p-2,${ROW},blue\n`;
const GOOD = `${HEAD}\nk,p-1,${ROW}\n`;

const AGREEMENT = `
agreement: {id: t, title: T, status: signed, parties: [{id: A, name: A}, {id: B, name: B}], mission-zone: UTC}
in-force: [{reading: text, by: A, from: "2025-01-01T00:00Z"}]
terms: [{id: c1, title: No fire, reference: "1", standing: agreed, subject: [A, B], prohibits: {acts: [explosion]}}]
`;
const REFUSED_AGREEMENT = AGREEMENT.replace("prohibits", "forbids");

let folder: string;
let data: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trucekeeper-refused-"));
  data = ["--mission", "m", "--data", join(folder, "data")];
  const store = await openEmbedded(join(folder, "data"));
  await store.createMission({ id: "m", name: "m", zone: "Europe/Kyiv", exercise: false });
  for (const [name, text] of [
    ["good.csv", GOOD],
    ["old.csv", OLD],
  ] as const) {
    const bytes = Buffer.from(text);
    const { sha256 } = await store.evidence("m").put(bytes);
    const body = {
      file: { sha256, name, bytes: bytes.length },
      format: "trucekeeper-csv",
      reader: { name: "trucekeeper-csv", version: "0" },
      mapping: null,
      assumptions: [],
      zone: null,
    };
    await store.append("m", [draft("import", body)]);
  }
  // Two versions of the agreement by one program; the one of today refuses the later.
  for (const [stated, text] of [
    [1_745_000_000_000, AGREEMENT],
    [1_745_000_000_001, REFUSED_AGREEMENT],
  ] as const) {
    const { sha256 } = await store.evidence("m").put(Buffer.from(text));
    const body = { id: "t", text: { sha256, name: "agreement.yaml" }, parts: [], reading: null };
    await store.append("m", [draft("agreement-version", body, stated)]);
  }
  const incident = sha256Hex("an observation that is not there");
  const basis = { checkpoint: null, observations: [], evidence: [] };
  await store.append("m", [draft("decision", { decision: "reject", incident, members: [incident], basis })]);
  await store.checkpoint("m");
  await store.close();
});
afterAll(() => rm(folder, { recursive: true }));

const OLD_FILE = { file: "old.csv", sha256: sha256Hex(OLD), why: expect.stringContaining("wind_colour") };
const OLD_TEXT = {
  file: "agreement.yaml",
  sha256: sha256Hex(REFUSED_AGREEMENT),
  why: expect.stringMatching(/agreement\.yaml:4:.*forbids.*goes on by the version of entry/s),
};
const REFUSED = [OLD_FILE, OLD_TEXT].sort((a, b) => byCodePoint(a.sha256, b.sha256));

describe("a stored file and a version of the agreement that the reader of today refuses, and a decision whose basis has moved", () => {
  test("the rest is derived; the state lists what counts for nothing, in the reader's words", async () => {
    // Before anything is derived the files themselves are read for it.
    expect(JSON.parse((await here(["verify", ...data])).out)).toMatchObject({ ok: true, refusedFiles: REFUSED });
    const rebuilt = await here(["rebuild", ...data]);
    expect(rebuilt.code, rebuilt.err).toBe(0);
    expect(JSON.parse(rebuilt.out)).toMatchObject({ rows: { observation: 1, incident: 1 } });
    const store = await openEmbedded(join(folder, "data"));
    const account = JSON.parse((await store.derivations.state("m"))?.account ?? "") as Account;
    await store.close();
    expect(account.refusedFiles).toEqual(REFUSED);
    expect(account.basesChanged).toMatchObject([{ now: null, removed: [expect.any(String)] }]);
    expect(account).toMatchObject({ observations: 1, incidents: 1, clauses: [{ clause: "c1" }] });
  });

  test("verify, export, the summary and the daily report name both", async () => {
    const verified = await here(["verify", ...data]);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, refusedFiles: REFUSED });
    expect(verified.err).toMatch(/old\.csv .*refuses it.*wind_colour/);
    const exported = await here(["export", ...data, "--out", join(folder, "bundle")]);
    expect(exported.code, exported.err).toBe(0);
    expect(JSON.parse(exported.out)).toMatchObject({ refusedFiles: REFUSED });
    const summary = JSON.parse((await here(["assess", ...data])).out);
    expect(summary).toMatchObject({ observations: 1, refusedFiles: REFUSED, basesChanged: [{ now: null }] });
    const out = join(folder, "daily");
    const daily = await here(["report", "daily", ...data, "--date", "2025-04-19", "--out", out]);
    expect(daily.code, daily.err).toBe(0);
    const report = JSON.parse(await readFile(join(out, "report.json"), "utf8"));
    expect(report.beside).toMatchObject({ refusedFiles: REFUSED, basesChanged: [{ now: null }] });
    expect(await readFile(join(out, "report.html"), "utf8")).toContain("basis changed");
  });

  test("the account is enough until an entry bears on a file; then the files are read", async () => {
    const store = await openEmbedded(join(folder, "data"));
    try {
      const mission = (await store.mission("m")) as Mission;
      let read = 0;
      const counted: Store = {
        ...store,
        evidence: (id) => ({ ...store.evidence(id), get: (...args) => (read++, store.evidence(id).get(...args)) }),
      };
      const refused = async () => refusedFilesOf(counted, mission, await store.size("m"));
      // The export of the test before was noted by an entry that the derived state has not seen.
      expect((await store.derivations.state("m"))?.size).toBeLessThan(await store.size("m"));
      expect(await refused()).toEqual(REFUSED);
      expect(read).toBe(0);
      const [old] = (await recordedEntries(store, "m", 5, ["import"])).filter(
        ({ entry }) => entry.kind === "import" && entry.payload.body.file.name === "old.csv",
      );
      const { commitment } = old as Recorded;
      await store.append("m", [draft("withdrawal", { entry: { index: 1, commitment } })]);
      expect(await refused()).toEqual([OLD_TEXT]);
      expect(read).toBeGreaterThan(0);
    } finally {
      await store.close();
    }
  });
});
