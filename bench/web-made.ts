// A data folder whose one mission, an example's, has N made-up incidents as derived rows: for bench/web.ts.
// node --import tsx bench/web-made.ts DIR N; DIR must not exist. Prints what it took as JSON.
import { spawnSync } from "node:child_process";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { canonical } from "../src/canonical.ts";
import { FULL, type Lease, type TaggedRow } from "../src/store/derivations.ts";
import { hashOf, observation } from "../src/store/made.fixture.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { millis } from "../src/units.ts";
import { seeded } from "./seeded.ts";

const folder = process.argv[2];
const N = Number(process.argv[3]);
if (folder === undefined || !(N > 0)) throw new Error("expected a folder to make and a number of incidents");
const MISSION = "truce";
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

const begun = performance.now();
// Under another name until it is whole: a folder of that name is one that can be used.
const unready = `${folder}.unready`;
await rm(unready, { recursive: true, force: true });
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
  { env: { ...process.env, TRUCEKEEPER_DATA: unready }, encoding: "utf8" },
);
if (imported.status !== 0) throw new Error(`import: ${imported.stderr}`);
const store = await openEmbedded(unready);
const lease = (await store.derivations.acquire(MISSION, "bench")) as Lease;
const keep = setInterval(() => void store.derivations.renew(lease), 2_000);
await store.derivations.replace(lease, { derivation: "made up", size: 2, root: hashOf("made up") }, rows());
clearInterval(keep);
await store.close();
await rename(unready, folder);
console.log(JSON.stringify({ incidents: N, seconds: Math.round((performance.now() - begun) / 1_000) }));
