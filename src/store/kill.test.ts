import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { postgresBinaries, startPostgres } from "../../scripts/postgres-for-tests.mjs";
import { buildWriter, lost, removeWriter, someMoment, startWriter, Told } from "./kill-rounds.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openPostgres } from "./open-postgres.ts";

const ROUNDS = { embedded: 100, postgres: 30 };
/** Against a hang; half a minute is usual. */
const PATIENCE = 600_000;

describe("kill -9 while writing", () => {
  test(
    `embedded, ${ROUNDS.embedded} times: nothing acknowledged is lost, the log extends every checkpoint`,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "trucekeeper-kill-"));
      const writer = await buildWriter("kill-embedded");
      const told = new Told();
      try {
        while (told.rounds < ROUNDS.embedded) {
          const running = startWriter(writer, [folder], told);
          await someMoment(running);
          running.child.kill("SIGKILL");
          // Anything on stderr is a writer that ended by itself: a damaged store, most likely.
          expect(await running.ended).toBe("");
          if (told.rounds % 5 > 0) continue;
          const store = await openEmbedded(folder);
          expect(await lost(store, told)).toEqual([]);
          await store.close();
        }
        expect(told.whileOpening).toBeLessThan(ROUNDS.embedded / 2);
        expect(told.entries.size).toBeGreaterThan(ROUNDS.embedded);
      } finally {
        removeWriter(writer);
        await rm(folder, { recursive: true });
      }
    },
    PATIENCE,
  );

  const title = `PostgreSQL, its server and all its processes, ${ROUNDS.postgres} times`;
  if (postgresBinaries() === undefined) test.skip(`${title} (left out: PostgreSQL is not installed)`, () => undefined);
  else
    test(
      title,
      async () => {
        const folder = await mkdtemp(join(tmpdir(), "trucekeeper-kill-"));
        const writer = await buildWriter("kill-postgres");
        const server = await startPostgres();
        const told = new Told();
        try {
          while (told.rounds < ROUNDS.postgres) {
            const running = startWriter(writer, [server.url, folder], told);
            await someMoment(running);
            await server.kill();
            await running.ended;
            await server.start();
            if (told.rounds % 5 > 0) continue;
            const store = await openPostgres(server.url, { folder });
            expect(await lost(store, told)).toEqual([]);
            await store.close();
          }
          expect(told.whileOpening).toBeLessThan((ROUNDS.postgres * 2) / 3);
          expect(told.entries.size).toBeGreaterThan(ROUNDS.postgres);
        } finally {
          await server.stop();
          removeWriter(writer);
          await rm(folder, { recursive: true });
        }
      },
      PATIENCE,
    );
});
