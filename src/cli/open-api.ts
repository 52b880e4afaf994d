import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Agreements } from "../server/agreement-in-force.ts";
import { api, type Watch } from "../server/api.ts";
import { closePast } from "../server/as-of.ts";
import { configOf } from "../server/config.ts";
import { cotListenerOf, listenForCot } from "../server/cot-listener.ts";
import { waitingFor } from "../server/readiness.ts";
import { Reads } from "../server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../server/routes/index.ts";
import { hashOf, newSecret } from "../server/secrets.ts";
import { openIdentity } from "../store/identity-open.ts";
import { openStore } from "../store/open.ts";
import { Projector } from "../store/projector.ts";
import { byCodePoint, millis } from "../units.ts";
import { endWithUs } from "./examples.ts";
import { installation } from "./root.ts";
import { say } from "./talk.ts";

const TIDY_MS = 3_600_000;

/** The examples' missions, by name. */
const exampleNames = (): string[] => {
  const folder = join(installation(), "examples");
  return readdirSync(folder)
    .filter((n) => existsSync(join(folder, n, "agreement.yaml")))
    .sort(byCodePoint);
};

/** Runs one of our own commands in a process of its own, so that nothing blocks the server. */
const command = (args: readonly string[]): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [join(installation(), "scripts", "trucekeeper.mjs"), ...args], {
      stdio: "ignore",
    });
    endWithUs(child);
    child.on("error", () => done(1));
    child.on("close", (code) => done(code ?? 1));
  });

/**
 * Imports the worked examples as missions, where they are not yet. The import's own key makes that once; what is here
 * and derived is not touched, so that a later start reads what stands.
 */
async function importExamples(data: string): Promise<void> {
  const root = join(installation(), "examples");
  for (const name of exampleNames()) {
    const files = readdirSync(join(root, name))
      .filter((f) => f.endsWith(".csv"))
      .sort(byCodePoint);
    const paths = files.map((f) => join(root, name, f));
    const args = ["--mission", name, "--data", data];
    const agreement = join(root, name, "agreement.yaml");
    if ((await command(["import", ...args, "--agreement", agreement, "--marking", "TLP:CLEAR", ...paths])) !== 0)
      say(`${name}: not imported as a mission; \`npx trucekeeper import\` says why`);
  }
}

/** Opens store and accounts and builds the API over them. Derivation goes on by itself while it is open. */
export async function openApi(data: string, withExamples: boolean, watch: Watch) {
  const embedded = !process.env["DATABASE_URL"];
  if (withExamples && embedded) {
    const names = exampleNames();
    const store = await openStore(process.env);
    const known = new Set((await store.missions()).map((m) => m.id));
    await store.close();
    if (names.some((n) => !known.has(n))) await importExamples(data);
  }
  const store = await openStore(process.env, { apart: true });
  const identity = await openIdentity(process.env);
  const { log, metrics } = watch;
  const projectors = new Map<string, Projector>();
  for (const mission of await store.missions()) {
    if (withExamples && exampleNames().includes(mission.id)) await identity.setOpening(mission.id, { public: true });
    const onFailure = (err: unknown) => {
      metrics.underived.inc();
      log.error({ err, mission: mission.id }, "derivation failed");
    };
    const projector = new Projector(store, mission, { holder: `server ${process.pid}`, onFailure });
    projectors.set(mission.id, projector);
    projector.start();
  }
  const clock = () => millis(Date.now());
  if ((await identity.people()).length === 0) {
    const { id } = await identity.addPerson({ login: "operator", name: "Operator", operator: true }, clock());
    const link = newSecret();
    await identity.put(hashOf(link), "link", id, millis(clock() + 24 * 3_600_000));
    say(`First start: login "operator", one-time sign-in link (24 h): /app/sign-in#${link}`);
  }
  // Sessions, challenges and failures that ran out tell nobody anything and are deleted.
  const tidying = setInterval(
    () => void identity.tidy(clock()).catch((err: unknown) => log.error({ err }, "not tidied")),
    TIDY_MS,
  );
  tidying.unref();
  const parts = {
    store,
    identity,
    config: configOf(process.env),
    reads: new Reads(store),
    agreements: new Agreements(store),
    clock,
    appended: (mission: string) => projectors.get(mission)?.hint(),
  };
  const cotAt = cotListenerOf(process.env, (file) => readFileSync(file, "utf8"));
  const cot = cotAt && (await listenForCot(parts, cotAt, (what) => log.warn(what)));
  if (cot) say(`Cursor on Target over TLS at ${cotAt?.host}:${cot.port}`);
  return {
    fetch: api(ROUTES, parts, watch, ENTRANCE_ROUTES).fetch,
    waitingFor: waitingFor(store, identity),
    async close() {
      clearInterval(tidying);
      await cot?.stop();
      for (const projector of projectors.values()) await projector.stop();
      await identity.close();
      await closePast(store);
      await store.close();
    },
  };
}
