import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Basemap, landWithin } from "../publication/basemap.ts";
import type { Findings } from "../publication/findings.ts";
import { extentOf } from "../publication/findings-extent.ts";
import { installation } from "./root.ts";

const asset = (name: string): string => readFileSync(join(installation(), "dist", name), "utf8");

/** The report's own script, as built. */
export const clientScript = (): string => asset("report-client.js");

/** Degrees beyond which the coarser land is fine enough. */
const WIDE = 25;

/** Natural Earth's land around what the findings draw; null where they draw nothing. */
export function basemapFor(findings: Findings): Basemap | null {
  const extent = extentOf(findings);
  if (extent === undefined) return null;
  const wide = Math.max(extent[2] - extent[0], extent[3] - extent[1]) > WIDE;
  return landWithin(JSON.parse(asset(wide ? "land-50m.json" : "land-10m.json")), extent);
}
