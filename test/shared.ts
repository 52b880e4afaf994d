import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe } from "vitest";

const root = fileURLToPath(new URL("../../shared/data/", import.meta.url));

/** Path of a public file beside the project; checks over such files are left out where the folder is absent. */
export const sharedPath = (name: string): string => root + name;

export const hasSharedData = existsSync(root);

/** A file of ../shared/data as bytes, unpacked where it is gzipped. */
export const sharedBytes = (name: string): Uint8Array => {
  const bytes = readFileSync(sharedPath(name));
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
};

/** A suite over ../shared/data: where that folder is absent it is shown as skipped, and its title says why. */
export const describeShared = (title: string, suite: () => void): void => {
  if (hasSharedData) describe(title, suite);
  else describe.skip(`${title} (left out: ../shared/data is not here)`, suite);
};
