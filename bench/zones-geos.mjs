// GEOS in WebAssembly behind flatbush, over points and rings that zones.ts wrote. Prints JSON.
import { readFileSync } from "node:fs";
import process from "node:process";
import Flatbush from "flatbush";
import initGeos from "geos-wasm";

const [pointsFile, ringsFile] = process.argv.slice(2);
const bytes = readFileSync(pointsFile);
const points = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
const rings = JSON.parse(readFileSync(ringsFile, "utf8"));

/** A polygon as GEOS reads it: ISO WKB, little-endian. */
function wkb(positions) {
  const view = new DataView(new ArrayBuffer(13 + positions.length * 16));
  view.setUint8(0, 1);
  view.setUint32(1, 3, true);
  view.setUint32(5, 1, true);
  view.setUint32(9, positions.length, true);
  positions.flat().forEach((n, i) => {
    view.setFloat64(13 + i * 8, n, true);
  });
  return new Uint8Array(view.buffer);
}

const geos = await initGeos();
const reader = geos.GEOSWKBReader_create();
const tree = new Flatbush(rings.length);
const prepared = rings.map((positions) => {
  const [lons, lats] = [positions.map((p) => p[0]), positions.map((p) => p[1])];
  tree.add(Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats));
  const written = wkb(positions);
  const pointer = geos.Module._malloc(written.length);
  geos.Module.HEAPU8.set(written, pointer);
  return geos.GEOSPrepare(geos.GEOSWKBReader_read(reader, pointer, written.length));
});
tree.finish();
const started = performance.now();
let held = 0;
for (let i = 0; i < points.length; i += 2) {
  const [lon, lat] = [points[i], points[i + 1]];
  for (const z of tree.search(lon, lat, lon, lat)) held += geos.GEOSPreparedContainsXY(prepared[z], lon, lat);
}
console.log(JSON.stringify({ held, seconds: (performance.now() - started) / 1000 }));
