import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres, type TestServer } from "../../scripts/postgres-for-tests.mjs";
import { example, hashes, root, trucekeeper } from "../cli/run.ts";

if (postgresBinaries() === undefined)
  describe.skip("commands on PostgreSQL (left out: it is not installed; apt-get install postgresql-15)", () => {
    test("commands", () => undefined);
  });
else
  describe("commands on PostgreSQL", () => {
    let server: TestServer;
    let other: TestServer;
    const folder = mkdtempSync(join(tmpdir(), "trucekeeper-postgres-commands-"));
    beforeAll(async () => {
      server = await startPostgres();
      other = await startPostgres();
    });
    afterAll(async () => {
      await server.stop();
      await other.stop();
      rmSync(folder, { recursive: true });
    });
    const on = (at: TestServer, name: string) => ({ DATABASE_URL: at.url, TRUCEKEEPER_DATA: join(folder, name) });
    const json = (text: string) => JSON.parse(text);

    test("import, export, verify, rebuild, backup; restored into a folder and into another database, it is the same", () => {
      const { agreement, files } = example("easter-truce-2025");
      const here = on(server, "here");
      const imported = trucekeeper(["import", "--mission", "m", "--agreement", agreement, ...files], here);
      expect(imported.code, imported.err).toBe(0);
      const plain = trucekeeper(["assess", agreement, ...files, "--out", join(folder, "plain")]);
      const out = join(folder, "out");
      const found = join(folder, "found");
      const exported = trucekeeper(["export", "--mission", "m", "--out", out, "--findings", found], here);
      expect(exported.code, exported.err).toBe(0);
      expect(hashes(found)).toEqual(hashes(join(folder, "plain")));
      expect(trucekeeper(["verify", out, "--key", json(exported.out).key]).code).toBe(0);
      // The agreement, the files, and that their evidence was exported.
      const verified = trucekeeper(["verify", "--mission", "m"], here);
      expect(json(verified.out)).toMatchObject({ ok: true, size: files.length + 2 });
      expect(json(trucekeeper(["rebuild", "--mission", "m"], here).out).equal).toBeNull();
      const rebuilt = json(trucekeeper(["rebuild", "--mission", "m"], here).out);
      expect(rebuilt.equal).toBe(true);

      expect(trucekeeper(["backup", "--out", join(folder, "saved.tar")], here).code).toBe(0);
      const key = ["--key-file", join(folder, "here/keys/trucekeeper.key")];
      const places = [{ TRUCEKEEPER_DATA: join(folder, "embedded"), DATABASE_URL: "" }, on(other, "there")];
      for (const place of places) {
        const restored = trucekeeper(["restore", join(folder, "saved.tar"), ...key], place);
        expect(restored.code, restored.err).toBe(0);
        expect(trucekeeper(["verify", "--mission", "m"], place).out).toBe(verified.out);
        expect(trucekeeper(["assess", "--mission", "m"], place).out).toBe(plain.out);
        // Derived rows are the same bytes in either database.
        expect(json(trucekeeper(["rebuild", "--mission", "m"], place).out).sha256).toBe(rebuilt.sha256);
        expect(trucekeeper(["restore", join(folder, "saved.tar"), ...key], place).code).toBe(1);
      }
    });

    test("several imports at once into one mission: each stands once", async () => {
      const here = on(server, "here");
      const rows = "key,source,source_kind,time_from,time_until,zone,lon,lat,radius_m,act\n";
      const file = join(folder, "late.csv");
      writeFileSync(
        file,
        `${rows}k,post-1,patrol,2025-04-19 10:00,2025-04-19 10:01,Europe/Kyiv,37.8,48.0,300,explosion\n`,
      );
      const before = json(trucekeeper(["verify", "--mission", "m"], here).out).size;
      const command = [join(root, "scripts/trucekeeper.mjs"), "import", "--mission", "m", file];
      const env = { ...process.env, ...here };
      const run = promisify(execFile);
      const ran = await Promise.all([1, 2, 3].map(() => run(process.execPath, command, { env })));
      expect(ran.map((r) => json(r.stdout).appended).toSorted()).toEqual([0, 0, 1]);
      expect(json(trucekeeper(["verify", "--mission", "m"], here).out).size).toBe(before + 1);
    });
  });
