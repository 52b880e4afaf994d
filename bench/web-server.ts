// The server of bench/web.ts in a process of its own, over a data folder as it is: nothing is derived, and who reads is
// known to this server alone. node --import tsx bench/web-server.ts DIR; prints its address as JSON, ends with SIGTERM.
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { serve } from "@hono/node-server";
import { webFile } from "../src/cli/assets.ts";
import { Agreements } from "../src/server/agreement-in-force.ts";
import { api } from "../src/server/api.ts";
import { app } from "../src/server/app.ts";
import { configOf } from "../src/server/config.ts";
import { passwordHash } from "../src/server/identity/password.ts";
import { serverLog, serverMetrics } from "../src/server/observability.ts";
import { Reads } from "../src/server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../src/server/routes/index.ts";
import { FULL } from "../src/store/derivations.ts";
import { embeddedIdentity } from "../src/store/identity-open.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { millis } from "../src/units.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("expected a data folder");
const PASSWORD = "a bench and nothing else";

const store = await openEmbedded(folder, { apart: true });
const [mission] = await store.missions();
if (!mission) throw new Error(`${folder}: no mission is in it`);
const people = await mkdtemp(join(tmpdir(), "trucekeeper-bench-people-"));
const identity = await embeddedIdentity({ folder: people });
const { id } = await identity.addPerson({ login: "reader", name: "reader", operator: false }, millis(0));
await identity.setPassword(id, await passwordHash(PASSWORD));
await identity.setMembership(mission.id, id, { role: "verifier" });

const config = configOf({});
const parts = {
  store,
  identity,
  config: { ...config, limits: { ...config.limits, perMinute: 1e9 } },
  reads: new Reads(store),
  agreements: new Agreements(store),
  clock: () => millis(Date.now()),
  appended: () => undefined,
};
const audience = { profile: FULL, upTo: "TLP:RED", at: millis(0) } as const;
const incidents = await parts.reads.look(mission.id, audience, (view) => view.incidents({}).count());
const inside = api(ROUTES, parts as never, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES);
const pages = { examples: () => [], front: () => "", file: async () => null, web: webFile };
const whole = app(pages as never, () => inside as never);
const server = serve({ fetch: whole.fetch, port: 0, hostname: "127.0.0.1" }, (bound: AddressInfo) =>
  console.log(
    JSON.stringify({
      url: `http://127.0.0.1:${bound.port}`,
      mission: mission.id,
      incidents,
      password: PASSWORD,
    }),
  ),
);
process.on("SIGTERM", () => {
  server.close();
  (server as { closeAllConnections?: () => void }).closeAllConnections?.();
  void identity
    .close()
    .then(() => store.close())
    .then(() => rm(people, { recursive: true }))
    .then(() => process.exit(0));
});
