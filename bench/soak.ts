// npm run soak: kill -9 as often as asked, 1,000 embedded and 300 of PostgreSQL where nothing is said.
//   node --import tsx bench/soak.ts [EMBEDDED] [POSTGRES]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { postgresBinaries, startPostgres } from "../scripts/postgres-for-tests.mjs";
import { buildWriter, lost, removeWriter, someMoment, startWriter, Told } from "../src/store/kill-rounds.fixture.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { openPostgres } from "../src/store/open-postgres.ts";
import type { Store } from "../src/store/store.ts";

const [embedded = 1_000, postgres = 300] = process.argv.slice(2).map(Number);
/** A new folder now and then: what is looked at is every entry ever acknowledged, and that takes longer as they grow. */
const ROUNDS_A_FOLDER = 100;

interface Kind {
  readonly name: string;
  readonly writer: "kill-embedded" | "kill-postgres";
  readonly rounds: number;
  readonly begin: (folder: string) => Promise<{
    readonly args: readonly string[];
    readonly kill: (child: { kill: (signal: "SIGKILL") => boolean }) => Promise<void>;
    readonly open: () => Promise<Store>;
    readonly end: () => Promise<void>;
  }>;
}

const kinds: Kind[] = [
  {
    name: "embedded",
    writer: "kill-embedded",
    rounds: embedded,
    begin: async (folder) => ({
      args: [folder],
      kill: async (child) => void child.kill("SIGKILL"),
      open: () => openEmbedded(folder),
      end: async () => undefined,
    }),
  },
  {
    name: "PostgreSQL",
    writer: "kill-postgres",
    rounds: postgresBinaries() === undefined ? 0 : postgres,
    begin: async (folder) => {
      const server = await startPostgres();
      return {
        args: [server.url, folder],
        kill: async (child) => {
          await server.kill();
          await server.start();
          // One that had not connected yet when the server went would go on with the new one for ever.
          child.kill("SIGKILL");
        },
        open: () => openPostgres(server.url, { folder }),
        end: server.stop,
      };
    },
  },
];

for (const { name, writer, rounds, begin } of kinds) {
  const file = await buildWriter(writer);
  let [done, entries, opening] = [0, 0, 0];
  const missing: string[] = [];
  while (done < rounds) {
    const folder = await mkdtemp(join(tmpdir(), "trucekeeper-soak-"));
    const { args, kill, open, end } = await begin(folder);
    const told = new Told();
    while (told.rounds < Math.min(ROUNDS_A_FOLDER, rounds - done)) {
      const running = startWriter(file, args, told);
      await someMoment(running);
      await kill(running.child);
      await running.ended;
      const store = await open();
      missing.push(...(await lost(store, told)));
      await store.close();
    }
    done += told.rounds;
    entries += told.entries.size;
    opening += told.whileOpening;
    await end();
    await rm(folder, { recursive: true });
    console.error(`${name}: ${done} kills`);
  }
  removeWriter(file);
  console.log(
    JSON.stringify({ store: name, kills: done, whileOpening: opening, acknowledged: entries, lost: missing }),
  );
  if (missing.length > 0) process.exitCode = 1;
}
