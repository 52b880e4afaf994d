// The server of bench/web.ts in a process of its own: an example's mission whose derived incidents are N made-up ones.
// node --import tsx bench/web-server.ts N; prints its address as JSON, ends with SIGTERM.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { canonical } from "../src/canonical.ts";
import { webFile } from "../src/cli/assets.ts";
import { Agreements } from "../src/server/agreement-in-force.ts";
import { api } from "../src/server/api.ts";
import { app } from "../src/server/app.ts";
import { configOf } from "../src/server/config.ts";
import { passwordHash } from "../src/server/identity/password.ts";
import { serverLog, serverMetrics } from "../src/server/observability.ts";
import { Reads } from "../src/server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../src/server/routes/index.ts";
import { FULL, type Lease, type TaggedRow } from "../src/store/derivations.ts";
import { embeddedIdentity } from "../src/store/identity-open.ts";
import { hashOf, observation } from "../src/store/made.fixture.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { millis } from "../src/units.ts";
import { seeded } from "./seeded.ts";

const N = Number(process.argv[2] ?? 100_000);
const MISSION = "truce";
const PASSWORD = "a bench and nothing else";
const [BEGIN, DAYS] = [Date.UTC(2025, 3, 1), 60];
const RESULTS = ["contrary", "indeterminate", "exempt", "not-contrary"] as const;
const root = fileURLToPath(new URL("../", import.meta.url));

/** N incidents over two months and ten degrees, denser around forty towns, as reports are. */
function* rows(): Generator<TaggedRow> {
  const random = seeded(7);
  const towns = Array.from({ length: 40 }, () => [30 + 9 * random(), 46 + 5 * random()] as const);
  const content = canonical({
    ...observation(1),
    members: [{ observation: hashOf("observation 1"), role: "supports" }],
    facts: { place: { kind: "unknown" } },
  });
  for (let n = 0; n < N; n++) {
    const from = BEGIN + Math.floor(random() * DAYS * 86_400) * 1_000;
    const [lon, lat] = towns[Math.floor(random() * towns.length)] ?? [35, 48];
    const off = () => (random() + random() + random() - 1.5) * 0.6;
    const result = RESULTS[Math.floor(random() ** 2 * 4)] ?? "contrary";
    yield {
      table: "incident",
      row: {
        profile: FULL,
        id: hashOf(`incident ${n}`),
        time: { from: millis(from), until: millis(from + 60_000) },
        position: [lon + off(), lat + off()],
        marking: "TLP:GREEN",
        kind: "recorded",
        act: "explosion.artillery",
        content,
        facet: {
          sources: [`post ${n % 40}`],
          zones: [],
          names: [`village ${n % 3_000}`],
          results: [{ clause: "stop-action", reading: "RU", result }],
          heard: [{ min: 1 + (n % 5), max: 1 + (n % 5), unit: "explosion", form: "number" }],
          fused: [],
        },
      },
    };
  }
}

const folder = await mkdtemp(join(tmpdir(), "trucekeeper-bench-web-"));
const easter = join(root, "examples/easter-truce-2025");
const imported = spawnSync(
  process.execPath,
  [
    join(root, "scripts/trucekeeper.mjs"),
    "import",
    "--mission",
    MISSION,
    "--agreement",
    join(easter, "agreement.yaml"),
    join(easter, "reports.csv"),
  ],
  { env: { ...process.env, TRUCEKEEPER_DATA: folder }, encoding: "utf8" },
);
if (imported.status !== 0) throw new Error(`import: ${imported.stderr}`);

const store = await openEmbedded(folder, { apart: true });
const identity = await embeddedIdentity({ folder });
const lease = (await store.derivations.acquire(MISSION, "bench")) as Lease;
const keep = setInterval(() => void store.derivations.renew(lease), 2_000);
await store.derivations.replace(lease, { derivation: "made up", size: 2, root: hashOf("made up") }, rows());
clearInterval(keep);
const { id } = await identity.addPerson({ login: "reader", name: "reader", operator: false }, millis(0));
await identity.setPassword(id, await passwordHash(PASSWORD));
await identity.setMembership(MISSION, id, { role: "verifier" });

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
const inside = api(ROUTES, parts as never, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES);
const pages = { examples: () => [], front: () => "", file: async () => null, web: webFile };
const whole = app(pages as never, () => inside as never);
const server = serve({ fetch: whole.fetch, port: 0, hostname: "127.0.0.1" }, (bound: AddressInfo) =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${bound.port}`, mission: MISSION, password: PASSWORD })),
);
process.on("SIGTERM", () => {
  server.close();
  (server as { closeAllConnections?: () => void }).closeAllConnections?.();
  void identity
    .close()
    .then(() => store.close())
    .then(() => rm(folder, { recursive: true }))
    .then(() => process.exit(0));
});
