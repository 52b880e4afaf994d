import { join, resolve } from "node:path";
import { LAYOUT } from "./data-folder.ts";
import { type S3Place, s3Evidence } from "./evidence-s3.ts";
import { refused } from "./failures.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openPostgres } from "./open-postgres.ts";
import type { OpenOptions } from "./open-record.ts";
import type { Store } from "./store.ts";

/** Where the embedded store is, unless TRUCEKEEPER_DATA says otherwise. */
export const DEFAULT_FOLDER = ".trucekeeper";

/**
 * Opens the store that the settings name: PostgreSQL by DATABASE_URL, else the folder TRUCEKEEPER_DATA; keys by
 * TRUCEKEEPER_KEY_FILE; evidence in S3 by S3_*, else in the folder.
 * @param settings of the environment
 * @param apart `OpenOptions.apart`
 * @throws Problem store/refused with what is wrong and what to do
 */
export async function openStore(
  settings: Readonly<Record<string, string | undefined>>,
  { apart = false }: Pick<OpenOptions, "apart"> = {},
): Promise<Store> {
  const folder = resolve(settings["TRUCEKEEPER_DATA"] || DEFAULT_FOLDER);
  const place = s3Place(settings);
  const evidence = place && ((mission: string) => s3Evidence(place, mission, join(folder, LAYOUT.evidence)));
  const keyFile = settings["TRUCEKEEPER_KEY_FILE"];
  const options = { apart, ...(keyFile && { keyFile: resolve(keyFile) }), ...(evidence && { evidence }) };
  const url = settings["DATABASE_URL"];
  return url ? openPostgres(url, { ...options, folder }) : openEmbedded(folder, options);
}

const S3_NAMES = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

/** All of the settings or none. @throws Problem store/refused where some are missing */
export function s3Place(settings: Readonly<Record<string, string | undefined>>): S3Place | undefined {
  const given = S3_NAMES.filter((name) => settings[name]);
  if (given.length === 0) return undefined;
  const missing = S3_NAMES.filter((name) => !settings[name]);
  if (missing.length > 0)
    throw refused(`evidence in S3: ${missing.join(", ")} not set`, `Set all of ${S3_NAMES.join(", ")}, or none`);
  const [endpoint, bucket, accessKeyId, secretAccessKey] = S3_NAMES.map((name) => settings[name] as string) as [
    string,
    string,
    string,
    string,
  ];
  return { endpoint, bucket, accessKeyId, secretAccessKey, region: settings["S3_REGION"] || "us-east-1" };
}
