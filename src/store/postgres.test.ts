import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres, type TestServer } from "../../scripts/postgres-for-tests.mjs";
import { answersContract } from "./answers-contract.ts";
import { collect, storeContract } from "./contract.ts";
import { decidingContract } from "./deciding-contract.ts";
import type { Lease } from "./derivations.ts";
import { derivedContract } from "./derived-contract.ts";
import { facetContract } from "./facet-contract.ts";
import { lateJoiningContract } from "./late-joining-contract.ts";
import { draft, imported, opening, sealer, submission } from "./made.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openPostgres } from "./open-postgres.ts";
import { postgresPool } from "./postgres-engine.ts";
import type { Store } from "./store.ts";

if (postgresBinaries() === undefined)
  describe.skip("PostgreSQL (left out: it is not installed; apt-get install postgresql-15)", () => {
    test("contract", () => undefined);
  });
else {
  let server: TestServer;
  let made = 0;
  const at = new Map<Store, { folder: string; schema: string }>();
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  const opened = async (place: { folder: string; schema: string }): Promise<Store> => {
    const store = await openPostgres(server.url, place);
    at.set(store, place);
    return store;
  };
  const opener = {
    open: async () =>
      opened({ folder: await mkdtemp(join(tmpdir(), "trucekeeper-store-")), schema: `contract_${++made}` }),
    async reopen(store: Store) {
      await store.close();
      return opened(at.get(store) as { folder: string; schema: string });
    },
    async dispose(store: Store) {
      await store.close();
      await rm(at.get(store)?.folder as string, { recursive: true });
    },
  };
  storeContract("PostgreSQL", opener);
  answersContract("PostgreSQL", opener);
  lateJoiningContract("PostgreSQL", opener);
  derivedContract("PostgreSQL", opener);
  facetContract("PostgreSQL", opener, 12);
  decidingContract("PostgreSQL", opener);

  describe("several servers on one PostgreSQL", () => {
    test("appends of all make one log, and a projector whose lease lapsed is taken over", async () => {
      const place = { folder: await mkdtemp(join(tmpdir(), "trucekeeper-store-")), schema: `servers_${++made}` };
      const servers = await Promise.all([1, 2, 3].map(() => openPostgres(server.url, { ...place, connections: 4 })));
      const [one, two] = servers as [Store, Store];
      const pool = postgresPool(server.url, place);
      try {
        await one.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
        await one.createMission({ id: "n", name: "n", zone: "UTC", exercise: false });
        const appended = await Promise.all(
          Array.from({ length: 300 }, (_, i) =>
            (servers[i % 3] as Store).append(i % 7 === 0 ? "n" : "m", [submission(i)]),
          ),
        );
        const inM = appended.flat().filter((_, i) => i % 7 !== 0);
        expect(inM.map((a) => a.index).sort((a, b) => a - b)).toEqual(inM.map((_, i) => i));
        const leaves = await two.leafHashes("m");
        for (const a of inM) expect(leaves[a.index]).toEqual(a.leaf);
        const [same, both] = await Promise.all([one.checkpoint("m"), two.checkpoint("m")]);
        expect(same).toEqual(both);
        // The same import given to all at once is one entry.
        const imports = await Promise.all(servers.map((s) => s.append("m", [imported("once")])));
        expect(imports.flat().filter((a) => !a.present)).toHaveLength(1);

        const lease = (await one.derivations.acquire("m", "one")) as Lease;
        expect(await two.derivations.acquire("m", "two")).toBeUndefined();
        await pool.query("update lease set until = 0");
        expect((await two.derivations.acquire("m", "two"))?.fence).toBe(lease.fence + 1);
        await expect(one.derivations.replace(lease, { derivation: "1", size: 0, root: "" }, [])).rejects.toMatchObject({
          code: "store/fenced",
        });
      } finally {
        await pool.end();
        for (const s of servers) await s.close();
        await rm(place.folder, { recursive: true });
      }
    });

    test("while one server appends and signs, others open, verify and sign: each sees the log of one moment", async () => {
      const place = { folder: await mkdtemp(join(tmpdir(), "trucekeeper-store-")), schema: `moments_${++made}` };
      const [one, two] = [await openPostgres(server.url, place), await openPostgres(server.url, place)];
      try {
        await one.createMission({ id: "m", name: "m", zone: "UTC", exercise: false });
        const writes = { done: false };
        const writer = (async () => {
          for (let i = 0; i < 150; i++) {
            await one.append("m", [submission(i)]);
            if (i % 5 === 0) await one.checkpoint("m");
          }
          writes.done = true;
        })();
        const reader = async (read: () => Promise<unknown>) => {
          while (!writes.done) await read();
        };
        await Promise.all([
          writer,
          reader(async () => (await openPostgres(server.url, place)).close()),
          reader(() => two.verify("m")),
          reader(() => two.checkpoint("m")),
        ]);
        expect((await two.verify("m")).size).toBe(150);
      } finally {
        await one.close();
        await two.close();
        await rm(place.folder, { recursive: true });
      }
    });

    test("a laptop's record goes over from its folder as it is", async () => {
      const folder = await mkdtemp(join(tmpdir(), "trucekeeper-store-"));
      const laptop = await openEmbedded(folder);
      const headquarters = await openPostgres(server.url, { folder, schema: `moved_${++made}` });
      try {
        await laptop.createMission({ id: "m", name: "Місія", zone: "Europe/Kyiv", exercise: true });
        await laptop.append("m", [draft("submission", submission(1).payload.body, { exercise: true })]);
        const { blob } = await laptop.seal("m", Buffer.from("sealed"), sealer);
        const signed = await laptop.checkpoint("m");
        await headquarters.load(laptop.dump());
        expect(await collect(headquarters.dump())).toEqual(await collect(laptop.dump()));
        // The same key file: what it sealed opens, and its log goes on.
        expect(await headquarters.checkpoint("m")).toEqual(signed);
        const asked = opening([blob]);
        const opened = await headquarters.open("m", { ...asked, payload: { ...asked.payload, exercise: true } });
        expect(opened.sealed.get(blob)).toEqual({ bytes: Buffer.from("sealed") });
      } finally {
        await laptop.close();
        await headquarters.close();
        await rm(folder, { recursive: true });
      }
    });
  });
}
