// Points in zones beside GEOS (WebAssembly, prepared geometries) behind flatbush: same points, same zones, one run.
// node --import tsx bench/zones.ts [POINTS] [RUNS]; prints JSON. GEOS is installed by npm ci in bench/.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Position } from "../src/place/place.ts";
import { prepareZones } from "../src/place/zone.ts";
import { median } from "./measured.ts";
import { seeded } from "./seeded.ts";

const ZONES = 100;
const CORNERS = 1_000;

function ring(z: number): Position[] {
  const random = seeded(1_000 + z);
  const [lon, lat, reach] = [24 + 15 * random(), 45.8 + 5.4 * random(), 1.6 + 0.6 * random()];
  const positions = Array.from({ length: CORNERS }, (_, k): Position => {
    const angle = (2 * Math.PI * k) / CORNERS;
    const r = reach * (1 + 0.12 * Math.sin(7 * angle + z) + 0.05 * Math.sin(41 * angle) + 0.01 * random());
    return [lon + 1.45 * r * Math.cos(angle), lat + r * Math.sin(angle)];
  });
  return [...positions, positions[0] as Position];
}

function main(): void {
  const n = Number(process.argv[2] ?? 1_000_000);
  const runs = Number(process.argv[3] ?? 3);
  const random = seeded(7);
  const points = Float64Array.from({ length: 2 * n }, (_, i) =>
    i % 2 === 0 ? 22 + 18.5 * random() : 44.2 + 8.2 * random(),
  );
  const rings = Array.from({ length: ZONES }, (_, z) => ring(z));
  const folder = mkdtempSync(join(tmpdir(), "trucekeeper-bench-"));
  const files = [join(folder, "points.f64"), join(folder, "rings.json")] as const;
  writeFileSync(files[0], Buffer.from(points.buffer));
  writeFileSync(files[1], JSON.stringify(rings));
  const script = fileURLToPath(new URL("zones-geos.mjs", import.meta.url));
  const ours: number[] = [];
  const theirs: number[] = [];
  let leftOut: string | undefined;
  for (let run = 0; run < runs; run++) {
    // Indexing stands in our time, and not in that of GEOS.
    const started = performance.now();
    const { zonesAt } = prepareZones(rings.map((r, z) => ({ id: `z${z}`, name: `Zone ${z}`, polygons: [[r]] })));
    let held = 0;
    for (let i = 0; i < 2 * n; i += 2) held += zonesAt(points[i] as number, points[i + 1] as number).length;
    ours.push((performance.now() - started) / 1000);
    const ran = spawnSync(process.execPath, [script, ...files], { encoding: "utf8" });
    if (ran.status !== 0) {
      leftOut = `left out: ${/Error.*/.exec(ran.stderr)?.[0]}`;
      continue;
    }
    const geos = JSON.parse(ran.stdout) as { held: number; seconds: number };
    if (geos.held !== held) throw new Error(`GEOS finds ${geos.held} points in zones, we ${held}`);
    theirs.push(geos.seconds);
  }
  rmSync(folder, { recursive: true });
  const [seconds, geosWasm] = [median(ours), median(theirs)];
  const ratio = Math.round((geosWasm / seconds) * 10) / 10;
  console.log(
    JSON.stringify({
      points: n,
      zones: ZONES,
      corners: CORNERS,
      runs,
      seconds,
      ...(leftOut ? { leftOut } : { geosWasm, ratio }),
    }),
  );
}

main();
