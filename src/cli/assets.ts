import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Basemap, type Extent, landWithin } from "../publication/basemap.ts";
import { withBorders } from "../publication/boundaries.ts";
import type { Findings } from "../publication/findings.ts";
import { extentOf } from "../publication/findings-extent.ts";
import { installation } from "./root.ts";

const asset = (name: string): string => readFileSync(join(installation(), "dist", name), "utf8");

/** The report's own script, as built. */
export const clientScript = (): string => asset("report-client.js");

/** A file of the browser application, as built; null where there is none of that name. */
export async function webFile(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(join(installation(), "dist/web", path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Degrees beyond which the coarser land is fine enough. */
const WIDE = 25;

/** Natural Earth's land inside an extent. */
function landIn(extent: Extent): Basemap {
  const wide = Math.max(extent[2] - extent[0], extent[3] - extent[1]) > WIDE;
  return landWithin(JSON.parse(asset(wide ? "land-50m.json" : "land-10m.json")), extent);
}

/**
 * What a report's map stands on: land around what the findings draw (null where they draw nothing), and the findings
 * with the borders that their agreement asks for; most ask for none.
 */
export function mapped(findings: Findings): { readonly findings: Findings; readonly land: Basemap | null } {
  const extent = extentOf(findings);
  return {
    findings: withBorders(findings, () => JSON.parse(asset("countries-50m.json")), extent),
    land: extent === undefined ? null : landIn(extent),
  };
}

/** Land for small maps that are drawn again with each page: cut once for each extent. */
export function landByExtent(): (extent: Extent) => Basemap {
  const known = new Map<string, Basemap>();
  return (extent) => {
    const key = extent.join(" ");
    const land = known.get(key) ?? landIn(extent);
    known.set(key, land);
    return land;
  };
}
