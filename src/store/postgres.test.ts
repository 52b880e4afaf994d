import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { postgresBinaries, startPostgres, type TestServer } from "../../scripts/postgres-for-tests.mjs";
import { storeContract } from "./contract.ts";
import { derivedContract } from "./derived-contract.ts";
import { openPostgres } from "./open-postgres.ts";
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
  derivedContract("PostgreSQL", opener);
}
